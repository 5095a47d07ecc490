import { and, asc, eq, sql } from "drizzle-orm";
import type { Context } from "../../../core/context.ts";
import { customers } from "../../customers/schema.ts";
import { brands } from "../../tenancy/schema.ts";
import { invoicePaymentUrl } from "../invoices/view.ts";
import { invoices, plans, subscriptions } from "../schema.ts";
import { arrearsColumns, concerns } from "./arrears.ts";

/** A subscription as its customer is told of its suspension: what is overdue, and where to pay the oldest of it. */
export async function suspendedSubscription(ctx: Context, id: string) {
  const { store } = ctx;
  const [[found], [oldest]] = await store.read(
    store.db
      .select({
        number: subscriptions.number,
        state: subscriptions.state,
        planName: plans.name,
        brand: { id: brands.id, name: brands.name },
        customer: {
          id: customers.id,
          name: customers.name,
          email: customers.email,
          phone: customers.phone,
          deletedAt: customers.deletedAt,
        },
        ...arrearsColumns(ctx),
      })
      .from(subscriptions)
      .innerJoin(plans, store.own(plans, eq(plans.id, subscriptions.planId)))
      .innerJoin(brands, store.own(brands, eq(brands.id, subscriptions.brandId)))
      .innerJoin(customers, store.own(customers, eq(customers.id, subscriptions.customerId)))
      .where(store.own(subscriptions, eq(subscriptions.id, id))),
    store.db
      .select({ number: invoices.number, publicToken: invoices.publicToken })
      .from(subscriptions)
      // Crossed and sorted by an expression, so that D1 reads the invoices of one customer, not all that are overdue.
      .crossJoin(invoices)
      .where(
        and(
          store.own(subscriptions, eq(subscriptions.id, id)),
          store.own(
            invoices,
            eq(invoices.customerId, subscriptions.customerId),
            eq(invoices.state, "overdue"),
            concerns(invoices.subscriptionId),
          ),
        ),
      )
      .orderBy(asc(sql`${invoices.dueOn} || ''`), asc(invoices.id))
      .limit(1),
  );
  if (!found) return undefined;
  return {
    ...found,
    invoiceNumber: oldest?.number ?? null,
    paymentUrl: oldest ? invoicePaymentUrl(ctx, oldest) : null,
  };
}
