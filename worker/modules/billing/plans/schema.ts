import { check, count, instant, money, primaryKey, table, text, uniqueIndex } from "#dialect";
import { sql } from "drizzle-orm";
import { createdAt, id, tenantId, version } from "../../../db/columns.ts";

/** What is sold each month. */
export const plans = table(
  "plans",
  {
    tenantId: tenantId(),
    id: id(),
    number: count("number").notNull(),
    name: text("name").notNull(),
    /** Lower-cased, for search and as the natural key. */
    nameKey: text("name_key").notNull(),
    price: money("price").notNull(),
    downloadMbps: count("download_mbps"),
    uploadMbps: count("upload_mbps"),
    description: text("description"),
    archivedAt: instant("archived_at"),
    version: version(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: "plans_pk", columns: [t.tenantId, t.id] }),
    uniqueIndex("plans_number").on(t.tenantId, t.number),
    uniqueIndex("plans_name").on(t.tenantId, t.nameKey),
    check("plans_price", sql`${t.price} >= 0`),
  ],
);
