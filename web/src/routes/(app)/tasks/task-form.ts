import * as z from "zod/mini";
import type { Schemas } from "#lib/api/client.ts";
import { m } from "#lib/paraglide/messages.js";
import type { Schedule, Task } from "./tasks.ts";

type Report = Schemas["ReportTaskSettings"];
type Role = NonNullable<Report["roles"]>[number];

const choice = z.string();
const secretLength = 16;

/** The form of a task; of a built-in one only the schedule is shown. */
export const taskSchema = (task: Task | undefined) =>
  z
    .object({
      name: z.string().check(z.trim(), z.maxLength(100)),
      kind: choice,
      schedule: z.object({ every: choice, minute: choice, at: choice, weekday: choice, day: choice }),
      audience: choice,
      settings: z.object({
        report: choice,
        roles: z.array(z.string()),
        userIds: z.array(z.string()),
        url: z.string().check(z.trim(), z.maxLength(2000)),
      }),
      secret: z.string().check(z.trim(), z.maxLength(200)),
    })
    .check((context) => {
      const { value: form, issues } = context;
      const refuse = (message: string, ...path: string[]) =>
        issues.push({ code: "custom", message, path, input: form });
      if (form.schedule.every !== "hour" && !form.schedule.at) refuse(m.common_required(), "schedule", "at");
      if (task?.isBuiltIn) return;
      if (!form.name) refuse(m.common_required(), "name");
      if (form.kind === "webhook") {
        if (!/^https?:\/\/\S+$/.test(form.settings.url)) refuse(m.tasks_url_invalid(), "settings", "url");
        const isKept = task !== undefined && form.secret === "";
        if (!isKept && form.secret.length < secretLength) refuse(m.tasks_secret_invalid(), "secret");
      } else if (form.settings[form.audience === "users" ? "userIds" : "roles"].length === 0)
        refuse(m.tasks_audience_invalid(), "settings");
    });
export type TaskForm = z.infer<ReturnType<typeof taskSchema>>;

/** The form's beginning: the task as it is, or a report for owners and admins every morning. */
export function taskFormOf(task: Task | undefined): TaskForm {
  const schedule: Partial<Record<string, string | number>> = task?.schedule ?? {};
  const settings = (task?.settings ?? {}) as Partial<Report & { url: string }>;
  return {
    name: task?.name ?? "",
    kind: task?.kind ?? "report",
    schedule: {
      every: String(schedule["every"] ?? "day"),
      minute: String(schedule["minute"] ?? 0),
      at: String(schedule["at"] ?? "08:00"),
      weekday: String(schedule["weekday"] ?? 1),
      day: String(schedule["day"] ?? 1),
    },
    audience: settings.userIds?.length ? "users" : "roles",
    settings: {
      report: settings.report ?? "daily",
      roles: settings.roles ?? (task ? [] : ["owner", "admin"]),
      userIds: settings.userIds ?? [],
      url: settings.url ?? "",
    },
    secret: "",
  };
}

/** The schedule that the fields say; those of other rhythms are left out. */
export function scheduleOf({ every, minute, at, weekday, day }: TaskForm["schedule"]): Schedule {
  switch (every) {
    case "hour":
      return { every, minute: Number(minute) };
    case "week":
      return { every, weekday: Number(weekday), at };
    case "month":
      return { every, day: Number(day), at };
    default:
      return { every: "day", at };
  }
}

const reportOf = ({ audience, settings }: TaskForm): Report => ({
  report: settings.report as Report["report"],
  ...(audience === "users" ? { userIds: settings.userIds } : { roles: settings.roles as Role[] }),
});

/** The body of `POST /api/v1/tasks`. */
export function newTask(form: TaskForm): Schemas["NewTask"] {
  const shared = { name: form.name, schedule: scheduleOf(form.schedule), enabled: true };
  return form.kind === "webhook"
    ? { ...shared, kind: "webhook", settings: { url: form.settings.url, method: "POST" }, secret: form.secret }
    : { ...shared, kind: "report", settings: reportOf(form) };
}

/** The body of `PATCH /api/v1/tasks/{id}`: a secret that was not typed stays. */
export function taskChanges(form: TaskForm, task: Task): Schemas["TaskPatch"] {
  const schedule = scheduleOf(form.schedule);
  if (task.isBuiltIn) return { schedule };
  const settings = task.kind === "webhook" ? { url: form.settings.url, method: "POST" } : { ...reportOf(form) };
  return { name: form.name, schedule, settings, ...(form.secret && { secret: form.secret }) };
}
