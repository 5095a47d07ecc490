import { createHash } from "node:crypto";

/** A message as its receiver sees it. */
export interface SeenMessage {
  id: string;
  /** The receiver's address in the provider's plainest form: digits, a chat id. */
  to: string;
  text: string;
  /** ISO 8601. */
  at: string;
}

const keptMessages = 20_000;
const rememberedIdentities = 500_000;

/** The newest messages whole, and a count of all: how many were sent, and how many of them twice. */
export class MessageLog<T extends SeenMessage> {
  readonly #messages: T[] = [];
  #identities = new Set<string>();
  #olderIdentities = new Set<string>();
  #sent = 0;
  #duplicates = 0;

  /** @param identity what only a second sending of the same message shares with it */
  keep(message: T, identity: string): void {
    this.#messages.push(message);
    // Cut in steps: moving 20,000 entries for each message would be the double's main work.
    if (this.#messages.length > keptMessages * 1.1) this.#messages.splice(0, this.#messages.length - keptMessages);
    this.#sent += 1;
    if (this.#isKnown(identity)) this.#duplicates += 1;
  }

  /** Oldest first; all, or one receiver's. */
  list(to?: string): T[] {
    return this.#messages.filter((message) => to === undefined || message.to === to);
  }

  find(id: string): T | undefined {
    return this.#messages.findLast((message) => message.id === id);
  }

  counts(): { sent: number; duplicates: number } {
    return { sent: this.#sent, duplicates: this.#duplicates };
  }

  #isKnown(identity: string): boolean {
    const digest = createHash("sha256").update(identity).digest("base64").slice(0, 22);
    if (this.#identities.has(digest) || this.#olderIdentities.has(digest)) return true;
    this.#identities.add(digest);
    if (this.#identities.size >= rememberedIdentities) {
      this.#olderIdentities = this.#identities;
      this.#identities = new Set();
    }
    return false;
  }
}
