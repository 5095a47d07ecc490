/** Statements that go into the batch of a change: the change with its version, and the audit row that locks it. */
import { and, eq, getTableName, sql, type SQL } from "drizzle-orm";
import { violation, type Column, type ComputedColumns, type Statement } from "#dialect";
import type { Actor, Context } from "../../core/context.ts";
import { insertRows, updateRows, type BulkRow } from "../../db/bulk.ts";
import type { Changes, NewRow, Row, TenantTable } from "../../db/store.ts";
import { auditEntries } from "./schema.ts";

/** Who made a change, as the log keeps it. */
export interface AuditActor {
  kind: Actor["kind"];
  id: string;
  name: string;
}

/** A table whose rows carry an id and a version. */
export type VersionedTable = TenantTable & { id: Column; version: Column };

/** What a column's name says when its value is nobody's to read, sealed or not. */
const secret = /sealed|digest|hash|token|salt|proof/i;
/** What is most personal, for whoever reads the log need not be who may read the person. */
const untold = new Set(["tenantId", "version", "bankHolder", "birthDate", "gender"]);
const hidden = (key: string): boolean => untold.has(key) || secret.test(key);

/** What of a row may be read in the log: no secret, sealed or not, and not what is most personal. */
const shown = (row: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(row).filter(([key, value]) => !hidden(key) && value !== undefined && !isSql(value)),
  );
const isSql = (value: unknown): boolean => typeof value === "object" && value !== null && "getSQL" in value;

interface Change {
  /** What was done, as `invoice.issued`. */
  action: string;
  /** What the log says besides, for what stands in no column of the row. */
  note?: Record<string, unknown>;
}

/** Inserts a row with version 1 and its first audit row. */
export function created<T extends VersionedTable>(
  ctx: Context,
  table: T,
  row: NewRow<T> & { id: string },
  { action }: Change,
): Statement[] {
  return [
    ctx.store.insert(table, { ...row, version: 1 }),
    entry(ctx, { entity: entityOf(table), entityId: row.id, version: 1, action, after: shown(row) }),
  ];
}

/**
 * Changes a row that was read with `before.version`, and writes the audit row. When another writer was faster, the audit
 * row finds no version or meets its key, and the whole batch is refused (409 `conflict`).
 */
export function changed<T extends VersionedTable>(
  ctx: Context,
  table: T,
  before: { id: string; version: number } & Record<string, unknown>,
  changes: Changes<T>,
  { action, note }: Change,
): Statement[] {
  const { store } = ctx;
  const next = before.version + 1;
  const atNext = store.db
    .select({ version: table.version })
    .from(table as VersionedTable as never)
    .where(store.own(table, eq(table.id, before.id), eq(table.version, next)));
  const after = shown({ ...(changes as Record<string, unknown>), ...note });
  const was = Object.fromEntries(Object.keys(after).map((key) => [key, before[key] ?? null]));
  return [
    store.update(
      table,
      { ...changes, version: sql`${table.version} + 1` } as Changes<T>,
      and(eq(table.id, before.id), eq(table.version, before.version)),
    ),
    entry(ctx, {
      entity: entityOf(table),
      entityId: before.id,
      version: sql<number>`(${atNext})`,
      action,
      before: was,
      after,
    }),
  ];
}

/** Whether a batch was refused because another writer changed a row after it was read. */
export function isLostRace(error: unknown): boolean {
  const name = violation(error)?.name;
  return name === "audit_entries_pk" || name === "audit_entries.version";
}

/** `created` for many rows in two statements; see `insertRows` for what may be computed. */
export function createdAll<T extends VersionedTable>(
  ctx: Context,
  table: T,
  rows: readonly (BulkRow<T> & { id: string })[],
  { action }: Change,
  computed?: ComputedColumns,
): Statement[] {
  const versioned = rows.map((row) => ({ ...row, version: 1 }));
  const entity = entityOf(table);
  const entries = rows.map((row) => entryRow(ctx, { entity, entityId: row.id, version: 1, action, after: shown(row) }));
  return [
    insertRows(ctx.store, table, versioned as BulkRow<T>[], computed),
    insertRows(ctx.store, auditEntries, entries),
  ];
}

/** One of many changed rows: as it was read, and what it becomes. Each sets the same columns, to plain values. */
export interface RowChange<T extends VersionedTable> {
  before: { id: string; version: number } & Record<string, unknown>;
  changes: Partial<Row<T>>;
}

/** `changed` for many rows in two statements: when one of them was changed by another writer, the whole batch is refused. */
export function changedAll<T extends VersionedTable>(
  ctx: Context,
  table: T,
  list: readonly RowChange<T>[],
  { action }: Change,
  ...conditions: (SQL | undefined)[]
): Statement[] {
  const { store } = ctx;
  const columns = Object.keys(list[0]?.changes ?? {});
  const rows = list.map(({ before: { id, version }, changes }) => ({ ...changes, id, version }));
  const entity = entityOf(table);
  const entries = list.map(({ before, changes }) => {
    const was = Object.fromEntries(columns.map((key) => [key, before[key] ?? null]));
    return entryRow(ctx, {
      entity,
      entityId: before.id,
      version: before.version,
      action,
      before: was,
      after: shown(changes),
    });
  });
  return [
    updateRows(
      store,
      table,
      rows as unknown as BulkRow<T>[],
      ["id", "version"] as never,
      (source) =>
        ({
          ...Object.fromEntries(columns.map((key) => [key, source.field(key)])),
          version: sql`${table.version} + 1`,
        }) as Changes<T>,
      ...conditions,
    ),
    insertRows(store, auditEntries, entries, {
      version: ({ field }) => {
        const atNext = store.db
          .select({ version: table.version })
          .from(table as VersionedTable as never)
          .where(
            store.own(table, sql`${table.id} = ${field("entityId")}`, sql`${table.version} = ${field("version")} + 1`),
          );
        return sql`${atNext}`;
      },
    }),
  ];
}

interface Note<Id = string> {
  entity: string;
  entityId: Id;
  action: string;
  after?: Record<string, unknown>;
}

/**
 * An audit row of its own, for what changes no versioned row: a reveal, a sign-in, a replay. An id that SQL gives must be
 * there, else the batch is refused.
 */
export const noted = (ctx: Context, note: Note<string | SQL>): Statement => entry(ctx, entryOf(ctx, note));

/** `noted` for many things, at least one, in one statement. */
export const notedAll = (ctx: Context, notes: readonly Note[]): Statement =>
  insertRows(
    ctx.store,
    auditEntries,
    notes.map((note) => entryRow(ctx, entryOf(ctx, note))),
  );

const entryOf = <Id>(ctx: Context, { entity, entityId, action, after }: Note<Id>) => ({
  entity: `${entity}#${ctx.id("aud")}`,
  entityId,
  version: 1,
  action,
  after: after ?? null,
});

interface EntryInput<V, Id = string> {
  entity: string;
  entityId: Id;
  version: V;
  action: string;
  before?: Record<string, unknown> | null;
  after?: Record<string, unknown> | null;
}

const entry = (ctx: Context, input: EntryInput<number | SQL<number>, string | SQL>): Statement =>
  ctx.store.insert(auditEntries, entryRow(ctx, input));

function entryRow<V, Id>(ctx: Context, { entity, entityId, version, action, before, after }: EntryInput<V, Id>) {
  const { kind, id, name } = ctx.actor;
  return {
    id: ctx.id("aud"),
    entity,
    entityId,
    version,
    action,
    actorId: id,
    actor: { kind, id, name },
    before: before ?? null,
    after: after ?? null,
    requestId: ctx.requestId,
    at: ctx.now(),
  };
}

/** `billing_runs` → `billing_run`. */
const entityOf = (table: TenantTable): string => getTableName(table).replace(/ies$/, "y").replace(/s$/, "");
