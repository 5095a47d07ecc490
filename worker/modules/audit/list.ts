import { desc, eq, getTableColumns, gte, like, lt, or, sql } from "drizzle-orm";
import type { Context } from "../../core/context.ts";
import { decodeCursor, pageFrom } from "../../core/http/page.ts";
import type { PlacedPage, SkipQuery } from "../../core/http/placed.ts";
import { idFloor } from "../../core/ids.ts";
import { addDays, isoInstant, startOfDate, type TimeZone } from "../../core/time.ts";
import { totalQuery } from "../../db/placed.ts";
import type { Row } from "../../db/store.ts";
import { users } from "../users/schema.ts";
import type { AuditFilters, AuditQuery } from "./inputs.ts";
import { auditEntries } from "./schema.ts";

/** The conditions of a query. Ids rise with time, so dates bound the ids and every filter runs along an index. */
export function auditFilters(ctx: Context, { userId, action, entity, entityId, from, until }: AuditFilters) {
  const zone = ctx.tenant.timeZone;
  return [
    userId === undefined ? undefined : eq(auditEntries.actorId, userId),
    action === undefined ? undefined : eq(auditEntries.action, action),
    entity === undefined ? undefined : ofEntity(entity),
    entityId === undefined ? undefined : eq(auditEntries.entityId, entityId),
    from === undefined ? undefined : gte(auditEntries.id, idFloor("aud", momentOf(from, zone, 0))),
    until === undefined ? undefined : lt(auditEntries.id, idFloor("aud", momentOf(until, zone, 1))),
  ];
}

/** The log, newest first. */
export async function listAudit(ctx: Context, { limit, cursor, ...filters }: AuditQuery) {
  const after = decodeCursor(cursor, 1);
  const [rows] = await ctx.store.read(
    ctx.store.db
      .select()
      .from(auditEntries)
      .where(ctx.store.own(auditEntries, ...auditFilters(ctx, filters), after && lt(auditEntries.id, String(after[0]))))
      .orderBy(desc(auditEntries.id))
      .limit(limit + 1),
  );
  return pageFrom(rows, limit, show, (row) => [row.id]);
}

/** The log by place, newest first, with the number of the user who acted; `userNumber` finds what one did. */
export async function listAuditBySkip(
  ctx: Context,
  { skip, limit, userNumber, ...query }: SkipQuery & AuditFilters & { userNumber?: number | undefined },
): Promise<PlacedPage<ReturnType<typeof show> & { userNumber: number | null }>> {
  const { store } = ctx;
  const user = store.db
    .select({ id: users.id })
    .from(users)
    .where(store.own(users, eq(users.number, userNumber ?? 0)));
  const filters = [
    ...auditFilters(ctx, query),
    userNumber === undefined ? undefined : eq(auditEntries.actorId, sql`(${user})`),
  ];
  const [rows, [counted]] = await store.read(
    store.db
      .select({ entry: getTableColumns(auditEntries), userNumber: users.number })
      .from(auditEntries)
      .leftJoin(users, store.own(users, eq(users.id, auditEntries.actorId)))
      .where(store.own(auditEntries, ...filters))
      .orderBy(desc(auditEntries.id))
      .limit(limit)
      .offset(skip),
    totalQuery(store, auditEntries, ...filters),
  );
  return {
    data: rows.map(({ entry, userNumber: number }) => ({ ...show(entry), userNumber: number })),
    totalCount: counted?.total ?? 0,
  };
}

/** Changes of a kind of thing, and what was only noted of it: those rows name it as `user#…`. */
const ofEntity = (entity: string) => or(eq(auditEntries.entity, entity), like(auditEntries.entity, `${entity}#%`));

/** A moment as given, or the start of a business date some days later. */
const momentOf = (value: string, zone: TimeZone, daysLater: number): number =>
  value.length === 10 ? startOfDate(zone, addDays(value, daysLater)) : Date.parse(value);

const show = (row: Row<typeof auditEntries>) => ({
  ...row,
  entity: row.entity.split("#")[0] ?? "",
  at: isoInstant(row.at),
});
