/** Reading and showing credit notes. */
import { asc, eq, getTableColumns } from "drizzle-orm";
import type { Context } from "../../../core/context.ts";
import { Refusal } from "../../../core/errors.ts";
import { isoInstant } from "../../../core/time.ts";
import type { Row } from "../../../db/store.ts";
import { customers } from "../../customers/schema.ts";
import { creditNoteItems, creditNotes, invoices } from "../schema.ts";

/** What is shown of a customer. */
export const customerColumns = {
  id: customers.id,
  number: customers.number,
  name: customers.name,
  deletedAt: customers.deletedAt,
};

interface CustomerRow {
  id: string;
  number: number;
  name: string;
  deletedAt: number | null;
}

/** A customer as the API shows it; nothing of one that was deleted. */
export const showCustomerRef = ({ deletedAt, ...customer }: CustomerRow) => (deletedAt === null ? customer : null);

/** What is shown of a credit note. */
export const creditNoteColumns = {
  note: getTableColumns(creditNotes),
  customer: customerColumns,
  invoiceNumber: invoices.number,
};

export interface CreditNoteRow {
  note: Row<typeof creditNotes>;
  customer: CustomerRow;
  invoiceNumber: string | null;
}

/** A line of a list. */
export const showCreditNoteRow = ({ note, customer, invoiceNumber }: CreditNoteRow) => ({
  ...note,
  customer: showCustomerRef(customer),
  invoiceNumber: invoiceNumber ?? "",
  createdAt: isoInstant(note.createdAt),
});

type Item = Pick<Row<typeof creditNoteItems>, "line" | "description" | "quantity" | "amount">;

export const showCreditNote = (row: CreditNoteRow, items: readonly Item[]) => ({
  ...showCreditNoteRow(row),
  items: [...items],
});

/** The query that lists begin with. */
export const creditNotesQuery = ({ store }: Context) =>
  store.db
    .select(creditNoteColumns)
    .from(creditNotes)
    .innerJoin(customers, store.own(customers, eq(customers.id, creditNotes.customerId)))
    .innerJoin(invoices, store.own(invoices, eq(invoices.id, creditNotes.invoiceId)))
    .$dynamic();

/** The queries for a note and for its lines. */
export const creditNoteQueries = (ctx: Context, id: string) =>
  [
    creditNotesQuery(ctx).where(ctx.store.own(creditNotes, eq(creditNotes.id, id))),
    ctx.store.db
      .select()
      .from(creditNoteItems)
      .where(ctx.store.own(creditNoteItems, eq(creditNoteItems.creditNoteId, id)))
      .orderBy(asc(creditNoteItems.line)),
  ] as const;

/** @throws Refusal `not_found` */
export async function getCreditNote(ctx: Context, id: string) {
  const [[found], items] = await ctx.store.read(...creditNoteQueries(ctx, id));
  if (!found) throw new Refusal("not_found");
  return showCreditNote(found, items);
}
