import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";

const documents = [...globSync("*.md"), ...globSync("docs/**/*.md"), "web/README.md", "sandbox/README.md"];
const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };
const folders = "worker|durable-objects|web|sandbox|scripts|test|bench|docs|migrations";

describe.each(documents)("%s", (file) => {
  const text = readFileSync(file, "utf8");
  const all = (pattern: RegExp) => [...text.matchAll(pattern)].map((found) => found[1] as string);

  it("links to what is there", () => {
    const targets = all(/\]\((?!https?:|#)([^)#\s]+)/g);
    expect(targets.filter((target) => !existsSync(join(dirname(file), target)))).toEqual([]);
  });

  it("names files that are there", () => {
    const paths = all(new RegExp(`\`((?:${folders})/[\\w./-]+)\``, "g")).filter(
      (path) => !path.startsWith("web/build"),
    );
    expect(paths.filter((path) => !existsSync(path))).toEqual([]);
  });

  it("names commands of package.json", () => {
    expect(all(/npm run ([\w:]+)/g).filter((name) => !(name in scripts))).toEqual([]);
  });
});

it(".dev.vars.example has every setting of worker/env.ts", () => {
  const source = readFileSync("worker/env.ts", "utf8");
  const schema = source.slice(source.indexOf("z.object({"), source.indexOf("});"));
  const names = [...schema.matchAll(/^ {2}([A-Z_]+):/gm)].map((found) => found[1]);
  const given = [...readFileSync(".dev.vars.example", "utf8").matchAll(/^([A-Z_]+)=/gm)].map((found) => found[1]);
  expect(names.length).toBeGreaterThan(10);
  expect(given.sort()).toEqual(names.sort());
});
