import type { Step } from "../../frame/callbacks.ts";
import { hexId } from "../../frame/ids.ts";
import { BucketLimit, RollingLimit, Violations } from "../../frame/limits.ts";
import type { MediaFile, MediaStore } from "../../frame/media.ts";
import { MessageLog, type SeenMessage } from "../../frame/message-log.ts";
import type { SandboxKit } from "../../frame/provider.ts";
import type { Apps } from "./apps.ts";
import { MetaError, statusTitles } from "./errors.ts";
import { checkMessage, type CheckedMessage } from "./messages.ts";
import { timestamp } from "./wire.ts";

/** A message on a receiver's phone. */
export interface PhoneMessage extends SeenMessage {
  id: string;
  /** Our number's id. */
  from: string;
  type: string;
  text: string;
  /** What became of it so far. */
  state: State;
  deliveryId?: string;
  template?: { name: string; language: string };
  buttons?: { id: string; title: string }[];
  file?: MediaFile;
}

/** A message that a person wrote to one of our numbers. */
export interface WrittenMessage extends SeenMessage {
  from: string;
  text: string;
}

type State = "accepted" | "sent" | "delivered" | "read" | "failed";

/** Of a document (facts, section 2). */
const maxFileBytes = 100 * 1024 * 1024;
const windowMs = 24 * 60 * 60 * 1000;
/** How long after each other a message's states are told. */
const statusGapMs = 150;
/** How many of the receivers let it be known that they read. */
const readShare = 0.6;

/** What a number can send: limits, the 24-hour window, and what becomes of each message. */
export class Sending {
  readonly log = new MessageLog<PhoneMessage>({ identity: ({ deliveryId, id }) => deliveryId ?? id });
  /** What people wrote; `to` is our number's id. */
  readonly inbound = new MessageLog<WrittenMessage>({ identity: () => undefined });
  readonly violations = new Violations();
  /** How a closed window is told: as a failed status, as it mostly is, or at once. */
  windowClosedAs: "status" | "error" = "status";
  /** Numbers whose messages fail, with the code of the failed status. */
  readonly failing = new Map<string, number>();
  readonly #kit: SandboxKit;
  readonly #apps: Apps;
  readonly #media: MediaStore;
  /** Throughput of a number: 80 a second; of a pair: one in 6 s, 45 ahead (facts, section 7). */
  readonly #perNumber = new RollingLimit(80, 1000);
  readonly #perPair = new BucketLimit(45, 6000);
  /** When each user last wrote, by number and user. */
  readonly #lastInbound = new Map<string, number>();

  constructor(kit: SandboxKit, apps: Apps, media: MediaStore) {
    this.#kit = kit;
    this.#apps = apps;
    this.#media = media;
  }

  /** A user's message opens the window of 24 hours, or opens it anew. */
  openWindow(phoneNumberId: string, user: string, at = this.#kit.now()): void {
    this.#lastInbound.set(`${phoneNumberId}/${user}`, at);
  }

  /** @throws MetaError for what is malformed or too fast, 131047 where the switch says so */
  send(phoneNumberId: string, value: unknown): { id: string; to: string } {
    const message = checkMessage(value);
    this.#limit(phoneNumberId, message.to);
    const code = this.#failureOf(phoneNumberId, message);
    if (code === 131047 && this.windowClosedAs === "error") {
      throw new MetaError(400, code, "Re-engagement message", windowClosed);
    }
    const id = `wamid.${Buffer.from(hexId(this.#kit.random, 40), "hex").toString("base64url").toUpperCase()}`;
    if (code === undefined && message.file) void this.#deliverFile(id, phoneNumberId, message, message.file);
    else this.#deliver(id, phoneNumberId, { message, code });
    return { id, to: message.to };
  }

  /** The file is fetched after the message was accepted; where that fails, so does the message. */
  async #deliverFile(
    id: string,
    phoneNumberId: string,
    message: CheckedMessage,
    { link, name }: NonNullable<CheckedMessage["file"]>,
  ): Promise<void> {
    const file = await this.#media.fetch(link, name);
    const isTaken = file !== undefined && file.bytes.length <= maxFileBytes;
    this.#deliver(id, phoneNumberId, { message, file, code: isTaken ? undefined : 131053 });
  }

  #deliver(
    id: string,
    phoneNumberId: string,
    { message, code, file }: { message: CheckedMessage; code: number | undefined; file?: MediaFile | undefined },
  ): void {
    const arrived = code === undefined ? this.#arrive(id, phoneNumberId, message, file) : undefined;
    this.#tell(id, phoneNumberId, { message, arrived, code });
  }

  #limit(phoneNumberId: string, to: string): void {
    const now = this.#kit.now();
    if (!this.#perNumber.take(phoneNumberId, now).isAllowed) {
      this.violations.add(phoneNumberId);
      throw new MetaError(429, 130429, "Rate limit hit", "Cloud API message throughput has been reached.");
    }
    if (!this.#perPair.take(`${phoneNumberId}/${to}`, now).isAllowed) {
      this.violations.add(`${phoneNumberId}/${to}`);
      const details = "Too many messages sent from this phone number to the same phone number in a short time.";
      throw new MetaError(429, 131056, "(Business Account, Consumer Account) pair rate limit hit", details);
    }
  }

  #failureOf(phoneNumberId: string, { to, input }: CheckedMessage): number | undefined {
    const planned = this.failing.get(to);
    if (planned !== undefined || input.type === "template") return planned;
    const openUntil = (this.#lastInbound.get(`${phoneNumberId}/${to}`) ?? -Infinity) + windowMs;
    return this.#kit.now() < openUntil ? undefined : 131047;
  }

  #arrive(id: string, from: string, { input, to, text }: CheckedMessage, file: MediaFile | undefined): PhoneMessage {
    const { template, interactive, biz_opaque_callback_data: deliveryId } = input;
    const buttons = interactive?.action.buttons?.map(({ reply }) => reply);
    const message: PhoneMessage = {
      id,
      from,
      to,
      type: input.type,
      text,
      at: new Date(this.#kit.now()).toISOString(),
      state: "accepted",
      ...(deliveryId && { deliveryId }),
      ...(template && { template: { name: template.name, language: template.language.code } }),
      ...(buttons && { buttons }),
      ...(file && { file }),
    };
    this.log.keep(message);
    return message;
  }

  #tell(
    id: string,
    phoneNumberId: string,
    {
      message,
      arrived,
      code,
    }: { message: CheckedMessage; arrived: PhoneMessage | undefined; code: number | undefined },
  ): void {
    const reads = this.#kit.random() < readShare;
    const states: State[] = arrived ? ["sent", "delivered", ...(reads ? ["read" as const] : [])] : ["failed"];
    const steps = states.map((state): Step => {
      const content = { statuses: [this.#status(id, state, message, code)] };
      const callback = this.#apps.callback(phoneNumberId, `statuses.${state}`, content);
      return { begin: () => arrived && (arrived.state = state), callbacks: callback ? [callback] : [] };
    });
    void this.#kit.callbacks.sendInTurn(steps, statusGapMs);
  }

  #status(id: string, status: string, { to, input }: CheckedMessage, code: number | undefined) {
    const title = code === undefined ? "" : (statusTitles[code] ?? "Message failed to send");
    const details = code === 131047 ? windowClosed : title;
    const who = to.includes(".") ? { recipient_user_id: to } : { recipient_id: to };
    const error = { code, title, message: title, error_data: { details }, href: "https://developers.facebook.com/" };
    return {
      id,
      status,
      timestamp: timestamp(this.#kit.now()),
      ...who,
      ...(input.biz_opaque_callback_data && { biz_opaque_callback_data: input.biz_opaque_callback_data }),
      ...(code !== undefined && { errors: [error] }),
    };
  }
}

const windowClosed =
  "Message failed to send because more than 24 hours have passed since the customer last replied to this number.";
