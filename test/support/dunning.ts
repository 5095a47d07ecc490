/** For tests of reminders and suspensions: a company with customers in arrears, and workers that die on the way. */
import { asc } from "drizzle-orm";
import { addCustomer, addInvoice, type InvoiceBody } from "./billing.ts";
import { Clock, TestTenant } from "./tenant.ts";
import type { Context } from "../../worker/core/context.ts";
import { deliveriesOf } from "../../worker/modules/notifications/testing.ts";
import { outbox } from "../../worker/modules/outbox/schema.ts";
import { reminders } from "../../worker/modules/billing/schema.ts";
import { watched } from "../../worker/modules/billing/testing.ts";

export interface SubscriptionBody {
  id: string;
  number: number;
  state: string;
  billFrom: string;
  suspension: { cause: string; since: string | null } | null;
}
export interface Policy {
  enabled: boolean;
  daysAfterDue: number;
  openings: { weekday: number; fromHour: number; untilHour: number }[];
  closedDates: string[];
  minimumOwed: number;
  noticeDays: number[];
}

/** Every day and hour, so that a test need not look at the calendar. */
export const anytime: Policy = {
  enabled: true,
  daysAfterDue: 7,
  openings: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, fromHour: 0, untilHour: 24 })),
  closedDates: [],
  minimumOwed: 0,
  noticeDays: [],
};

/** A company on Monday, 23 November 2026, 10:00 in Jakarta. */
export const monday = (timeZone = "Asia/Jakarta") =>
  TestTenant.signUp({ clock: new Clock(Date.parse("2026-11-23T03:00:00Z")), timeZone });

export async function savePolicy(tenant: TestTenant, policy: Partial<Policy> = {}, rest: object = {}) {
  const answer = await tenant.as<{ version: number; activeFrom: string }>("PUT", "/billing/suspension", {
    version: 0,
    policy: { ...anytime, ...policy },
    ...rest,
  });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return answer.body;
}

/** A customer with a subscription and an invoice of Rp 150.000 that was due on a date. */
export async function debtor(
  tenant: TestTenant,
  dueOn: string,
  { amount = 150_000, brandId = undefined as string | undefined } = {},
) {
  const email = `${tenant.slug}-${Math.abs(Date.parse(dueOn))}@example.com`;
  const customerId = await addCustomer(tenant, `Pelanggan ${dueOn}`, { email });
  const plan = await planOf(tenant);
  const subscription = await tenant.as<SubscriptionBody>("POST", "/subscriptions", {
    customerId,
    planId: plan,
    ...(brandId && { brandId }),
  });
  const invoice = await addInvoice(tenant, { customerId, amount, dueOn });
  await tenant.settle();
  return { customerId, subscriptionId: subscription.body.id, invoice };
}

async function planOf(tenant: TestTenant): Promise<string> {
  const known = await tenant.as<{ data: { id: string }[] }>("GET", "/plans");
  const [first] = known.body.data;
  if (first) return first.id;
  return (await tenant.as<{ id: string }>("POST", "/plans", { name: "Rumah 20", price: 150_000 })).body.id;
}

export const subscriptionOf = async (tenant: TestTenant, id: string): Promise<SubscriptionBody> =>
  (await tenant.as<SubscriptionBody>("GET", `/subscriptions/${id}`)).body;

export const pay = (tenant: TestTenant, invoice: InvoiceBody, amount = invoice.total) =>
  tenant.as("POST", `/invoices/${invoice.id}/payments`, { amount, method: "cash" });

/** What was marked as told, as `step toldOn`, oldest first. */
export async function toldSteps(tenant: TestTenant): Promise<string[]> {
  const { store } = await tenant.context();
  const [rows] = await store.read(
    store.db
      .select()
      .from(reminders)
      .where(store.own(reminders))
      .orderBy(asc(reminders.toldOn), asc(reminders.invoiceId)),
  );
  return rows.map(({ step, toldOn }) => `${step} ${toldOn}`);
}

/** The kinds of the messages that were written, oldest first. */
export const kindsTold = async (tenant: TestTenant, ...kinds: string[]): Promise<string[]> =>
  (await deliveriesOf(tenant)).map(({ kind }) => kind).filter((kind) => kinds.length === 0 || kinds.includes(kind));

/** How many events of a type there are, done or not. */
export async function eventsOf(tenant: TestTenant, type: string) {
  const { store } = await tenant.context();
  const [rows] = await store.read(store.db.select().from(outbox).where(store.own(outbox)));
  return rows.filter((row) => row.type === type);
}

class Killed extends Error {}

/** Does work with a worker that dies ahead of each of its calls of the store, then behind each, and takes it up again. */
export async function killedEverywhere(ctx: Context, work: (ctx: Context) => Promise<unknown>): Promise<number> {
  let deaths = 0;
  for (let call = 0; ; call++) {
    let [isOver, seen] = [true, 0];
    const dieAt = (place: number) => () => {
      if (seen++ !== place) return;
      isOver = false;
      throw new Killed();
    };
    const die = dieAt(Math.floor(call / 2));
    const dying = call % 2 === 0 ? watched(ctx, die) : watched(ctx, () => {}, die);
    await work(dying).catch((error: unknown) => {
      if (!(error instanceof Killed)) throw error;
      deaths += 1;
    });
    if (isOver) return deaths;
  }
}
