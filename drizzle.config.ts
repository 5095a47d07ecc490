import { defineConfig } from "drizzle-kit";

/** One schema, two stores. `npm run migrations` runs this once for each; see `docs/decisions/0003-one-schema.md`. */
const postgres = process.env["NODE_OPTIONS"]?.includes("postgres") ?? false;

export default defineConfig({
  dialect: postgres ? "postgresql" : "sqlite",
  schema: [
    "./worker/db/sequences.ts",
    "./worker/db/idempotency.ts",
    "./worker/db/counters.ts",
    "./worker/modules/*/schema.ts",
  ],
  out: postgres ? "./migrations/postgres" : "./migrations/d1",
});
