import { expect, test } from "vitest";
import { newTask, scheduleOf, taskChanges, taskFormOf, taskSchema } from "./task-form.ts";
import type { Task } from "./tasks.ts";

const webhook = {
  ...{ id: "tsk_1", kind: "webhook", name: "Cadangkan router", isBuiltIn: false, hasSecret: true },
  schedule: { every: "month", day: 31, at: "02:30" },
  settings: { url: "https://contoh.example/", method: "POST" },
} as unknown as Task;
const fieldsOf = (task: Task | undefined, form: object) =>
  taskSchema(task)
    .safeParse(form)
    .error?.issues.map(({ path }) => path.join("."));

test("a schedule carries what its rhythm needs and nothing else", () => {
  const fields = { minute: "5", at: "08:00", weekday: "7", day: "31" };
  expect(["hour", "day", "week", "month"].map((every) => scheduleOf({ ...fields, every }))).toEqual([
    { every: "hour", minute: 5 },
    { every: "day", at: "08:00" },
    { every: "week", weekday: 7, at: "08:00" },
    { every: "month", day: 31, at: "08:00" },
  ]);
});

test("a task that is opened and saved stays as it is, its secret too", () => {
  const { name, schedule, settings } = webhook;
  expect(fieldsOf(webhook, taskFormOf(webhook))).toBeUndefined();
  expect(taskChanges(taskFormOf(webhook), webhook)).toEqual({ name, schedule, settings });
});

test("a new report goes to owners and admins, or to the users that are chosen", () => {
  const form = { ...taskFormOf(undefined), name: "Ringkasan" };
  expect(newTask(form)).toMatchObject({ settings: { report: "daily", roles: ["owner", "admin"] } });
  const toUsers = { ...form, audience: "users", settings: { ...form.settings, userIds: ["usr_1"] } };
  expect(newTask(toUsers)).toMatchObject({ settings: { report: "daily", userIds: ["usr_1"] } });
  expect(fieldsOf(undefined, { ...form, settings: { ...form.settings, roles: [] } })).toEqual(["settings"]);
});

test("a call needs an address and a secret of some length", () => {
  const form = { ...taskFormOf(undefined), kind: "webhook" };
  expect(fieldsOf(undefined, form)).toEqual(["name", "settings.url", "secret"]);
  expect(fieldsOf(webhook, { ...taskFormOf(webhook), secret: "pendek" })).toEqual(["secret"]);
});
