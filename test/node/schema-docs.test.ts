import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";

it("docs/database.md shows the tables as they are declared", () => {
  const check = () => execFileSync(process.execPath, ["scripts/generate-schema-docs.ts", "--check"], { stdio: "pipe" });
  expect(check).not.toThrow();
});
