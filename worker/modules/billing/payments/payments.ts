/** Showing payments, and listing them. They are booked in `booking.ts`. */
import { and, desc, eq, getTableColumns, isNotNull, isNull, lt } from "drizzle-orm";
import type { Context } from "../../../core/context.ts";
import { Refusal } from "../../../core/errors.ts";
import { decodeCursor, pageFrom } from "../../../core/http/page.ts";
import { isoInstant } from "../../../core/time.ts";
import { customers } from "../../customers/schema.ts";
import type { PaymentQuery } from "./inputs.ts";
import { invoices, payments } from "../schema.ts";

const paymentsQuery = (ctx: Context) =>
  ctx.store.db
    .select({
      payment: getTableColumns(payments),
      customer: { id: customers.id, number: customers.number, name: customers.name, deletedAt: customers.deletedAt },
      invoiceNumber: invoices.number,
    })
    .from(payments)
    .leftJoin(customers, ctx.store.own(customers, eq(customers.id, payments.customerId)))
    .leftJoin(invoices, ctx.store.own(invoices, eq(invoices.id, payments.invoiceId)))
    .$dynamic();

export async function listPayments(ctx: Context, { limit, cursor, customerId, invoiceId, alert }: PaymentQuery) {
  const after = decodeCursor(cursor, 1);
  const [rows] = await ctx.store.read(
    paymentsQuery(ctx)
      .where(
        ctx.store.own(
          payments,
          customerId === undefined ? undefined : eq(payments.customerId, customerId),
          invoiceId === undefined ? undefined : eq(payments.invoiceId, invoiceId),
          alert === undefined ? undefined : and(isNotNull(payments.alert), isNull(payments.alertResolvedAt)),
          after && lt(payments.id, String(after[0])),
        ),
      )
      .orderBy(desc(payments.id))
      .limit(limit + 1),
  );
  return pageFrom(rows, limit, showPayment, (row) => [row.payment.id]);
}

/** The query for one payment. */
export const paymentById = (ctx: Context, id: string) =>
  paymentsQuery(ctx).where(ctx.store.own(payments, eq(payments.id, id)));

/** @throws Refusal `not_found` */
export async function getPayment(ctx: Context, id: string) {
  const [[row]] = await ctx.store.read(paymentById(ctx, id));
  if (!row) throw new Refusal("not_found");
  return showPayment(row);
}

export type PaymentRow = Awaited<ReturnType<typeof paymentById>>[number];

/** A payment as the API shows it. */
export const showPayment = ({ payment, customer, invoiceNumber: number }: PaymentRow) => ({
  ...payment,
  customer:
    customer && customer.deletedAt === null ? { id: customer.id, number: customer.number, name: customer.name } : null,
  invoiceNumber: number,
  receivedAt: isoInstant(payment.receivedAt),
  alertResolvedAt: payment.alertResolvedAt === null ? null : isoInstant(payment.alertResolvedAt),
  createdAt: isoInstant(payment.createdAt),
});
