/** Statements that go into the batch of a change: the change with its version, and the audit row that locks it. */
import { and, eq, getTableName, sql } from "drizzle-orm";
import type { Column, Statement } from "#dialect";
import type { Actor, Context } from "../../core/context.ts";
import type { Changes, NewRow, TenantTable } from "../../db/store.ts";
import { auditEntries } from "./schema.ts";

/** Who made a change, as the log keeps it. */
export interface AuditActor {
  kind: Actor["kind"];
  id: string;
  name: string;
}

/** A table whose rows carry an id and a version. */
export type VersionedTable = TenantTable & { id: Column; version: Column };

const hidden = new Set(["tenantId", "version", "passwordHash", "sealedSecrets", "ktpSealed", "ktpDigest", "publicToken"]);

/** What of a row may be read in the log: no secret, sealed or not. */
const shown = (row: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(row).filter(([key, value]) => !hidden.has(key) && value !== undefined && !isSql(value)),
  );
const isSql = (value: unknown): boolean => typeof value === "object" && value !== null && "getSQL" in value;

interface Change {
  /** What was done, as `invoice.issued`. */
  action: string;
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
  { action }: Change,
): Statement[] {
  const { store } = ctx;
  const next = before.version + 1;
  const atNext = store.db
    .select({ version: table.version })
    .from(table as VersionedTable as never)
    .where(store.own(table, eq(table.id, before.id), eq(table.version, next)));
  const after = shown(changes as Record<string, unknown>);
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

/** An audit row of its own, for what changes no versioned row: a reveal, a sign-in, a replay. */
export function noted(
  ctx: Context,
  { entity, entityId, action, after }: { entity: string; entityId: string; action: string; after?: Record<string, unknown> },
): Statement {
  return entry(ctx, { entity: `${entity}#${ctx.id("aud")}`, entityId, version: 1, action, after: after ?? null });
}

interface EntryInput {
  entity: string;
  entityId: string;
  version: number | ReturnType<typeof sql<number>>;
  action: string;
  before?: Record<string, unknown> | null;
  after?: Record<string, unknown> | null;
}

function entry(ctx: Context, { entity, entityId, version, action, before, after }: EntryInput): Statement {
  const { kind, id, name } = ctx.actor;
  return ctx.store.insert(auditEntries, {
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
  });
}

/** `billing_runs` → `billing_run`. */
const entityOf = (table: TenantTable): string => getTableName(table).replace(/ies$/, "y").replace(/s$/, "");
