import { uuid } from "../../frame/ids.ts";
import { shownFile, type MediaStore } from "../../frame/media.ts";
import type { SandboxKit } from "../../frame/provider.ts";
import { PostmarkError } from "./errors.ts";
import type { CheckedMessage } from "./messages.ts";
import { checkMessage } from "./messages.ts";
import type { Mail, PostOffice, Server } from "./servers.ts";
import type { Events } from "./webhooks.ts";
import { plannedBounce } from "./webhooks.ts";

/** The token that validates and answers, but sends nothing (facts, section 6). */
export const testToken = "POSTMARK_API_TEST";

/** What `POST /email` answers for an accepted message. */
export interface Accepted {
  To: string;
  SubmittedAt: string;
  MessageID: string;
  ErrorCode: 0;
  Message: string;
}

/** People who read their mail at once, where it is tracked. */
const opensAtOnce = /^reader\b/i;

/** Accepts messages into the mailboxes. */
export class Sending {
  readonly #kit: SandboxKit;
  readonly #office: PostOffice;
  readonly #events: Events;
  readonly #media: MediaStore;

  constructor(kit: SandboxKit, office: PostOffice, events: Events, media: MediaStore) {
    this.#kit = kit;
    this.#office = office;
    this.#events = events;
    this.#media = media;
  }

  /** @throws PostmarkError for a message that can't be sent, and 406 when a recipient is suppressed */
  send(server: Server, value: unknown): Accepted {
    const message = checkMessage(value);
    const isTest = server.token === testToken;
    if (!isTest) refuseSuppressed(server, message);
    const accepted: Accepted = {
      To: message.input.To ?? "",
      SubmittedAt: new Date(this.#kit.now()).toISOString(),
      MessageID: uuid(this.#kit.random),
      ErrorCode: 0,
      Message: isTest ? "Test job accepted" : "OK",
    };
    if (!isTest) this.#deliver(server, message, accepted);
    return accepted;
  }

  #deliver(server: Server, { input, from, recipients }: CheckedMessage, accepted: Accepted): void {
    for (const { email } of recipients) {
      const mail: Mail = {
        id: uuid(this.#kit.random),
        messageId: accepted.MessageID,
        server,
        from: from.email,
        to: email,
        subject: input.Subject ?? "",
        text: input.TextBody ?? "",
        html: input.HtmlBody ?? "",
        tag: input.Tag ?? "",
        stream: input.MessageStream || "outbound",
        metadata: input.Metadata ?? {},
        attachments: (input.Attachments ?? []).map(({ Name, Content, ContentType }) =>
          shownFile("postmark", this.#media.keep(Buffer.from(Content, "base64"), ContentType, Name)),
        ),
        trackOpens: input.TrackOpens ?? false,
        state: "sent",
        at: accepted.SubmittedAt,
      };
      this.#office.log.keep(mail);
      const bounce = plannedBounce(email);
      if (bounce) this.#events.bounced(mail, bounce);
      else this.#events.delivered(mail);
      if (opensAtOnce.test(email)) this.#events.opened(mail);
    }
  }
}

function refuseSuppressed(server: Server, { recipients }: CheckedMessage): void {
  const inactive = recipients.map(({ email }) => email).filter((email) => server.suppressed.has(email.toLowerCase()));
  if (inactive.length === 0) return;
  const found = `Found inactive addresses: ${inactive.join(", ")}.`;
  const message = `You tried to send to recipient(s) that have been marked as inactive. ${found}`;
  throw new PostmarkError(422, 406, message);
}
