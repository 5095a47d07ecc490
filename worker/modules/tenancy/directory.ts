/** Which shard a tenant lives on. Slugs never change owner, so what was found is kept for the isolate's life. */
import { asc, eq, gt } from "drizzle-orm";
import type { Platform } from "../../core/platform.ts";
import { tenantDirectory } from "./schema.ts";

export interface Residence {
  tenantId: string;
  slug: string;
  shard: number;
}

const directoryShard = 0;
const known = new Map<string, Residence>();
const knownLimit = 10_000;

/** Finds a tenant by slug. */
export const findBySlug = (platform: Platform, slug: string) =>
  find(platform, `slug:${slug}`, eq(tenantDirectory.slug, slug));

/** Finds a tenant by id. */
export const findById = (platform: Platform, tenantId: string) =>
  find(platform, `id:${tenantId}`, eq(tenantDirectory.tenant, tenantId));

async function find(platform: Platform, key: string, condition: ReturnType<typeof eq>): Promise<Residence | undefined> {
  const cached = known.get(key);
  if (cached) return cached;
  const { db, run } = platform.shard(directoryShard);
  const [[row]] = await run(db.select().from(tenantDirectory).where(condition));
  if (!row) return undefined;
  const residence = { tenantId: row.tenant, slug: row.slug, shard: row.shard };
  if (known.size >= knownLimit) known.clear();
  known.set(`slug:${residence.slug}`, residence).set(`id:${residence.tenantId}`, residence);
  return residence;
}

/** Takes a slug for a new tenant. @throws a unique violation of `tenant_directory_pk` when it is taken */
export async function reserve(platform: Platform, { tenantId, slug, shard }: Residence): Promise<void> {
  const { db, run } = platform.shard(directoryShard);
  await run(db.insert(tenantDirectory).values({ slug, tenant: tenantId, shard, createdAt: platform.sources.now() }));
}

/** Gives a slug back when its tenant was not made after all, or is no more. */
export async function release(platform: Pick<Platform, "shard">, tenantId: string): Promise<void> {
  const { db, run } = platform.shard(directoryShard);
  await run(db.delete(tenantDirectory).where(eq(tenantDirectory.tenant, tenantId)));
}

/** A page of all tenants, in the order of their ids; for cron. */
export async function listResidences(platform: Platform, afterTenantId: string, limit: number): Promise<Residence[]> {
  const { db, run } = platform.shard(directoryShard);
  const [rows] = await run(
    db
      .select()
      .from(tenantDirectory)
      .where(gt(tenantDirectory.tenant, afterTenantId))
      .orderBy(asc(tenantDirectory.tenant))
      .limit(limit),
  );
  return rows.map((row) => ({ tenantId: row.tenant, slug: row.slug, shard: row.shard }));
}
