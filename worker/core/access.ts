/** Who may do what: one table, roles × permissions. `test/walks` walks every route for every role against it. */

export const roles = ["owner", "admin", "manager", "cs", "warehouse", "technician", "staff", "customer"] as const;
/** superadmin, admin, manager, cs, gudang, technician, karyawan and user of the source systems. */
export type Role = (typeof roles)[number];

const everyone = roles;
const office = ["owner", "admin", "manager", "cs", "staff"] as const;
const leads = ["owner", "admin", "manager"] as const;
const admins = ["owner", "admin"] as const;

/** Each permission with the roles that hold it by default. */
export const permissions = {
  "profile:read": everyone,
  "profile:write": everyone,
  "notifications:read": everyone,
  "files:read": everyone,
  "files:write": everyone,
  "users:verify": admins,
  "users:reveal": admins,
  "live:read": [...office, "warehouse", "technician"],
  "tenant:read": [...office, "warehouse", "technician"],
  "tenant:write": admins,
  "tenant:suspend": ["owner"],
  "tenant:delete": ["owner"],
  "exports:read": ["owner"],
  "exports:write": ["owner"],
  "imports:write": ["owner"],
  "users:read": leads,
  "users:write": admins,
  "ownership:write": ["owner"],
  "roles:read": leads,
  "roles:write": admins,
  "invitations:read": admins,
  "invitations:write": admins,
  "brands:read": [...office, "warehouse", "technician"],
  "brands:write": admins,
  "connections:read": admins,
  "connections:write": admins,
  "notification-rules:read": admins,
  "notification-rules:write": admins,
  "customers:read": [...office, "technician"],
  "customers:write": ["owner", "admin", "manager", "cs"],
  "customers:delete": admins,
  "customers:reveal": admins,
  "customers:export": leads,
  "customers:import": leads,
  "plans:read": [...office, "technician"],
  "plans:write": leads,
  "subscriptions:read": [...office, "technician"],
  "subscriptions:write": ["owner", "admin", "manager", "cs"],
  "invoices:read": office,
  "invoices:write": ["owner", "admin", "manager", "cs"],
  "invoices:void": leads,
  "billing-runs:read": leads,
  "billing-runs:write": leads,
  "payments:read": office,
  "payments:write": ["owner", "admin", "manager", "cs"],
  "credit-notes:read": office,
  "credit-notes:write": leads,
  "refunds:write": admins,
  "reports:read": [...leads, "cs", "staff"],
  "webhooks:read": admins,
  "webhooks:write": admins,
  "webhooks:replay": admins,
  "notification-templates:read": leads,
  "notification-templates:write": admins,
  "deliveries:read": leads,
  "deliveries:write": admins,
  "announcements:write": admins,
  "tasks:read": leads,
  "tasks:write": admins,
  "activity:read": leads,
  "api-keys:read": admins,
  "api-keys:write": admins,
} as const satisfies Record<string, readonly Role[]>;
export type Permission = keyof typeof permissions;

/** Every permission there is. */
export const allPermissions = Object.keys(permissions) as [Permission, ...Permission[]];
/**
 * Only a person has a profile, a feed and a live room. And a key that makes keys, members or roles would outlive its own
 * revocation; one that copies, fills or deletes the company could do in a moment what nobody could undo.
 */
const personal: readonly Permission[] = [
  ...(["profile:read", "profile:write", "notifications:read", "live:read", "api-keys:write"] as const),
  ...(["users:write", "ownership:write", "roles:write", "invitations:write"] as const),
  ...(["tenant:suspend", "tenant:delete", "exports:read", "exports:write", "imports:write"] as const),
];

/** What an API key can be given. */
export const keyPermissions = (Object.keys(permissions) as Permission[]).filter(
  (permission) => !personal.includes(permission),
);

/** Whether a role holds a permission. */
export const allows = (role: Role, permission: Permission): boolean =>
  (permissions[permission] as readonly Role[]).includes(role);

/** All permissions of a role. */
export const permissionsOf = (role: Role): Permission[] =>
  allPermissions.filter((permission) => allows(role, permission));

/** Whether someone who acts holds a permission; who acts without any (a webhook, a job) holds none. */
export const holds = (
  actor: { kind: string; permissions?: ReadonlySet<Permission> },
  permission: Permission,
): boolean => actor.permissions?.has(permission) ?? false;
