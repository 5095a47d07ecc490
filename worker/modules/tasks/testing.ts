/** What tests of tasks start from: the board as people see it, and the ticks and queues behind it. */
import { createExecutionContext } from "cloudflare:test";
import { and, desc, eq, inArray } from "drizzle-orm";
import { env, queues, Clock, TestTenant } from "../../../test/support/tenant.ts";
import type { JobMessage } from "../../core/messages.ts";
import { tick } from "../../cron.ts";
import { handlersOf, jobOf, mournersOf } from "../../jobs.ts";
import { buryEvent, workOff } from "../outbox/index.ts";
import { outbox } from "../outbox/schema.ts";
import { taskRuns, tasks } from "./schema.ts";

export interface RunBody {
  id: string;
  taskId: string;
  state: string;
  trigger: string;
  attempts: number;
  dueAt: string;
  durationMs: number | null;
  outcome: string | null;
  startedBy: string | null;
}
export interface TaskBody {
  id: string;
  kind: string;
  name: string;
  isBuiltIn: boolean;
  enabled: boolean;
  nextRunAt: string | null;
  settings: Record<string, unknown>;
  hasSecret: boolean;
  activeRun: RunBody | null;
  lastRun: RunBody | null;
}

/** A company with its built-in tasks, so long ago that no other company's are due before. */
export async function boardedTenant(options: { kinds?: string[]; start?: string } = {}): Promise<TestTenant> {
  const { start = "2025-03-01T03:00:00Z", ...rest } = options;
  const tenant = await TestTenant.signUp({ clock: new Clock(Date.parse(start)), ...rest });
  await tenant.settle();
  return tenant;
}

/** What a minute's tick starts for a tenant. */
export async function tickOf(tenant: TestTenant): Promise<JobMessage[]> {
  queues.jobs.sent.length = 0;
  await tick({ cron: "* * * * *" }, env, tenant.clock, createExecutionContext());
  return queues.jobs.sent.filter(({ tenantId, job }) => tenantId === tenant.id && job === "tasks.start");
}

/** Does what the queue brings, all at once. */
export async function deliver(tenant: TestTenant, messages: readonly JobMessage[]): Promise<void> {
  const ctx = await tenant.context();
  await Promise.all(messages.map(({ job, input }) => jobOf(job)(ctx, input)));
}

export const boardOf = async (tenant: TestTenant): Promise<TaskBody[]> =>
  (await tenant.as<{ data: TaskBody[] }>("GET", "/tasks")).body.data;

/** A built-in task, as its row. */
export async function taskRow(tenant: TestTenant, kind: string) {
  const { store } = await tenant.context();
  const [[row]] = await store.read(
    store.db
      .select()
      .from(tasks)
      .where(store.own(tasks, eq(tasks.kind, kind))),
  );
  if (!row) throw new Error(`No task ${kind}`);
  return row;
}

/** Every run of a task, the newest first, as their rows. */
export async function runsOf(tenant: TestTenant, taskId: string) {
  const { store } = await tenant.context();
  const [rows] = await store.read(
    store.db
      .select()
      .from(taskRuns)
      .where(store.own(taskRuns, eq(taskRuns.taskId, taskId)))
      .orderBy(desc(taskRuns.id)),
  );
  return rows;
}

/** Events of these types that wait. */
export async function pending(tenant: TestTenant, ...types: string[]) {
  const { store } = await tenant.context();
  const [rows] = await store.read(
    store.db
      .select()
      .from(outbox)
      .where(store.own(outbox, and(eq(outbox.state, "pending"), inArray(outbox.type, types)))),
  );
  return rows;
}

/** Works the waiting `task.due` events off, each once, and gives how many failed. */
export async function workRuns(tenant: TestTenant): Promise<number> {
  const ctx = await tenant.context();
  let failed = 0;
  for (const { id } of await pending(tenant, "task.due"))
    await workOff(ctx, id, handlersOf).catch(() => {
      failed += 1;
    });
  return failed;
}

/** What happens after the queue's last try. */
export async function buryRuns(tenant: TestTenant): Promise<void> {
  const ctx = await tenant.context();
  for (const { id } of await pending(tenant, "task.due")) await buryEvent(ctx, id, mournersOf);
}
