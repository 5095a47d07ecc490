import { z } from "@hono/zod-openapi";
import { roles } from "../../core/access.ts";
import { says } from "../../core/http/input.ts";
import { pageQuery } from "../../core/http/page.ts";
import { idPattern } from "../../core/ids.ts";
import { schedule } from "./schedule.ts";

export const runStates = ["waiting", "running", "done", "failed"] as const;

/** A report goes to the holders of some roles, or to some users. */
export const reportSettings = z
  .object({
    report: z.enum(["daily", "overview"]),
    roles: z.array(z.enum(roles)).max(roles.length).optional(),
    userIds: z
      .array(z.string().regex(idPattern("usr")))
      .max(50)
      .optional(),
  })
  .refine(
    (settings) => Boolean(settings.roles?.length) !== Boolean(settings.userIds?.length),
    says("Pilih peran atau pengguna, salah satu.", "Choose either roles or users."),
  )
  .openapi("ReportTaskSettings");
export type ReportSettings = z.output<typeof reportSettings>;

export const webhookSettings = z
  .object({
    url: z.string().trim().min(1).max(2000),
    method: z.literal("POST").default("POST"),
  })
  .openapi("WebhookTaskSettings");

const name = z.string().trim().min(1).max(100);
const secret = z
  .string()
  .trim()
  .min(16)
  .max(200)
  .openapi({ description: "Signs each call: X-Tepi-Signature is the HMAC-SHA-256 of its body. Never answered." });

export const taskInput = z
  .discriminatedUnion("kind", [
    z.object({
      kind: z.literal("report"),
      name,
      schedule,
      enabled: z.boolean().default(true),
      settings: reportSettings,
    }),
    z.object({
      kind: z.literal("webhook"),
      name,
      schedule,
      enabled: z.boolean().default(true),
      settings: webhookSettings,
      secret,
    }),
  ])
  .openapi("NewTask");
export type TaskInput = z.output<typeof taskInput>;

/** A default would overwrite what is not sent, so the patch has none. Settings are parsed by the task's kind. */
export const taskPatch = z
  .object({
    name,
    schedule,
    enabled: z.boolean(),
    settings: z.record(z.string().max(60), z.unknown()).openapi({ description: "Whole, as its kind has them." }),
    secret,
  })
  .partial()
  .openapi("TaskPatch");
export type TaskPatch = z.output<typeof taskPatch>;

const runFields = z.object({
  id: z.string().regex(idPattern("trn")),
  taskId: z.string().regex(idPattern("tsk")),
  taskName: z.string(),
  trigger: z.enum(["schedule", "manual"]),
  state: z.enum(runStates),
  attempts: z.int(),
  dueAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
  durationMs: z.int().nullable().openapi({ description: "From the first start to the end." }),
  outcome: z.string().nullable().openapi({
    description:
      "What came of it, or why it failed, in the caller's language; while it waits, why the last try failed.",
  }),
  startedBy: z.string().nullable().openapi({ description: "The name of who ran it by hand." }),
});
export const runAnswer = z.object(runFields.shape).openapi("TaskRun");

export const taskAnswer = z
  .object({
    id: z.string().regex(idPattern("tsk")),
    kind: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    isBuiltIn: z.boolean(),
    mayBeDisabled: z.boolean(),
    schedule,
    settings: z.record(z.string(), z.unknown()),
    hasSecret: z.boolean(),
    enabled: z.boolean(),
    nextRunAt: z.iso.datetime().nullable().openapi({ description: "Null while it is disabled." }),
    activeRun: runFields.nullable().openapi({ description: "The run that waits or is under way." }),
    lastRun: runFields.nullable().openapi({ description: "The last run that is over." }),
    createdAt: z.iso.datetime(),
  })
  .openapi("Task");
export type TaskAnswer = z.input<typeof taskAnswer>;

export const taskQuery = pageQuery.extend({
  q: z.string().trim().max(100).optional().openapi({ description: "Part of the name." }),
  state: z
    .enum(["active", "failed", "disabled"])
    .optional()
    .openapi({ description: "`active`: waits or runs now; `failed`: its last run failed." }),
  origin: z.enum(["builtIn", "own"]).optional(),
});
export type TaskQuery = z.output<typeof taskQuery>;

export const taskId = z.object({ id: z.string().regex(idPattern("tsk")) });

const runState = z
  .enum([...runStates, "active"])
  .optional()
  .openapi({ description: "`active`: waiting and running ones together." });
export const runsOfTaskQuery = pageQuery.extend({ state: runState });
export const runQuery = runsOfTaskQuery.extend({ taskId: taskId.shape.id.optional() });
export type RunQuery = z.output<typeof runQuery>;
