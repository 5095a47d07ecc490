/** The words that this module's tables, kinds and services share. */
import { channels, type Message } from "../../providers/courier.ts";
import type { Value } from "./kind.ts";
import type { Role } from "../../core/access.ts";

/** Where a notification can show: the feed of the dashboard, or a channel. */
export const outlets = ["inApp", ...channels] as const;
export type Outlet = (typeof outlets)[number];

/** A member, a customer, somebody who is neither yet (an invitation), or the tenant's own room (a Discord channel). */
export type RecipientKind = "user" | "customer" | "guest" | "tenant";

/** What is sent, as it was made when the notification was. */
export interface Content extends Pick<Message, "subject" | "text" | "html" | "link" | "template"> {
  /** Names of variables that are made anew at each try and stored nowhere: one-time links. */
  secrets?: string[];
  /** What those are made of: sealed texts. */
  sealed?: Record<string, Value>;
  /** The document that goes along. */
  document?: DocumentRef;
}

/** A document by what it shows. It is made anew at each try, and stored nowhere. */
export interface DocumentRef {
  type: "invoice" | "receipt";
  /** Of the invoice or the payment. */
  id: string;
  /** Of its file, with the extension. */
  name: string;
  /** Where whoever has the invoice's link finds it; null where there is no such page. */
  url: string | null;
}

/** An approved template of the WhatsApp Business Platform; its parameters are the kind's variables, in order. */
export interface ProviderTemplate {
  name: string;
  language: string;
  parameters: string[];
}

export type AnnouncementAudience = { to: "all" } | { to: "roles"; roles: Role[] } | { to: "users"; userIds: string[] };
