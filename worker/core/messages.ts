/** What travels through the queues: names and ids, never the data itself, which is in the store. */
import { z } from "zod";

/** One row of the outbox to work off. */
export const eventMessage = z.object({ tenantId: z.string(), shard: z.number().int(), eventId: z.string() });
export type EventMessage = z.infer<typeof eventMessage>;

/** Long work, one step a message. `worker/jobs.ts` lists the names and what each takes. */
export const jobMessage = z.object({
  job: z.string(),
  tenantId: z.string(),
  shard: z.number().int(),
  input: z.record(z.string(), z.unknown()),
});
export type JobMessage = z.infer<typeof jobMessage>;
