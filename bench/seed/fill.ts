/** Fills a company with customers, their subscriptions and invoices, through the store's bulk statements. */
import type { Connection } from "#dialect";
import type { DayContext } from "../../worker/core/context.ts";
import { newId, randomText, type IdPrefix } from "../../worker/core/ids.ts";
import { addMonths } from "../../worker/core/time.ts";
import { insertRows } from "../../worker/db/bulk.ts";
import { addToCounters, type Counted } from "../../worker/db/counters.ts";
import { raiseSequence } from "../../worker/db/sequences.ts";
import { tenantStore, type TenantStore } from "../../worker/db/store.ts";
import { refreshBehaviour } from "../../worker/modules/billing/behaviour/refresh.ts";
import { addToDay, serialSeries } from "../../worker/modules/billing/invoices/issue.ts";
import { invoiceItems, invoices, plans, subscriptions } from "../../worker/modules/billing/schema.ts";
import { countDays } from "../../worker/modules/billing/subscriptions/days.ts";
import { totalInvoices } from "../../worker/modules/billing/totals/keep.ts";
import { customers, customerTerms } from "../../worker/modules/customers/schema.ts";
import { termsOf } from "../../worker/modules/customers/terms.ts";
import { brands } from "../../worker/modules/tenancy/schema.ts";
import type { RemoteCompany } from "../company.ts";
import type { Server } from "../server.ts";
import { numbers, shop } from "./vocabulary.ts";

export interface FillOptions {
  count: number;
  /** The first month that is not billed yet, `YYYY-MM`. */
  period: string;
  /** Words to find the customers by. */
  searchable?: boolean;
  /** For how many months before `period` each subscription has an invoice. */
  billedMonths?: number;
}

/** Rows of one statement; its terms are a JSON parameter of about a megabyte. */
const chunkSize = 1000;
const atMs = Date.parse("2026-01-01T00:00:00Z");
const prices = [125_000, 150_000, 199_000, 275_000, 350_000];

/** A company's store, seen from outside of the Worker. Every company of the benchmark lives on shard 0. */
export const openStore = async (server: Server, { id }: RemoteCompany): Promise<TenantStore> =>
  tenantStore((await server.database()) as unknown as Connection, id, {
    guard: false,
    meter: { roundTrips: 0, rowsRead: 0 },
  });

/** Fills the company: `count` customers with one subscription each, the same for the same options. */
export async function fillCompany(store: TenantStore, options: FillOptions): Promise<void> {
  const maker = createMaker();
  const [[brand]] = await store.read(store.db.select().from(brands).where(store.own(brands)));
  const planIds = prices.map(() => maker.id("pln"));
  await store.atomic([
    insertRows(
      store,
      plans,
      prices.map((price, n) => {
        const name = `Rumah ${(n + 1) * 10} Mbps`;
        return { id: planIds[n] as string, number: n + 1, name, nameKey: name.toLowerCase(), price, createdAt: atMs };
      }),
    ),
    raiseSequence(store, "plan", prices.length),
    raiseSequence(store, "customer", options.count),
    raiseSequence(store, "subscription", options.count),
  ]);
  for (let from = 0; from < options.count; from += chunkSize) {
    const size = Math.min(chunkSize, options.count - from);
    await fillChunk(store, maker, { ...options, from, size, brandId: brand?.id ?? "", planIds });
  }
}

type Maker = ReturnType<typeof createMaker>;

/** Deterministic ids and choices. */
function createMaker() {
  const next = numbers(7);
  const random = (length: number) => Uint8Array.from({ length }, () => next(256));
  let now = atMs;
  return {
    next,
    id: <P extends IdPrefix>(prefix: P) => newId(prefix, ++now, random),
    token: () => randomText(24, random),
  };
}

interface Chunk extends FillOptions {
  from: number;
  size: number;
  brandId: string;
  planIds: string[];
}

async function fillChunk(store: TenantStore, maker: Maker, chunk: Chunk): Promise<void> {
  const { next, id } = maker;
  const { from, size, brandId, planIds, period, searchable } = chunk;
  const shops = Array.from({ length: size }, (_, n) => ({
    ...shop(next),
    id: id("cus"),
    number: from + n + 1,
    brandId,
    status: next(20) === 0 ? ("inactive" as const) : ("active" as const),
    createdAt: atMs,
  }));
  const lines = shops.map(({ id: customerId, number }) => ({
    id: id("sub"),
    number,
    customerId,
    brandId,
    planId: planIds[next(planIds.length)] as string,
    state: next(25) === 0 ? ("suspended" as const) : ("active" as const),
    price: next(10) === 0 ? 99_000 : null,
    discount: next(8) === 0 ? 10_000 : 0,
    anchorDay: next(3) === 0 ? 15 : 1,
    startsOn: "2025-06-01",
    endsOn: null,
    nextPeriod: period,
    billFrom: `${period}-01`,
    createdAt: atMs,
  }));
  const terms = shops.flatMap((each) =>
    [...new Set([...termsOf(each), String(each.number)])].map((term) => ({
      term,
      customerId: each.id,
      status: each.status,
    })),
  );
  const day: DayContext = { store, now: () => atMs, tenant: { timeZone: "Asia/Jakarta" } };
  await store.atomic([
    insertRows(store, customers, shops),
    ...(searchable ? [insertRows(store, customerTerms, terms)] : []),
    insertRows(store, subscriptions, lines),
    ...addToCounters(store, [
      { name: "customers", count: shops.length },
      { name: "subscriptions.active", count: lines.filter(({ state }) => state === "active").length },
    ]),
    ...countDays(
      day,
      lines.map((after) => ({ after })),
    ),
  ]);
  for (const month of monthsOf(chunk)) await store.atomic(billStatements(store, billsOf(month, lines, maker)));
  await store.atomic(
    refreshBehaviour(
      day,
      shops.map((each) => each.id),
    ),
  );
}

const countBill = ({ state, total, paid }: { state: string; total: number; paid: number }): Counted[] =>
  state === "paid" ? [] : [{ name: `invoices.${state}` as Counted["name"], count: 1, amount: total - paid }];

interface Line {
  id: string;
  number: number;
  customerId: string;
  brandId: string;
}

/** Included in the price: PPN of 11%. */
const taxOf = (total: number): number => Math.round((total * 11) / 111);

interface Month {
  month: string;
  year: string;
  /** How many invoices of the company, and of the year, have numbers before this month's. */
  before: { ever: number; inYear: number };
}

/** The billed months, oldest first. */
function monthsOf({ period, billedMonths = 0, count }: FillOptions): Month[] {
  const months = Array.from({ length: billedMonths }, (_, n) => addMonths(period, n - billedMonths));
  return months.map((month, n) => {
    const year = month.slice(0, 4);
    const earlier = months.slice(0, n);
    const inYear = earlier.filter((each) => each.startsWith(year)).length;
    return { month, year, before: { ever: n * count, inYear: inYear * count } };
  });
}

/** An invoice for each line: most are paid, some are awaited, a few are overdue. */
const billsOf = ({ month, year, before }: Month, lines: readonly Line[], { next, id, token }: Maker) =>
  lines.map(({ id: subscriptionId, number, customerId, brandId }) => {
    const total = prices[next(prices.length)] as number;
    const state = (["paid", "paid", "paid", "paid", "paid", "awaiting_payment", "overdue"] as const)[next(7)] ?? "paid";
    const paid = state === "paid" ? total : 0;
    return {
      id: id("inv"),
      serial: before.ever + number,
      number: `INV-${year}-${String(before.inYear + number).padStart(3, "0")}`,
      customerId,
      brandId,
      subscriptionId,
      period: month,
      state,
      issuedOn: `${month}-01`,
      dueOn: `${month}-10`,
      subtotal: total,
      discount: 0,
      taxRateBasisPoints: 1100,
      taxInclusive: true,
      tax: taxOf(total),
      total,
      paid,
      credited: 0,
      paidAt: paid > 0 ? Date.parse(`${month}-05`) : null,
      publicToken: token(),
      createdAt: Date.parse(`${month}-01`),
    };
  });

function billStatements(store: TenantStore, bills: ReturnType<typeof billsOf>) {
  const [first] = bills;
  const issuedAmount = bills.reduce((sum, { total }) => sum + total, 0);
  return [
    ...(first
      ? [addToDay({ store }, { date: first.issuedOn, brandId: first.brandId, issuedCount: bills.length, issuedAmount })]
      : []),
    raiseSequence(store, serialSeries, bills.length),
    raiseSequence(store, `invoice:${first?.period.slice(0, 4) ?? ""}`, bills.length),
    insertRows(store, invoices, bills),
    ...addToCounters(store, bills.flatMap(countBill)),
    ...totalInvoices(
      { store },
      bills.map((after) => ({ after })),
    ),
    insertRows(
      store,
      invoiceItems,
      bills.map(({ id: invoiceId, total, period }) => ({
        invoiceId,
        line: 1,
        description: `Internet · ${period}`,
        quantity: 1,
        unitPrice: total,
        amount: total,
      })),
    ),
  ];
}
