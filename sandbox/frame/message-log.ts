import { createHash } from "node:crypto";

/** What every kept message has; a double adds what else its receiver would see. */
export interface SeenMessage {
  to: string;
  /** ISO 8601. */
  at: string;
}

export interface MessageLogOptions<T> {
  /** What only a second sending of the same message shares with it; undefined where nothing tells. */
  identity: (message: T) => string | undefined;
  /** How many of the newest are kept whole. */
  kept?: number;
}

const rememberedIdentities = 500_000;

/** The newest messages whole, and a count of all: how many were sent, and how many of them twice. */
export class MessageLog<T extends SeenMessage> {
  readonly #messages: T[] = [];
  readonly #identity: MessageLogOptions<T>["identity"];
  readonly #kept: number;
  #identities = new Set<string>();
  #olderIdentities = new Set<string>();
  #sent = 0;
  #duplicates = 0;

  constructor({ identity, kept = 20_000 }: MessageLogOptions<T>) {
    this.#identity = identity;
    this.#kept = kept;
  }

  keep(message: T): void {
    this.#messages.push(message);
    // Cut in steps: moving all entries for each message would be the double's main work.
    if (this.#messages.length > this.#kept * 1.1) this.#messages.splice(0, this.#messages.length - this.#kept);
    this.#sent += 1;
    if (this.#isKnown(this.#identity(message))) this.#duplicates += 1;
  }

  /** Oldest first. */
  list(isWanted: (message: T) => boolean = () => true): T[] {
    return this.#messages.slice(-this.#kept).filter(isWanted);
  }

  /** The newest of those. */
  find(isWanted: (message: T) => boolean): T | undefined {
    return this.#messages.findLast(isWanted);
  }

  counts(): { sent: number; duplicates: number } {
    return { sent: this.#sent, duplicates: this.#duplicates };
  }

  #isKnown(identity: string | undefined): boolean {
    if (identity === undefined) return false;
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
