import { sql } from "drizzle-orm";
import { count, decimal, foreignKey, index, instant, primaryKey, table, text, uniqueIndex } from "#dialect";
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
