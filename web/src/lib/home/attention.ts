import Banknote from "@lucide/svelte/icons/banknote";
import CalendarClock from "@lucide/svelte/icons/calendar-clock";
import Layers from "@lucide/svelte/icons/layers";
import Plug from "@lucide/svelte/icons/plug";
import UserPlus from "@lucide/svelte/icons/user-plus";
import Webhook from "@lucide/svelte/icons/webhook";
import type { IconComponent } from "#lib/icon.ts";
import { number } from "#lib/i18n.svelte.ts";
import { m } from "#lib/paraglide/messages.js";
import { paths } from "#lib/paths.ts";
import type { Permission } from "#lib/session.svelte.ts";
import type { Viewer } from "#lib/shell/nav.ts";
import type { AttentionKind, Overview } from "./overview.ts";

type Item = Overview["attention"][number];
type Presentation = {
  icon: IconComponent;
  tone: "bad" | "warn" | "info";
  title: (count: number) => string;
  /** What to do about it. */
  body: () => string;
  action: () => string;
  /** The page where it is done, with the filter that shows just these. */
  href: string;
  permission: Permission;
};

/** The server stops counting failed webhooks here. */
const countedWebhooks = 100;

const presentations: Record<AttentionKind, Presentation> = {
  overdue_invoices: {
    icon: CalendarClock,
    tone: "bad",
    title: (count) => m.home_overdue({ count }),
    body: m.home_overdue_body,
    action: m.home_overdue_action,
    href: paths.invoices.list({ state: "overdue" }),
    permission: "invoices:read",
  },
  payment_alerts: {
    icon: Banknote,
    tone: "warn",
    title: (count) => m.home_payment_alerts({ count }),
    body: m.home_payment_alerts_body,
    action: m.home_payment_alerts_action,
    href: paths.payments.list({ alert: "open" }),
    permission: "payments:read",
  },
  failed_webhooks: {
    icon: Webhook,
    tone: "warn",
    title: (count) =>
      count >= countedWebhooks ? m.home_webhooks_many({ count: number(count) }) : m.home_webhooks({ count }),
    body: m.home_webhooks_body,
    action: m.home_webhooks_action,
    href: paths.webhooks.list({ state: "problem" }),
    permission: "webhooks:read",
  },
  no_online_payment: {
    icon: Plug,
    tone: "info",
    title: m.home_step_connection,
    body: m.home_step_connection_body,
    action: m.home_connect_action,
    href: paths.connections.connect("xendit"),
    permission: "connections:write",
  },
  no_plan: {
    icon: Layers,
    tone: "info",
    title: m.home_step_plan,
    body: m.home_step_plan_body,
    action: m.home_plan_action,
    href: paths.plans.create(),
    permission: "plans:write",
  },
  no_customer: {
    icon: UserPlus,
    tone: "info",
    title: m.home_step_customer,
    body: m.home_step_customer_body,
    action: m.customers_add,
    href: paths.customers.create(),
    permission: "customers:write",
  },
};

/** What the first steps already say. */
const stepKinds: readonly AttentionKind[] = ["no_online_payment", "no_plan", "no_customer"];

/** What the reader can do something about; without what the first steps show, where those are shown. */
export const attentionFor = (items: readonly Item[], viewer: Viewer, withFirstSteps: boolean) =>
  items
    .map((item) => ({ ...item, ...presentations[item.kind] }))
    .filter(({ kind, permission }) => viewer.can(permission) && !(withFirstSteps && stepKinds.includes(kind)));
export type AttentionItem = ReturnType<typeof attentionFor>[number];
