import type { Step } from "../../frame/callbacks.ts";
import { hexId } from "../../frame/ids.ts";
import { Violations } from "../../frame/limits.ts";
import type { MediaFile, MediaStore } from "../../frame/media.ts";
import { MessageLog, type SeenMessage } from "../../frame/message-log.ts";
import type { SandboxKit } from "../../frame/provider.ts";
import type { Channel } from "./channels.ts";
import { usualError } from "./errors.ts";
import { checkMessage, plainAddress, type CheckedMessage, type MessageKind } from "./messages.ts";
import type { Events } from "./webhooks.ts";

/** A message on a receiver's phone, or one that came from there (`fromMe` false). */
export interface PhoneMessage extends SeenMessage {
  id: string;
  text: string;
  channelId: string;
  from: string;
  chatId: string;
  fromMe: boolean;
  type: string;
  media?: string;
  file?: MediaFile;
  /** What became of it so far. */
  state: State | "pending";
}

/** How a recipient's messages go wrong: an HTTP status, `failed` later, or `sent: false`. */
export type Trouble = 403 | "failed" | "not-sent";

/** How long after each other a message's states are told. */
const statusGapMs = 150;
/** How many of the receivers let it be known that they read. */
const readShare = 0.6;
/** Codes beside the states; only 3 and 4 were ever seen (facts, section 5). */
const stateCodes = { failed: 0, sent: 2, delivered: 3, read: 4 } as const;
type State = keyof typeof stateCodes;

/** Sends from channels to phones and tells what became of it. */
export class Sending {
  readonly log = new MessageLog<PhoneMessage>({ identity: ({ to, text }) => `${to}\n${text}` });
  /** What customers wrote, for `GET /messages/list`. */
  readonly inbound = new MessageLog<PhoneMessage>({ identity: () => undefined });
  readonly violations = new Violations();
  readonly troubles = new Map<string, Trouble>();
  readonly #kit: SandboxKit;
  readonly #events: Events;

  readonly #media: MediaStore;

  constructor(kit: SandboxKit, events: Events, media: MediaStore) {
    this.#kit = kit;
    this.#events = events;
    this.#media = media;
  }

  /** @throws WhapiError 400 for what is malformed, 401 where no phone is linked, 403, 429 */
  send(channel: Channel, kind: MessageKind, value: unknown): Record<string, unknown> {
    if (channel.health !== "AUTH") throw usualError(401);
    const checked = checkMessage(kind, value);
    const now = this.#kit.now();
    if (channel.limit?.take(channel.id, now).isAllowed === false) {
      this.violations.add(channel.id);
      throw usualError(429);
    }
    const trouble = this.troubles.get(plainAddress(checked.chatId));
    if (trouble === 403) throw usualError(403);
    if (trouble === "not-sent") return { sent: false };
    const message = this.#messageOf(channel, kind, checked);
    if (trouble !== "failed") this.log.keep(message);
    this.#tell(channel, message, trouble);
    return { sent: true, message: presentMessage(message, message.state) };
  }

  /** `GET /messages/list/{chat}`: newest first, what we sent and what came. */
  list(channel: Channel, chatId: string): PhoneMessage[] {
    const isOfChat = (message: PhoneMessage) => message.channelId === channel.id && message.chatId === chatId;
    return [...this.log.list(isOfChat), ...this.inbound.list(isOfChat)].sort((left, right) =>
      right.at.localeCompare(left.at),
    );
  }

  newId(): string {
    const id = hexId(this.#kit.random, 20).toUpperCase();
    return `tepi.dbl.${id.slice(0, 12)}-g${id.slice(12)}`;
  }

  #messageOf(channel: Channel, type: string, { chatId, text, media, file }: CheckedMessage): PhoneMessage {
    return {
      id: this.newId(),
      channelId: channel.id,
      from: channel.phone,
      to: plainAddress(chatId),
      chatId,
      fromMe: true,
      type,
      text,
      at: new Date(this.#kit.now()).toISOString(),
      state: "pending",
      ...(media && { media: media.slice(0, 500) }),
      ...(file && { file: this.#media.keep(file.bytes, file.mimeType, file.name) }),
    };
  }

  /** Our own message comes back first, then its states. */
  #tell(channel: Channel, message: PhoneMessage, trouble: Trouble | undefined): void {
    const reads = this.#kit.random() < readShare;
    const states: State[] =
      trouble === "failed" ? ["failed"] : ["sent", "delivered", ...(reads ? ["read" as const] : [])];
    const echo = this.#events.callbacks(channel, "messages", { messages: [presentMessage(message)] });
    const steps = states.map((state): Step => {
      const callbacks = this.#events.callbacks(channel, "statuses", { statuses: [this.#status(message, state)] });
      return { begin: () => (message.state = state), callbacks };
    });
    void this.#kit.callbacks.sendInTurn([...(trouble ? [] : [{ callbacks: echo }]), ...steps], statusGapMs);
  }

  #status({ id, chatId }: PhoneMessage, status: State): Record<string, unknown> {
    return {
      id,
      code: stateCodes[status],
      status,
      recipient_id: chatId,
      timestamp: String(Math.floor(this.#kit.now() / 1000)),
      ...(status === "failed" && { errors: [{ code: 463, message: "message was not delivered" }] }),
    };
  }
}

/** A message of the API's answers and webhooks (facts, sections 3 and 5). */
export function presentMessage(message: PhoneMessage, status?: string): Record<string, unknown> {
  const { id, fromMe, type, chatId, at, from, text, media, file } = message;
  const sent = file && {
    id: file.id,
    mime_type: file.mimeType,
    file_size: file.bytes.length,
    sha256: file.sha256,
    filename: file.name,
  };
  return {
    id,
    from_me: fromMe,
    type,
    chat_id: chatId,
    timestamp: Math.floor(Date.parse(at) / 1000),
    source: fromMe ? "api" : "mobile",
    ...(status && { status }),
    ...(type === "text"
      ? { text: { body: text } }
      : { [type]: { ...(text && { caption: text }), ...(media && { link: media }), ...sent } }),
    from,
  };
}
