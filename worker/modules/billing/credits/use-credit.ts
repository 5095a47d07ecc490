/** A customer's credit pays what it owes: by itself when either arises, or by hand. */
import { and, asc, desc, eq, getTableColumns, gt, inArray, lt } from "drizzle-orm";
import type { Context } from "../../../core/context.ts";
import { refuseField, Refusal } from "../../../core/errors.ts";
import { decodeCursor, pageFrom } from "../../../core/http/page.ts";
import { formatRupiah } from "../../../core/money.ts";
import { isoInstant } from "../../../core/time.ts";
import { insertRows } from "../../../db/bulk.ts";
import { isLostRace } from "../../audit/index.ts";
import type { Customer } from "../../customers/index.ts";
import { customers } from "../../customers/schema.ts";
import { account, post } from "../../ledger/index.ts";
import { commit, commitAndRead, type Part } from "../../outbox/index.ts";
import { requireTakes } from "../invoices/invoices.ts";
import { today } from "../invoices/issue.ts";
import { owedOf } from "../invoices/owed.ts";
import { settleParts } from "../invoices/settle.ts";
import { invoiceQueries, type Invoice } from "../invoices/view.ts";
import { creditUses, customerCredits, invoices } from "../schema.ts";
import { invoiceActions } from "../states.ts";
import { isCreditSpent, takeCredit } from "./credit.ts";
import type { CreditUseQuery } from "./inputs.ts";

/** Invoices of one batch. */
const chunk = 10;
/** How often a use is decided anew because another writer changed an invoice or the credit first. */
const mostAttempts = 8;

/** After an invoice was issued or credit arose: uses it, unless the tenant wants to do so by hand. */
export async function useCreditAutomatically(ctx: Context, customerId: string): Promise<void> {
  if (ctx.tenant.settings["useCreditAutomatically"] !== false) await useCredit(ctx, customerId);
}

/**
 * Pays a customer's open invoices with its credit, those due first before the others. Safe to repeat, to race and to stop
 * anywhere: what is used, and for what, is one batch, and a second one finds less credit or less owed.
 */
export async function useCredit(ctx: Context, customerId: string): Promise<void> {
  for (let attempts = 0; ;) {
    const [open] = await ctx.store.read(openQuery(ctx, customerId));
    const uses = spread(ctx, open);
    if (uses.length === 0) return;
    try {
      await commit(ctx, useParts(ctx, customerId, uses));
      if (uses.length < chunk) return;
    } catch (error) {
      if (!(isLostRace(error) || isCreditSpent(error)) || ++attempts === mostAttempts) throw error;
    }
  }
}

/** What a customer owes, the most urgent first, and what it has for that; nothing where it has nothing. */
const openQuery = ({ store }: Context, customerId: string) =>
  store.db
    .select({
      balance: customerCredits.balance,
      invoice: getTableColumns(invoices),
      customer: { name: customers.name },
    })
    .from(customerCredits)
    .innerJoin(
      invoices,
      store.own(
        invoices,
        eq(invoices.customerId, customerCredits.customerId),
        inArray(invoices.state, [...invoiceActions.pay]),
      ),
    )
    .innerJoin(customers, store.own(customers, eq(customers.id, customerCredits.customerId)))
    .where(store.own(customerCredits, and(eq(customerCredits.customerId, customerId), gt(customerCredits.balance, 0))))
    .orderBy(asc(invoices.dueOn), asc(invoices.id))
    .limit(chunk);

interface Use {
  id: string;
  invoice: Invoice;
  customer: Pick<Customer, "name">;
  amount: number;
}

/** Pays one invoice after the other until the credit is used up. */
function spread(ctx: Context, open: readonly (Omit<Use, "id" | "amount"> & { balance: number })[]): Use[] {
  let left = open[0]?.balance ?? 0;
  return open.flatMap(({ invoice, customer }) => {
    const amount = Math.min(left, owedOf(invoice));
    left -= amount;
    return amount > 0 ? [{ id: ctx.id("cru"), invoice, customer, amount }] : [];
  });
}

/** The batch that pays invoices of one customer with its credit. Each invoice's version is its lock. */
function useParts(ctx: Context, customerId: string, uses: readonly Use[]): Part[] {
  const rows = uses.map(({ id, invoice, amount }) => ({
    id,
    customerId,
    invoiceId: invoice.id,
    amount,
    usedOn: today(ctx),
    recordedBy: ctx.actor.id,
    createdAt: ctx.now(),
  }));
  return [
    takeCredit(
      ctx,
      customerId,
      uses.reduce((sum, { amount }) => sum + amount, 0),
    ),
    ...uses.flatMap(({ invoice, customer, amount }) =>
      settleParts(ctx, { invoice, customer }, { paid: invoice.paid + amount }, { action: "invoice.credit_used" }),
    ),
    insertRows(ctx.store, creditUses, rows),
    ...post(
      ctx,
      rows.map(({ invoiceId, amount }) => ({
        debit: account.credit(customerId),
        credit: account.receivable(invoiceId),
        amount,
        reason: "credit.used",
      })),
    ),
  ];
}

/**
 * Pays an invoice with its customer's credit, by hand.
 * @param wanted default: as much as there is, and is owed
 * @throws Refusal `wrong_state` where nothing is owed or there is no credit
 */
export async function useCreditFor(ctx: Context, invoiceId: string, wanted: number | undefined) {
  const { store } = ctx;
  const balance = store.db
    .select({ balance: customerCredits.balance })
    .from(invoices)
    .innerJoin(customerCredits, store.own(customerCredits, eq(customerCredits.customerId, invoices.customerId)))
    .where(store.own(invoices, eq(invoices.id, invoiceId)));
  const [[found], [credit]] = await store.read(invoiceQueries(ctx, invoiceId)[0], balance);
  if (!found) throw new Refusal("not_found");
  const { invoice, customer } = found;
  requireTakes(invoice, "pay");
  const most = Math.min(credit?.balance ?? 0, owedOf(invoice));
  if (most === 0)
    throw new Refusal("wrong_state", {
      detail: { id: "Pelanggan ini tidak punya saldo.", en: "This customer has no credit." },
    });
  const amount = wanted ?? most;
  if (amount > most)
    throw refuseField("amount", `Paling banyak ${formatRupiah(most)}.`, `At most ${formatRupiah(most)}.`);
  const id = ctx.id("cru");
  try {
    const [used] = await commitAndRead(
      ctx,
      useParts(ctx, invoice.customerId, [{ id, invoice, customer, amount }]),
      usesQuery(ctx).where(store.own(creditUses, eq(creditUses.id, id))),
    );
    return showUse(used as UseRow);
  } catch (error) {
    if (isCreditSpent(error)) throw new Refusal("conflict");
    throw error;
  }
}

const usesQuery = ({ store }: Context) =>
  store.db
    .select({ use: getTableColumns(creditUses), invoiceNumber: invoices.number })
    .from(creditUses)
    .innerJoin(invoices, store.own(invoices, eq(invoices.id, creditUses.invoiceId)))
    .$dynamic();

type UseRow = Awaited<ReturnType<typeof usesQuery>>[number];

const showUse = ({ use, invoiceNumber }: UseRow) => ({
  ...use,
  invoiceNumber,
  createdAt: isoInstant(use.createdAt),
});

/** What credit was used for, newest first. */
export async function listCreditUses(ctx: Context, { limit, cursor, customerId, invoiceId }: CreditUseQuery) {
  const after = decodeCursor(cursor, 1);
  const [rows] = await ctx.store.read(
    usesQuery(ctx)
      .where(
        ctx.store.own(
          creditUses,
          customerId === undefined ? undefined : eq(creditUses.customerId, customerId),
          invoiceId === undefined ? undefined : eq(creditUses.invoiceId, invoiceId),
          after && lt(creditUses.id, String(after[0])),
        ),
      )
      .orderBy(desc(creditUses.id))
      .limit(limit + 1),
  );
  return pageFrom(rows, limit, showUse, ({ use }) => [use.id]);
}
