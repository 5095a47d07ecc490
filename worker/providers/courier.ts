/** What every provider of messages has in common: one message goes to one address, and its answer is one of three. */

import type { Channel } from "../core/channels.ts";

export { channels, type Channel } from "../core/channels.ts";

/** One message for one recipient. */
export interface Message {
  /** Ours. Given to providers that echo it in their status webhooks or can be asked for it. */
  deliveryId: string;
  /**
   * Email: an address. WhatsApp and SMS: digits with country code (628123456789). Telegram: a chat id. Push: a device's
   * token. Discord: empty, since the account is the address.
   */
  to: string;
  /** Subject of a mail, title of a push or an embed. */
  subject: string | null;
  text: string;
  /** The mail's second version. */
  html?: string | undefined;
  /** Where the message leads: a button where the channel has one. Its address is part of `text` elsewhere. */
  link?: { label: string; url: string } | undefined;
  /** An approved template of the WhatsApp Business Platform: all that may be sent outside the 24-hour window. */
  template?: { name: string; language: string; parameters: string[] } | undefined;
  /** A document that goes along, where the courier carries one. */
  attachment?: Attachment | undefined;
  /** Where the provider posts this message's states, for those that are told with each message (Twilio). */
  callbackUrl?: string | undefined;
}

/** A document. */
export interface Attachment {
  /** With its extension. */
  name: string;
  contentType: string;
  /** Where its receiver, and a provider that fetches it, finds it; null where it has no public address. */
  url: string | null;
  /** Null while it is not made, and where it could not be. */
  content: Uint8Array | null;
}

/**
 * What is to be done about a failure.
 * - `rate-limited`: slow this account or recipient down, and try again.
 * - `unavailable`: nothing was taken; try again.
 * - `address`: this address can't be reached; never try it again.
 * - `message`: this message is refused as it is, or by this recipient's choice for now; don't try again.
 * - `window`: WhatsApp's 24-hour window is closed; only a template may be sent.
 * - `account`: the account itself is refused (token, credit, configuration); the tenant must act.
 */
export type FailureClass = "rate-limited" | "unavailable" | "address" | "message" | "window" | "account";

export interface Failure {
  class: FailureClass;
  /** The provider's own code, as text. */
  code: string;
  /** The provider's own words, without any secret, at most 500 characters. */
  detail: string;
  /** How long the provider asks to wait. */
  retryAfterMs?: number | undefined;
  /** Whose limit it is; default: the account's. */
  limitOf?: "recipient" | undefined;
}

/** What the provider answered, for people to read: status and the first 2,000 characters, without any secret. */
export interface ProviderAnswer {
  status: number | null;
  body: string;
}

export interface Accepted {
  outcome: "accepted";
  providerMessageId: string | null;
  /** The provider tells nothing more after this: accepted is all that will ever be known. */
  isFinal: boolean;
  answer: ProviderAnswer;
}
export interface Refused {
  outcome: "refused";
  failure: Failure;
  answer: ProviderAnswer;
}
/** No answer came after the message had gone out: it may have been taken. */
export interface Unknown {
  outcome: "unknown";
  answer: ProviderAnswer;
}
export type SendResult = Accepted | Refused | Unknown;

/** `burst` messages at once, one more every `everyMs`. */
export interface Pace {
  burst: number;
  everyMs: number;
}

/** A provider that takes messages. `Account` is its opened connection. */
export interface Courier<Account> {
  channel: Channel;
  /** How a document goes along: its content, or the address where the provider fetches it. Default: not at all. */
  attaches?: "content" | "url";
  /** The documented limits, with a margin: per account and, where there is one, per recipient. */
  pace(account: Account): { account: Pace; recipient?: Pace };
  /** Sends one message. Never throws for what the provider or the network does. */
  send(account: Account, message: Message): Promise<SendResult>;
  /**
   * Whether a message whose answer never came was taken. Left out where the provider can't say.
   * `absent` means that it surely was not taken; undefined that the provider could not be asked now.
   */
  find?(account: Account, message: Message, sinceMs: number): Promise<Accepted | "absent" | undefined>;
}

/** What a provider's webhook tells. */
export type ProviderEvent =
  | {
      kind: "status";
      providerMessageId: string | null;
      deliveryId: string | null;
      status: "sent" | "delivered" | "read" | "failed";
      atMs: number;
      failure?: Failure;
    }
  /** An address that must not be written to any more: hard bounce, complaint, opt-out; or may again. */
  | { kind: "suppression"; address: string; suppressed: boolean; reason: string; atMs: number }
  /** A person wrote to us. */
  | { kind: "inbound"; address: string; name: string | null; text: string | null; atMs: number };

/** How a provider's webhook is authenticated and read. */
export interface CourierWebhook {
  /** Headers that authenticate a call: never kept. */
  secretHeaders: readonly string[];
  /** Over the raw body. `url` is the address that the provider was given. */
  verify(call: { secrets: Record<string, string>; headers: Headers; body: string; url: string }): Promise<boolean>;
  /** What the call tells, in its order; empty for what we don't use. Never throws on a strange body. */
  read(body: string, url: string): ProviderEvent[];
}
