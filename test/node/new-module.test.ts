import { execFile, execFileSync } from "node:child_process";
import { cp, mkdtemp, realpath, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

/** Derived, or heavy and the same in the copy. */
const left = new Set(["node_modules", ".git", ".wrangler", ".svelte-kit", ".tepi", "build", "dist"]);
let copy: string;
const run = (program: string, ...args: string[]) =>
  promisify(execFile)(join("node_modules/.bin", program), args, { cwd: copy });
const make = (...args: string[]) =>
  execFileSync(process.execPath, ["scripts/new-module.ts", ...args], { cwd: copy, stdio: "pipe" });

beforeAll(async () => {
  copy = await realpath(await mkdtemp(join(tmpdir(), "tepi-new-module-")));
  await cp(".", copy, { recursive: true, filter: (path) => !left.has(basename(path)) });
  await symlink(resolve("node_modules"), join(copy, "node_modules"));
});
afterAll(() => rm(copy, { recursive: true }));

describe("a new module", () => {
  it("compiles, lints and passes its test as it is", async () => {
    make("service-areas", "--states");
    make("items", "--prefix", "itm", "--beside", "customers");
    const made = ["worker/modules/service-areas", "worker/modules/items"];
    const edited = ["worker/app.ts", "worker/core/ids.ts", "worker/core/access.ts", "scripts/lint/boundaries.js"];
    const types = run("tsc").catch((error: { stdout: string }) => error);
    await run("eslint", "--max-warnings", "0", ...made, ...edited);
    const errors = (await types).stdout
      .split("\n")
      .filter((line) => [...made, ...edited].some((path) => line.startsWith(path)));
    expect(errors).toEqual([]);
    await run("prettier", "--check", ...made, ...edited);
    const { stdout } = await run("vitest", "run", ...made);
    expect(stdout).toMatch(/Test Files.*2 passed/);
  }, 180_000);

  it("is refused where its folder or its prefix is taken", () => {
    expect(() => make("customers")).toThrow("worker/modules/customers is there already");
    expect(() => make("invoicing")).toThrow('The prefix "inv" is taken');
  });
});
