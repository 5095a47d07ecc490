import { applyD1Migrations } from "cloudflare:test";
import { env } from "cloudflare:workers";

for (const database of [env.DB, env.DB_1]) await applyD1Migrations(database, env.TEST_MIGRATIONS);
