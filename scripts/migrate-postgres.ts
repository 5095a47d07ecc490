/**
 * Brings a Postgres database to the newest schema: `node scripts/migrate-postgres.ts` with `DATABASE_URL` (shard 0),
 * `DATABASE_URL_1`, … and, for a stand-in, `NEON_ENDPOINT`. What is pending goes over HTTP as one transaction.
 */
import { neon, neonConfig, type NeonQueryFunction } from "@neondatabase/serverless";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { fileURLToPath } from "node:url";

const ownMigrations = fileURLToPath(new URL("../migrations/postgres", import.meta.url));

export interface MigrationTarget {
  databaseUrl: string;
  /** Where SQL over HTTP is served when not by Neon itself. */
  endpoint?: string | undefined;
  /** A folder as drizzle-kit writes it; by default `migrations/postgres`. */
  migrationsFolder?: string;
}

/**
 * Applies the pending migrations of a folder: all of them, or none.
 * They are recorded as drizzle's own migrators do, and a migration is never recorded twice.
 * @returns how many were applied
 * @throws when the role is exempt from row-level security, for then nothing would keep tenants apart in the database
 */
export async function migratePostgres({
  databaseUrl,
  endpoint,
  migrationsFolder = ownMigrations,
}: MigrationTarget): Promise<number> {
  if (endpoint) neonConfig.fetchEndpoint = endpoint;
  const sql = neon(databaseUrl);
  await requireBoundRole(sql);
  await sql.transaction([
    sql`create schema if not exists drizzle`,
    sql`create table if not exists drizzle.__drizzle_migrations
      (id serial primary key, hash text not null unique, created_at bigint)`,
  ]);
  const [last] = await sql`select created_at from drizzle.__drizzle_migrations order by created_at desc limit 1`;
  const pending = readMigrationFiles({ migrationsFolder }).filter(
    ({ folderMillis }) => folderMillis > Number(last?.["created_at"] ?? 0),
  );
  if (pending.length === 0) return 0;
  await sql.transaction(
    pending.flatMap(({ sql: statements, hash, folderMillis }) => [
      ...statements.map((statement) => sql.query(statement)),
      sql`insert into drizzle.__drizzle_migrations (hash, created_at) values (${hash}, ${folderMillis})`,
    ]),
  );
  return pending.length;
}

async function requireBoundRole(sql: NeonQueryFunction<false, false>): Promise<void> {
  const [role] = (await sql`select rolname as name, rolsuper or rolbypassrls as exempt from pg_roles
    where rolname = current_user`) as { name: string; exempt: boolean }[];
  if (role?.exempt)
    throw new Error(
      `The role "${role.name}" is exempt from row-level security. Use a role of the app's own that owns the database, ` +
        `made in SQL: create role tepi login password '…' nobypassrls; alter database … owner to tepi; (docs/deploy.md)`,
    );
}

if (import.meta.main) {
  const names = Object.keys(process.env).filter((name) => /^DATABASE_URL(_\d+)?$/.test(name));
  if (names.length === 0) throw new Error("Set DATABASE_URL to the database's connection string");
  for (const name of names.sort()) {
    const applied = await migratePostgres({
      databaseUrl: process.env[name] as string,
      endpoint: process.env["NEON_ENDPOINT"],
    });
    console.log(`${name}: ${applied === 0 ? "up to date" : `${applied} migration(s) applied`}`);
  }
}
