import Layers from "@lucide/svelte/icons/layers";
import Plug from "@lucide/svelte/icons/plug";
import Settings from "@lucide/svelte/icons/settings";
import UserPlus from "@lucide/svelte/icons/user-plus";
import type { IconComponent } from "#lib/icon.ts";
import { m } from "#lib/paraglide/messages.js";
import { paths } from "#lib/paths.ts";
import type { Kind, Permission } from "#lib/session.svelte.ts";
import type { Viewer } from "./nav.ts";

type FirstStep = {
  id: string;
  title: () => string;
  body: () => string;
  href: string;
  icon: IconComponent;
  kinds?: Kind[];
  permission?: Permission;
};

const steps: FirstStep[] = [
  {
    id: "plan",
    title: m.home_step_plan,
    body: m.home_step_plan_body,
    href: paths.plans.create(),
    icon: Layers,
    kinds: ["isp"],
    permission: "plans:write",
  },
  {
    id: "customer",
    title: m.home_step_customer,
    body: m.home_step_customer_body,
    href: paths.customers.create(),
    icon: UserPlus,
    permission: "customers:write",
  },
  {
    id: "connection",
    title: m.home_step_connection,
    body: m.home_step_connection_body,
    href: paths.connections.list(),
    icon: Plug,
    permission: "connections:write",
  },
  {
    id: "settings",
    title: m.home_step_settings,
    body: m.home_step_settings_body,
    href: paths.settings(),
    icon: Settings,
  },
];

/** What a new company does first, as far as this user may. */
export const firstSteps = (viewer: Viewer): FirstStep[] =>
  steps.filter(
    (step) => (!step.kinds || viewer.is(...step.kinds)) && (!step.permission || viewer.can(step.permission)),
  );
