import { hexId } from "../../frame/ids.ts";
import { Violations } from "../../frame/limits.ts";
import { MessageLog, type SeenMessage } from "../../frame/message-log.ts";
import type { SandboxKit } from "../../frame/provider.ts";
import { refused } from "./errors.ts";
import { checkRecipient, checkSender } from "./numbers.ts";
import type { StatusCallbacks } from "./status-callbacks.ts";

export const statuses = [
  "accepted",
  "queued",
  "sending",
  "sent",
  "delivered",
  "undelivered",
  "failed",
  "read",
] as const;
export type Status = (typeof statuses)[number];

/** One SMS; `to` is E.164 with the plus. */
export interface Sms extends SeenMessage {
  text: string;
  sid: string;
  accountSid: string;
  from: string | null;
  messagingServiceSid: string | null;
  status: Status;
  errorCode: number | null;
  statusCallback: string | null;
}

const longestBody = 1600;

/** All messages, and what becomes of each. */
export class Outbox {
  readonly log = new MessageLog<Sms>({ identity: ({ to, text }) => `${to}\n${text}` });
  readonly violations = new Violations();
  readonly #kit: SandboxKit;
  readonly #callbacks: StatusCallbacks;

  constructor(kit: SandboxKit, callbacks: StatusCallbacks) {
    this.#kit = kit;
    this.#callbacks = callbacks;
  }

  /**
   * Takes one message and delivers it: `queued` (with a messaging service `accepted`), then `sent`, then `delivered`. The
   * first of them is answered and not called back (facts, section 1).
   * @throws TwilioError for a field or number that is refused
   */
  create(accountSid: string, authToken: string, form: URLSearchParams): Record<string, unknown> {
    const sms = this.#check(accountSid, Object.fromEntries(form));
    this.log.keep(sms);
    const answer = presentSms(sms);
    const following: Status[] = sms.messagingServiceSid ? ["queued", "sent", "delivered"] : ["sent", "delivered"];
    for (const status of following) this.turn(sms, authToken, status);
    return answer;
  }

  /** A message's next status, told to its callback. */
  turn(sms: Sms, authToken: string | undefined, status: Status, errorCode: number | null = null): void {
    sms.status = status;
    sms.errorCode = errorCode;
    this.#callbacks.tell(sms, authToken);
  }

  find(wanted: { sid?: string | undefined; to?: string | undefined }): Sms | undefined {
    return this.log.find(({ sid, to }) => (wanted.sid ? sid === wanted.sid : to === wanted.to));
  }

  #check(accountSid: string, fields: Record<string, string>): Sms {
    const { To, From, MessagingServiceSid, Body, StatusCallback } = fields;
    if (!To) throw refused(21604, "A 'To' phone number is required.");
    if (!From && !MessagingServiceSid) throw refused(21603, "A 'From' phone number is required.");
    if (!Body) throw refused(21602, "Message body is required.");
    if ([...Body].length > longestBody) {
      throw refused(21617, `The concatenated message body exceeds the ${longestBody} character limit`);
    }
    if (StatusCallback && !/^https?:/.test(URL.parse(StatusCallback)?.protocol ?? "")) {
      throw refused(21609, `The 'StatusCallback' URL ${StatusCallback} is not a valid URL.`);
    }
    if (From) checkSender(From);
    checkRecipient(To);
    return {
      sid: `SM${hexId(this.#kit.random, 32)}`,
      accountSid,
      to: To,
      text: Body,
      from: From || null,
      messagingServiceSid: MessagingServiceSid || null,
      status: MessagingServiceSid ? "accepted" : "queued",
      errorCode: null,
      statusCallback: StatusCallback || null,
      at: new Date(this.#kit.now()).toISOString(),
    };
  }
}

/** A message as the API answers it; counts are texts, dates are those of mail (RFC 2822). */
export function presentSms(sms: Sms): Record<string, unknown> {
  const date = new Date(sms.at).toUTCString().replace("GMT", "+0000");
  const isSent = ["sent", "delivered", "undelivered", "read"].includes(sms.status);
  return {
    sid: sms.sid,
    status: sms.status,
    to: sms.to,
    from: sms.from,
    body: sms.text,
    num_segments: String(segments(sms.text)),
    num_media: "0",
    direction: "outbound-api",
    error_code: sms.errorCode,
    error_message: null,
    price: null,
    price_unit: "USD",
    api_version: "2010-04-01",
    account_sid: sms.accountSid,
    messaging_service_sid: sms.messagingServiceSid,
    date_created: date,
    date_sent: isSent ? date : null,
    date_updated: date,
    uri: `/2010-04-01/Accounts/${sms.accountSid}/Messages/${sms.sid}.json`,
    subresource_uris: {},
  };
}

const gsmAlphabet =
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
/** Each takes two places. */
const gsmExtension = "^{}\\[~]|€";

/** Parts of a text: by GSM 03.38 where all its characters are in there (facts, section 4), else by UCS-2. */
function segments(text: string): number {
  const characters = [...text];
  const isGsm = characters.every((each) => gsmAlphabet.includes(each) || gsmExtension.includes(each));
  const extended = characters.filter((each) => gsmExtension.includes(each)).length;
  const [units, alone, together] = isGsm ? [characters.length + extended, 160, 153] : [text.length, 70, 67];
  return units <= alone ? 1 : Math.ceil(units / together);
}
