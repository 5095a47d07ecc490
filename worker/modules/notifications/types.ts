/** The words that this module's tables, kinds and services share. */
import { channels, type Channel, type Message } from "../../providers/courier.ts";
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
  /** The window was closed although we thought it open: only the template goes now. */
  templateOnly?: boolean;
}

/** An approved template of the WhatsApp Business Platform; its parameters are the kind's variables, in order. */
export interface ProviderTemplate {
  name: string;
  language: string;
  parameters: string[];
}

export type AnnouncementAudience = { to: "all" } | { to: "roles"; roles: Role[] } | { to: "users"; userIds: string[] };

/** One message of a channel's queue. `pace` keys: the account, and the recipient where its provider counts those. */
export interface ChannelMessage {
  tenantId: string;
  shard: number;
  deliveryId: string;
  channel: Channel;
  /** `provider:connection`: who sends it. */
  account: string;
  /** A digest of the address. */
  recipient: string;
}
