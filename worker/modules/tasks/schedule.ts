/** When a task is done: in words that need no cron syntax, in the tenant's time zone. */
import { z } from "@hono/zod-openapi";

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

export const schedule = z
  .discriminatedUnion("every", [
    z.object({ every: z.literal("hour"), minute: z.int().min(0).max(59) }),
    z.object({ every: z.literal("day"), at: time }),
    /** Monday is 1, Sunday 7. */
    z.object({ every: z.literal("week"), weekday: z.int().min(1).max(7), at: time }),
    /** A day that a month lacks is its last. */
    z.object({ every: z.literal("month"), day: z.int().min(1).max(31), at: time }),
  ])
  .openapi("Schedule");
export type Schedule = z.infer<typeof schedule>;
