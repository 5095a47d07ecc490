import FileText from "@lucide/svelte/icons/file-text";
import Layers from "@lucide/svelte/icons/layers";
import Plug from "@lucide/svelte/icons/plug";
import Tag from "@lucide/svelte/icons/tag";
import UserPlus from "@lucide/svelte/icons/user-plus";
import type { Brand } from "#lib/brands.ts";
import type { IconComponent } from "#lib/icon.ts";
import { m } from "#lib/paraglide/messages.js";
import { paths } from "#lib/paths.ts";
import type { Kind, Permission } from "#lib/session.svelte.ts";
import type { Viewer } from "#lib/shell/nav.ts";
import { hasBilled, needs, type Overview } from "./overview.ts";

type FirstStep = {
  id: string;
  title: () => string;
  body: () => string;
  href: string;
  icon: IconComponent;
  kinds?: Kind[];
  permission: Permission;
  isDone: (overview: Overview, brands: readonly Brand[]) => boolean;
};

const steps: FirstStep[] = [
  {
    id: "brand",
    title: m.home_step_brand,
    body: m.home_step_brand_body,
    href: paths.brands.list(),
    icon: Tag,
    permission: "brands:write",
    isDone: (_, brands) => brands.some(({ address, phone }) => address && phone),
  },
  {
    id: "plan",
    title: m.home_step_plan,
    body: m.home_step_plan_body,
    href: paths.plans.create(),
    icon: Layers,
    kinds: ["isp"],
    permission: "plans:write",
    isDone: (overview) => !needs(overview, "no_plan"),
  },
  {
    id: "customer",
    title: m.home_step_customer,
    body: m.home_step_customer_body,
    href: paths.customers.create(),
    icon: UserPlus,
    permission: "customers:write",
    isDone: (overview) => !needs(overview, "no_customer"),
  },
  {
    id: "connection",
    title: m.home_step_connection,
    body: m.home_step_connection_body,
    href: paths.connections.connect("xendit"),
    icon: Plug,
    permission: "connections:write",
    isDone: (overview) => !needs(overview, "no_online_payment"),
  },
  {
    id: "invoice",
    title: m.home_step_invoice,
    body: m.home_step_invoice_body,
    href: paths.invoices.create(),
    icon: FileText,
    permission: "invoices:write",
    isDone: hasBilled,
  },
];

/** What a new company does first, as far as this user may, and what of it is done. */
export const firstSteps = (viewer: Viewer, overview: Overview, brands: readonly Brand[]) =>
  steps
    .filter((step) => (!step.kinds || viewer.is(...step.kinds)) && viewer.can(step.permission))
    .map(({ isDone, ...step }) => ({ ...step, done: isDone(overview, brands) }));
