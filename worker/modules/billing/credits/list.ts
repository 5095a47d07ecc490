/** Listing credit notes, and finding them by number or customer. */
import { and, asc, desc, eq, gt, gte, lt, or, type SQL } from "drizzle-orm";
import type { Context } from "../../../core/context.ts";
import { decodeCursor, pageFrom } from "../../../core/http/page.ts";
import { idFloor } from "../../../core/ids.ts";
import { addMonths, startOfDate } from "../../../core/time.ts";
import { matchTerms, prefixEnd } from "../../customers/index.ts";
import { customers, customerTerms } from "../../customers/schema.ts";
import { creditNotes, invoices } from "../schema.ts";
import type { CreditNoteQuery } from "./inputs.ts";
import { creditNoteColumns, creditNotesQuery, showCreditNoteRow } from "./show.ts";

type Filters = (SQL | undefined)[];

export async function listCreditNotes(ctx: Context, query: CreditNoteQuery) {
  const filters: Filters = [
    query.cause === undefined ? undefined : eq(creditNotes.cause, query.cause),
    query.customerId === undefined ? undefined : eq(creditNotes.customerId, query.customerId),
    query.invoiceId === undefined ? undefined : eq(creditNotes.invoiceId, query.invoiceId),
    query.month === undefined ? undefined : issuedIn(ctx, query.month),
  ];
  if (!query.q) return browse(ctx, query, filters);
  return /^cn[\W_]*\d/i.test(query.q) ? searchByNumber(ctx, query, filters) : searchByCustomer(ctx, query, filters);
}

/** A note is issued on the day it is made, so its key tells the month. */
function issuedIn({ tenant: { timeZone } }: Context, month: string): SQL | undefined {
  const from = (first: string) => idFloor("crn", startOfDate(timeZone, `${first}-01`));
  return and(gte(creditNotes.id, from(month)), lt(creditNotes.id, from(addMonths(month, 1))));
}

async function browse(ctx: Context, { limit, cursor }: CreditNoteQuery, filters: Filters) {
  const after = decodeCursor(cursor, 1);
  const [rows] = await ctx.store.read(
    creditNotesQuery(ctx)
      .where(ctx.store.own(creditNotes, ...filters, after && lt(creditNotes.id, String(after[0]))))
      .orderBy(desc(creditNotes.id))
      .limit(limit + 1),
  );
  return pageFrom(rows, limit, showCreditNoteRow, ({ note }) => [note.id]);
}

async function searchByNumber(ctx: Context, { q = "", limit, cursor }: CreditNoteQuery, filters: Filters) {
  const after = decodeCursor(cursor, 1);
  const prefix = q.toUpperCase();
  const [rows] = await ctx.store.read(
    creditNotesQuery(ctx)
      .where(
        ctx.store.own(
          creditNotes,
          gte(creditNotes.number, prefix),
          lt(creditNotes.number, prefixEnd(prefix)),
          after && gt(creditNotes.number, String(after[0])),
          ...filters,
        ),
      )
      .orderBy(asc(creditNotes.number))
      .limit(limit + 1),
  );
  return pageFrom(rows, limit, showCreditNoteRow, ({ note }) => [note.number]);
}

async function searchByCustomer(ctx: Context, { q = "", limit, cursor }: CreditNoteQuery, filters: Filters) {
  const found = matchTerms(ctx, q);
  if (!found) return { data: [], nextCursor: null };
  const { store } = ctx;
  const after = decodeCursor(cursor, 3) as [string, string, string] | undefined;
  const { term, customerId } = customerTerms;
  const [rows] = await store.read(
    store.db
      .select({ term, ...creditNoteColumns })
      .from(customerTerms)
      // Crossed, since D1 keeps that order: a customer is only read for a note that is shown.
      .crossJoin(creditNotes)
      .crossJoin(customers)
      .crossJoin(invoices)
      .where(
        and(
          found,
          store.own(creditNotes, eq(creditNotes.customerId, customerId)),
          store.own(customers, eq(customers.id, creditNotes.customerId)),
          store.own(invoices, eq(invoices.id, creditNotes.invoiceId)),
          after && gte(term, after[0]),
          after &&
            or(
              gt(term, after[0]),
              and(eq(term, after[0]), gt(customerId, after[1])),
              and(eq(term, after[0]), eq(customerId, after[1]), gt(creditNotes.id, after[2])),
            ),
          ...filters,
        ),
      )
      .orderBy(asc(term), asc(customerId), asc(creditNotes.id))
      .limit(limit + 1),
  );
  return pageFrom(rows, limit, showCreditNoteRow, (row) => [row.term, row.customer.id, row.note.id]);
}
