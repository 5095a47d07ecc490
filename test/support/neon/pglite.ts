/** PGlite as the engine: PostgreSQL in this process, one instance for each database and one connection for each instance. */
import { PGlite, type Results } from "@electric-sql/pglite";
import type { Database, Engine, Query, QueryResult } from "./engine.ts";

const role = "tepi_app";

/** Starts one instance for each name. */
export async function startPglite(names: readonly string[]): Promise<Engine> {
  const instances = await Promise.all(names.map(async (name) => [name, await startInstance()] as const));
  return {
    role,
    databases: new Map(instances.map(([name, instance]) => [name, databaseOf(instance)])),
    close: async () => {
      await Promise.all(instances.map(([, instance]) => instance.close()));
    },
  };
}

/** The session starts as superuser, which no policy binds; from here on it is the plain role that owns the database. */
async function startInstance(): Promise<PGlite> {
  const instance = await PGlite.create();
  await instance.exec(`
    create role ${role} nosuperuser nobypassrls;
    alter database postgres owner to ${role};
    set role ${role};
  `);
  return instance;
}

/** PGlite queues by itself: a statement waits for the transaction before it. */
function databaseOf(instance: PGlite): Database {
  const asText = (handlers: object) =>
    Object.fromEntries(Object.keys(handlers).map((type) => [type, (value: string) => value]));
  const options = {
    rowMode: "array",
    parsers: asText(instance.parsers),
    serializers: asText(instance.serializers),
  } as const;
  const run = async (session: Pick<PGlite, "query">, { query, params }: Query) =>
    resultOf(await session.query(query, params, options));
  return {
    single: (query) => run(instance, query),
    batch: (queries, characteristics) =>
      instance.transaction(async (transaction) => {
        if (characteristics) await transaction.exec(`set transaction ${characteristics}`);
        const results: QueryResult[] = [];
        for (const query of queries) results.push(await run(transaction as Pick<PGlite, "query">, query));
        return results;
      }),
  };
}

const resultOf = ({
  command,
  rowCount,
  fields,
  rows,
}: Results & { command?: string; rowCount?: number }): QueryResult => ({
  command: command ?? "",
  rowCount: rowCount ?? null,
  rowAsArray: true,
  fields,
  rows: rows as (string | null)[][],
});
