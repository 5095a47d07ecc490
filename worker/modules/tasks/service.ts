/** Changing the board: the tenant's own tasks, when each is done, and running one now. */
import { eq, inArray } from "drizzle-orm";
import { violation } from "#dialect";
import type { Context } from "../../core/context.ts";
import { refuseField, Refusal } from "../../core/errors.ts";
import { parseInput } from "../../core/http/input.ts";
import { checkOutwardUrl, outwardWords } from "../../core/outward.ts";
import { changed, created, noted } from "../audit/index.ts";
import { commit, type Part } from "../outbox/index.ts";
import { users } from "../users/schema.ts";
import { reportSettings, webhookSettings, type TaskInput, type TaskPatch } from "./inputs.ts";
import { builtInKinds, type Task } from "./kinds.ts";
import { loadTask, showRun, showTask } from "./list.ts";
import { newRun } from "./runs.ts";
import { nextOccurrence } from "./schedule.ts";
import { secretPurpose, taskRuns, tasks } from "./schema.ts";

/** Adds a task of the tenant's own. @throws Refusal naming the field of its settings that is wrong */
export async function createTask(ctx: Context, input: TaskInput) {
  const { kind, name, schedule, enabled, settings } = input;
  await requireSettings(ctx, kind, settings);
  const id = ctx.id("tsk");
  const row = {
    ...{ id, kind, name, schedule, enabled, settings },
    isBuiltIn: false,
    secretSealed: "secret" in input ? await ctx.vault.seal(secretPurpose(id), input.secret) : null,
    nextRunAt: nextOccurrence(schedule, ctx.now(), ctx.tenant.timeZone),
    createdAt: ctx.now(),
  };
  await commit(ctx, created(ctx, tasks, row, { action: "task.created" }));
  const task: Task = { ...row, tenantId: ctx.tenant.id, version: 1 };
  return showTask(ctx, { task, active: null, last: null });
}

/** Changes a task: a built-in one's times and, where it may, whether it is done at all; everything of an own one. */
export async function updateTask(ctx: Context, id: string, { settings, secret, ...patch }: TaskPatch) {
  const { task, active, last } = await loadTask(ctx, id);
  if (task.isBuiltIn) requireForBuiltIn(task, { ...patch, settings, secret });
  if (secret !== undefined && task.kind !== "webhook")
    throw refuseField("secret", "Tugas ini tidak memakai rahasia.", "This task has no secret.");
  const wanted = settings && (await parseSettings(ctx, task.kind, settings));
  const schedule = patch.schedule ?? task.schedule;
  const changes = {
    ...patch,
    ...(wanted && { settings: wanted }),
    ...(secret !== undefined && { secretSealed: await ctx.vault.seal(secretPurpose(id), secret) }),
    ...((patch.schedule || patch.enabled) && {
      nextRunAt: nextOccurrence(schedule, ctx.now(), ctx.tenant.timeZone),
    }),
  };
  await commit(ctx, changed(ctx, tasks, task, changes, { action: "task.updated" }));
  return showTask(ctx, { task: { ...task, ...changes } as Task, active, last });
}

function requireForBuiltIn({ kind }: Task, { name, settings, secret, enabled }: TaskPatch): void {
  const fixed = Object.entries({ name, settings, secret }).find(([, value]) => value !== undefined);
  if (fixed)
    throw refuseField(
      fixed[0],
      "Tugas bawaan hanya dapat diubah jadwalnya.",
      "Of a built-in task only the schedule can be changed.",
    );
  if (enabled === false && !builtInKinds[kind]?.mayBeDisabled)
    throw refuseField("enabled", "Tugas ini tidak dapat dimatikan.", "This task can't be switched off.");
}

async function parseSettings(ctx: Context, kind: string, value: unknown): Promise<Record<string, unknown>> {
  const schema = kind === "report" ? reportSettings : webhookSettings;
  const { settings } = await parseInput(
    schema.transform((parsed) => ({ settings: parsed })),
    value,
    ctx.locale,
  ).catch((error: unknown) => {
    throw error instanceof Refusal ? underSettings(error) : error;
  });
  await requireSettings(ctx, kind, settings);
  return settings;
}

const underSettings = ({ code, options }: Refusal): Refusal =>
  new Refusal(code, {
    ...options,
    fields: (options.fields ?? []).map((each) => ({
      ...each,
      field: ["settings", each.field].filter(Boolean).join("."),
    })),
  });

/** What only the store or the guard of addresses can say of settings. */
async function requireSettings(ctx: Context, kind: string, settings: object): Promise<void> {
  if (kind === "webhook") {
    const { url } = webhookSettings.parse(settings);
    const { reason } = checkOutwardUrl(url, { allowPrivate: ctx.settings.ALLOW_PRIVATE_HOSTS === "on" });
    if (reason) throw refuseField("settings.url", outwardWords[reason].id, outwardWords[reason].en);
    return;
  }
  const { userIds = [] } = reportSettings.parse(settings);
  if (userIds.length === 0) return;
  const [known] = await ctx.store.read(
    ctx.store.db
      .select({ id: users.id })
      .from(users)
      .where(ctx.store.own(users, inArray(users.id, userIds))),
  );
  if (known.length < new Set(userIds).size)
    throw refuseField("settings.userIds", "Ada pengguna yang tidak dikenal.", "Some of these users are unknown.");
}

/** Removes an own task with its history. @throws Refusal `wrong_state` for a built-in one */
export async function deleteTask(ctx: Context, id: string): Promise<void> {
  const { task } = await loadTask(ctx, id);
  if (task.isBuiltIn)
    throw new Refusal("wrong_state", {
      detail: { id: "Tugas bawaan tidak dapat dihapus.", en: "A built-in task can't be removed." },
    });
  try {
    await commit(ctx, [
      // Refused when another writer was faster.
      ...changed(ctx, tasks, task, {}, { action: "task.deleted" }),
      ctx.store.remove(taskRuns, eq(taskRuns.taskId, id)),
      ctx.store.remove(tasks, eq(tasks.id, id)),
    ]);
  } catch (error) {
    if (violation(error)?.kind === "foreignKey") throw new Refusal("conflict");
    throw error;
  }
}

/** Runs a task now, whatever its schedule says. @throws Refusal `wrong_state` while a run of it is not over */
export async function startRun(ctx: Context, id: string) {
  const { task, active } = await loadTask(ctx, id);
  if (active) throw stillRunning();
  const { run, parts } = newRun(ctx, task, { trigger: "manual", dueAt: ctx.now() });
  const note: Part = noted(ctx, { entity: "task", entityId: id, action: "task.run_asked" });
  try {
    await commit(ctx, [...parts, note]);
  } catch (error) {
    if (violation(error)?.name === "task_runs_active") throw stillRunning();
    throw error;
  }
  return showRun(ctx, { run, task });
}

const stillRunning = () =>
  new Refusal("wrong_state", {
    detail: {
      id: "Tugas ini sedang berjalan. Tunggu sampai selesai, lalu jalankan lagi.",
      en: "This task is running just now. Wait until it is over, then run it again.",
    },
  });
