/**
 * A run from its moment to its end. What may not happen twice is refused by the store: two runs of a task at once
 * (`task_runs_active`), two of one moment (`task_runs_moment`). See `docs/decisions/0013-tasks.md`.
 */
import { and, eq, getTableColumns, lte, or, sql, type SQL } from "drizzle-orm";
import { violation } from "#dialect";
import { z } from "zod";
import type { Context } from "../../core/context.ts";
import { log } from "../../core/log.ts";
import { commit, delayedEvent, event, type Part } from "../outbox/index.ts";
import { tenantQuery } from "../tenancy/index.ts";
import { nameOf, workOf, type Run, type Task } from "./kinds.ts";
import { nextOccurrence } from "./schedule.ts";
import { taskRuns, tasks } from "./schema.ts";
import { reasonOf, TaskFailure, type Words } from "./words.ts";

/** The longest that a Worker has for a message of a queue. Whoever held a run longer was stopped. */
const leaseMs = 15 * 60_000;
/** More than the queue tries; so many only come together when the Worker is stopped in the middle again and again. */
const mostAttempts = 12;

const startInput = z.object({ taskId: z.string() });

/** Job: starts the run of a task that is due, once, and sets when it is due next: a time that was missed is not repeated. */
export async function startDueTask(ctx: Context, input: Record<string, unknown>): Promise<void> {
  const { taskId } = startInput.parse(input);
  const { store } = ctx;
  const [[tenant], [task]] = await store.read(
    tenantQuery(store),
    store.db
      .select()
      .from(tasks)
      .where(store.own(tasks, eq(tasks.id, taskId))),
  );
  const now = ctx.now();
  if (!tenant || !task?.enabled || task.nextRunAt > now) return;
  const nextRunAt = nextOccurrence(task.schedule, now, ctx.tenant.timeZone);
  const moved = store.update(tasks, { nextRunAt }, eq(tasks.id, task.id), eq(tasks.nextRunAt, task.nextRunAt));
  // A company that is not served lets its times pass.
  if (tenant.state !== "active" || !workOf(ctx, task)) return void (await store.atomic([moved]));
  try {
    await commit(ctx, [...newRun(ctx, task, { trigger: "schedule", dueAt: task.nextRunAt }).parts, moved]);
  } catch (error) {
    // Another tick was faster, the task is gone, or its run is not over: then it stays due until it is.
    if (!isRefused(error)) throw error;
  }
}

const isRefused = (error: unknown): boolean =>
  ["unique", "foreignKey", "notNull"].includes(violation(error)?.kind ?? "");

/** A run to be written with a batch, which does what it says as soon as that is. */
export function newRun(
  ctx: Context,
  task: Pick<Task, "id">,
  { trigger, dueAt }: Pick<Run, "trigger" | "dueAt">,
): { run: Run; parts: Part[] } {
  const person = ctx.actor.kind === "user" || ctx.actor.kind === "apiKey" ? ctx.actor : undefined;
  const run = {
    id: ctx.id("trn"),
    taskId: task.id,
    trigger,
    dueAt,
    state: "waiting" as const,
    attempts: 0,
    leaseUntil: null,
    startedAt: null,
    finishedAt: null,
    outcome: null,
    startedById: person?.id ?? null,
    startedByName: person?.name ?? null,
    createdAt: ctx.now(),
  };
  return {
    run: { ...run, tenantId: ctx.tenant.id },
    parts: [
      ctx.store.insert(taskRuns, run),
      event(ctx, "task.due", { runId: run.id }),
      event(ctx, "task.changed", { taskId: task.id }),
    ],
  };
}

interface Found {
  run: Run;
  task: Task;
}

async function findRun({ store }: Context, runId: string): Promise<Found | undefined> {
  const [[found]] = await store.read(
    store.db
      .select({ run: getTableColumns(taskRuns), task: getTableColumns(tasks) })
      .from(taskRuns)
      .innerJoin(tasks, store.own(tasks, eq(tasks.id, taskRuns.taskId)))
      .where(store.own(taskRuns, eq(taskRuns.id, runId))),
  );
  return found;
}

const isOver = ({ state }: Run): boolean => state === "done" || state === "failed";
const isHeld = ({ state, leaseUntil }: Run, nowMs: number): boolean => state === "running" && (leaseUntil ?? 0) > nowMs;

/**
 * Does what a run is for. Safe to repeat: one that is over stays so, one that somebody holds is looked at again when that
 * one must have given up. What fails is thrown on, so that the outbox tries again.
 */
export async function runTask(ctx: Context, runId: string): Promise<void> {
  const found = await findRun(ctx, runId);
  if (!found || isOver(found.run)) return;
  if (isHeld(found.run, ctx.now())) return lookAgain(ctx, found.run);
  if (found.run.attempts >= mostAttempts) return end(ctx, found, "failed", stoppedTooOften);
  const claimed = await claim(ctx, found);
  if (!claimed) return lookAgain(ctx, { ...found.run, leaseUntil: ctx.now() + leaseMs });
  const { run, task } = claimed;
  const work = workOf(ctx, task);
  if (!work) return end(ctx, claimed, "failed", unknownKind);
  try {
    const outcome = await work({ ...ctx, actor: { kind: "system", id: task.kind, name: task.kind } }, { task, run });
    await end(ctx, claimed, "done", outcome);
  } catch (error) {
    const words = reasonOf(error);
    if (error instanceof TaskFailure && error.isFinal) return end(ctx, claimed, "failed", words);
    log.warn("task_run_failed", { tenantId: ctx.tenant.id, task: task.kind, runId });
    await ctx.store.atomic([
      ctx.store.update(taskRuns, { state: "waiting", leaseUntil: null, outcome: words }, asHeld(run)),
    ]);
    throw error;
  }
}

const stoppedTooOften: Words = {
  id: "Pekerjaan ini berulang kali terhenti di tengah jalan.",
  en: "This work was stopped in the middle again and again.",
};
const unknownKind: Words = { id: "Tugas ini tidak dikenal lagi.", en: "This task is not known any more." };

/** The run as whoever claimed it holds it: another claim has raised the attempts. */
const asHeld = ({ id, attempts }: Run): SQL | undefined =>
  and(eq(taskRuns.id, id), eq(taskRuns.state, "running"), eq(taskRuns.attempts, attempts));

/** Takes a run that waits, or whose lease is over. @returns undefined when another was faster */
async function claim({ store, now }: Context, { run, task }: Found): Promise<Found | undefined> {
  const [startedAt, leaseUntil, attempts] = [run.startedAt ?? now(), now() + leaseMs, run.attempts + 1];
  const changes = { state: "running" as const, attempts, leaseUntil, startedAt };
  const free = or(eq(taskRuns.state, "waiting"), and(eq(taskRuns.state, "running"), lte(taskRuns.leaseUntil, now())));
  const [rows] = (await store.atomic([
    store.db
      .update(taskRuns)
      .set(changes)
      .where(store.own(taskRuns, eq(taskRuns.id, run.id), eq(taskRuns.attempts, run.attempts), free))
      .returning({ id: taskRuns.id }),
  ])) as unknown as { id: string }[][];
  return rows?.length ? { run: { ...run, ...changes }, task } : undefined;
}

/** Comes back when a lease is over: its holder has finished by then, or was stopped. */
async function lookAgain(ctx: Context, run: Run): Promise<void> {
  const delayMs = Math.max(0, (run.leaseUntil ?? 0) - ctx.now()) + 1000;
  await ctx.store.atomic([delayedEvent(ctx, "task.due", { runId: run.id }, delayMs)]);
}

/** Writes a run's end, unless it is held by another by now. */
async function end(ctx: Context, { run, task }: Found, state: "done" | "failed", outcome: Words): Promise<void> {
  const { store } = ctx;
  const unchanged = store.db
    .select({ id: taskRuns.id })
    .from(taskRuns)
    .where(
      store.own(taskRuns, eq(taskRuns.id, run.id), eq(taskRuns.state, run.state), eq(taskRuns.attempts, run.attempts)),
    );
  const failed = { taskId: task.id, runId: run.id, name: nameOf(task).id, outcome: outcome.id };
  try {
    await commit(ctx, [
      // No row, hence NULL, hence refused, where another holds the run or has ended it.
      store.update(
        taskRuns,
        { id: sql`${unchanged}`, state, outcome, finishedAt: ctx.now(), leaseUntil: null },
        eq(taskRuns.id, run.id),
      ),
      ...(state === "failed" ? [event(ctx, "task.failed", failed)] : []),
      event(ctx, "task.changed", { taskId: task.id }),
    ]);
  } catch (error) {
    if (violation(error)?.kind !== "notNull") throw error;
  }
}

/** After the last try: the run has failed, for the reason it gave last. */
export async function giveUpRun(ctx: Context, runId: string): Promise<void> {
  const found = await findRun(ctx, runId);
  if (!found || isOver(found.run)) return;
  if (isHeld(found.run, ctx.now())) return lookAgain(ctx, found.run);
  await end(ctx, found, "failed", found.run.outcome ?? stoppedTooOften);
}
