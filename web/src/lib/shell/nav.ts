import Activity from "@lucide/svelte/icons/activity";
import Banknote from "@lucide/svelte/icons/banknote";
import BellRing from "@lucide/svelte/icons/bell-ring";
import CalendarSync from "@lucide/svelte/icons/calendar-sync";
import ChartColumn from "@lucide/svelte/icons/chart-column";
import FileMinus from "@lucide/svelte/icons/file-minus";
import FileText from "@lucide/svelte/icons/file-text";
import House from "@lucide/svelte/icons/house";
import Layers from "@lucide/svelte/icons/layers";
import ListTodo from "@lucide/svelte/icons/list-todo";
import Megaphone from "@lucide/svelte/icons/megaphone";
import Plug from "@lucide/svelte/icons/plug";
import Repeat from "@lucide/svelte/icons/repeat";
import Send from "@lucide/svelte/icons/send";
import Settings from "@lucide/svelte/icons/settings";
import Tag from "@lucide/svelte/icons/tag";
import UserCog from "@lucide/svelte/icons/user-cog";
import Users from "@lucide/svelte/icons/users";
import Webhook from "@lucide/svelte/icons/webhook";
import type { IconComponent } from "#lib/icon.ts";
import { m } from "#lib/paraglide/messages.js";
import { paths } from "#lib/paths.ts";
import type { Kind, Permission } from "#lib/session.svelte.ts";

export type NavItem = {
  id: string;
  label: () => string;
  href: string;
  icon: IconComponent;
  /** The keys that go there. */
  keys: string;
  /** The kinds of business it is for; all when absent. */
  kinds?: Kind[];
  /** What one must be allowed to see it. */
  permission?: Permission;
  /** Has a place in the bar at the bottom of a phone. */
  bar?: boolean;
};
export type NavGroup = { label?: () => string; items: NavItem[] };

/** The places of the app, in the order of the sidebar. */
export const navigation: NavGroup[] = [
  { items: [{ id: "home", label: m.nav_home, href: paths.home(), icon: House, keys: "g h", bar: true }] },
  {
    label: m.nav_group_customers,
    items: [
      {
        id: "customers",
        label: m.nav_customers,
        href: paths.customers.list(),
        icon: Users,
        keys: "g c",
        permission: "customers:read",
        bar: true,
      },
      {
        id: "plans",
        label: m.nav_plans,
        href: paths.plans.list(),
        icon: Layers,
        keys: "g p",
        kinds: ["isp"],
        permission: "plans:read",
      },
      {
        id: "subscriptions",
        label: m.nav_subscriptions,
        href: paths.subscriptions.list(),
        icon: Repeat,
        keys: "g s",
        kinds: ["isp"],
        permission: "subscriptions:read",
      },
    ],
  },
  {
    label: m.nav_group_billing,
    items: [
      {
        id: "invoices",
        label: m.nav_invoices,
        href: paths.invoices.list(),
        icon: FileText,
        keys: "g i",
        permission: "invoices:read",
        bar: true,
      },
      {
        id: "billing-runs",
        label: m.nav_billing_runs,
        href: paths.billingRuns.list(),
        icon: CalendarSync,
        keys: "g r",
        kinds: ["isp"],
        permission: "billing-runs:read",
      },
      {
        id: "payments",
        label: m.nav_payments,
        href: paths.payments.list(),
        icon: Banknote,
        keys: "g y",
        permission: "payments:read",
        bar: true,
      },
      {
        id: "credit-notes",
        label: m.nav_credit_notes,
        href: paths.creditNotes.list(),
        icon: FileMinus,
        keys: "g k",
        permission: "credit-notes:read",
      },
      {
        id: "reports",
        label: m.nav_reports,
        href: paths.reports.revenue(),
        icon: ChartColumn,
        keys: "g u",
        permission: "reports:read",
      },
      {
        id: "dunning",
        label: m.nav_dunning,
        href: paths.dunning.reminders(),
        icon: BellRing,
        keys: "g d",
        permission: "billing-policy:read",
      },
    ],
  },
  {
    label: m.nav_group_messages,
    items: [
      {
        id: "deliveries",
        label: m.nav_deliveries,
        href: paths.deliveries.list(),
        icon: Send,
        keys: "g l",
        permission: "deliveries:read",
      },
      {
        id: "announcements",
        label: m.nav_announcements,
        href: paths.announcements.list(),
        icon: Megaphone,
        keys: "g o",
        permission: "announcements:write",
      },
    ],
  },
  {
    label: m.nav_group_operations,
    items: [
      {
        id: "tasks",
        label: m.nav_tasks,
        href: paths.tasks.list(),
        icon: ListTodo,
        keys: "g t",
        permission: "tasks:read",
      },
      {
        id: "webhooks",
        label: m.nav_webhooks,
        href: paths.webhooks.list(),
        icon: Webhook,
        keys: "g w",
        permission: "webhooks:read",
      },
      {
        id: "connections",
        label: m.nav_connections,
        href: paths.connections.list(),
        icon: Plug,
        keys: "g n",
        permission: "connections:read",
      },
      {
        id: "activity",
        label: m.nav_activity,
        href: paths.activity(),
        icon: Activity,
        keys: "g a",
        permission: "activity:read",
      },
    ],
  },
  {
    label: m.nav_group_company,
    items: [
      {
        id: "members",
        label: m.nav_members,
        href: paths.members.list(),
        icon: UserCog,
        keys: "g m",
        permission: "users:read",
      },
      {
        id: "brands",
        label: m.nav_brands,
        href: paths.brands.list(),
        icon: Tag,
        keys: "g b",
        permission: "brands:read",
      },
      {
        id: "settings",
        label: m.nav_settings,
        href: paths.settings(),
        icon: Settings,
        keys: "g e",
        permission: "tenant:read",
      },
    ],
  },
];

/** Who looks: the part of the session that decides what is shown. */
export type Viewer = { is: (...kinds: Kind[]) => boolean; can: (permission: Permission) => boolean };

/** The places that a user of this tenant has; groups left empty are gone. */
export function navigationFor(viewer: Viewer): NavGroup[] {
  const allowed = (item: NavItem) =>
    (!item.kinds || viewer.is(...item.kinds)) && (!item.permission || viewer.can(item.permission));
  return navigation
    .map((group) => ({ ...group, items: group.items.filter(allowed) }))
    .filter((group) => group.items.length > 0);
}

/** Is this the place of the page, or of the list the page belongs to? */
export const isCurrent = (item: NavItem, pathname: string): boolean =>
  item.href === "/" ? pathname === "/" : pathname === item.href || pathname.startsWith(`${item.href}/`);
