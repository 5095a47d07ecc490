import { foreignKey, index, json, primaryKey, table, text, uniqueIndex } from "#dialect";
import { createdAt, id, tenantId, version } from "../../../db/columns.ts";
import { customers } from "../../customers/schema.ts";
import { brands } from "../../tenancy/schema.ts";
import { subscriptions } from "../subscriptions/schema.ts";
import type { SuspensionPolicy } from "./policy.ts";

/** When arrears suspend a subscription: the company's policy (`company`), and those of brands that have their own. */
export const suspensionPolicies = table(
  "suspension_policies",
  {
    tenantId: tenantId(),
    /** `company`, or the brand's id. */
    id: id(),
    brandId: text("brand_id"),
    /** Null: what holds without it, the company's for a brand, else none. */
    policy: json("policy").$type<SuspensionPolicy>(),
    /** Nobody is suspended before this date: whoever is in arrears already gets the notices first. */
    activeFrom: text("active_from").notNull(),
    version: version(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: "suspension_policies_pk", columns: [t.tenantId, t.id] }),
    foreignKey({
      name: "suspension_policies_brand_fk",
      columns: [t.tenantId, t.brandId],
      foreignColumns: [brands.tenantId, brands.id],
    }),
  ],
);

/** Who is not suspended for arrears: a customer with all subscriptions, or one subscription; for good or until a date. */
export const suspensionExemptions = table(
  "suspension_exemptions",
  {
    tenantId: tenantId(),
    id: id(),
    customerId: text("customer_id").notNull(),
    /** Null: all subscriptions of the customer. */
    subscriptionId: text("subscription_id"),
    /** The subscription's id, else the customer's: each has one exemption. */
    targetId: text("target_id").notNull(),
    /** Its last day; null: for good. */
    until: text("until"),
    reason: text("reason").notNull(),
    createdByName: text("created_by_name").notNull(),
    version: version(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: "suspension_exemptions_pk", columns: [t.tenantId, t.id] }),
    uniqueIndex("suspension_exemptions_target").on(t.tenantId, t.targetId),
    index("suspension_exemptions_customer").on(t.tenantId, t.customerId, t.id),
    foreignKey({
      name: "suspension_exemptions_customer_fk",
      columns: [t.tenantId, t.customerId],
      foreignColumns: [customers.tenantId, customers.id],
    }),
    foreignKey({
      name: "suspension_exemptions_subscription_fk",
      columns: [t.tenantId, t.subscriptionId],
      foreignColumns: [subscriptions.tenantId, subscriptions.id],
    }),
  ],
);
