/** Loading what goes on paper: for the office by id, for customers by the token of their payment page. */
import { asc, eq, getTableColumns, inArray, sql } from "drizzle-orm";
import type { Context } from "../../../core/context.ts";
import { Refusal, type Locale } from "../../../core/errors.ts";
import { customers } from "../../customers/schema.ts";
import { readFile } from "../../files/index.ts";
import type { Brand } from "../../tenancy/index.ts";
import { brands } from "../../tenancy/schema.ts";
import { storedToken } from "../invoices/issue.ts";
import { invoicePaymentUrl, loadInvoice, loadInvoiceByToken, type LoadedInvoice } from "../invoices/view.ts";
import { invoices, payments } from "../schema.ts";
import { invoicePdf } from "./invoice-pdf.ts";
import type { Logo } from "./paper.ts";
import { receiptPdf, type ReceiptPaper } from "./receipt-pdf.ts";
import { wordsOf } from "./words.ts";

/** A document with the name of its file, without extension. */
export interface Document {
  bytes: Uint8Array<ArrayBuffer>;
  name: string;
}

/** What an invoice's file is called: `INV-2026-001`. Numbers may have slashes. */
export const invoiceFileName = ({ number }: { number: string | null }, locale: Locale): string =>
  (number ?? `${wordsOf[locale].invoice}-draft`).replaceAll("/", "-");

/** An invoice as PDF. @throws Refusal `not_found` */
export const invoiceDocument = async (ctx: Context, id: string, locale = ctx.locale): Promise<Document> =>
  writeInvoice(ctx, await loadInvoice(ctx, id), locale);

/** An invoice as PDF, for whoever has its link. */
export const publicInvoiceDocument = async (ctx: Context, token: string, locale = ctx.locale): Promise<Document> =>
  writeInvoice(ctx, await loadInvoiceByToken(ctx, token), locale);

async function writeInvoice(ctx: Context, loaded: LoadedInvoice, locale: Locale): Promise<Document> {
  const logo = await logoOf(ctx, loaded.brand);
  const bytes = await invoicePdf({ ...loaded, logo, paymentUrl: invoicePaymentUrl(ctx, loaded.invoice) }, locale);
  return { bytes, name: invoiceFileName(loaded.invoice, locale) };
}

const logoOf = (ctx: Context, { logoFileId }: Brand): Promise<Logo> =>
  logoFileId === null ? Promise.resolve(undefined) : readFile(ctx, logoFileId);

/** The query for payments with whom they are from, what for, and their brand. */
const receiptsQuery = ({ store }: Context) =>
  store.db
    .select({
      payment: getTableColumns(payments),
      customer: getTableColumns(customers),
      invoice: getTableColumns(invoices),
      brand: getTableColumns(brands),
    })
    .from(payments)
    .leftJoin(customers, store.own(customers, eq(customers.id, payments.customerId)))
    .leftJoin(invoices, store.own(invoices, eq(invoices.id, payments.invoiceId)))
    .leftJoin(brands, store.own(brands, eq(brands.id, sql`coalesce(${payments.brandId}, ${customers.brandId})`)))
    .$dynamic();

/** The query for a payment as a receipt shows it. */
export const receiptQuery = (ctx: Context, paymentId: string) =>
  receiptsQuery(ctx).where(ctx.store.own(payments, eq(payments.id, paymentId)));
export type ReceiptRow = Awaited<ReturnType<typeof receiptsQuery>>[number];

/**
 * A receipt as PDF.
 * @throws Refusal `not_found`, or `wrong_state` for money that nobody is known for yet
 */
export async function receiptDocument(ctx: Context, paymentId: string, locale = ctx.locale): Promise<Document> {
  const [[row]] = await ctx.store.read(receiptQuery(ctx, paymentId));
  if (!row) throw new Refusal("not_found");
  return writeReceipts(ctx, [row], locale);
}

/** The receipts of an invoice, a page for each payment, for whoever has its link. @throws Refusal `not_found` without any */
export async function publicReceiptDocument(ctx: Context, token: string, locale = ctx.locale): Promise<Document> {
  const { store } = ctx;
  const ofToken = store.db
    .select({ id: invoices.id })
    .from(invoices)
    .where(store.own(invoices, eq(invoices.publicToken, storedToken(token))));
  const [rows] = await store.read(
    receiptsQuery(ctx)
      .where(store.own(payments, inArray(payments.invoiceId, ofToken)))
      .orderBy(asc(payments.id))
      .limit(mostReceipts),
  );
  if (rows.length === 0) throw new Refusal("not_found");
  return writeReceipts(ctx, rows, locale);
}

/** Nobody pays one invoice more often. */
const mostReceipts = 100;

async function writeReceipts(ctx: Context, rows: readonly ReceiptRow[], locale: Locale): Promise<Document> {
  const brand = requireBrandOf(rows);
  const receipts = rows.map(receiptOf);
  const bytes = await receiptPdf({ receipts, brand, logo: await logoOf(ctx, brand) }, locale);
  return {
    bytes,
    name: receipts
      .map(({ payment }) => payment.number)
      .join("_")
      .slice(0, 80),
  };
}

/** @throws Refusal `wrong_state` for money that nobody is known for yet */
export function requireBrandOf([row]: readonly ReceiptRow[]): Brand {
  if (row?.customer && row.brand) return row.brand;
  throw new Refusal("wrong_state", {
    detail: {
      id: "Belum diketahui siapa yang membayar. Tentukan pelanggannya dahulu.",
      en: "It is not known yet whose money this is. Say which customer it is first.",
    },
  });
}

const receiptOf = ({ payment, customer, invoice }: ReceiptRow): ReceiptPaper => ({
  payment,
  customerName: customer?.deletedAt === null ? customer.name : null,
  invoice: invoice && { number: invoice.number, period: invoice.period },
});
