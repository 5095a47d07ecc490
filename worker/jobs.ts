/** All work behind the scenes on one page: which event is handled by whom, which job is which function, what cron starts. */
import { z } from "zod";
import type { Context } from "./core/context.ts";
import {
  billingRunSteps,
  closeAccount,
  completeCheckout,
  endSubscriptionsOf,
  liftAfterPayment,
  liftExempted,
  markOverdue,
  rebuildBehaviour,
  rebuildSubscriptionDays,
  rebuildTotals,
  removeExemptionsOf,
  resumeRuns,
  runJob,
  useCreditAutomatically,
} from "./modules/billing/index.ts";
import { sealChain } from "./modules/audit/index.ts";
import { registerWebhooks } from "./modules/connections/index.ts";
import { sweepOrphan, takeRemovedFiles } from "./modules/files/index.ts";
import {
  resumeSteps,
  runStep,
  type Event,
  type EventHandler,
  type EventType,
  type Steps,
} from "./modules/outbox/index.ts";
import { closeSession, closeSocketsOf, publishEvent } from "./modules/live/index.ts";
import { addBuiltInTasks, giveUpRun, runTask, startDueTask, tendTasks } from "./modules/tasks/index.ts";
import { buryWebhook, processWebhook } from "./modules/webhooks/index.ts";
import { purgeTenant } from "./modules/tenancy/index.ts";
import { customerImportSteps, importJob, tendCustomerImports } from "./modules/customer-imports/index.ts";
import { exportSteps, importSteps, tendExports } from "./modules/portability/index.ts";
import { announce, notifyOf, resendStep } from "./modules/notifications/index.ts";
import { tellHolders } from "./modules/users/index.ts";

/** Long work that goes on step by step, by its job's name. */
const steps: Record<string, Steps> = {
  [importJob]: customerImportSteps,
  [runJob]: billingRunSteps(),
  "portability.export": exportSteps,
  "portability.import": importSteps,
};

type Handlers = { [T in EventType]: ((ctx: Context, event: Event<T>) => Promise<void>)[] };

/** Whatever lowers what an invoice owes may free a subscription. */
async function liftOf(ctx: Context, { data }: { data: { invoiceId: string | null } }): Promise<void> {
  if (data.invoiceId !== null) await liftAfterPayment(ctx, data.invoiceId);
}

const handlers: Handlers = {
  "tenant.signed_up": [(ctx) => addBuiltInTasks(ctx), notifyOf],
  "tenant.deletion_asked": [notifyOf],
  "export.finished": [notifyOf],
  "user.email_confirmation_asked": [notifyOf],
  "user.password_forgotten": [notifyOf],
  "user.security_changed": [notifyOf],
  "user.permissions_changed": [(ctx, { data }) => closeSocketsOf(ctx, data.userId)],
  "user.sessions_ended": [(ctx, { data }) => closeSocketsOf(ctx, data.userId, data.exceptSessionId)],
  "role.changed": [(ctx, { data }) => tellHolders(ctx, data.roleId)],
  "invitation.sent": [notifyOf],
  "session.ended": [(ctx, { data }) => closeSession(ctx, data.sessionId)],
  "user.identity_submitted": [publishEvent, notifyOf],
  "user.identity_verified": [publishEvent, notifyOf],
  "user.identity_rejected": [publishEvent, notifyOf],
  "file.stored": [(ctx, { data }) => sweepOrphan(ctx, data.fileId)],
  "files.removed": [(ctx, { data }) => takeRemovedFiles(ctx, data)],
  "connection.saved": [(ctx, { data }) => registerWebhooks(ctx, data.connectionId)],
  "connection.failed": [notifyOf],
  "customer.created": [publishEvent],
  "customer.deleted": [
    async (ctx, { data }) => void (await endSubscriptionsOf(ctx, data.customerId)),
    (ctx, { data }) => closeAccount(ctx, data.customerId),
    (ctx, { data }) => removeExemptionsOf(ctx, data.customerId),
  ],
  "subscription.plan_changed": [publishEvent, notifyOf],
  "subscription.suspended": [publishEvent, notifyOf],
  "subscription.restored": [publishEvent, notifyOf],
  "suspension.exempted": [async (ctx, { data }) => void (await liftExempted(ctx, data.customerId))],
  // Credit is used first, so that the message tells what is still to be paid.
  "invoice.issued": [(ctx, { data }) => useCreditAutomatically(ctx, data.customerId), publishEvent, notifyOf],
  "invoice.issued_past_due": [async (ctx) => void (await markOverdue(ctx))],
  "invoice.paid": [liftOf, publishEvent],
  "invoice.overdue": [publishEvent],
  "invoice.voided": [liftOf, publishEvent],
  "invoice.reminder_due": [notifyOf],
  "payment.received": [liftOf, publishEvent, notifyOf],
  "credit.added": [(ctx, { data }) => useCreditAutomatically(ctx, data.customerId), publishEvent],
  "credit_note.issued": [liftOf, publishEvent],
  "checkout.requested": [(ctx, { data }) => completeCheckout(ctx, data.checkoutId)],
  "billing_run.changed": [publishEvent, notifyOf],
  "customer_import.changed": [publishEvent],
  "steps.watched": [(ctx, { data }) => resumeSteps(ctx, stepsOf(data.job), data)],
  "totals.rebuild_asked": [
    (ctx) => rebuildTotals(ctx),
    (ctx) => rebuildBehaviour(ctx),
    (ctx) => rebuildSubscriptionDays(ctx),
  ],
  "webhook.received": [(ctx, { id, data }) => processWebhook(ctx, data.receiptId, id)],
  "webhook.failed": [notifyOf],
  "webhook.noted": [notifyOf],
  "deliveries.resend_asked": [(ctx, { data }) => resendStep(ctx, data)],
  "announcement.sent": [(ctx, { data }) => announce(ctx, data.announcementId)],
  "task.due": [(ctx, { data }) => runTask(ctx, data.runId)],
  "task.failed": [notifyOf],
  "task.changed": [publishEvent],
};

/** What is to be done when every try of an event has failed; the event itself stays in the outbox, marked dead. */
const mourners: Partial<Handlers> = {
  "webhook.received": [(ctx, { id, data }) => buryWebhook(ctx, data.receiptId, id)],
  "task.due": [(ctx, { data }) => giveUpRun(ctx, data.runId)],
};
export const mournersOf = (event: Event): readonly EventHandler[] =>
  (mourners[event.type] ?? []) as unknown as EventHandler[];

/** Who handles an event, in order. */
export const handlersOf = (event: Event): readonly EventHandler[] => handlers[event.type] as unknown as EventHandler[];

type Job = (ctx: Context, input: Record<string, unknown>) => Promise<void>;

/** Long work by name. */
const jobs: Record<string, Job> = {
  "portability.tend": (ctx) => tendExports(ctx),
  "tenancy.purge": (ctx) => purgeTenant(ctx),
  "customers.tendImports": (ctx) => tendCustomerImports(ctx),
  "audit.seal": (ctx) => sealChain(ctx),
  "billing.resumeRuns": (ctx) => resumeRuns(ctx),
  "tasks.start": (ctx, input) => startDueTask(ctx, input),
  "tasks.tend": (ctx) => tendTasks(ctx),
};

/** @throws when there is no such work: a message of another version, which waits for its own */
function stepsOf(job: string): Steps {
  const found = steps[job];
  if (!found) throw new Error(`Unknown work ${job}`);
  return found;
}

const stepInput = z.object({ id: z.string() });

/** @throws when no such job is known: a message of another version, which waits for its own */
export function jobOf(name: string): Job {
  const work = steps[name];
  if (work) return (ctx, input) => runStep(ctx, work, { job: name, ...stepInput.parse(input) });
  const job = jobs[name];
  if (!job) throw new Error(`Unknown job ${name}`);
  return job;
}

/**
 * Jobs that cron starts for every tenant, by the trigger in `wrangler.toml`: chores that nobody needs to see. What people
 * watch and time is on the task board (`modules/tasks/kinds.ts`).
 */
export const tenantJobs: Record<string, string[]> = {
  "7 * * * *": ["billing.resumeRuns", "tenancy.purge", "portability.tend", "customers.tendImports", "tasks.tend"],
};
