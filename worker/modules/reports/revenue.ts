/** What was issued and received between two days, by day, month, brand or state. Reads daily totals alone. */
import { and, gte, lte, sql, type SQL } from "drizzle-orm";
import type { z } from "@hono/zod-openapi";
import type { Context } from "../../core/context.ts";
import { addDays, addMonths, dateIn } from "../../core/time.ts";
import { invoiceStates, type InvoiceState } from "../billing/index.ts";
import { billingDays, invoiceTotals, receivedTotals } from "../billing/schema.ts";
import { askedBrand, brandNames, ofBrand } from "./brands.ts";
import { requireSpan, type revenueAnswer, type RevenueQuery } from "./inputs.ts";

type Answer = z.input<typeof revenueAnswer>;
type Group = RevenueQuery["groupBy"];

/** Money and invoices of a group. A month begins and ends where the company is (B18): days are its own. */
export async function revenueReport(ctx: Context, query: RevenueQuery): Promise<Answer> {
  const span = spanOf(ctx, query);
  requireSpan(span);
  const { groupBy, brandId } = query;
  const [names, issued, received, credited] = await ctx.store.read(
    brandNames(ctx),
    issuedSums(ctx, span, brandId),
    receivedSums(ctx, span, brandId),
    creditedSums(ctx, span, brandId),
  );
  const gone = issued.filter(({ state }) => state === "void");
  const methods = [...Map.groupBy(received, ({ method }) => method)].map(([method, own]) => ({
    method,
    ...receivedFigures(own),
  }));
  const rows = keysOf(span, names, [...issued, ...received, ...credited]).map((key) => {
    const of = <T extends { key: string }>(list: readonly T[]) => list.filter((row) => row.key === key);
    const figures = key === "void" ? voidFigures(gone) : issuedFigures(of(issued));
    const money = { ...receivedFigures(of(received)), ...creditedFigures(of(credited)) };
    const brand = names.find(({ id }) => id === key) ?? null;
    return { key, brand, ...figures, ...(groupBy === "status" ? {} : money) };
  });
  return {
    ...span,
    brand: askedBrand(names, brandId),
    rows,
    total: { ...issuedFigures(issued), ...receivedFigures(received), ...creditedFigures(credited) },
    void: { invoices: sum(gone, "invoices"), issued: sum(gone, "issued") },
    methods: methods.toSorted((a, b) => b.received - a.received),
  };
}

export interface Span {
  from: string;
  to: string;
  groupBy: Group;
}

/** This month until today, unless it is said otherwise. */
function spanOf(ctx: Context, { from, to, groupBy }: RevenueQuery): Span {
  const last = to ?? dateIn(ctx.tenant.timeZone, ctx.now());
  return { from: from ?? `${last.slice(0, 7)}-01`, to: last, groupBy };
}

/** The query for what was issued, by key and state. */
function issuedSums(ctx: Context, { from, to, groupBy }: Span, brandId: string | undefined) {
  const { issuedOn, state, count, total, tax, paid } = invoiceTotals;
  const keys: Record<Group, SQL<string>> = {
    day: sql`${issuedOn}`,
    month: sql`substr(${issuedOn}, 1, 7)`,
    brand: sql`${invoiceTotals.brandId}`,
    status: sql`${state}`,
  };
  const key = keys[groupBy];
  return ctx.store.db
    .select({
      key: key.as("key"),
      state,
      invoices: sql<number>`sum(${count})`.mapWith(Number),
      issued: sql<number>`sum(${total})`.mapWith(Number),
      tax: sql<number>`sum(${tax})`.mapWith(Number),
      settled: sql<number>`sum(${paid})`.mapWith(Number),
      credited: sql<number>`sum(${invoiceTotals.credited})`.mapWith(Number),
      creditedTax: sql<number>`sum(${invoiceTotals.creditedTax})`.mapWith(Number),
    })
    .from(invoiceTotals)
    .where(
      ctx.store.own(
        invoiceTotals,
        and(gte(issuedOn, from), lte(issuedOn, to)),
        ofBrand(ctx, invoiceTotals.brandId, brandId),
      ),
    )
    .groupBy(key, state);
}

/** The query for what was received, by key and method. */
function receivedSums(ctx: Context, { from, to, groupBy }: Span, brandId: string | undefined) {
  const { receivedOn, method, count, amount } = receivedTotals;
  const keys: Record<Group, SQL<string>> = {
    day: sql`${receivedOn}`,
    month: sql`substr(${receivedOn}, 1, 7)`,
    brand: sql`${receivedTotals.brandId}`,
    status: sql`${method}`,
  };
  const key = keys[groupBy];
  return ctx.store.db
    .select({
      key: key.as("key"),
      method,
      payments: sql<number>`sum(${count})`.mapWith(Number),
      received: sql<number>`sum(${amount})`.mapWith(Number),
    })
    .from(receivedTotals)
    .where(
      ctx.store.own(
        receivedTotals,
        and(gte(receivedOn, from), lte(receivedOn, to)),
        ofBrand(ctx, receivedTotals.brandId, brandId),
      ),
    )
    .groupBy(key, method);
}

/** The query for what credit notes took back, and what was given back, by key. */
function creditedSums(ctx: Context, { from, to, groupBy }: Span, brandId: string | undefined) {
  const { date, creditedAmount, creditedTax, refundedAmount } = billingDays;
  const keys: Record<Group, SQL<string>> = {
    day: sql`${date}`,
    month: sql`substr(${date}, 1, 7)`,
    brand: sql`${billingDays.brandId}`,
    // Notes have no state: they are added up alone.
    status: sql`${billingDays.brandId}`,
  };
  const key = keys[groupBy];
  return ctx.store.db
    .select({
      key: key.as("key"),
      credited: sql<number>`sum(${creditedAmount})`.mapWith(Number),
      creditedTax: sql<number>`sum(${creditedTax})`.mapWith(Number),
      refunded: sql<number>`sum(${refundedAmount})`.mapWith(Number),
    })
    .from(billingDays)
    .where(ctx.store.own(billingDays, and(gte(date, from), lte(date, to)), ofBrand(ctx, billingDays.brandId, brandId)))
    .groupBy(key);
}

const sum = <K extends string>(list: readonly Record<K, number>[], name: K): number =>
  list.reduce((all, each) => all + each[name], 0);

type IssuedRow = Record<"invoices" | "issued" | "tax" | "settled" | "credited" | "creditedTax", number> & {
  state: InvoiceState;
};

/** Of void invoices counts what credit notes had taken back before: those notes count too, at their own time. */
function issuedFigures(list: readonly IssuedRow[]) {
  const live = list.filter(({ state }) => state !== "void");
  const gone = list.filter(({ state }) => state === "void");
  const open = list.filter(({ state }) => state === "awaiting_payment" || state === "overdue");
  return {
    invoices: sum(live, "invoices"),
    issued: sum(live, "issued") + sum(gone, "credited"),
    tax: sum(live, "tax") + sum(gone, "creditedTax"),
    settled: sum(live, "settled"),
    outstanding: sum(open, "issued") - sum(open, "settled") - sum(open, "credited"),
  };
}

/** By state void invoices are shown as they were issued; no sum holds them. */
const voidFigures = (list: readonly IssuedRow[]) => ({
  invoices: sum(list, "invoices"),
  issued: sum(list, "issued"),
  tax: sum(list, "tax"),
  settled: 0,
  outstanding: 0,
});

const receivedFigures = (list: readonly { payments: number; received: number }[]) => ({
  payments: sum(list, "payments"),
  received: sum(list, "received"),
});

const creditedFigures = (list: readonly Record<"credited" | "creditedTax" | "refunded", number>[]) => ({
  credited: sum(list, "credited"),
  creditedTax: sum(list, "creditedTax"),
  refunded: sum(list, "refunded"),
});

/** The groups to show: every day or month of the span, or what there is of brands and states. */
function keysOf({ from, to, groupBy }: Span, names: readonly { id: string }[], found: readonly { key: string }[]) {
  const has = (key: string) => found.some((row) => row.key === key);
  if (groupBy === "brand") return names.map(({ id }) => id).filter(has);
  if (groupBy === "status") return invoiceStates.filter(has);
  const next = groupBy === "day" ? (day: string) => addDays(day, 1) : (month: string) => addMonths(month, 1);
  const keys: string[] = [];
  const [first, last] = groupBy === "day" ? [from, to] : [from.slice(0, 7), to.slice(0, 7)];
  for (let key = first; key <= last; key = next(key)) keys.push(key);
  return keys;
}
