import type { TestProject } from "vitest/node";
import { migratePostgres } from "../../scripts/migrate-postgres.ts";
import { startNeon } from "./neon/server.ts";

/** Starts a stand-in for Neon with one database for each of two shards, and migrates both. */
export default async function ({ provide }: TestProject) {
  const { endpoint, urls, close } = await startNeon({ port: 0, databases: ["tepi", "tepi_1"] });
  for (const databaseUrl of urls) await migratePostgres({ databaseUrl, endpoint });
  provide("neonEndpoint", endpoint);
  provide("databaseUrls", urls);
  return close;
}
