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
import { serialSeries } from "../../worker/modules/billing/invoices/issue.ts";
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
  /** Last month's invoice of each subscription. */
  billed?: boolean;
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
    await store.atomic(chunkStatements(store, maker, { ...options, from, size, brandId: brand?.id ?? "", planIds }));
  }
}

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

function chunkStatements(
  store: TenantStore,
  { next, id, token }: ReturnType<typeof createMaker>,
  { from, size, brandId, planIds, period, searchable, billed }: Chunk,
) {
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
  return [
    insertRows(store, customers, shops),
    ...(searchable ? [insertRows(store, customerTerms, terms)] : []),
    insertRows(store, subscriptions, lines),
    ...addToCounters(store, [
      { name: "customers", count: shops.length },
      { name: "subscriptions.active", count: lines.filter(({ state }) => state === "active").length },
    ]),
    ...(billed ? billStatements(store, lines, { next, id, token, month: addMonths(period, -1) }) : []),
    ...countDays(
      day,
      lines.map((after) => ({ after })),
    ),
    ...refreshBehaviour(
      day,
      shops.map((each) => each.id),
    ),
  ];
}

const countBill = ({ state, total, paid }: { state: string; total: number; paid: number }): Counted[] =>
  state === "paid" ? [] : [{ name: `invoices.${state}` as Counted["name"], count: 1, amount: total - paid }];

interface Billing {
  next: (below: number) => number;
  id: (prefix: "inv") => string;
  token: () => string;
  month: string;
}

/** An invoice of `month` for each line: most are paid, some are awaited, a few are overdue. */
function billStatements(
  store: TenantStore,
  lines: readonly { id: string; number: number; customerId: string; brandId: string }[],
  { next, id, token, month }: Billing,
) {
  const year = month.slice(0, 4);
  const bills = lines.map(({ id: subscriptionId, number, customerId, brandId }) => {
    const total = prices[next(prices.length)] as number;
    const state = (["paid", "paid", "paid", "paid", "paid", "awaiting_payment", "overdue"] as const)[next(7)] ?? "paid";
    const paid = state === "paid" ? total : 0;
    return {
      id: id("inv"),
      serial: number,
      number: `INV-${year}-${String(number).padStart(3, "0")}`,
      customerId,
      brandId,
      subscriptionId,
      period: month,
      state,
      issuedOn: `${month}-01`,
      dueOn: `${month}-10`,
      subtotal: total,
      discount: 0,
      taxRateBasisPoints: 0,
      taxInclusive: false,
      tax: 0,
      total,
      paid,
      credited: 0,
      paidAt: paid > 0 ? atMs : null,
      publicToken: token(),
      createdAt: atMs,
    };
  });
  return [
    raiseSequence(store, serialSeries, bills.length),
    raiseSequence(store, `invoice:${year}`, bills.length),
    insertRows(store, invoices, bills),
    ...addToCounters(store, bills.flatMap(countBill)),
    ...totalInvoices(
      { store },
      bills.map((after) => ({ after })),
    ),
    insertRows(
      store,
      invoiceItems,
      bills.map(({ id: invoiceId, total }) => ({
        invoiceId,
        line: 1,
        description: `Internet · ${month}`,
        quantity: 1,
        unitPrice: total,
        amount: total,
      })),
    ),
  ];
}
