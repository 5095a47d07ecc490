/** What the board shows: tasks with what they do now and did last, and the history of runs. */
import { and, desc, eq, getTableColumns, inArray, isNotNull, like, lt, or, sql, type SQL } from "drizzle-orm";
import { alias } from "#dialect";
import type { Context } from "../../core/context.ts";
import { Refusal } from "../../core/errors.ts";
import { decodeCursor, pageFrom } from "../../core/http/page.ts";
import { isoInstant } from "../../core/time.ts";
import type { RunQuery, TaskAnswer, TaskQuery } from "./inputs.ts";
import { builtInKinds, kindsOf, nameOf, type Run, type Task } from "./kinds.ts";
import { taskRuns, tasks } from "./schema.ts";

/** A task as the board reads it. */
export interface BoardTask {
  task: Task;
  active: Run | null;
  last: Run | null;
}

const active = alias(taskRuns, "active_run");
const last = alias(taskRuns, "last_run");

/** Built-in tasks of another kind of business, or of another version, are not shown. */
const isShown = (ctx: Context) => or(eq(tasks.isBuiltIn, false), inArray(tasks.kind, kindsOf(ctx.tenant)));

const boardQuery = (ctx: Context, ...conditions: (SQL | undefined)[]) => {
  const { db, own, tenantId } = ctx.store;
  const older = alias(taskRuns, "older_run");
  const lastId = db
    .select({ id: older.id })
    .from(older)
    .where(and(eq(older.tenantId, tenantId), eq(older.taskId, tasks.id), inArray(older.state, ["done", "failed"])))
    .orderBy(desc(older.id))
    .limit(1);
  return db
    .select({ task: getTableColumns(tasks), active: getTableColumns(active), last: getTableColumns(last) })
    .from(tasks)
    .leftJoin(
      active,
      // Spelled out, since a partial index serves only what names its condition.
      and(eq(active.tenantId, tenantId), eq(active.taskId, tasks.id), sql`${active.state} in ('waiting', 'running')`),
    )
    .leftJoin(last, and(eq(last.tenantId, tenantId), eq(last.id, sql`${lastId}`)))
    .where(own(tasks, isShown(ctx), ...conditions))
    .orderBy(desc(tasks.id));
};

/** Tasks, the newest first, which puts the tenant's own before the built-in ones. */
export async function listTasks(ctx: Context, { limit, cursor, q, state, origin }: TaskQuery) {
  const after = decodeCursor(cursor, 1);
  const [rows] = await ctx.store.read(
    boardQuery(
      ctx,
      q ? matches(ctx, q) : undefined,
      origin && eq(tasks.isBuiltIn, origin === "builtIn"),
      state === "active" ? isNotNull(active.id) : undefined,
      state === "failed" ? eq(last.state, "failed") : undefined,
      state === "disabled" ? eq(tasks.enabled, false) : undefined,
      after && lt(tasks.id, String(after[0])),
    ).limit(limit + 1),
  );
  return pageFrom(
    rows,
    limit,
    (row) => showTask(ctx, row),
    ({ task }) => [task.id],
  );
}

/** A tenant has few tasks, so names are searched as they are; those of built-in ones are known here alone. */
function matches({ locale }: Context, q: string): SQL | undefined {
  const wanted = q.toLowerCase();
  const kinds = Object.entries(builtInKinds)
    .filter(([, { name }]) => name[locale].toLowerCase().includes(wanted))
    .map(([kind]) => kind);
  const pattern = `%${wanted.replaceAll(/[\\%_]/g, "\\$&")}%`;
  return or(
    and(eq(tasks.isBuiltIn, true), inArray(tasks.kind, kinds)),
    like(sql`lower(${tasks.name})`, sql`${pattern} escape '\\'`),
  );
}

/** @throws Refusal `not_found` */
export async function loadTask(ctx: Context, id: string): Promise<BoardTask> {
  const [[row]] = await ctx.store.read(boardQuery(ctx, eq(tasks.id, id)));
  if (!row) throw new Refusal("not_found");
  return row;
}

export const getTask = async (ctx: Context, id: string) => showTask(ctx, await loadTask(ctx, id));

export function showTask(ctx: Context, { task, active: activeRun, last: lastRun }: BoardTask): TaskAnswer {
  const known = task.isBuiltIn ? builtInKinds[task.kind] : undefined;
  return {
    id: task.id,
    kind: task.kind,
    name: nameOf(task)[ctx.locale],
    description: known?.description[ctx.locale] ?? null,
    isBuiltIn: task.isBuiltIn,
    mayBeDisabled: known?.mayBeDisabled ?? true,
    schedule: task.schedule,
    settings: task.settings,
    hasSecret: task.secretSealed !== null,
    enabled: task.enabled,
    nextRunAt: task.enabled ? isoInstant(task.nextRunAt) : null,
    activeRun: activeRun && showRun(ctx, { run: activeRun, task }),
    lastRun: lastRun && showRun(ctx, { run: lastRun, task }),
    createdAt: isoInstant(task.createdAt),
  };
}

function runsQuery({ store }: Context, { limit, cursor, state, taskId }: RunQuery) {
  const after = decodeCursor(cursor, 1);
  return store.db
    .select({
      run: getTableColumns(taskRuns),
      task: { isBuiltIn: tasks.isBuiltIn, kind: tasks.kind, name: tasks.name },
    })
    .from(taskRuns)
    .innerJoin(tasks, store.own(tasks, eq(tasks.id, taskRuns.taskId)))
    .where(
      store.own(
        taskRuns,
        taskId === undefined ? undefined : eq(taskRuns.taskId, taskId),
        state && (state === "active" ? inArray(taskRuns.state, ["waiting", "running"]) : eq(taskRuns.state, state)),
        after && lt(taskRuns.id, String(after[0])),
      ),
    )
    .orderBy(desc(taskRuns.id))
    .limit(limit + 1);
}

type RunRow = Parameters<typeof showRun>[1];
const runsPage = (ctx: Context, rows: RunRow[], limit: number) =>
  pageFrom(
    rows,
    limit,
    (row) => showRun(ctx, row),
    ({ run }) => [run.id],
  );

/** Runs, the newest first. */
export async function listRuns(ctx: Context, query: RunQuery) {
  const [rows] = await ctx.store.read(runsQuery(ctx, query));
  return runsPage(ctx, rows, query.limit);
}

/** The runs of one task. @throws Refusal `not_found` */
export async function listRunsOf(ctx: Context, id: string, query: Omit<RunQuery, "taskId">) {
  const [known, rows] = await ctx.store.read(
    ctx.store.db
      .select({ id: tasks.id })
      .from(tasks)
      .where(ctx.store.own(tasks, eq(tasks.id, id), isShown(ctx))),
    runsQuery(ctx, { ...query, taskId: id }),
  );
  if (known.length === 0) throw new Refusal("not_found");
  return runsPage(ctx, rows, query.limit);
}

export function showRun(ctx: Context, { run, task }: { run: Run; task: Pick<Task, "isBuiltIn" | "kind" | "name"> }) {
  const { id, taskId, trigger, state, attempts, startedAt, finishedAt } = run;
  return {
    ...{ id, taskId, trigger, state, attempts },
    taskName: nameOf(task)[ctx.locale],
    dueAt: isoInstant(run.dueAt),
    startedAt: startedAt === null ? null : isoInstant(startedAt),
    finishedAt: finishedAt === null ? null : isoInstant(finishedAt),
    durationMs: startedAt === null || finishedAt === null ? null : finishedAt - startedAt,
    outcome: run.outcome?.[ctx.locale] ?? null,
    startedBy: run.startedByName,
  };
}
