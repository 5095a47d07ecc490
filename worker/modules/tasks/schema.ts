import { sql } from "drizzle-orm";
import { count, flag, foreignKey, index, instant, json, primaryKey, table, text, uniqueIndex } from "#dialect";
import { createdAt, id, tenantId, version } from "../../db/columns.ts";
import { sealedColumn } from "../../db/sealed.ts";
import type { Schedule } from "./schedule.ts";
import type { Words } from "./words.ts";

/**
 * What is done again and again: the product's own tasks and those of the tenant. `tasks_due` does not start with the
 * tenant: the tick of every minute looks for what is due on a whole shard (docs/decisions/0004-outbox-sweep.md).
 */
export const tasks = table(
  "tasks",
  {
    tenantId: tenantId(),
    id: id(),
    /** What it does; see `kinds.ts`. */
    kind: text("kind").notNull(),
    /** Of the tenant's own tasks; the product's are named in each reader's language. */
    name: text("name"),
    isBuiltIn: flag("is_built_in").notNull(),
    schedule: json("schedule").$type<Schedule>().notNull(),
    /** What its kind needs to know: which report for whom, which address. */
    settings: json("settings").$type<Record<string, unknown>>().notNull(),
    /** Signs the calls of a task that calls a webhook. */
    secretSealed: text("secret_sealed"),
    enabled: flag("enabled").notNull(),
    nextRunAt: instant("next_run_at").notNull(),
    version: version(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: "tasks_pk", columns: [t.tenantId, t.id] }),
    uniqueIndex("tasks_built_in")
      .on(t.tenantId, t.kind)
      .where(sql`${t.isBuiltIn}`),
    index("tasks_due")
      .on(t.nextRunAt)
      .where(sql`${t.enabled}`),
  ],
);

sealedColumn(tasks, "secretSealed", { purpose: ({ id: taskId }) => secretPurpose(taskId) });

/** What the secret of a task is sealed for. */
export const secretPurpose = (taskId: string): string => `task:${taskId}`;

/**
 * One run of a task. `task_runs_active` lets a task have one that is not over: two never overlap. `task_runs_moment`
 * lets a moment of the schedule have one run, however many ticks saw it.
 */
export const taskRuns = table(
  "task_runs",
  {
    tenantId: tenantId(),
    id: id(),
    taskId: text("task_id").notNull(),
    trigger: text("trigger", { enum: ["schedule", "manual"] }).notNull(),
    /** The moment of the schedule that it is for. */
    dueAt: instant("due_at").notNull(),
    state: text("state", { enum: ["waiting", "running", "done", "failed"] }).notNull(),
    attempts: count("attempts").notNull().default(0),
    /** Whoever runs it has given up by then. */
    leaseUntil: instant("lease_until"),
    startedAt: instant("started_at"),
    finishedAt: instant("finished_at"),
    /** What came of it, or why it failed, in words of both languages. */
    outcome: json("outcome").$type<Words>(),
    startedById: text("started_by_id"),
    startedByName: text("started_by_name"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: "task_runs_pk", columns: [t.tenantId, t.id] }),
    index("task_runs_task").on(t.tenantId, t.taskId, t.id),
    index("task_runs_state").on(t.tenantId, t.state, t.id),
    uniqueIndex("task_runs_active")
      .on(t.tenantId, t.taskId)
      .where(sql`${t.state} in ('waiting', 'running')`),
    uniqueIndex("task_runs_moment")
      .on(t.tenantId, t.taskId, t.dueAt)
      .where(sql`${t.trigger} = 'schedule'`),
    foreignKey({
      name: "task_runs_task_fk",
      columns: [t.tenantId, t.taskId],
      foreignColumns: [tasks.tenantId, tasks.id],
    }),
  ],
);
