/** Invoices: draft, issue, show, void. Payments are in `payments.ts`, the monthly run in `runs.ts`. */
import { eq, getTableColumns } from "drizzle-orm";
import type { Context } from "../../../core/context.ts";
import { refuseField, Refusal } from "../../../core/errors.ts";
import { addDays } from "../../../core/time.ts";
import { insertRows } from "../../../db/bulk.ts";
import { lastNumber, raiseSequence } from "../../../db/sequences.ts";
import { changed, created } from "../../audit/index.ts";
import { customerById, customerIdOf, type Customer, type CustomerKey } from "../../customers/index.ts";
import { customers } from "../../customers/schema.ts";
import { account, post } from "../../ledger/index.ts";
import { commit, commitAndReadEach, event, type Part } from "../../outbox/index.ts";
import { brandQuery, unknownBrand, type Brand } from "../../tenancy/index.ts";
import { brands } from "../../tenancy/schema.ts";
import { refreshBehaviour } from "../behaviour/refresh.ts";
import { invoiceAmounts } from "./amounts.ts";
import { countInvoices } from "./counted.ts";
import { addCredit } from "../credits/credit.ts";
import { taxWithin } from "../credits/tax.ts";
import type { InvoiceInput, InvoicePatch } from "./inputs.ts";
import { invoiceQueries, loadInvoice, showInvoice, type Invoice, type LoadedInvoice } from "./view.ts";
import {
  addToDay,
  invoiceNumber,
  invoiceSeries,
  issuedState,
  issuePostings,
  newPublicToken,
  serialSeries,
  today,
} from "./issue.ts";
import { invoiceItems, invoices } from "../schema.ts";
import { invoiceTakes, type InvoiceAction } from "../states.ts";

/** @throws Refusal `wrong_state` */
export function requireTakes(invoice: Invoice, action: InvoiceAction): void {
  if (invoiceTakes(invoice.state, action)) return;
  throw new Refusal("wrong_state", {
    detail: {
      id: `Tagihan berstatus ${invoice.state}, jadi ini tidak bisa dilakukan.`,
      en: `The invoice is ${invoice.state}, so this can't be done.`,
    },
  });
}

/** An invoice to be made, its customer by id or number. */
export type NewInvoice = Omit<InvoiceInput, "customerId"> & { customerId: CustomerKey };

/** Makes an invoice, and issues it at once unless it is to stay a draft. */
export async function createInvoice(ctx: Context, { customerId, brandId, ...input }: NewInvoice) {
  const parties = await loadParties(ctx, customerId, brandId);
  const id = ctx.id("inv");
  return writeInvoice(ctx, id, newInvoiceParts(ctx, id, parties, input));
}

type InvoiceContent = Pick<InvoiceInput, "items" | "discount" | "dueOn" | "period" | "note"> & {
  draft?: boolean;
  subscriptionId?: string;
};

/** A new invoice as parts of a batch, issued unless it is to stay a draft. @throws Refusal as `invoiceAmounts` does */
export function newInvoiceParts(
  ctx: Context,
  id: string,
  { customer, brand }: Parties,
  { draft = false, items, ...input }: InvoiceContent,
): Part[] {
  const amounts = invoiceAmounts({ items, discount: input.discount, ...brand });
  const row = {
    id,
    serial: lastNumber(ctx.store, serialSeries),
    customerId: customer.id,
    brandId: brand.id,
    subscriptionId: input.subscriptionId ?? null,
    period: input.period ?? null,
    dueOn: input.dueOn ?? dueOnOf(ctx),
    taxRateBasisPoints: brand.taxRateBasisPoints,
    taxInclusive: brand.taxInclusive,
    note: input.note ?? null,
    ...amounts,
    createdAt: ctx.now(),
  };
  const parts = draft
    ? created(ctx, invoices, { ...row, state: "draft" }, { action: "invoice.drafted" })
    : [
        ...numbering(ctx).statements,
        ...created(ctx, invoices, { ...row, ...issueColumns(ctx, row) }, { action: "invoice.issued" }),
        ...issueParts(ctx, row, customer),
      ];
  return [raiseSequence(ctx.store, serialSeries), ...parts, ...itemStatements(ctx, id, items)];
}

/** When an invoice of today is due. */
export const dueOnOf = (ctx: Context): string => addDays(today(ctx), Number(ctx.tenant.settings["dueDays"]));

/** Issues a draft: it gets its number, and is owed from now on. */
export const issueInvoice = async (ctx: Context, id: string) => issueLoaded(ctx, await loadInvoice(ctx, id));

export async function issueLoaded(ctx: Context, { invoice, customer }: LoadedInvoice) {
  requireTakes(invoice, "issue");
  return writeInvoice(ctx, invoice.id, [
    ...numbering(ctx).statements,
    ...changed(ctx, invoices, invoice, issueColumns(ctx, invoice), { action: "invoice.issued" }),
    ...issueParts(ctx, invoice, customer),
  ]);
}

/** Changes a draft. An issued invoice is never changed: void it and issue another. */
export async function updateInvoice(ctx: Context, id: string, { items, ...patch }: InvoicePatch) {
  const { invoice, items: before } = await loadInvoice(ctx, id);
  requireTakes(invoice, "edit");
  const amounts = invoiceAmounts({
    items: items ?? before,
    discount: patch.discount ?? invoice.discount,
    taxRateBasisPoints: invoice.taxRateBasisPoints,
    taxInclusive: invoice.taxInclusive,
  });
  return writeInvoice(ctx, id, [
    ...changed(ctx, invoices, invoice, { ...patch, ...amounts }, { action: "invoice.updated" }),
    ...(items
      ? [ctx.store.remove(invoiceItems, eq(invoiceItems.invoiceId, id)), ...itemStatements(ctx, id, items)]
      : []),
  ]);
}

/** Removes a draft without a trace in the numbers; the audit log keeps that it was. */
export async function removeDraft(ctx: Context, id: string): Promise<void> {
  const { invoice } = await loadInvoice(ctx, id);
  requireTakes(invoice, "remove");
  await commit(ctx, removalParts(ctx, invoice));
}

/** The batch that removes a draft. The state is part of the lock: a draft issued meanwhile stays. */
export const removalParts = (ctx: Context, invoice: Invoice): Part[] => [
  ...changed(ctx, invoices, invoice, { note: null }, { action: "invoice.removed" }),
  ctx.store.remove(invoiceItems, eq(invoiceItems.invoiceId, invoice.id)),
  ctx.store.remove(invoices, eq(invoices.id, invoice.id), eq(invoices.state, "draft")),
];

/** Voids an invoice: nothing is owed any more, and what was paid of it becomes the customer's credit. Its credit notes stand. */
export const voidInvoice = async (ctx: Context, id: string, reason?: string) =>
  voidLoaded(ctx, await loadInvoice(ctx, id), reason);

export async function voidLoaded(ctx: Context, { invoice, customer }: LoadedInvoice, reason?: string) {
  requireTakes(invoice, "void");
  return writeInvoice(ctx, invoice.id, voidParts(ctx, invoice, customer, reason));
}

/** The batch that voids an invoice. */
export function voidParts(ctx: Context, invoice: Invoice, customer: Customer, reason?: string): Part[] {
  const { id, customerId, brandId, paid, credited } = invoice;
  const total = invoice.total - credited;
  const tax = invoice.tax - taxWithin(invoice, credited);
  const issued = invoice.state !== "draft";
  const note = reason ?? invoice.note;
  return [
    ...changed(ctx, invoices, invoice, { state: "void", paid: 0, note }, { action: "invoice.voided" }),
    ...countInvoices(ctx, [{ before: invoice, after: { ...invoice, state: "void", paid: 0 } }]),
    ...(issued
      ? post(ctx, [
          ...issuePostings({ id, brandId, total, tax }).map(({ debit, credit, amount }) => ({
            debit: credit,
            credit: debit,
            amount,
            reason: "invoice.voided",
          })),
          { debit: account.receivable(id), credit: account.credit(customerId), amount: paid, reason: "invoice.voided" },
        ])
      : []),
    ...addCredit(ctx, customerId, paid),
    ...(invoice.state === "overdue" ? refreshBehaviour(ctx, [customerId]) : []),
    event(ctx, "invoice.voided", invoiceEvent({ ...invoice, paid: 0 }, customer)),
  ];
}

interface Parties {
  customer: Customer;
  brand: Brand;
}

/** @throws Refusal naming the field of what is not the tenant's */
async function loadParties(ctx: Context, customerKey: CustomerKey, brandKey: string | undefined): Promise<Parties> {
  const { store } = ctx;
  const ownBrand = store.db
    .select(getTableColumns(brands))
    .from(customers)
    .innerJoin(brands, store.own(brands, eq(brands.id, customers.brandId)))
    .where(store.own(customers, eq(customers.id, customerIdOf(ctx, customerKey))));
  const [[customer], [brand]] = await store.read(
    customerById(ctx, customerKey),
    brandKey === undefined ? ownBrand : (brandQuery(ctx, brandKey) as unknown as typeof ownBrand),
  );
  if (!customer) throw refuseField("customerId", "Pelanggan tidak ditemukan.", "No such customer.");
  if (!brand || brand.archivedAt !== null) throw unknownBrand("brandId");
  return { customer, brand };
}

async function writeInvoice(ctx: Context, id: string, parts: readonly Part[]) {
  const [[found], items] = await commitAndReadEach(ctx, parts, invoiceQueries(ctx, id));
  if (!found) throw new Refusal("not_found");
  return showInvoice(ctx, { ...found, items });
}

const yearOf = (ctx: Context): string => today(ctx).slice(0, 4);

const numbering = (ctx: Context) => ({ statements: [raiseSequence(ctx.store, invoiceSeries(yearOf(ctx)))] });

/** The columns that issuing sets. Nothing is owed on an invoice of nothing. */
function issueColumns(ctx: Context, { total }: { total: number }) {
  const year = yearOf(ctx);
  return {
    state: issuedState(total),
    paidAt: total === 0 ? ctx.now() : null,
    number: invoiceNumber(
      String(ctx.tenant.settings["invoiceNumberFormat"]),
      year,
      lastNumber(ctx.store, invoiceSeries(year)),
    ),
    issuedOn: today(ctx),
    publicToken: newPublicToken(ctx),
  };
}

type Issuable = Pick<Invoice, "id" | "customerId" | "brandId" | "taxRateBasisPoints" | "total" | "tax" | "dueOn">;

function issueParts(ctx: Context, row: Issuable, customer: Customer): Part[] {
  return [
    ...post(ctx, issuePostings(row)),
    addToDay(ctx, { date: today(ctx), brandId: row.brandId, issuedCount: 1, issuedAmount: row.total }),
    ...countInvoices(ctx, [
      { after: { ...row, state: issuedState(row.total), issuedOn: today(ctx), paid: 0, credited: 0 } },
    ]),
    event(ctx, "invoice.issued", invoiceEvent({ ...row, number: null, paid: 0 }, customer)),
    ...(row.dueOn < today(ctx) ? [event(ctx, "invoice.issued_past_due", { invoiceId: row.id })] : []),
  ];
}

/** In one parameter: fifty items would be more than a statement of D1 takes. */
const itemStatements = (ctx: Context, invoiceId: string, items: InvoiceInput["items"]) => [
  insertRows(
    ctx.store,
    invoiceItems,
    items.map(({ description, quantity, unitPrice }, index) => ({
      invoiceId,
      line: index + 1,
      description,
      quantity,
      unitPrice,
      amount: quantity * unitPrice,
    })),
  ),
];

/** What an event says of an invoice. */
export const invoiceEvent = (
  invoice: Pick<Invoice, "id" | "number" | "customerId" | "total" | "paid">,
  customer: Pick<Customer, "name">,
) => ({
  invoiceId: invoice.id,
  number: invoice.number,
  customerId: invoice.customerId,
  customerName: customer.name,
  total: invoice.total,
  paid: invoice.paid,
});
