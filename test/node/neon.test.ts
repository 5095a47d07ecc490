/** The stand-in for Neon keeps what the driver is promised, and the migrator what operators are. */
import { neon, neonConfig } from "@neondatabase/serverless";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { migratePostgres } from "../../scripts/migrate-postgres.ts";
import { startNeon, type Neon } from "../support/neon/server.ts";

const databases = ["wire", "migrated", "broken"] as const;
let server: Neon;
const urlOf = (name: (typeof databases)[number]) => server.urls[databases.indexOf(name)] as string;

beforeAll(async () => {
  server = await startNeon({ port: 0, databases });
  neonConfig.fetchEndpoint = server.endpoint;
}, 60_000);
afterAll(() => server.close());

describe("the stand-in for Neon", () => {
  const table = async () => {
    const sql = neon(urlOf("wire"));
    const name = `t_${crypto.randomUUID().replaceAll("-", "")}`;
    await sql.query(
      `create table ${name} (id int primary key, amount bigint constraint ${name}_amount check (amount > 0))`,
    );
    return { sql, name };
  };

  it("gives values by their Postgres types", async () => {
    const { sql } = await table();
    const statement =
      "select $1::int as int, $2::boolean as flag, $3::jsonb as json, $4::text as nothing, 1.5::float8 as float, 12345678901::bigint as big";
    expect(await sql.query(statement, [7, true, JSON.stringify({ a: [1, null] }), null])).toEqual([
      { int: 7, flag: true, json: { a: [1, null] }, nothing: null, float: 1.5, big: "12345678901" },
    ]);
  });

  it("counts rows and names commands in full results", async () => {
    const { sql, name } = await table();
    const [inserted, selected] = await sql.transaction(
      [sql.query(`insert into ${name} values (1, 1), (2, 2)`), sql.query(`select id from ${name} order by id`)],
      { fullResults: true, arrayMode: true },
    );
    expect(inserted).toMatchObject({ command: "INSERT", rowCount: 2, rows: [] });
    expect(selected).toMatchObject({
      command: "SELECT",
      rowCount: 2,
      rows: [[1], [2]],
      fields: [{ name: "id", dataTypeID: 23 }],
    });
  });

  it("runs a batch as one transaction and reports a refusal with Postgres' own fields", async () => {
    const { sql, name } = await table();
    const batch = sql.transaction([
      sql.query(`insert into ${name} values (1, 1)`),
      sql.query(`insert into ${name} values (2, 0)`),
    ]);
    await expect(batch).rejects.toMatchObject({
      name: "NeonDbError",
      code: "23514",
      constraint: `${name}_amount`,
      table: name,
    });
    expect(await sql.query(`select * from ${name}`)).toEqual([]);
  });

  it("honours isolation level and read-only", async () => {
    const { sql, name } = await table();
    const [level] = await sql.transaction([sql`show transaction_isolation`], { isolationLevel: "Serializable" });
    expect(level).toEqual([{ transaction_isolation: "serializable" }]);
    const write = sql.transaction([sql.query(`insert into ${name} values (1, 1)`)], { readOnly: true });
    await expect(write).rejects.toMatchObject({ code: "25006" });
  });

  it("keeps databases apart, and knows no other", async () => {
    const { name } = await table();
    await expect(neon(urlOf("migrated")).query(`select * from ${name}`)).rejects.toMatchObject({ code: "42P01" });
    const unknown = new URL(urlOf("wire"));
    unknown.pathname = "/unknown";
    await expect(neon(unknown.href)`select 1`).rejects.toMatchObject({ code: "3D000" });
  });
});

describe("the migrator", () => {
  it("applies each migration once", async () => {
    const target = { databaseUrl: urlOf("migrated"), endpoint: server.endpoint };
    expect(await migratePostgres(target)).toBeGreaterThan(1);
    expect(await migratePostgres(target)).toBe(0);
    const rows = await neon(target.databaseUrl)`select to_regclass('public.invoices') is not null as there`;
    expect(rows).toEqual([{ there: true }]);
  });

  it("applies none when one of them fails", async () => {
    const migrationsFolder = await mkdtemp(join(tmpdir(), "migrations-"));
    const target = { databaseUrl: urlOf("broken"), endpoint: server.endpoint, migrationsFolder };
    const entries = ["good", "bad"].map((tag, idx) => ({
      idx,
      version: "7",
      when: 1000 + idx,
      tag,
      breakpoints: true,
    }));
    await mkdir(join(migrationsFolder, "meta"));
    await writeFile(
      join(migrationsFolder, "meta", "_journal.json"),
      JSON.stringify({ version: "7", dialect: "postgresql", entries }),
    );
    await writeFile(
      join(migrationsFolder, "good.sql"),
      "create table first (id int);--> statement-breakpoint\ncreate table second (id int)",
    );
    await writeFile(join(migrationsFolder, "bad.sql"), "create table third (id no_such_type)");
    await expect(migratePostgres(target)).rejects.toThrow("no_such_type");
    const sql = neon(target.databaseUrl);
    expect(await sql`select to_regclass('first') as first, to_regclass('second') as second`).toEqual([
      { first: null, second: null },
    ]);
    await writeFile(join(migrationsFolder, "bad.sql"), "create table third (id int)");
    expect(await migratePostgres(target)).toBe(2);
    await rm(migrationsFolder, { recursive: true });
  });

  it("refuses a role that row-level security does not bind", async () => {
    vi.stubEnv("TEPI_POSTGRES_URL", "");
    const { endpoint, url: databaseUrl, close } = await startNeon({ port: 0 });
    neonConfig.fetchEndpoint = endpoint;
    await neon(databaseUrl)`select set_config('role', 'postgres', false)`;
    await expect(migratePostgres({ databaseUrl, endpoint })).rejects.toThrow("exempt from row-level security");
    await close();
  }, 60_000);
});
