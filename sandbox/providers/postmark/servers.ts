import type { Random } from "../../frame/ids.ts";
import type { WebhookInput } from "./webhooks.ts";

export type Webhook = WebhookInput & { ID: number };

/** A Postmark server, known by its token. */
export interface Server {
  token: string;
  id: number;
  name: string;
  webhooks: Webhook[];
  /** Lower-case addresses that get no more mail: hard bounces and what the control put there. */
  suppressed: Set<string>;
}

/** One message in one recipient's mailbox. */
export interface Mail {
  id: string;
  messageId: string;
  server: Server;
  from: string;
  /** The bare address. */
  to: string;
  subject: string;
  text: string;
  html: string;
  tag: string;
  stream: string;
  metadata: Record<string, string>;
  attachments: string[];
  trackOpens: boolean;
  /** What the last event told. */
  state: "sent" | "delivered" | "read" | "failed";
  /** ISO 8601. */
  at: string;
}

const keptMails = 5000;

/** All servers and the mail they accepted. */
export class PostOffice {
  readonly #servers = new Map<string, Server>();
  readonly #mails: Mail[] = [];
  readonly #seen = new Set<string>();
  readonly #counts = { sent: 0, duplicates: 0 };
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  open(token: string): Server {
    const known = this.#servers.get(token);
    if (known) return known;
    const id = 1000 + Math.floor(this.#random() * 9_000_000);
    const server = { token, id, name: `Sandbox server ${id}`, webhooks: [], suppressed: new Set<string>() };
    this.#servers.set(token, server);
    return server;
  }

  servers(): Server[] {
    return [...this.#servers.values()];
  }

  keep(mail: Mail): void {
    this.#count(mail);
    this.#mails.push(mail);
    if (this.#mails.length > keptMails) this.#mails.shift();
  }

  /** How many mails were accepted, and how many of them were the same `Metadata.reference` to the same address again. */
  counts(): { sent: number; duplicates: number } {
    return { ...this.#counts };
  }

  #count({ metadata, to }: Mail): void {
    this.#counts.sent += 1;
    if (!metadata.reference) return;
    const key = `${metadata.reference} ${to.toLowerCase()}`;
    if (this.#seen.has(key)) this.#counts.duplicates += 1;
    this.#seen.add(key);
  }

  /** Newest last; `to` is a whole address in any case. */
  mails(to?: string): Mail[] {
    const address = to?.trim().toLowerCase();
    return this.#mails.filter((mail) => !address || mail.to.toLowerCase() === address);
  }

  mail(id: string): Mail | undefined {
    return this.#mails.find((mail) => mail.id === id);
  }
}
