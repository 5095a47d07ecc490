import { sql } from "drizzle-orm";
import { count, decimal, foreignKey, index, instant, money, primaryKey, table, text, uniqueIndex } from "#dialect";
import { createdAt, id, tenantId, version } from "../../db/columns.ts";
import { sealedColumn } from "../../db/sealed.ts";
import { brands } from "../tenancy/schema.ts";

/**
 * A customer. Deleting one empties the person's columns and sets `deletedAt`: the number stays, so that issued invoices
 * keep their books without the person.
 */
export const customers = table(
  "customers",
  {
    tenantId: tenantId(),
    id: id(),
    number: count("number").notNull(),
    brandId: text("brand_id").notNull(),
    name: text("name").notNull(),
    email: text("email"),
    /** E.164 without the plus: 628123456789. */
    phone: text("phone"),
    address: text("address"),
    addressLine2: text("address_line_2"),
    block: text("block"),
    unit: text("unit"),
    latitude: decimal("latitude"),
    longitude: decimal("longitude"),
    /** The identity card's number, sealed; `ktpDigest` finds it by its exact value, `ktpHint` shows its end. */
    ktpSealed: text("ktp_sealed"),
    ktpDigest: text("ktp_digest"),
    ktpHint: text("ktp_hint"),
    installedOn: text("installed_on"),
    note: text("note"),
    status: text("status", { enum: ["active", "inactive"] }).notNull(),
    deletedAt: instant("deleted_at"),
    version: version(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: "customers_pk", columns: [t.tenantId, t.id] }),
    uniqueIndex("customers_number").on(t.tenantId, t.number),
    index("customers_name").on(t.tenantId, t.name, t.id),
    index("customers_brand").on(t.tenantId, t.brandId, t.id),
    index("customers_brand_name").on(t.tenantId, t.brandId, t.name, t.id),
    index("customers_status").on(t.tenantId, t.status, t.id),
    index("customers_ktp").on(t.tenantId, t.ktpDigest),
    foreignKey({
      name: "customers_brand_fk",
      columns: [t.tenantId, t.brandId],
      foreignColumns: [brands.tenantId, brands.id],
    }),
  ],
);

sealedColumn(customers, "ktpSealed", { purpose: () => "ktp", digest: "ktpDigest" });

/**
 * What finds a customer: each of its words together with what follows it, lower-cased. A prefix of any of them is a key
 * range, so a search costs what it shows (docs/decisions/0005-search.md).
 */
export const customerTerms = table(
  "customer_terms",
  {
    tenantId: tenantId(),
    term: text("term").notNull(),
    customerId: text("customer_id").notNull(),
    /** The customer's, so that the few inactive ones are found without reading the many active. */
    status: text("status", { enum: ["active", "inactive"] }).notNull(),
  },
  (t) => [
    primaryKey({ name: "customer_terms_pk", columns: [t.tenantId, t.term, t.customerId] }),
    index("customer_terms_customer").on(t.tenantId, t.customerId, t.term),
    index("customer_terms_inactive")
      .on(t.tenantId, t.term, t.customerId)
      .where(sql`${t.status} = 'inactive'`),
    foreignKey({
      name: "customer_terms_customer_fk",
      columns: [t.tenantId, t.customerId],
      foreignColumns: [customers.tenantId, customers.id],
    }),
  ],
);

/** How a customer pays; the rule is in `billing/behaviour/segment.ts`. */
export const segments = ["loyal", "late_payer", "in_arrears", "new"] as const;
export type Segment = (typeof segments)[number];

/**
 * How each customer pays, kept up in the batch of whatever changes it. Brand and status are the customer's own, repeated so
 * that every list of a segment is a range of one index, most owed first.
 */
export const customerBehaviour = table(
  "customer_behaviour",
  {
    tenantId: tenantId(),
    customerId: text("customer_id").notNull(),
    brandId: text("brand_id").notNull(),
    status: text("status", { enum: ["active", "inactive"] }).notNull(),
    /** Null while nobody counts it: the customer has been deleted. */
    segment: text("segment", { enum: segments }),
    /** The business date on which it came into its segment. */
    since: text("since").notNull(),
    overdueCount: count("overdue_count").notNull().default(0),
    overdueAmount: money("overdue_amount").notNull().default(0),
    paidOnTimeCount: count("paid_on_time_count").notNull().default(0),
    paidLateCount: count("paid_late_count").notNull().default(0),
    /** Due dates of the youngest invoices that were paid in time, and late. */
    lastOnTimeOn: text("last_on_time_on"),
    lastLateOn: text("last_late_on"),
    /** Which of the two puts it where it is: a year later it no longer does. Null where time alone changes nothing. */
    evidenceOn: text("evidence_on"),
  },
  (t) => [
    primaryKey({ name: "customer_behaviour_pk", columns: [t.tenantId, t.customerId] }),
    index("customer_behaviour_segment").on(t.tenantId, t.segment, t.overdueAmount, t.customerId),
    index("customer_behaviour_brand").on(t.tenantId, t.segment, t.brandId, t.overdueAmount, t.customerId),
    index("customer_behaviour_status").on(t.tenantId, t.segment, t.status, t.overdueAmount, t.customerId),
    index("customer_behaviour_brand_status").on(
      t.tenantId,
      t.segment,
      t.brandId,
      t.status,
      t.overdueAmount,
      t.customerId,
    ),
    index("customer_behaviour_evidence")
      .on(t.tenantId, t.evidenceOn)
      .where(sql`${t.evidenceOn} is not null`),
    foreignKey({
      name: "customer_behaviour_customer_fk",
      columns: [t.tenantId, t.customerId],
      foreignColumns: [customers.tenantId, customers.id],
    }),
  ],
);

/** How many customers there are of each segment, brand and status, and what they owe past its due date. */
export const customerTotals = table(
  "customer_totals",
  {
    tenantId: tenantId(),
    segment: text("segment", { enum: segments }).notNull(),
    brandId: text("brand_id").notNull(),
    status: text("status", { enum: ["active", "inactive"] }).notNull(),
    customers: count("customers").notNull(),
    overdueCount: count("overdue_count").notNull(),
    overdueAmount: money("overdue_amount").notNull(),
  },
  (t) => [primaryKey({ name: "customer_totals_pk", columns: [t.tenantId, t.segment, t.brandId, t.status] })],
);
