/** The last owner can't leave. */
import { and, eq, sql } from "drizzle-orm";
import type { Context } from "../../core/context.ts";
import type { Part } from "../outbox/index.ts";
import { ownerCounts, users } from "./schema.ts";

/**
 * A batch that takes an owner away. It holds the tenant's row of `owner_counts` from its first statement on and counts at
 * its end, so of two such batches at once the second counts what the first has left; the row's CHECK refuses none.
 */
export function keepingAnOwner({ store }: Context, parts: readonly Part[]): Part[] {
  const owners = store.db
    .select({ owners: sql<number>`count(*)` })
    .from(users)
    .where(store.own(users, and(eq(users.role, "owner"), eq(users.state, "active"))));
  return [
    store.db
      .insert(ownerCounts)
      .values({ tenantId: store.tenantId, owners: 1 })
      .onConflictDoUpdate({ target: [ownerCounts.tenantId], set: { owners: sql`${ownerCounts.owners}` } }),
    ...parts,
    store.update(ownerCounts, { owners: sql`(${owners})` }),
  ];
}
