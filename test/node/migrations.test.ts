import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const files = readdirSync("migrations/d1").filter((file) => file.endsWith(".sql"));

it.each(files)("%s rebuilds no table: on D1 a dropped parent takes its children with it", (file) => {
  const sql = readFileSync(`migrations/d1/${file}`, "utf8");
  expect(sql).not.toMatch(/drop table|__new_|foreign_keys\s*=\s*off|on delete (cascade|set null)/i);
});
