/** What keeps the board whole: the rows of built-in tasks, their next times, and runs that nobody holds. */
import { and, asc, eq, inArray, lte } from "drizzle-orm";
import type { Statement } from "#dialect";
import type { Context } from "../../core/context.ts";
import type { ShardStore } from "../../db/store.ts";
import { commit, event } from "../outbox/index.ts";
import { builtInKinds, kindsOf } from "./kinds.ts";
import { nextOccurrence } from "./schedule.ts";
import { taskRuns, tasks } from "./schema.ts";

/** A run that was not taken up for so long has lost its event. */
const forgottenMs = 60 * 60_000;

/** The statements that add built-in tasks; one that is there stays as it is. */
function addBuiltIns(ctx: Context, kinds: readonly string[]): Statement[] {
  return kinds.flatMap((kind) => {
    const known = builtInKinds[kind];
    if (!known) return [];
    const row = {
      tenantId: ctx.tenant.id,
      id: ctx.id("tsk"),
      kind,
      name: null,
      isBuiltIn: true,
      schedule: known.schedule,
      settings: {},
      secretSealed: null,
      enabled: true,
      nextRunAt: nextOccurrence(known.schedule, ctx.now(), ctx.tenant.timeZone),
      createdAt: ctx.now(),
    };
    return [ctx.store.db.insert(tasks).values(row).onConflictDoNothing()];
  });
}

/** Gives a new company the tasks that its kinds of business need. */
export async function addBuiltInTasks(ctx: Context): Promise<void> {
  await ctx.store.atomic(addBuiltIns(ctx, kindsOf(ctx.tenant)));
}

/** Job: adds what a new version or another kind of business brought, follows a changed time zone, and frees what got stuck. */
export async function tendTasks(ctx: Context): Promise<void> {
  const { store } = ctx;
  const now = ctx.now();
  const [known, open] = await store.read(
    store.db.select().from(tasks).where(store.own(tasks)),
    store.db
      .select()
      .from(taskRuns)
      .where(store.own(taskRuns, inArray(taskRuns.state, ["waiting", "running"]))),
  );
  const missing = kindsOf(ctx.tenant).filter((kind) => !known.some((task) => task.isBuiltIn && task.kind === kind));
  const moved = known.flatMap(({ id, schedule, nextRunAt }) => {
    const next = nextOccurrence(schedule, now, ctx.tenant.timeZone);
    return nextRunAt > now && nextRunAt !== next
      ? [store.update(tasks, { nextRunAt: next }, eq(tasks.id, id), eq(tasks.nextRunAt, nextRunAt))]
      : [];
  });
  const forgotten = open.filter(({ createdAt, leaseUntil }) => (leaseUntil ?? createdAt) < now - forgottenMs);
  const parts = [
    ...addBuiltIns(ctx, missing),
    ...moved,
    ...forgotten.map(({ id }) => event(ctx, "task.due", { runId: id })),
  ];
  if (parts.length > 0) await commit(ctx, parts);
}

/** Tasks of a whole shard that are due. */
export async function dueTasks(
  shard: ShardStore,
  nowMs: number,
  limit: number,
): Promise<{ tenantId: string; taskId: string }[]> {
  const [rows] = await shard.run(
    shard.db
      .select({ tenantId: tasks.tenantId, taskId: tasks.id })
      .from(tasks)
      .where(and(eq(tasks.enabled, true), lte(tasks.nextRunAt, nowMs)))
      .orderBy(asc(tasks.nextRunAt))
      .limit(limit),
  );
  return rows;
}
