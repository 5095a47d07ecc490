import { m } from "#lib/paraglide/messages.js";
import type { Me } from "#lib/session.svelte.ts";

/** The roles in the reader's words. */
export const roleWords: Record<Me["user"]["role"], () => string> = {
  owner: m.role_owner,
  admin: m.role_admin,
  manager: m.role_manager,
  cs: m.role_cs,
  warehouse: m.role_warehouse,
  technician: m.role_technician,
  staff: m.role_staff,
  customer: m.role_customer,
};
