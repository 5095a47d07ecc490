/** The wall of the database's own: it holds for whatever statement reaches it, guard or no guard. */
import { neon, neonConfig } from "@neondatabase/serverless";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { shardConnection } from "#dialect";
import { TestTenant } from "../support/tenant.ts";

const settings = env as unknown as { DATABASE_URL: string; DATABASE_URL_1: string; NEON_ENDPOINT: string };
neonConfig.fetchEndpoint = settings.NEON_ENDPOINT;
const shards = [neon(settings.DATABASE_URL), neon(settings.DATABASE_URL_1)];

/** A tenant, and a connection to its shard that runs any statement under any tenant's name. */
async function tenantAndShard() {
  const tenant = await TestTenant.signUp();
  const ctx = await tenant.context();
  const sql = shards[ctx.tenant.shard] as (typeof shards)[number];
  const under = async (name: string, statement: string, params: unknown[] = []) => {
    const results = await sql.transaction([
      sql`select set_config('tepi.tenant', ${name}, true)`,
      sql.query(statement, params),
    ]);
    return results[1] as Record<string, unknown>[];
  };
  return { tenant, ctx, sql, under };
}

describe("the store under test", () => {
  it("is Postgres, reached through the Postgres dialect, by a role that policies bind", async () => {
    for (const shard of [0, 1]) {
      const connection = shardConnection(env, shard) as unknown as (typeof shards)[number];
      const [row] = await connection.query(
        "select version(), rolsuper or rolbypassrls as exempt from pg_roles where rolname = current_user",
      );
      expect(row).toMatchObject({ version: expect.stringMatching(/^PostgreSQL/), exempt: false });
    }
  });
});

describe("row-level security", () => {
  it("is enabled, forced on the owner, and has its policy on every table with a tenant_id", async () => {
    for (const sql of shards) {
      const rows = await sql`
        select pg_class.relname as name, relrowsecurity and relforcerowsecurity as forced,
          (select array_agg(policyname::text) from pg_policies where tablename = relname) as policies
        from pg_class join pg_attribute on attrelid = pg_class.oid
        where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace and attname = 'tenant_id'`;
      expect(rows.length).toBeGreaterThan(20);
      expect(rows.filter(({ forced, policies }) => !forced || policies?.join() !== "tenant")).toEqual([]);
    }
  });

  it("shows nothing to a session that names no tenant, or another one", async () => {
    const { ctx, sql, under } = await tenantAndShard();
    const other = await TestTenant.signUp();
    const statement = "select id from users where tenant_id = $1";
    expect(await sql.query(statement, [ctx.tenant.id])).toEqual([]);
    expect(await under(other.id, statement, [ctx.tenant.id])).toEqual([]);
    expect(await under("", "select id from users")).toEqual([]);
    expect(await under(ctx.tenant.id, statement, [ctx.tenant.id])).toHaveLength(1);
  });

  it("shows a session its own tenant's rows alone, though it asks for all, and a sweep those of all", async () => {
    const { ctx, under } = await tenantAndShard();
    const statement = "select distinct tenant_id from users";
    expect(await under(ctx.tenant.id, statement)).toEqual([{ tenant_id: ctx.tenant.id }]);
    await TestTenant.signUp();
    await TestTenant.signUp();
    expect((await under("*", statement)).length).toBeGreaterThan(1);
  });

  it("changes and removes nothing for a session that names no tenant, or another one", async () => {
    const { ctx, sql, under } = await tenantAndShard();
    const update = "update users set name = 'x' where tenant_id = $1 returning id";
    const remove = "delete from users where tenant_id = $1 returning id";
    for (const statement of [update, remove]) {
      expect(await sql.query(statement, [ctx.tenant.id])).toEqual([]);
      expect(await under("ten_other", statement, [ctx.tenant.id])).toEqual([]);
    }
    expect(await under(ctx.tenant.id, update, [ctx.tenant.id])).toHaveLength(1);
  });

  it("refuses a row written for another tenant, or moved to one", async () => {
    const { ctx, under } = await tenantAndShard();
    const insert = "insert into sequences (tenant_id, series, value) values ($1, 'stolen', 1)";
    const refusal = { code: "42501", message: expect.stringContaining("row-level security") };
    await expect(under("ten_other", insert, [ctx.tenant.id])).rejects.toMatchObject(refusal);
    await expect(under("", insert, [ctx.tenant.id])).rejects.toMatchObject(refusal);
    await expect(under(ctx.tenant.id, "update users set tenant_id = 'ten_other'")).rejects.toMatchObject(refusal);
  });

  it("forgets the tenant with the transaction, so that the next caller of a pooled connection starts with none", async () => {
    const { ctx, sql, under } = await tenantAndShard();
    await under(ctx.tenant.id, "select 1");
    const [row] = await sql`select coalesce(current_setting('tepi.tenant', true), '') as tenant`;
    expect(row).toEqual({ tenant: "" });
  });
});
