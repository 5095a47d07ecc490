/** What every issued invoice leaves behind, whether issued alone or by a run. */
import { sql, type SQL, type SQLWrapper } from "drizzle-orm";
import { zeroPadded, type Statement } from "#dialect";
import type { Context, DayContext } from "../../../core/context.ts";
import { dateIn } from "../../../core/time.ts";
import { account, type Posting } from "../../ledger/index.ts";
import { billingDays } from "../schema.ts";

/** Today, where the tenant is. */
export const today = ({ tenant, now }: Pick<DayContext, "tenant" | "now">): string => dateIn(tenant.timeZone, now());

/** Nothing is owed of an invoice of nothing, so it is paid. */
export const issuedState = (total: number) => (total === 0 ? ("paid" as const) : ("awaiting_payment" as const));

/** The series that counts all invoices. */
export const serialSeries = "invoice";

/** The series of a year's invoice numbers. */
export const invoiceSeries = (year: string) => `invoice:${year}`;

/**
 * An invoice's number, composed in SQL because its last part rises in the same batch.
 * @param format the tenant's setting, as `INV-{year}-{number:3}`
 * @param value the sequence's value
 */
export function invoiceNumber(format: string, year: string, value: SQLWrapper): SQL<string> {
  const width = Number(/\{number(?::(\d))?\}/.exec(format)?.[1] ?? 1);
  const prefix = format.replace(/\{number(:\d)?\}$/, "").replaceAll("{year}", year);
  return sql<string>`${prefix} || ${zeroPadded(value, width)}`;
}

/** The token of a payment page: the tenant's id and 24 random characters, so that the link works on every host. */
export const newPublicToken = (ctx: Context): string => ctx.randomText(24);
/** The invoice's own part of that token, as it is stored. */
export const storedToken = (token: string): string => token.slice(20);
export const paymentPath = (tenantId: string, publicToken: string): string => `/pay/${tenantId.slice(4)}${publicToken}`;

interface Issued {
  id: string;
  brandId: string;
  total: number;
  tax: number;
}

/** What issuing an invoice moves: from its brand's sales and tax to what the customer owes. */
export const issuePostings = ({ id, brandId, total, tax }: Issued): Posting[] => [
  { debit: account.receivable(id), credit: account.sales(brandId), amount: total - tax, reason: "invoice.issued" },
  { debit: account.receivable(id), credit: account.tax(brandId), amount: tax, reason: "invoice.issued" },
];

/** What a business day can be added to; `billing_days` has a column for each. */
export const daySums = [
  ...(["issuedCount", "issuedAmount", "paidCount", "paidAmount"] as const),
  ...(["creditedCount", "creditedAmount", "creditedTax", "refundedCount", "refundedAmount"] as const),
];

/** What happened on a business day, for the charts. */
export type DayChange = { date: string; brandId: string } & Partial<Record<(typeof daySums)[number], number>>;

/** The statement that adds to a day. */
export function addToDay({ store }: Pick<Context, "store">, { date, brandId, ...change }: DayChange): Statement {
  const sums = Object.fromEntries(daySums.map((name) => [name, change[name] ?? 0])) as Record<
    (typeof daySums)[number],
    number
  >;
  return store.db
    .insert(billingDays)
    .values({ tenantId: store.tenantId, date, brandId, ...sums })
    .onConflictDoUpdate({
      target: [billingDays.tenantId, billingDays.date, billingDays.brandId],
      set: Object.fromEntries(daySums.map((name) => [name, sql`${billingDays[name]} + ${sums[name]}`])),
    });
}
