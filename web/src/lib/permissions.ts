import { m } from "#lib/paraglide/messages.js";

type Group = { label: () => string; words: Record<string, () => string> };

/** Every permission in words, in groups as people think of them. */
const groups: readonly Group[] = [
  {
    label: m.permission_group_customers,
    words: {
      "customers:read": m.permission_customers_read,
      "customers:write": m.permission_customers_write,
      "customers:delete": m.permission_customers_delete,
      "customers:reveal": m.permission_customers_reveal,
      "customers:export": m.permission_customers_export,
      "customers:import": m.permission_customers_import,
      "files:read": m.permission_files_read,
      "files:write": m.permission_files_write,
    },
  },
  {
    label: m.permission_group_plans,
    words: {
      "plans:read": m.permission_plans_read,
      "plans:write": m.permission_plans_write,
      "subscriptions:read": m.permission_subscriptions_read,
      "subscriptions:write": m.permission_subscriptions_write,
    },
  },
  {
    label: m.permission_group_billing,
    words: {
      "invoices:read": m.permission_invoices_read,
      "invoices:write": m.permission_invoices_write,
      "invoices:void": m.permission_invoices_void,
      "billing-runs:read": m.permission_billing_runs_read,
      "billing-runs:write": m.permission_billing_runs_write,
      "payments:read": m.permission_payments_read,
      "payments:write": m.permission_payments_write,
      "credit-notes:read": m.permission_credit_notes_read,
      "credit-notes:write": m.permission_credit_notes_write,
      "refunds:write": m.permission_refunds_write,
      "reports:read": m.permission_reports_read,
    },
  },
  {
    label: m.permission_group_people,
    words: {
      "users:read": m.permission_users_read,
      "users:write": m.permission_users_write,
      "users:verify": m.permission_users_verify,
      "users:reveal": m.permission_users_reveal,
      "invitations:read": m.permission_invitations_read,
      "invitations:write": m.permission_invitations_write,
      "roles:read": m.permission_roles_read,
      "roles:write": m.permission_roles_write,
      "ownership:write": m.permission_ownership_write,
    },
  },
  {
    label: m.permission_group_company,
    words: {
      "tenant:read": m.permission_tenant_read,
      "tenant:write": m.permission_tenant_write,
      "tenant:suspend": m.permission_tenant_suspend,
      "tenant:delete": m.permission_tenant_delete,
      "brands:read": m.permission_brands_read,
      "brands:write": m.permission_brands_write,
      "tasks:read": m.permission_tasks_read,
      "tasks:write": m.permission_tasks_write,
      "activity:read": m.permission_activity_read,
    },
  },
  {
    label: m.permission_group_messages,
    words: {
      "notification-templates:read": m.permission_notification_templates_read,
      "notification-templates:write": m.permission_notification_templates_write,
      "deliveries:read": m.permission_deliveries_read,
      "deliveries:write": m.permission_deliveries_write,
      "announcements:write": m.permission_announcements_write,
    },
  },
  {
    label: m.permission_group_access,
    words: {
      "connections:read": m.permission_connections_read,
      "connections:write": m.permission_connections_write,
      "notification-rules:read": m.permission_notification_rules_read,
      "notification-rules:write": m.permission_notification_rules_write,
      "webhooks:read": m.permission_webhooks_read,
      "webhooks:write": m.permission_webhooks_write,
      "webhooks:replay": m.permission_webhooks_replay,
      "api-keys:read": m.permission_api_keys_read,
      "api-keys:write": m.permission_api_keys_write,
      "exports:read": m.permission_exports_read,
      "exports:write": m.permission_exports_write,
      "imports:write": m.permission_imports_write,
    },
  },
  {
    label: m.permission_group_personal,
    words: {
      "profile:read": m.permission_profile_read,
      "profile:write": m.permission_profile_write,
      "notifications:read": m.permission_notifications_read,
      "live:read": m.permission_live_read,
    },
  },
];

const words: Record<string, (() => string) | undefined> = Object.assign({}, ...groups.map((group) => group.words));

/** What a permission allows, in words; one that is newer than this page by its name. */
export const permissionLabel = (permission: string): string => words[permission]?.() ?? permission;

export type PermissionGroup<P extends string> = { label: string; permissions: { name: P; label: string }[] };

/** These permissions in their groups, for a list of checkboxes; what has no words yet comes last. */
export function permissionGroups<P extends string>(permissions: readonly P[]): PermissionGroup<P>[] {
  const labelled = (names: readonly P[]) => names.map((name) => ({ name, label: permissionLabel(name) }));
  const known = groups.map((group) => ({
    label: group.label(),
    permissions: labelled((Object.keys(group.words) as P[]).filter((name) => permissions.includes(name))),
  }));
  const others = labelled(permissions.filter((name) => !words[name]));
  return [...known, { label: m.permission_group_other(), permissions: others }].filter(
    (group) => group.permissions.length > 0,
  );
}
