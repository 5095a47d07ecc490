import { check, count, foreignKey, index, money, primaryKey, table, text, uniqueIndex } from "#dialect";
import { sql } from "drizzle-orm";
import { createdAt, id, tenantId, version } from "../../../db/columns.ts";
import { customers } from "../../customers/schema.ts";
import { brands } from "../../tenancy/schema.ts";
import { plans } from "../plans/schema.ts";
import type { SubscriptionState } from "../states.ts";

/** A customer's plan over time. `nextPeriod` is the first month not billed yet, so no period is skipped or doubled. */
export const subscriptions = table(
  "subscriptions",
  {
    tenantId: tenantId(),
    id: id(),
    number: count("number").notNull(),
    customerId: text("customer_id").notNull(),
    brandId: text("brand_id").notNull(),
    planId: text("plan_id").notNull(),
    state: text("state").$type<SubscriptionState>().notNull(),
    /** Agreed price where it differs from the plan's. */
    price: money("price"),
    /** Rupiah off each full period. */
    discount: money("discount").notNull().default(0),
    /** Day of the month on which a period begins; 29–31 mean the last day where a month is shorter. */
    anchorDay: count("anchor_day").notNull(),
    startsOn: text("starts_on").notNull(),
    endsOn: text("ends_on"),
    nextPeriod: text("next_period").notNull(),
    /** The first day that no invoice covers; see `periods.ts`. */
    billFrom: text("bill_from").notNull(),
    version: version(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: "subscriptions_pk", columns: [t.tenantId, t.id] }),
    uniqueIndex("subscriptions_number").on(t.tenantId, t.number),
    index("subscriptions_customer").on(t.tenantId, t.customerId, t.id),
    index("subscriptions_plan").on(t.tenantId, t.planId, t.id),
    index("subscriptions_state").on(t.tenantId, t.state, t.id),
    index("subscriptions_ending")
      .on(t.tenantId, t.endsOn)
      .where(sql`${t.endsOn} is not null and ${t.state} <> 'terminated'`),
    foreignKey({
      name: "subscriptions_customer_fk",
      columns: [t.tenantId, t.customerId],
      foreignColumns: [customers.tenantId, customers.id],
    }),
    foreignKey({
      name: "subscriptions_brand_fk",
      columns: [t.tenantId, t.brandId],
      foreignColumns: [brands.tenantId, brands.id],
    }),
    foreignKey({
      name: "subscriptions_plan_fk",
      columns: [t.tenantId, t.planId],
      foreignColumns: [plans.tenantId, plans.id],
    }),
    check("subscriptions_anchor", sql`${t.anchorDay} between 1 and 31`),
    check("subscriptions_discount", sql`${t.discount} >= 0`),
  ],
);

/**
 * How many subscriptions started, ended, paused and went on per brand and business day. Starts and ends stand on the
 * subscription's own first and last day, whenever they were entered; pauses on the day they were made.
 */
export const subscriptionDays = table(
  "subscription_days",
  {
    tenantId: tenantId(),
    date: text("date").notNull(),
    brandId: text("brand_id").notNull(),
    started: count("started").notNull(),
    ended: count("ended").notNull(),
    suspended: count("suspended").notNull(),
    restored: count("restored").notNull(),
  },
  (t) => [primaryKey({ name: "subscription_days_pk", columns: [t.tenantId, t.date, t.brandId] })],
);
