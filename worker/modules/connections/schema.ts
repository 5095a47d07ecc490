import { foreignKey, index, json, primaryKey, table, text } from "#dialect";
import { createdAt, id, tenantId, version } from "../../db/columns.ts";
import { sealedColumn } from "../../db/sealed.ts";
import { brands } from "../tenancy/schema.ts";
import type { ConnectionTest } from "./inputs.ts";

/** A tenant's account with a provider. Secrets are sealed; what is shown of them is a hint. */
export const connections = table(
  "connections",
  {
    tenantId: tenantId(),
    id: id(),
    provider: text("provider").notNull(),
    /** The brand it serves; without one, every brand that has none of its own. */
    brandId: text("brand_id"),
    name: text("name").notNull(),
    state: text("state", { enum: ["active", "disabled"] }).notNull(),
    settings: json("settings").$type<Record<string, unknown>>().notNull(),
    sealedSecrets: json("sealed_secrets").$type<Record<string, string>>().notNull(),
    lastTest: json("last_test").$type<ConnectionTest>(),
    version: version(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: "connections_pk", columns: [t.tenantId, t.id] }),
    index("connections_provider").on(t.tenantId, t.provider, t.id),
    foreignKey({
      name: "connections_brand_fk",
      columns: [t.tenantId, t.brandId],
      foreignColumns: [brands.tenantId, brands.id],
    }),
  ],
);

sealedColumn(connections, "sealedSecrets", {
  purpose: ({ id: connectionId }, name) => secretPurpose(connectionId, name),
});

/** What a connection's secret is sealed for. */
export const secretPurpose = (connectionId: string, name: string): string => `connection:${connectionId}:${name}`;
