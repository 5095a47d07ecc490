import type { AddressInfo } from "node:net";

import PostalMime from "postal-mime";
import type { SMTPServerDataStream, SMTPServerSession } from "smtp-server";
import { SMTPServer } from "smtp-server";

import { shownFile, type MediaStore, type ShownFile } from "../../frame/media.ts";
import type { MessageLog, SeenMessage } from "../../frame/message-log.ts";
import type { SandboxKit } from "../../frame/provider.ts";
import type { Refusal } from "./magic.ts";
import { messageRefusal, recipientRefusal, senderRefusal, unansweredFor } from "./magic.ts";

const maxMessageBytes = 10 * 1024 * 1024;
const heldMs = 3000;
const provider = "smtp";

/** One message in one recipient's mailbox. */
export interface Mail extends SeenMessage {
  messageId: string;
  /** Who signed in. */
  user: string;
  from: string;
  subject: string;
  text: string;
  html: string;
  attachments: ShownFile[];
}

/** A mail server on a port of its own: AUTH PLAIN and LOGIN, no TLS, one mailbox for each recipient. */
export class MailServer {
  readonly #kit: SandboxKit;
  readonly #log: MessageLog<Mail>;
  readonly #server: SMTPServer;
  readonly #media: MediaStore;
  #address: { host: string; port: number } | undefined;

  constructor(kit: SandboxKit, log: MessageLog<Mail>, media: MediaStore) {
    this.#kit = kit;
    this.#log = log;
    this.#media = media;
    this.#server = new SMTPServer({
      name: "sandbox.example",
      banner: "Tepi sandbox",
      authMethods: ["PLAIN", "LOGIN"],
      allowInsecureAuth: true,
      hideSTARTTLS: true,
      disableReverseLookup: true,
      size: maxMessageBytes,
      closeTimeout: 1,
      onAuth: ({ username, password }, _session, callback) => {
        if (!username || !password || password.startsWith("bad-")) {
          return callback(failure({ code: 535, text: "5.7.8 Authentication credentials invalid" }));
        }
        callback(null, { user: username });
      },
      onMailFrom: ({ address }, _session, callback) => callback(failure(senderRefusal(address))),
      onRcptTo: ({ address }, _session, callback) => callback(failure(recipientRefusal(address))),
      onData: (stream, session, callback) => {
        this.#receive(stream, session).then(
          (refusal) => (refusal === "unanswered" ? this.#drop(session) : callback(failure(refusal))),
          (error: unknown) => callback(error instanceof Error ? error : new Error(String(error))),
        );
      },
    });
    // A client that drops its connection is no failure of the server.
    this.#server.on("error", () => undefined);
  }

  async listen({ host, port }: { host: string; port: number }): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.server.once("error", reject);
      this.#server.listen(port, host, resolve);
    });
    this.#address = { host, port: (this.#server.server.address() as AddressInfo).port };
  }

  address(): { host: string; port: number } | undefined {
    return this.#address;
  }

  async close(): Promise<void> {
    if (!this.#address) return;
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  /** Reads a message to its end and keeps it. */
  async #receive(
    stream: SMTPServerDataStream,
    session: SMTPServerSession,
  ): Promise<Refusal | "unanswered" | undefined> {
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    const source = Buffer.concat(chunks);
    const to = session.envelope.rcptTo.map(({ address }) => address);
    const from = session.envelope.mailFrom ? session.envelope.mailFrom.address : "";
    const path = `/smtp/${to.join(",")}`;
    const call = this.#kit.calls.open({
      provider,
      method: "DATA",
      path,
      headers: { user: String(session.user), from, to: to.join(",") },
      bodyText: source.toString("utf8"),
    });
    const { faults, pause } = this.#kit;
    const slow = faults.take(provider, path, "slow");
    if (slow) await pause(slow.delayMs ?? heldMs);
    const fail = faults.take(provider, path, "fail");
    const silent = fail ? undefined : faults.take(provider, path, "silent");
    const refusal = fail
      ? { code: fail.status ?? 451, text: "The sandbox was told to fail" }
      : stream.sizeExceeded
        ? { code: 552, text: "5.3.4 Message too big" }
        : to.map(messageRefusal).find((found) => found !== undefined);
    const unanswered = silent
      ? { kept: silent.workDone ?? true }
      : to.map(unansweredFor).find((found) => found !== undefined);
    if (!refusal && (unanswered?.kept ?? true)) await this.#keep(source, { user: String(session.user), from, to });
    if (silent) await pause(silent.delayMs ?? heldMs);
    if (unanswered) return "unanswered";
    call.status = refusal?.code ?? 250;
    return refusal;
  }

  async #keep(source: Buffer, envelope: { user: string; from: string; to: string[] }): Promise<void> {
    const parsed = await PostalMime.parse(source);
    const { user, from, to } = envelope;
    const attachments = parsed.attachments.map(({ filename, mimeType, content }) =>
      shownFile(provider, this.#media.keep(Buffer.from(content as ArrayBuffer), mimeType, filename ?? undefined)),
    );
    for (const recipient of to) {
      this.#log.keep({
        messageId: parsed.messageId ?? "",
        user,
        from: parsed.from?.address ?? from,
        to: recipient,
        subject: parsed.subject ?? "",
        text: (parsed.text ?? "").trimEnd(),
        html: (parsed.html ?? "").trimEnd(),
        attachments,
        at: new Date(this.#kit.now()).toISOString(),
      });
    }
  }

  /** Ends a session's connection without a word. */
  #drop(session: SMTPServerSession): void {
    for (const connection of this.#server.connections) if (connection.session === session) connection._socket.destroy();
  }
}

function failure(refusal: Refusal | undefined): Error | null {
  return refusal ? Object.assign(new Error(refusal.text), { responseCode: refusal.code }) : null;
}
