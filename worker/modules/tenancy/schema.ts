import { count, flag, instant, json, primaryKey, table, text, uniqueIndex } from "#dialect";
import { createdAt, id, tenantId, version } from "../../db/columns.ts";
import type { Kind, Maintenance, TenantSettings } from "./settings.ts";

/** Where each tenant lives. Kept on shard 0 alone; it names no one and holds nothing of a tenant's business. */
export const tenantDirectory = table(
  "tenant_directory",
  {
    slug: text("slug").notNull(),
    tenant: text("tenant").notNull(),
    shard: count("shard").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: "tenant_directory_pk", columns: [t.slug] }),
    uniqueIndex("tenant_directory_tenant").on(t.tenant),
  ],
);

/** One row per tenant, on the tenant's shard. `id` repeats the tenant's, so that it is audited like any other row. */
export const tenants = table(
  "tenants",
  {
    tenantId: tenantId(),
    id: id(),
    slug: text("slug").notNull(),
    name: text("name").notNull(),
    kinds: json("kinds").$type<Kind[]>().notNull(),
    timeZone: text("time_zone").notNull(),
    state: text("state", { enum: ["active", "suspended", "deleting", "importing"] }).notNull(),
    settings: json("settings").$type<TenantSettings>().notNull(),
    maintenance: json("maintenance").$type<Maintenance>(),
    /** When everything of a tenant in state `deleting` goes. */
    deleteAt: instant("delete_at"),
    version: version(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ name: "tenants_pk", columns: [t.tenantId] })],
);

/** A trade name of the tenant, with its own tax and its own provider accounts. */
export const brands = table(
  "brands",
  {
    tenantId: tenantId(),
    id: id(),
    code: text("code").notNull(),
    name: text("name").notNull(),
    address: text("address"),
    phone: text("phone"),
    email: text("email"),
    /** NPWP, as it is printed. */
    taxNumber: text("tax_number"),
    /** Last words on invoices and receipts: bank accounts, thanks, terms. */
    footer: text("footer"),
    logoFileId: text("logo_file_id"),
    /** PPN in basis points: 1100 is 11 %. */
    taxRateBasisPoints: count("tax_rate_basis_points").notNull().default(0),
    /** Whether prices already contain the tax. */
    taxInclusive: flag("tax_inclusive").notNull().default(false),
    archivedAt: instant("archived_at"),
    version: version(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: "brands_pk", columns: [t.tenantId, t.id] }),
    uniqueIndex("brands_code").on(t.tenantId, t.code),
  ],
);
