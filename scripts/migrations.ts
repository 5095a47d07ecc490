/** `npm run migrations -- <name>`: writes what has changed in the one schema as a migration for each store. */
import { execFileSync } from "node:child_process";

const name = process.argv[2];
if (!name || !/^[a-z0-9_]+$/.test(name)) {
  console.error("Usage: npm run migrations -- <name_in_snake_case>");
  process.exit(1);
}

for (const conditions of ["", "--conditions=postgres"])
  execFileSync("drizzle-kit", ["generate", "--name", name], {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, NODE_OPTIONS: conditions },
  });
console.log("Written to migrations/d1 and migrations/postgres. Read both before you commit them.");
