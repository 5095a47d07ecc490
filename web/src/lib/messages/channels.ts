import Bell from "@lucide/svelte/icons/bell";
import House from "@lucide/svelte/icons/house";
import Mail from "@lucide/svelte/icons/mail";
import MessageCircle from "@lucide/svelte/icons/message-circle";
import MessageSquareText from "@lucide/svelte/icons/message-square-text";
import MessagesSquare from "@lucide/svelte/icons/messages-square";
import Send from "@lucide/svelte/icons/send";
import type { Schemas } from "#lib/api/client.ts";
import type { IconComponent } from "#lib/icon.ts";
import { m } from "#lib/paraglide/messages.js";

export type Outlet = Schemas["TemplateSummary"]["outlet"];
export type Channel = Exclude<Outlet, "inApp">;

/** Where a message can show, in words. */
export const outletNames: Record<Outlet, () => string> = {
  inApp: m.channel_inApp,
  email: m.channel_email,
  whatsapp: m.channel_whatsapp,
  telegram: m.channel_telegram,
  discord: m.channel_discord,
  push: m.channel_push,
  sms: m.channel_sms,
};

export const outletIcons: Record<Outlet, IconComponent> = {
  inApp: House,
  email: Mail,
  whatsapp: MessageCircle,
  telegram: Send,
  discord: MessagesSquare,
  push: Bell,
  sms: MessageSquareText,
};

/** The channels, without the dashboard itself. */
export const { inApp: _dashboard, ...channelNames } = outletNames;

/** The channel of each provider of messages. */
export const channelOfProvider: Record<string, Channel | undefined> = {
  postmark: "email",
  smtp: "email",
  whapi: "whatsapp",
  "whatsapp-cloud": "whatsapp",
  telegram: "telegram",
  discord: "discord",
  fcm: "push",
  twilio: "sms",
  "sms-http": "sms",
};
