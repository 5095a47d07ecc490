/** Reading one invoice, and showing invoices as the API does. */
import { asc, desc, eq, getTableColumns, sql } from "drizzle-orm";
import type { Context } from "../../../core/context.ts";
import { Refusal } from "../../../core/errors.ts";
import { isoInstant } from "../../../core/time.ts";
import type { Row } from "../../../db/store.ts";
import { customers } from "../../customers/schema.ts";
import { brands } from "../../tenancy/schema.ts";
import { paymentPath, storedToken } from "./issue.ts";
import { owedOf } from "./owed.ts";
import { invoiceItems, invoices } from "../schema.ts";

export type Invoice = Row<typeof invoices>;

/** What names an invoice: its id, or the serial that other systems know it by. */
export type InvoiceKey = string | { serial: number };

const withParties = ({ store }: Context) =>
  store.db
    .select({
      invoice: getTableColumns(invoices),
      customer: getTableColumns(customers),
      brand: getTableColumns(brands),
    })
    .from(invoices)
    .innerJoin(customers, store.own(customers, eq(customers.id, invoices.customerId)))
    .innerJoin(brands, store.own(brands, eq(brands.id, invoices.brandId)))
    .$dynamic();

/** The queries for an invoice with its customer and brand, and for its items. */
export function invoiceQueries(ctx: Context, key: InvoiceKey) {
  const { store } = ctx;
  const isIt = typeof key === "string" ? eq(invoices.id, key) : eq(invoices.serial, key.serial);
  const id = store.db.select({ id: invoices.id }).from(invoices).where(store.own(invoices, isIt));
  return [
    withParties(ctx).where(store.own(invoices, isIt)),
    store.db
      .select()
      .from(invoiceItems)
      .where(store.own(invoiceItems, eq(invoiceItems.invoiceId, typeof key === "string" ? key : sql`(${id})`)))
      .orderBy(asc(invoiceItems.line)),
  ] as const;
}

/** The query for the newest few invoices with customer and brand, for samples. */
export const newestInvoicesQuery = (ctx: Context) =>
  withParties(ctx).where(ctx.store.own(invoices)).orderBy(desc(invoices.id)).limit(5);

/** The query for the numbers that people, and other systems, know an invoice by. */
export const invoiceNumbersQuery = ({ store }: Context, id: string) =>
  store.db
    .select({ serial: invoices.serial, number: invoices.number })
    .from(invoices)
    .where(store.own(invoices, eq(invoices.id, id)));

/** @throws Refusal `not_found` */
export async function loadInvoice(ctx: Context, key: InvoiceKey) {
  const [[found], items] = await ctx.store.read(...invoiceQueries(ctx, key));
  if (!found) throw new Refusal("not_found");
  return { ...found, items };
}
export type LoadedInvoice = Awaited<ReturnType<typeof loadInvoice>>;

/** The queries for an invoice with its customer and brand, and for its items, by its part of a payment page's token. */
export function publicInvoiceQueries(ctx: Context, publicToken: string) {
  const { store } = ctx;
  const isIt = store.own(invoices, eq(invoices.publicToken, publicToken));
  return [
    withParties(ctx).where(isIt),
    store.db
      .select(getTableColumns(invoiceItems))
      .from(invoices)
      .innerJoin(invoiceItems, store.own(invoiceItems, eq(invoiceItems.invoiceId, invoices.id)))
      .where(isIt)
      .orderBy(asc(invoiceItems.line)),
  ] as const;
}

/** An issued invoice, by the token of its payment page. @throws Refusal `not_found` */
export async function loadInvoiceByToken(ctx: Context, token: string): Promise<LoadedInvoice> {
  const [[found], items] = await ctx.store.read(...publicInvoiceQueries(ctx, storedToken(token)));
  if (!found || found.invoice.state === "draft") throw new Refusal("not_found");
  return { ...found, items };
}

export interface SummaryRow {
  invoice: Invoice;
  customer: { id: string; number: number; name: string; deletedAt: number | null };
}

/** Where its customer pays an invoice; a draft has no such page. */
export const invoicePaymentUrl = (
  ctx: Pick<Context, "settings" | "tenant">,
  { publicToken }: Pick<Invoice, "publicToken">,
): string | null => publicToken && `${ctx.settings.APP_URL}${paymentPath(ctx.tenant.id, publicToken)}`;

/** A line of a list. */
export const showSummary = (ctx: Context, { invoice, customer }: SummaryRow) => ({
  ...invoice,
  customer: customer.deletedAt === null ? { id: customer.id, number: customer.number, name: customer.name } : null,
  customerNumber: customer.number,
  // Given with every invoice; those from before it was kept have been counted since.
  serial: invoice.serial as number,
  due: ["draft", "void"].includes(invoice.state) ? 0 : owedOf(invoice),
  paidAt: invoice.paidAt === null ? null : isoInstant(invoice.paidAt),
  paymentUrl: invoicePaymentUrl(ctx, invoice),
  createdAt: isoInstant(invoice.createdAt),
});

/** Where whoever has the link finds the invoice as PDF; of a draft there is none. */
export const invoicePdfUrl = (
  ctx: Pick<Context, "settings" | "tenant">,
  { publicToken }: Pick<Invoice, "publicToken">,
): string | null => publicToken && publicPdf(ctx, publicToken, "pdf");

/** Where whoever has the invoice's link finds the receipts of what was paid of it. */
export const receiptPdfUrl = (
  ctx: Pick<Context, "settings" | "tenant">,
  { publicToken }: Pick<Invoice, "publicToken">,
): string | null => publicToken && publicPdf(ctx, publicToken, "receipt");

const publicPdf = ({ settings, tenant }: Pick<Context, "settings" | "tenant">, token: string, what: string): string =>
  `${settings.APP_URL}/api/v1/public/invoices/${tenant.id.slice(4)}${token}/${what}`;

/** An invoice as the API shows it. */
export const showInvoice = (ctx: Context, { invoice, customer, brand, items }: LoadedInvoice) => ({
  ...showSummary(ctx, { invoice, customer }),
  brand: { id: brand.id, code: brand.code, name: brand.name },
  items,
});

export const getInvoice = async (ctx: Context, key: InvoiceKey) => showInvoice(ctx, await loadInvoice(ctx, key));
