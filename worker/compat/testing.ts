/** What the tests of the profiles start from. */
import { addNotification } from "../../bench/seed/notifications.ts";
import type { CallOptions, TestTenant } from "../../test/support/tenant.ts";

/** Calls a profile of a tenant as its documents write it, as the owner unless told otherwise. */
export const callerOf =
  (tenant: TestTenant, profile: string) =>
  <T = Record<string, never>>(method: string, path: string, options: CallOptions = {}) =>
    tenant.call<T>(method, `/compat/${profile}${path}`, { token: tenant.token, slug: tenant.slug, ...options });

/** Puts unread notifications into a member's feed, the owner's if none is named. */
export async function fillFeed(tenant: TestTenant, howMany: number, userId?: string): Promise<void> {
  const { store } = await tenant.context();
  const me = await tenant.as<{ user: { id: string } }>("GET", "/auth/me");
  for (let n = 0; n < howMany; n++) await addNotification(store, userId ?? me.body.user.id);
}
