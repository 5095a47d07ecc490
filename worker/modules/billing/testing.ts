/** For tests of billing: companies with many subscriptions, and workers that run jobs one by one, or die on the way. */
import { asc, eq, getTableColumns } from "drizzle-orm";
import { TestTenant } from "../../../test/support/tenant.ts";
import type { Context } from "../../core/context.ts";
import type { JobMessage } from "../../core/messages.ts";
import { insertRows, type BulkRow } from "../../db/bulk.ts";
import type { TenantStore } from "../../db/store.ts";
import { customers } from "../customers/schema.ts";
import { brands } from "../tenancy/schema.ts";
import { runStep } from "../outbox/index.ts";
import { billingRunSteps, resumeRuns } from "./runs/jobs.ts";
import { billingRunLines, billingRuns, invoiceItems, invoices, plans, subscriptions } from "./schema.ts";

/** A worker with a queue of its own, so that a test decides when a job runs. */
export class Worker {
  readonly queue: JobMessage[] = [];
  readonly ctx: Context;
  #chunkSize: number;

  private constructor(ctx: Context, chunkSize: number) {
    const queues = {
      JOBS: { value: { send: async (message: JobMessage) => void this.queue.push(message) } },
      EVENTS: { value: { sendBatch: async () => {} } },
    };
    this.ctx = { ...ctx, env: Object.create(ctx.env, queues) as Context["env"] };
    this.#chunkSize = chunkSize;
  }

  static async of(tenant: TestTenant, chunkSize = 4): Promise<Worker> {
    return new Worker(await tenant.context(), chunkSize);
  }

  /** Runs one job. */
  async step(ctx = this.ctx): Promise<void> {
    const message = this.queue.shift();
    if (!message) return;
    await runStep(ctx, billingRunSteps(this.#chunkSize), { job: message.job, id: String(message.input["id"]) });
  }

  /** Runs jobs until none is left. */
  async drain(): Promise<void> {
    while (this.queue.length > 0) await this.step();
  }

  /** What the hourly cron does, then everything that follows from it. */
  async resume(): Promise<void> {
    await resumeRuns(this.ctx);
    await this.drain();
  }
}

/** A context whose store calls `before` ahead of each round trip and `after` behind it; what they throw is thrown. */
export function watched(
  ctx: Context,
  before: (call: string) => unknown,
  after: (call: string) => unknown = () => {},
): Context {
  const watch = async <R>(name: string, call: () => Promise<R>): Promise<R> => {
    await before(name);
    const result = await call();
    await after(name);
    return result;
  };
  const { read, atomic } = ctx.store;
  const store: TenantStore = {
    ...ctx.store,
    read: (...queries) => watch("read", () => read(...queries)),
    atomic: (statements) => watch("atomic", () => atomic(statements)),
  };
  return { ...ctx, store };
}

/** Pseudo-random whole numbers, the same for the same seed (Lehmer, MINSTD). */
function numbers(seed: number) {
  let state = seed;
  return (below: number): number => (state = (state * 48_271) % 2_147_483_647) % below;
}

const pick = <T>(list: readonly T[], at: number): T => list[at % list.length] as T;

/**
 * A company with `count` subscriptions of every shape on 21 November 2026: plans of all prices, agreed prices, discounts,
 * all anchor days, first parts, arrears, moved anchor days, ends near and far, pauses; two brands that tax differently.
 */
export async function manySubscriptions(ctx: Context, count: number, seed = 11): Promise<void> {
  const next = numbers(seed);
  const { store } = ctx;
  const at = ctx.now();
  const [[first]] = await store.read(store.db.select().from(brands).where(store.own(brands)));
  const inclusive = {
    id: ctx.id("brd"),
    code: "INKLUSIF",
    name: "Inklusif",
    taxRateBasisPoints: 1100,
    taxInclusive: true,
    createdAt: at,
  };
  const brandIds = [first?.id as string, inclusive.id];
  const planRows = [0, 1, 99_999, 150_000, 1_000_000_000].map((price, n) => ({
    id: ctx.id("pln"),
    number: n + 1,
    name: `Paket ${n + 1}`,
    nameKey: `paket ${n + 1}`,
    price,
    createdAt: at,
  }));
  const people = Array.from({ length: count }, (_, n) => ({
    id: ctx.id("cus"),
    number: n + 1,
    brandId: pick(brandIds, n),
    name: `Pelanggan ${n + 1}`,
    status: "active" as const,
    createdAt: at,
  }));
  const ids = Array.from({ length: count }, () => ctx.id("sub")).sort();
  const lines = people.map((person, n): BulkRow<typeof subscriptions> => {
    const plan = pick(planRows, next(5));
    const price = pick([null, null, 250_001, 77], next(4));
    return {
      id: ids[n] as string,
      number: n + 1,
      customerId: person.id,
      brandId: person.brandId,
      planId: plan.id,
      state: pick(["active", "active", "active", "active", "suspended", "terminated"] as const, next(6)),
      price,
      discount: pick([0, 0, 1, Math.floor((price ?? plan.price) / 3), price ?? plan.price], next(5)),
      startsOn: "2025-01-01",
      endsOn: pick([null, null, null, "2026-10-10", "2026-11-25", "2027-06-30"], next(6)),
      ...pick(
        [
          { anchorDay: 1, nextPeriod: "2026-11", billFrom: "2026-11-01" },
          { anchorDay: 1, nextPeriod: "2026-11", billFrom: "2026-11-17" },
          { anchorDay: 15, nextPeriod: "2026-11", billFrom: "2026-11-01" },
          { anchorDay: 15, nextPeriod: "2026-10", billFrom: "2026-10-15" },
          { anchorDay: 31, nextPeriod: "2026-08", billFrom: "2026-09-29" },
          { anchorDay: 29, nextPeriod: "2026-02", billFrom: "2026-02-28" },
          { anchorDay: 1, nextPeriod: "2026-12", billFrom: "2026-12-01" },
        ],
        next(7),
      ),
      createdAt: at,
    };
  });
  await store.atomic([
    store.update(brands, { taxRateBasisPoints: 1100 }, eq(brands.id, first?.id as string)),
    insertRows(store, brands, [inclusive]),
    insertRows(store, plans, planRows),
    insertRows(store, customers, people),
    insertRows(store, subscriptions, lines),
  ]);
}

/** A company with `count` subscriptions and a worker of its own. */
export async function company(count: number, chunkSize?: number) {
  const tenant = await TestTenant.signUp();
  const worker = await Worker.of(tenant, chunkSize);
  await manySubscriptions(worker.ctx, count);
  return { tenant, worker, ctx: worker.ctx };
}

/** What has been issued, in the order of its numbers, by numbers instead of ids, so that two companies can be compared. */
export async function issuedInvoices({ store }: Context) {
  const [heads, items] = await store.read(
    store.db
      .select({ invoice: getTableColumns(invoices), subscription: subscriptions.number })
      .from(invoices)
      .innerJoin(subscriptions, store.own(subscriptions, eq(subscriptions.id, invoices.subscriptionId)))
      .where(store.own(invoices))
      .orderBy(asc(invoices.number)),
    store.db
      .select()
      .from(invoiceItems)
      .where(store.own(invoiceItems))
      .orderBy(asc(invoiceItems.invoiceId), asc(invoiceItems.line)),
  );
  return heads.map(
    ({ invoice: { id, number, period, subtotal, discount, tax, total, state, issuedOn, dueOn }, subscription }) => ({
      number,
      subscription,
      period,
      subtotal,
      discount,
      tax,
      total,
      state,
      issuedOn,
      dueOn,
      items: items
        .filter(({ invoiceId }) => invoiceId === id)
        .map(({ description, quantity, unitPrice }) => ({ description, quantity, unitPrice })),
    }),
  );
}

/** The lines of every run, in order. */
export async function runLines({ store }: Context) {
  const [rows] = await store.read(
    store.db
      .select({ line: getTableColumns(billingRunLines), subscription: subscriptions.number, now: subscriptions.state })
      .from(billingRunLines)
      .innerJoin(billingRuns, store.own(billingRuns, eq(billingRuns.id, billingRunLines.runId)))
      .innerJoin(subscriptions, store.own(subscriptions, eq(subscriptions.id, billingRunLines.subscriptionId)))
      .where(store.own(billingRunLines))
      .orderBy(asc(billingRuns.number), asc(billingRunLines.subscriptionId)),
  );
  return rows.map(({ line, subscription, now }) => ({ ...line, subscription, isActive: now === "active" }));
}
