import { z } from "@hono/zod-openapi";
import { customerChannels } from "../../../core/channels.ts";
import { says } from "../../../core/http/input.ts";
import { idPattern } from "../../../core/ids.ts";

export const reminderRule = z
  .object({
    offsetDays: z.int().min(-30).max(90).openapi({ description: "Days from the due date; negative: before it." }),
    hour: z.int().min(0).max(23).openapi({ description: "Hour of the day, in the company's time zone." }),
    outlets: z
      .array(z.enum(customerChannels))
      .min(1)
      .max(customerChannels.length)
      .refine(
        (list) => new Set(list).size === list.length,
        says("Ada yang tertulis dua kali.", "One is written twice."),
      )
      .nullable()
      .openapi({ description: "Null: as the rule for that kind of notification says." }),
    enabled: z.boolean(),
  })
  .openapi("ReminderRule");

const rules = z
  .array(reminderRule)
  .max(12)
  .refine(
    (list) => new Set(list.map(({ offsetDays }) => offsetDays)).size === list.length,
    says("Satu hari hanya punya satu pengingat.", "A day has one reminder only."),
  );

export const scopeInput = {
  brandId: z
    .string()
    .regex(idPattern("brd"))
    .nullable()
    .default(null)
    .openapi({ description: "Null: the company; brands without their own follow it." }),
  version: z.int().min(0).openapi({ description: "The version that was read; 0 where there was none." }),
};

export const scheduleInput = z
  .object({
    ...scopeInput,
    rules: rules.nullable().openapi({ description: "Null: the company's for a brand, else the usual ones." }),
  })
  .openapi("ReminderScheduleInput");
export type ScheduleInput = z.output<typeof scheduleInput>;

export const scheduleAnswer = z
  .object({
    brandId: z.string().nullable(),
    version: z.int(),
    isOwn: z.boolean().openapi({ description: "False where it follows the company's, or the usual one." }),
    rules: z.array(reminderRule),
  })
  .openapi("ReminderSchedule");

export const schedulesAnswer = z.object({ data: z.array(scheduleAnswer) }).openapi("ReminderSchedules");
