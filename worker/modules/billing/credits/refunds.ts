/** Refunds: a customer's credit is paid out to it. */
import { desc, eq, getTableColumns, lt } from "drizzle-orm";
import type { Context } from "../../../core/context.ts";
import { refuseField, Refusal } from "../../../core/errors.ts";
import { decodeCursor, pageFrom } from "../../../core/http/page.ts";
import { formatRupiah } from "../../../core/money.ts";
import { isoInstant } from "../../../core/time.ts";
import { lastNumber, raiseSequence } from "../../../db/sequences.ts";
import { created } from "../../audit/index.ts";
import { customers } from "../../customers/schema.ts";
import { account, post } from "../../ledger/index.ts";
import { commitAndRead } from "../../outbox/index.ts";
import { addToDay, invoiceNumber, today } from "../invoices/issue.ts";
import { refunds } from "../schema.ts";
import { creditQuery, isCreditSpent, takeCredit } from "./credit.ts";
import type { RefundInput, RefundQuery } from "./inputs.ts";
import { customerColumns, showCustomerRef } from "./show.ts";

/**
 * Records money that was given back. A customer who was deleted can be given back what is left, too.
 * @throws Refusal naming `amount` beyond the credit, `refundedOn` in the future
 */
export async function recordRefund(ctx: Context, customerId: string, input: RefundInput) {
  const { store } = ctx;
  const [[customer], [credit]] = await store.read(
    store.db
      .select({ brandId: customers.brandId })
      .from(customers)
      .where(store.own(customers, eq(customers.id, customerId))),
    creditQuery(ctx, customerId),
  );
  if (!customer) throw new Refusal("not_found");
  const { amount, method } = input;
  const balance = credit?.balance ?? 0;
  if (amount > balance) throw tooMuch(balance);
  const refundedOn = input.refundedOn ?? today(ctx);
  if (refundedOn > today(ctx)) throw refuseField("refundedOn", "Tidak boleh di masa depan.", "Can't be in the future.");
  const id = ctx.id("rfd");
  const series = `refund:${refundedOn.slice(0, 4)}`;
  const row = {
    id,
    number: invoiceNumber("RF-{year}-{number:4}", refundedOn.slice(0, 4), lastNumber(store, series)),
    customerId,
    brandId: customer.brandId,
    amount,
    method,
    reference: input.reference || null,
    note: input.note || null,
    refundedOn,
    recordedBy: ctx.actor.id,
    createdAt: ctx.now(),
  };
  const parts = [
    raiseSequence(store, series),
    ...created(ctx, refunds, row, { action: "refund.recorded" }),
    takeCredit(ctx, customerId, amount),
    ...post(ctx, [
      { debit: account.credit(customerId), credit: account.cash(method), amount, reason: "refund.recorded" },
    ]),
    addToDay(ctx, { date: refundedOn, brandId: customer.brandId, refundedCount: 1, refundedAmount: amount }),
  ];
  try {
    const [found] = await commitAndRead(ctx, parts, refundById(ctx, id));
    return showRefund(found as RefundRow);
  } catch (error) {
    if (isCreditSpent(error)) throw new Refusal("conflict");
    throw error;
  }
}

const tooMuch = (balance: number): Refusal =>
  balance === 0
    ? refuseField("amount", "Pelanggan ini tidak punya saldo.", "This customer has no credit.")
    : refuseField("amount", `Paling banyak ${formatRupiah(balance)}.`, `At most ${formatRupiah(balance)}.`);

const refundsQuery = ({ store }: Context) =>
  store.db
    .select({ refund: getTableColumns(refunds), customer: customerColumns })
    .from(refunds)
    .innerJoin(customers, store.own(customers, eq(customers.id, refunds.customerId)))
    .$dynamic();
const refundById = (ctx: Context, id: string) => refundsQuery(ctx).where(ctx.store.own(refunds, eq(refunds.id, id)));
type RefundRow = Awaited<ReturnType<typeof refundsQuery>>[number];

const showRefund = ({ refund, customer }: RefundRow) => ({
  ...refund,
  customer: showCustomerRef(customer),
  createdAt: isoInstant(refund.createdAt),
});

export async function listRefunds(ctx: Context, { limit, cursor, customerId }: RefundQuery) {
  const after = decodeCursor(cursor, 1);
  const [rows] = await ctx.store.read(
    refundsQuery(ctx)
      .where(
        ctx.store.own(
          refunds,
          customerId === undefined ? undefined : eq(refunds.customerId, customerId),
          after && lt(refunds.id, String(after[0])),
        ),
      )
      .orderBy(desc(refunds.id))
      .limit(limit + 1),
  );
  return pageFrom(rows, limit, showRefund, ({ refund }) => [refund.id]);
}

/** @throws Refusal `not_found` */
export async function getRefund(ctx: Context, id: string) {
  const [[found]] = await ctx.store.read(refundById(ctx, id));
  if (!found) throw new Refusal("not_found");
  return showRefund(found);
}
