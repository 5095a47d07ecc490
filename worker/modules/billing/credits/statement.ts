/**
 * A customer's statement: all that moved its balance, newest first. Nothing is stored for it: the present balance is that of
 * the newest entry, and each entry before it had what the later one added less.
 */
import { and, desc, eq, inArray, isNotNull, lt, ne, or, sql, type SQL } from "drizzle-orm";
import type { Column } from "#dialect";
import type { Context } from "../../../core/context.ts";
import { refuseField, Refusal } from "../../../core/errors.ts";
import { decodeCursor, encodeCursor, type PageQuery } from "../../../core/http/page.ts";
import { customerById } from "../../customers/index.ts";
import { owed } from "../invoices/owed.ts";
import { creditNotes, invoices, payments, refunds } from "../schema.ts";
import { invoiceActions } from "../states.ts";
import { creditQuery } from "./credit.ts";
import { statementKinds, type StatementKind } from "./inputs.ts";

interface Entry {
  kind: StatementKind;
  id: string;
  number: string;
  date: string;
  /** Rupiah; positive where the customer owes more afterwards, or has less credit. */
  amount: number;
}

/** Where a page begins: behind this entry, the next one leaving `balance`. */
interface Place {
  date: string;
  rank: number;
  id: string;
  balance: number;
}

function placeOf(cursor: string | undefined): Place | undefined {
  const key = decodeCursor(cursor, 4);
  if (!key) return undefined;
  const [date, rank, id, balance] = key;
  if (!Number.isSafeInteger(rank) || !Number.isSafeInteger(balance))
    throw refuseField("cursor", "Penanda halaman tidak dikenal.", "Unknown page marker.");
  return { date: String(date), rank: Number(rank), id: String(id), balance: Number(balance) };
}

/** Entries of one kind come after a place when they are older, or of its day and before it there. */
function after(place: Place | undefined, kind: StatementKind, date: Column, id: Column): SQL | undefined {
  if (!place) return undefined;
  const rank = statementKinds.indexOf(kind);
  const ofThatDay = rank < place.rank ? sql`true` : rank === place.rank ? lt(id, place.id) : sql`false`;
  return or(lt(date, place.date), and(eq(date, place.date), ofThatDay));
}

/**
 * The queries for as many entries of each kind as a page may show. A void invoice and its credit notes moved nothing in the
 * end, so they are left out.
 */
function entryQueries({ store }: Context, customerId: string, place: Place | undefined, most: number) {
  const { db, own } = store;
  return [
    db
      .select({ id: invoices.id, number: invoices.number, date: invoices.issuedOn, amount: invoices.total })
      .from(invoices)
      .where(
        own(
          invoices,
          eq(invoices.customerId, customerId),
          isNotNull(invoices.issuedOn),
          ne(invoices.state, "void"),
          after(place, "invoice", invoices.issuedOn, invoices.id),
        ),
      )
      .orderBy(desc(invoices.issuedOn), desc(invoices.id))
      .limit(most),
    db
      .select({
        id: creditNotes.id,
        number: creditNotes.number,
        date: creditNotes.issuedOn,
        amount: sql<number>`0 - ${creditNotes.amount}`.mapWith(Number),
      })
      .from(creditNotes)
      .innerJoin(invoices, own(invoices, eq(invoices.id, creditNotes.invoiceId), ne(invoices.state, "void")))
      .where(
        own(
          creditNotes,
          eq(creditNotes.customerId, customerId),
          after(place, "credit_note", creditNotes.issuedOn, creditNotes.id),
        ),
      )
      .orderBy(desc(creditNotes.issuedOn), desc(creditNotes.id))
      .limit(most),
    db
      .select({
        id: payments.id,
        number: payments.number,
        date: payments.receivedOn,
        amount: sql<number>`0 - ${payments.amount}`.mapWith(Number),
      })
      .from(payments)
      .where(
        own(payments, eq(payments.customerId, customerId), after(place, "payment", payments.receivedOn, payments.id)),
      )
      .orderBy(desc(payments.receivedOn), desc(payments.id))
      .limit(most),
    db
      .select({ id: refunds.id, number: refunds.number, date: refunds.refundedOn, amount: refunds.amount })
      .from(refunds)
      .where(own(refunds, eq(refunds.customerId, customerId), after(place, "refund", refunds.refundedOn, refunds.id)))
      .orderBy(desc(refunds.refundedOn), desc(refunds.id))
      .limit(most),
  ] as const;
}

/** The query for what a customer owes. */
const dueQuery = ({ store }: Context, customerId: string) =>
  store.db
    .select({ due: sql<number>`coalesce(sum(${owed}), 0)`.mapWith(Number) })
    .from(invoices)
    .where(store.own(invoices, eq(invoices.customerId, customerId), inArray(invoices.state, [...invoiceActions.pay])));

/** A page of a customer's statement. @throws Refusal `not_found` */
export async function getStatement(ctx: Context, customerId: string, { limit, cursor }: PageQuery) {
  const place = placeOf(cursor);
  const [[customer], [credit], [open], ...found] = await ctx.store.read(
    customerById(ctx, customerId),
    creditQuery(ctx, customerId),
    dueQuery(ctx, customerId),
    ...entryQueries(ctx, customerId, place, limit + 1),
  );
  if (!customer) throw new Refusal("not_found");
  const entries = statementKinds
    .flatMap((kind, rank) =>
      (found[rank] ?? []).map(({ number, date, ...entry }): Entry => ({
        ...entry,
        kind,
        number: number ?? "",
        date: date ?? "",
      })),
    )
    .sort(newestFirst);
  let balance = place?.balance ?? (open?.due ?? 0) - (credit?.balance ?? 0);
  const data = entries.slice(0, limit).map((entry) => {
    const shown = { ...entry, balance };
    balance -= entry.amount;
    return shown;
  });
  const last = data.at(-1);
  const nextCursor =
    entries.length > limit && last
      ? encodeCursor([last.date, statementKinds.indexOf(last.kind), last.id, balance])
      : null;
  return { data, nextCursor };
}

function newestFirst(one: Entry, other: Entry): number {
  const key = ({ date, kind, id }: Entry) => `${date} ${statementKinds.indexOf(kind)} ${id}`;
  return key(one) < key(other) ? 1 : -1;
}
