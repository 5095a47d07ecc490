/** What travels through the queues: names and ids, never the data itself, which is in the store. */
import { z } from "zod";
import { channels } from "./channels.ts";

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

/** One delivery to send over its channel. `account` and `recipient` are what its pace is counted by. */
export const channelMessage = z.object({
  tenantId: z.string(),
  shard: z.number().int(),
  deliveryId: z.string(),
  channel: z.enum(channels),
  /** `provider:connection`. */
  account: z.string(),
  /** A digest of the address. */
  recipient: z.string(),
});
export type ChannelMessage = z.infer<typeof channelMessage>;
