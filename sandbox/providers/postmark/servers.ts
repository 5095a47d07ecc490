import type { Random } from "../../frame/ids.ts";
import type { ShownFile } from "../../frame/media.ts";
import type { RollingLimit } from "../../frame/limits.ts";
import { MessageLog } from "../../frame/message-log.ts";
import { plainMail } from "../../frame/receivers.ts";
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
  attachments: ShownFile[];
  trackOpens: boolean;
  /** What the last event told. */
  state: "sent" | "delivered" | "read" | "failed";
  /** ISO 8601. */
  at: string;
}

/** All servers and the mail they accepted. */
export class PostOffice {
  readonly #servers = new Map<string, Server>();
  /** A second mail of the same `Metadata.reference` to the same address is a duplicate. */
  readonly log = new MessageLog<Mail>({
    identity: ({ metadata, to }) => (metadata.reference ? `${metadata.reference} ${plainMail(to)}` : undefined),
    kept: 5000,
  });
  /** Of the whole API: none until a control sets one. */
  limit: RollingLimit | undefined;
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

  /** Newest last; `to` is a whole address in any case. */
  mails(to?: string): Mail[] {
    const address = plainMail(to ?? "");
    return this.log.list((mail) => address === "" || plainMail(mail.to) === address);
  }

  mail(id: string): Mail | undefined {
    return this.log.find((mail) => mail.id === id);
  }
}
