import { m } from "#lib/paraglide/messages.js";
import type { Permission } from "#lib/session.svelte.ts";

/** What each permission lets its holder do. */
const words = {
  "profile:read": m.permission_profile_read,
  "profile:write": m.permission_profile_write,
  "live:read": m.permission_live_read,
  "files:read": m.permission_files_read,
  "files:write": m.permission_files_write,
  "customers:read": m.permission_customers_read,
  "customers:write": m.permission_customers_write,
  "customers:delete": m.permission_customers_delete,
  "customers:reveal": m.permission_customers_reveal,
  "plans:read": m.permission_plans_read,
  "plans:write": m.permission_plans_write,
  "subscriptions:read": m.permission_subscriptions_read,
  "subscriptions:write": m.permission_subscriptions_write,
  "invoices:read": m.permission_invoices_read,
  "invoices:write": m.permission_invoices_write,
  "invoices:void": m.permission_invoices_void,
  "billing-runs:read": m.permission_billing_runs_read,
  "billing-runs:write": m.permission_billing_runs_write,
  "payments:read": m.permission_payments_read,
  "payments:write": m.permission_payments_write,
  "reports:read": m.permission_reports_read,
  "users:read": m.permission_users_read,
  "users:write": m.permission_users_write,
  "users:verify": m.permission_users_verify,
  "users:reveal": m.permission_users_reveal,
  "invitations:read": m.permission_invitations_read,
  "invitations:write": m.permission_invitations_write,
  "roles:read": m.permission_roles_read,
  "roles:write": m.permission_roles_write,
  "ownership:write": m.permission_ownership_write,
  "tenant:read": m.permission_tenant_read,
  "tenant:write": m.permission_tenant_write,
  "tenant:suspend": m.permission_tenant_suspend,
  "tenant:delete": m.permission_tenant_delete,
  "brands:read": m.permission_brands_read,
  "brands:write": m.permission_brands_write,
  "connections:read": m.permission_connections_read,
  "connections:write": m.permission_connections_write,
  "webhooks:read": m.permission_webhooks_read,
  "webhooks:replay": m.permission_webhooks_replay,
  "api-keys:read": m.permission_api_keys_read,
  "api-keys:write": m.permission_api_keys_write,
  "activity:read": m.permission_activity_read,
  "exports:read": m.permission_exports_read,
  "exports:write": m.permission_exports_write,
  "imports:write": m.permission_imports_write,
};
/** The compiler sees that none lacks. */
export const permissionWords: Record<Permission, () => string> = words;

/** The groups, by what stands before the colon; what a form for roles shows, in this order. */
const groups: { label: () => string; of: string[] }[] = [
  { label: m.permissions_customers, of: ["customers", "plans", "subscriptions", "files"] },
  { label: m.permissions_billing, of: ["invoices", "billing-runs", "payments", "reports"] },
  { label: m.permissions_members, of: ["users", "invitations", "roles", "ownership"] },
  { label: m.permissions_company, of: ["tenant", "brands", "activity", "exports", "imports"] },
  { label: m.permissions_technical, of: ["connections", "webhooks", "api-keys"] },
  { label: m.permissions_own, of: ["profile", "live"] },
];

export type PermissionGroup = { label: string; permissions: Permission[] };

const order = Object.keys(words);

/** These permissions in their groups; a group of which none is among them is left out. */
export const groupPermissions = (permissions: readonly Permission[]): PermissionGroup[] =>
  groups
    .map(({ label, of }) => ({
      label: label(),
      permissions: permissions
        .filter((permission) => of.includes(permission.split(":")[0] ?? ""))
        .toSorted((a, b) => order.indexOf(a) - order.indexOf(b)),
    }))
    .filter((group) => group.permissions.length > 0);
