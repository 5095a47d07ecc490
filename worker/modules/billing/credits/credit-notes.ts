/** Credit notes: what an issued invoice asked for too much is taken back, in parts or whole. */
import { asc, eq, sql } from "drizzle-orm";
import type { Context } from "../../../core/context.ts";
import { refuseField, Refusal } from "../../../core/errors.ts";
import { formatRupiah } from "../../../core/money.ts";
import { lastNumber, raiseSequence } from "../../../db/sequences.ts";
import { created } from "../../audit/index.ts";
import type { Customer } from "../../customers/index.ts";
import { account, post } from "../../ledger/index.ts";
import { commitAndReadEach, event, type Part } from "../../outbox/index.ts";
import { requireTakes } from "../invoices/invoices.ts";
import { addToDay, invoiceNumber, today } from "../invoices/issue.ts";
import { owedOf } from "../invoices/owed.ts";
import { settleParts } from "../invoices/settle.ts";
import { invoiceQueries, type Invoice, type LoadedInvoice } from "../invoices/view.ts";
import { creditNoteItems, creditNotes } from "../schema.ts";
import { addCredit } from "./credit.ts";
import type { CreditNoteInput } from "./inputs.ts";
import type { CreditNoteCause } from "./schema.ts";
import { creditNoteQueries, showCreditNote } from "./show.ts";
import { lineAmounts, noteTax, type LineQuantity } from "./tax.ts";

interface NewCreditNote {
  /** As it was read: its version is the batch's lock, so a batch can hold one note of an invoice. */
  invoice: Invoice;
  customer: Pick<Customer, "name">;
  /** Rupiah, tax included. */
  amount: number;
  reason: string;
  cause: CreditNoteCause;
}

/**
 * The parts of a batch that issue a credit note. What the invoice still owes is reduced first; the rest had been paid, and
 * becomes the customer's credit.
 * @throws Refusal `wrong_state` for drafts and void invoices, `invalid_input` naming `amount` beyond what is left to credit
 */
export function creditNoteParts(
  ctx: Context,
  { invoice, customer, amount, reason, cause }: NewCreditNote,
): { id: string; parts: Part[] } {
  requireTakes(invoice, "credit");
  requireLeft(invoice, amount);
  const { id: invoiceId, customerId, brandId } = invoice;
  const id = ctx.id("crn");
  const issuedOn = today(ctx);
  const series = `credit_note:${issuedOn.slice(0, 4)}`;
  const tax = noteTax(invoice, amount);
  const applied = Math.min(amount, owedOf(invoice));
  const credited = amount - applied;
  const number = invoiceNumber("CN-{year}-{number:3}", issuedOn.slice(0, 4), lastNumber(ctx.store, series));
  const row = { id, number, invoiceId, customerId, brandId, amount, tax, applied, credited, cause, reason, issuedOn };
  return {
    id,
    parts: [
      raiseSequence(ctx.store, series),
      ...created(ctx, creditNotes, { ...row, createdAt: ctx.now() }, { action: "credit_note.issued" }),
      ...settleParts(
        ctx,
        { invoice, customer },
        { credited: invoice.credited + amount, paid: invoice.paid - credited },
        { action: "invoice.credited" },
      ),
      ...post(ctx, notePostings(row)),
      ...addCredit(ctx, customerId, credited),
      addToDay(ctx, { date: issuedOn, brandId, creditedCount: 1, creditedAmount: amount, creditedTax: tax }),
      event(ctx, "credit_note.issued", {
        creditNoteId: id,
        invoiceId,
        customerId,
        customerName: customer.name,
        amount,
      }),
    ],
  };
}

type Posted = Pick<
  typeof creditNotes.$inferSelect,
  "invoiceId" | "customerId" | "brandId" | "amount" | "tax" | "credited"
>;

/** Sales and tax are taken back from what the invoice asks for; what was paid of that is the customer's again. */
const notePostings = ({ invoiceId, customerId, brandId, amount, tax, credited }: Posted) => {
  const receivable = account.receivable(invoiceId);
  const reason = "credit_note.issued";
  return [
    { debit: account.sales(brandId), credit: receivable, amount: amount - tax, reason },
    { debit: account.tax(brandId), credit: receivable, amount: tax, reason },
    { debit: receivable, credit: account.credit(customerId), amount: credited, reason },
  ];
};

/** Issues a credit note by hand. */
export async function issueCreditNote(ctx: Context, invoiceId: string, input: CreditNoteInput) {
  const loaded = await loadWithCredited(ctx, invoiceId);
  requireTakes(loaded.invoice, "credit");
  const items = input.items === undefined ? [] : noteItems(loaded, input.items);
  const amount = input.amount ?? items.reduce((sum, item) => sum + item.amount, 0);
  if (amount === 0)
    throw refuseField("items", "Baris yang dipilih tidak bernilai.", "The chosen lines come to nothing.");
  const { id, parts } = creditNoteParts(ctx, { ...loaded, ...input, amount });
  const rows = items.map((item) => ({ ...item, creditNoteId: id }));
  const [[found], shown] = await commitAndReadEach(
    ctx,
    [...parts, ...(rows.length > 0 ? [ctx.store.insert(creditNoteItems, rows)] : [])],
    creditNoteQueries(ctx, id),
  );
  if (!found) throw new Refusal("not_found");
  return showCreditNote(found, shown);
}

type LoadedWithCredited = LoadedInvoice & { creditedLines: LineQuantity[] };

/** An invoice and what of its lines was credited before. The invoice's version keeps both true until the batch. */
async function loadWithCredited(ctx: Context, invoiceId: string): Promise<LoadedWithCredited> {
  const { store } = ctx;
  const [[found], items, creditedLines] = await store.read(
    ...invoiceQueries(ctx, invoiceId),
    store.db
      .select({ line: creditNoteItems.line, quantity: sql<number>`sum(${creditNoteItems.quantity})`.mapWith(Number) })
      .from(creditNotes)
      .innerJoin(creditNoteItems, store.own(creditNoteItems, eq(creditNoteItems.creditNoteId, creditNotes.id)))
      .where(store.own(creditNotes, eq(creditNotes.invoiceId, invoiceId)))
      .groupBy(creditNoteItems.line)
      .orderBy(asc(creditNoteItems.line)),
  );
  if (!found) throw new Refusal("not_found");
  return { ...found, items, creditedLines };
}

/** The lines of a note. @throws Refusal naming a line that the invoice lacks, or a quantity that is not left of it */
function noteItems({ invoice, items, creditedLines }: LoadedWithCredited, wanted: readonly LineQuantity[]) {
  const amounts = lineAmounts({ ...invoice, items }, creditedLines, wanted);
  return wanted.map(({ line, quantity }, index) => {
    const item = items.find((each) => each.line === line);
    if (!item)
      throw refuseField(`items.${index}.line`, "Tagihan ini tidak punya baris itu.", "The invoice has no such line.");
    const left = item.quantity - (creditedLines.find((each) => each.line === line)?.quantity ?? 0);
    if (quantity > left)
      throw refuseField(`items.${index}.quantity`, `Tersisa ${left} dari baris ini.`, `${left} are left of this line.`);
    return { line, description: item.description, quantity, amount: amounts[index] ?? 0 };
  });
}

function requireLeft({ total, credited }: Invoice, amount: number): void {
  const left = total - credited;
  if (amount <= left) return;
  const shown = formatRupiah(left);
  throw refuseField("amount", `Paling banyak ${shown}.`, `At most ${shown}.`);
}
