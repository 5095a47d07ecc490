/**
 * A stand-in for Neon's SQL over HTTP, on the loopback address alone. Behind it is PGlite in this process, or a real server
 * where `TEPI_POSTGRES_URL` names one. The wire format is that of `@neondatabase/serverless` 1.x:
 * `POST /sql` with `{query, params}` → result, or `{queries: [...]}`, one transaction → `{results}`; the header
 * `Neon-Connection-String` names role and database, `Neon-Batch-*` the transaction; a refusal is 400 with Postgres' fields.
 */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";
import type { Database, Engine } from "./engine.ts";
import { startPglite } from "./pglite.ts";
import { startPostgres } from "./postgres.ts";

export interface NeonOptions {
  /** 0 takes a free one. */
  port: number;
  /** The databases it holds, empty at first. */
  databases?: readonly string[];
  /** A real server to keep them on; by default `TEPI_POSTGRES_URL`, and PGlite where that is not set. */
  databaseUrl?: string | undefined;
}

export interface Neon {
  /** What `NEON_ENDPOINT` is set to. */
  endpoint: string;
  /** The connection string of the first database. */
  url: string;
  /** The connection strings of all databases, in the order asked for: `DATABASE_URL`, `DATABASE_URL_1`, … */
  urls: string[];
  close(): Promise<void>;
}

/** Starts the stand-in. */
export async function startNeon({
  port,
  databases = ["tepi"],
  databaseUrl = process.env["TEPI_POSTGRES_URL"],
}: NeonOptions): Promise<Neon> {
  const engine = databaseUrl ? await startPostgres(databaseUrl, databases) : await startPglite(databases);
  const server = createServer((request, response) => void answer(engine, request, response));
  // Node drops a connection after five idle seconds, at times while the Worker takes it up again.
  server.keepAliveTimeout = 600_000;
  await new Promise<void>((listening) => server.listen(port, "127.0.0.1", listening));
  const urls = databases.map((name) => `postgresql://${engine.role}:local@neon.localtest/${name}`);
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/sql`,
    url: urls[0] as string,
    urls,
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      await engine.close();
    },
  };
}

const querySchema = z.object({ query: z.string(), params: z.array(z.coerce.string().nullable()).default([]) });
const bodySchema = z.union([z.object({ queries: z.array(querySchema) }), querySchema]);

/** The fields of a Postgres error that the driver puts on its `NeonDbError`. */
const errorFields = [
  ...["message", "severity", "code", "detail", "hint", "position", "internalPosition", "internalQuery", "where"],
  ...["schema", "table", "column", "dataType", "constraint", "file", "line", "routine"],
];

async function answer(engine: Engine, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const send = (status: number, body: object) =>
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  if (request.method !== "POST" || request.url !== "/sql") return void send(404, { message: "Not found" });
  try {
    const database = databaseOf(engine, request.headers);
    const body = bodySchema.parse(await bodyOf(request));
    if ("queries" in body)
      send(200, { results: await database.batch(body.queries, characteristicsOf(request.headers)) });
    else send(200, await database.single(body));
  } catch (error) {
    const fields = error as Record<string, unknown>;
    send(400, Object.fromEntries(errorFields.map((field) => [field, fields[field]])));
  }
}

function databaseOf(engine: Engine, headers: IncomingHttpHeaders): Database {
  const { username, pathname } = new URL(String(headers["neon-connection-string"]));
  const database = engine.databases.get(pathname.slice(1));
  if (username !== engine.role) throw Object.assign(new Error(`role "${username}" does not exist`), { code: "28000" });
  if (!database) throw Object.assign(new Error(`database "${pathname.slice(1)}" does not exist`), { code: "3D000" });
  return database;
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString());
}

const isolationLevels: Record<string, string> = {
  ReadUncommitted: "read uncommitted",
  ReadCommitted: "read committed",
  RepeatableRead: "repeatable read",
  Serializable: "serializable",
};

function characteristicsOf(headers: IncomingHttpHeaders): string | undefined {
  const level = isolationLevels[String(headers["neon-batch-isolation-level"])];
  const parts = [
    ...(level ? [`isolation level ${level}`] : []),
    ...(headers["neon-batch-read-only"] === "true" ? ["read only"] : []),
    ...(headers["neon-batch-deferrable"] === "true" ? ["deferrable"] : []),
  ];
  return parts.length > 0 ? parts.join(", ") : undefined;
}
