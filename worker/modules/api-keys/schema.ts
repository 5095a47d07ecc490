import { foreignKey, index, instant, json, primaryKey, table, text, uniqueIndex } from "#dialect";
import type { Permission } from "../../core/access.ts";
import { createdAt, id, tenantId, version } from "../../db/columns.ts";
import { users } from "../users/schema.ts";

/** A program's way in. The key itself is shown once and kept as a hash; `hint` is its end, for people to tell keys apart. */
export const apiKeys = table(
  "api_keys",
  {
    tenantId: tenantId(),
    id: id(),
    name: text("name").notNull(),
    hash: text("hash").notNull(),
    hint: text("hint").notNull(),
    permissions: json("permissions").$type<Permission[]>().notNull(),
    /** Addresses and networks it may be used from; none: all. */
    allowedAddresses: json("allowed_addresses").$type<string[]>().notNull(),
    /** Its maker, whose present permissions bound the key's. */
    userId: text("user_id").notNull(),
    expiresAt: instant("expires_at"),
    revokedAt: instant("revoked_at"),
    /** To within some minutes; no version rises with it. */
    lastUsedAt: instant("last_used_at"),
    lastUsedAddress: text("last_used_address"),
    version: version(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: "api_keys_pk", columns: [t.tenantId, t.id] }),
    uniqueIndex("api_keys_hash").on(t.tenantId, t.hash),
    index("api_keys_user").on(t.tenantId, t.userId),
    foreignKey({
      name: "api_keys_user_fk",
      columns: [t.tenantId, t.userId],
      foreignColumns: [users.tenantId, users.id],
    }),
  ],
);
