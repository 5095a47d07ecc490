/** A real PostgreSQL server as the engine, with a role and databases of this run's own that are dropped at the end. */
import { randomBytes } from "node:crypto";
import pg from "pg";
import type { Database, Engine, Query, QueryResult } from "./engine.ts";

const connectionsPerDatabase = 10;

/**
 * @param adminUrl a role that may create roles and databases
 * @param names the databases' names as the app knows them; on the server each bears a prefix of this run's own
 */
export async function startPostgres(adminUrl: string, names: readonly string[]): Promise<Engine> {
  const run = `tepi_${randomBytes(6).toString("hex")}`;
  const password = randomBytes(16).toString("hex");
  const nameOnServer = (name: string) => `${run}_${name}`;
  const admin = new pg.Pool({ connectionString: adminUrl, max: 1 });

  await admin.query(`create role ${run} login nosuperuser nobypassrls password '${password}'`);
  await admin.query(`grant ${run} to current_user`);
  for (const name of names) await admin.query(`create database "${nameOnServer(name)}" owner ${run}`);

  const pools = names.map((name) => {
    const url = new URL(adminUrl);
    Object.assign(url, { username: run, password, pathname: `/${nameOnServer(name)}` });
    return [name, new pg.Pool({ connectionString: url.href, max: connectionsPerDatabase })] as const;
  });
  return {
    role: run,
    databases: new Map(pools.map(([name, pool]) => [name, databaseOf(pool)])),
    async close() {
      for (const [, pool] of pools) await pool.end();
      for (const name of names) await admin.query(`drop database "${nameOnServer(name)}" with (force)`);
      await admin.query(`drop role ${run}`);
      await admin.end();
    },
  };
}

function databaseOf(pool: pg.Pool): Database {
  return {
    single: (query) => run(pool, query),
    async batch(queries, characteristics) {
      const client = await pool.connect();
      try {
        await client.query(`begin ${characteristics ?? ""}`);
        const results: QueryResult[] = [];
        for (const query of queries) results.push(await run(client, query));
        await client.query("commit");
        return results;
      } catch (error) {
        await client.query("rollback");
        throw error;
      } finally {
        client.release();
      }
    },
  };
}

const asText = { getTypeParser: () => (value: unknown) => value };

async function run(client: pg.Pool | pg.PoolClient, { query, params }: Query): Promise<QueryResult> {
  const { command, rowCount, fields, rows } = await client.query<(string | null)[]>({
    text: query,
    values: params,
    rowMode: "array",
    types: asText,
  });
  return {
    command,
    rowCount,
    rowAsArray: true,
    fields: fields.map(({ name, dataTypeID }) => ({ name, dataTypeID })),
    rows,
  };
}
