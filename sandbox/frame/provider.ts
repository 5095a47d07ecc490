import type { HttpBindings } from "@hono/node-server";
import { type Hono } from "hono";

import type { CallbackSender } from "./callbacks.ts";
import type { CallLog } from "./calls.ts";
import type { FaultBook } from "./faults.ts";
import type { Random } from "./ids.ts";
import type { ShownFile } from "./media.ts";

export interface AppEnv {
  Bindings: HttpBindings;
}

/** What the sandbox lends a double. */
export interface SandboxKit {
  /** Where Tepi listens, without a slash at the end. */
  tepiUrl: string;
  /** Epoch milliseconds. */
  now: () => number;
  random: Random;
  callbacks: CallbackSender;
  /** For doubles that listen on a port of their own; what comes over HTTP is recorded and struck by the frame. */
  calls: CallLog;
  faults: FaultBook;
  /** Resolves after this many milliseconds, or at once when the sandbox closes. */
  pause: (ms: number) => Promise<void>;
}

export type ReceivedChannel = "email" | "whatsapp" | "sms" | "telegram" | "discord" | "push";

/** One message as its receiver sees it, for the page `/inbox`. */
export interface ReceivedMessage {
  channel: ReceivedChannel;
  /** An email address, a phone number in digits (628123456789), a chat id, a Discord channel, a device's token. */
  to: string;
  from: string;
  /** Subject of a mail, title of a push or an embed. */
  title: string | null;
  text: string;
  /** A mail's second version; shown isolated from the page. */
  html?: string;
  /** What came along, to be opened. */
  files?: readonly ShownFile[];
  /** Lines of a card below the text: an embed's fields, a template's header and footer. */
  fields?: readonly { name: string; value: string }[];
  /** A button without `url` answers with its label, or with `data` where the channel tells that instead. */
  buttons?: readonly { label: string; url?: string; data?: string }[];
  /** ISO 8601. */
  at: string;
  /** What the double told or will tell about it: `sent`, `delivered`, `read`, `failed`. */
  state: string;
  /** This one the person wrote: `from` is the person, `to` the business. */
  isAnswer?: boolean;
  /** Slug of the tenant that sent it, where the double can tell: an answer goes there. */
  tenant?: string;
}

/** A double of one outside system, mounted below `/{name}`. */
export interface ProviderDouble {
  name: string;
  title: string;
  /** For the index page; paths relative to `/{name}`. */
  links: readonly { label: string; path: string }[];
  /** What Tepi calls. Recorded, and subject to faults. */
  api: Hono<AppEnv>;
  /** Controls (`/_…`) and the pages people open. Neither recorded nor subject to faults; matched before `api`. */
  desk: Hono<AppEnv>;
  /** The provider's own answer for an error status. */
  errorResponse: (status: number) => Response;
  /** Brings what depends on time up to date; called about once a second. */
  tick?: () => void;
  /** What people received through this double, in any order. The chat channels take answers at `POST /{name}/_inbound`. */
  inbox?: () => readonly ReceivedMessage[];
  /**
   * Opens a port of its own, for what is not HTTP; 0 picks a free one.
   * @throws when the port is taken or not allowed
   */
  listen?: (address: { host: string; port: number }) => Promise<void>;
  /** Closes that port and every connection to it. */
  close?: () => Promise<void>;
}

/** Makes a double with fresh state. */
export type ProviderFactory = (kit: SandboxKit) => ProviderDouble;
