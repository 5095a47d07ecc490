/** All work behind the scenes on one page: which event is handled by whom, which job is which function, what cron starts. */
import type { Context } from "./core/context.ts";
import type { Event, EventHandler, EventType } from "./modules/outbox/index.ts";
import { sendEmailConfirmation } from "./modules/users/index.ts";

type Handlers = { [T in EventType]: ((ctx: Context, event: Event<T>) => Promise<void>)[] };

const handlers: Handlers = {
  "tenant.signed_up": [(ctx, { data }) => sendEmailConfirmation(ctx, data.userId)],
  "user.email_confirmation_asked": [(ctx, { data }) => sendEmailConfirmation(ctx, data.userId)],
  "session.ended": [],
  "customer.created": [],
  "customer.deleted": [],
  "invoice.issued": [],
  "invoice.paid": [],
  "invoice.overdue": [],
  "invoice.voided": [],
  "payment.received": [],
  "billing_run.changed": [],
  "webhook.received": [],
};

/** Who handles an event, in order. */
export const handlersOf = (event: Event): readonly EventHandler[] => handlers[event.type] as unknown as EventHandler[];

type Job = (ctx: Context, input: Record<string, unknown>) => Promise<void>;

/** Long work by name. */
const jobs: Record<string, Job> = {};

/** @throws when no such job is known: a message of another version, which waits for its own */
export function jobOf(name: string): Job {
  const job = jobs[name];
  if (!job) throw new Error(`Unknown job ${name}`);
  return job;
}

/** Jobs that cron starts for every tenant, by the trigger in `wrangler.toml`. */
export const tenantJobs: Record<string, string[]> = {};
