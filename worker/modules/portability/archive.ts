/**
 * What an archive is made of: a manifest, JSON Lines of every table, and the files. Rows are without their tenant, so that
 * any tenant can take them; what is sealed in the store is sealed in the archive under a key of its own, made from a
 * passphrase. See `docs/decisions/0012-archive.md`.
 */
import { getTableColumns, getTableName, sql, type SQL } from "drizzle-orm";
import { z } from "@hono/zod-openapi";
import type { Column } from "#dialect";
import { deriveKey } from "../../core/crypto.ts";
import type { RandomBytes } from "../../core/ids.ts";
import { tenantVault, type Vault } from "../../core/vault.ts";
import { timeZones } from "../../core/time.ts";
import type { TenantTable } from "../../db/store.ts";
import { tenantTables } from "../../db/whole.ts";
import { kinds, tenantSettings } from "../tenancy/index.ts";

export const archiveFormat = "tepi-archive";
export const archiveVersion = 1;

export const manifest = z
  .object({
    format: z.literal(archiveFormat),
    version: z.literal(archiveVersion),
    tenant: z.object({
      slug: z.string().max(60),
      name: z.string().min(2).max(100),
      kinds: z.array(z.enum(kinds)).min(1).max(kinds.length),
      timeZone: z.enum(timeZones),
      settings: tenantSettings.partial(),
    }),
    madeAt: z.iso.datetime(),
    salt: z.string().max(100),
    proof: z.string().max(300).openapi({ description: "Opens with the right passphrase alone." }),
    parts: z
      .array(
        z.object({
          name: z.string().regex(/^(?:\d{5}-[a-z_]+\.jsonl|files\/[0-9a-z_]{5,40})$/),
          rows: z.int().min(0),
          bytes: z.int().min(0),
          sha256: z.string().length(64).nullable(),
        }),
      )
      .max(50_000),
  })
  .openapi("ArchiveManifest");
export type Manifest = z.output<typeof manifest>;

/** Tables that stay behind, each with the reason. Every other table of a tenant is in the archive. */
export const leftBehind: Record<string, string> = {
  tenants: "is in the manifest: the tenant that takes the archive has a row of its own",
  api_keys: "name their tenant and its shard within themselves, so that they open nothing elsewhere",
  sessions: "belong to devices that signed in at the old place",
  refresh_tokens: "belong to sessions",
  idempotency_keys: "answer repeated requests of the old place's last days",
  exports: "are copies of the rest",
  export_parts: "belong to exports",
  imports: "are about the tenant that reads",
  import_parts: "belong to imports",
  customer_imports: "are about files that stay behind",
  customer_import_rows: "belong to customer imports",
  customer_import_rejections: "belong to customer imports",
};

/** The tables of an archive, each after those that it refers to. */
export const archivedTables = (): TenantTable[] => tenantTables().filter((each) => !(getTableName(each) in leftBehind));

/** A chain that grows while it is copied is cut here: what was chained later is chained anew where it arrives. */
export const chainedUntil = ({ createdAt }: { createdAt: number }): number => createdAt - 60_000;

/** Which rows of a table are worth keeping. */
export function worthKeeping(table: TenantTable, asOf: number): SQL[] {
  const { state, at } = getTableColumns(table) as Record<string, Column>;
  switch (getTableName(table)) {
    case "outbox":
      // What is still to be done, but for watches: they are about the copying itself, or what cron looks after as well.
      return [sql`${state} = 'pending' and type <> 'steps.watched'`];
    case "audit_links":
      return [sql`${at} <= ${asOf}`];
    default:
      return [];
  }
}

/** The tables whose rows refer to others come first, so that what a row refers to is copied no earlier than the row. */
export const exportOrder = (): TenantTable[] => archivedTables().reverse();

/** What seals within an archive. */
export const archiveVault = (key: string, random: RandomBytes): Vault =>
  tenantVault({ current: key }, "archive", random);

/** The key of an archive, in base64. */
export const archiveKey = (passphrase: string, salt: string): Promise<string> => deriveKey(passphrase, salt);

/** Sealed under the archive's key, so that a wrong passphrase is told before anything is read. */
export const proofText = "tepi";

export const partName = (position: number, table: string): string =>
  `${String(position).padStart(5, "0")}-${table}.jsonl`;
/** The table of a part, or undefined for a file. */
export const tableOfPart = (name: string): string | undefined => /^\d{5}-([a-z_]+)\.jsonl$/.exec(name)?.[1];

/** An archive that can't be read. */
export class BadArchive extends Error {
  override name = "BadArchive";
}
