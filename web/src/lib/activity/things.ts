import { m } from "#lib/paraglide/messages.js";
import { paths } from "#lib/paths.ts";
import type { Permission } from "#lib/session.svelte.ts";
import type { Viewer } from "#lib/shell/nav.ts";
import type { ActivityLog } from "./describe.ts";

type Thing = {
  label: () => string;
  /** Its page, and what one must be allowed to see it. */
  page?: { href: (id: string) => string; permission: Permission };
};

/** The kinds of things that the audit trail tells of. */
export const activityThings: Record<string, Thing | undefined> = {
  customer: { label: m.nav_customers, page: { href: paths.customers.one, permission: "customers:read" } },
  plan: { label: m.nav_plans, page: { href: paths.plans.one, permission: "plans:read" } },
  subscription: {
    label: m.nav_subscriptions,
    page: { href: paths.subscriptions.one, permission: "subscriptions:read" },
  },
  invoice: { label: m.nav_invoices, page: { href: paths.invoices.one, permission: "invoices:read" } },
  payment: { label: m.nav_payments, page: { href: paths.payments.one, permission: "payments:read" } },
  credit_note: { label: m.nav_credit_notes, page: { href: paths.creditNotes.one, permission: "credit-notes:read" } },
  refund: { label: m.refunds_title },
  billing_run: { label: m.nav_billing_runs, page: { href: paths.billingRuns.one, permission: "billing-runs:read" } },
  brand: { label: m.nav_brands, page: { href: paths.brands.one, permission: "brands:write" } },
  connection: { label: m.nav_connections, page: { href: paths.connections.one, permission: "connections:write" } },
  task: { label: m.nav_tasks, page: { href: paths.tasks.one, permission: "tasks:read" } },
  webhook: { label: m.nav_webhooks, page: { href: paths.webhooks.one, permission: "webhooks:read" } },
  webhook_endpoint: {
    label: m.endpoints_title,
    page: { href: paths.webhooks.endpoints.one, permission: "webhooks:read" },
  },
  user: { label: m.nav_members, page: { href: paths.members.one, permission: "users:read" } },
  user_profile: { label: m.activity_page_profiles, page: { href: paths.members.one, permission: "users:read" } },
  totp_secret: { label: m.activity_page_two_step, page: { href: paths.members.one, permission: "users:read" } },
  invitation: {
    label: m.invitations_title,
    page: { href: () => paths.members.invitations(), permission: "invitations:read" },
  },
  role: {
    label: m.roles_title,
    page: { href: (id) => paths.members.roles({ dialog: id }), permission: "roles:write" },
  },
  session: { label: m.activity_page_sessions },
  notification_preference: { label: m.notifications_title },
  notification_rule: {
    label: m.notifications_rules,
    page: { href: () => paths.settings("notification-rules"), permission: "notification-rules:read" },
  },
  push_device: { label: m.activity_thing_push_devices },
  telegram_link: { label: m.activity_thing_telegram },
  file: { label: m.activity_thing_files },
  api_key: {
    label: m.keys_title,
    page: { href: () => paths.settings("api-keys"), permission: "api-keys:read" },
  },
  export: { label: m.activity_thing_exports, page: { href: () => paths.settings("data"), permission: "exports:read" } },
  import: {
    label: m.activity_thing_imports,
    page: { href: () => paths.settings("data"), permission: "imports:write" },
  },
  activity_log: { label: m.activity_thing_log },
  tenant: { label: m.settings_company, page: { href: () => paths.settings(), permission: "tenant:read" } },
};

/** What is gone has no page. */
const gone = new Set([
  ...["customer.deleted", "invoice.removed", "role.deleted", "task.deleted", "webhook_endpoint.deleted"],
]);

/** Where the thing of a row can be seen by this reader. */
export function thingHref({ entity, entityId, action }: ActivityLog, viewer: Pick<Viewer, "can">): string | undefined {
  const page = activityThings[entity]?.page;
  return page && !gone.has(action) && viewer.can(page.permission) ? page.href(entityId) : undefined;
}

/** What the thing of a row is called, as far as the row says: its number, or the name it was made with. */
export function thingName({ before, after }: ActivityLog): string | undefined {
  const said = (key: string) => (typeof after?.[key] === "string" ? (after[key] as string) : undefined);
  return said("number") ?? (before ? undefined : said("name"));
}

/** What a row notes besides changes: where a sign-in came from. */
export function noteOf({ action, after }: ActivityLog): string | undefined {
  const address = action === "user.signed_in" ? after?.["address"] : undefined;
  return typeof address === "string" ? m.activity_page_from({ address }) : undefined;
}
