import Banknote from "@lucide/svelte/icons/banknote";
import ChartColumn from "@lucide/svelte/icons/chart-column";
import Megaphone from "@lucide/svelte/icons/megaphone";
import UserRound from "@lucide/svelte/icons/user-round";
import Wrench from "@lucide/svelte/icons/wrench";
import type { Schemas } from "#lib/api/client.ts";
import type { IconComponent } from "#lib/icon.ts";
import { m } from "#lib/paraglide/messages.js";

type Group = Schemas["Notification"]["group"];
export type Outlet = Schemas["NotificationPreferences"]["reach"][number]["outlet"];

/** The groups of kinds, in the order they are shown. */
export const groupWords: Record<Group, { label: () => string; icon: IconComponent }> = {
  billing: { label: m.notifications_group_billing, icon: Banknote },
  operations: { label: m.notifications_group_operations, icon: Wrench },
  reports: { label: m.notifications_group_reports, icon: ChartColumn },
  messages: { label: m.notifications_group_messages, icon: Megaphone },
  account: { label: m.notifications_group_account, icon: UserRound },
};

export const outletWords: Record<Outlet, () => string> = {
  inApp: m.notifications_outlet_in_app,
  email: m.notifications_outlet_email,
  whatsapp: m.notifications_outlet_whatsapp,
  telegram: m.notifications_outlet_telegram,
  discord: m.notifications_outlet_discord,
  push: m.notifications_outlet_push,
  sms: m.notifications_outlet_sms,
};

/** Things in groups, those without any left out. */
export const inGroups = <T extends { group: Group }>(list: readonly T[]) =>
  (Object.keys(groupWords) as Group[])
    .map((group) => ({ group, ...groupWords[group], list: list.filter((each) => each.group === group) }))
    .filter((each) => each.list.length > 0);
