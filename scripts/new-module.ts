/**
 * `npm run new:module -- <name> [--states] [--beside <module>] [--prefix <abc>]`: begins a module that compiles, lints and
 * passes its test. `<name>` is a noun, plural where there are many: `technicians`. See ARCHITECTURE.md.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { format, resolveConfig } from "prettier";
import { rooms, type ModuleNames } from "./new-module/rooms.ts";

const usage = "Usage: npm run new:module -- <name> [--states] [--beside <module>] [--prefix <abc>]";

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    states: { type: "boolean", default: false },
    beside: { type: "string", default: "billing" },
    prefix: { type: "string" },
  },
});
const name = positionals[0] ?? "";
if (!/^[a-z]{3,}(-[a-z]+)*$/.test(name)) fail(`${usage}\nA name is lower-case letters and hyphens.`);

const folder = join("worker/modules", name);
if (existsSync(folder)) fail(`${folder} is there already.`);
const names = namesOf(name, values.prefix ?? name.slice(0, 3));

/** Files as they will be. Written together at the end, so that a failure leaves nothing half done. */
const edits = new Map<string, string>();

/** Adds text to a file at a place that must be there once. */
function insert(file: string, before: string, text: string): void {
  const source = edits.get(file) ?? readFileSync(file, "utf8");
  if (source.split(before).length !== 2) fail(`${file} has changed: no single ${JSON.stringify(before)} to add to.`);
  edits.set(
    file,
    source.replace(before, () => text + before),
  );
}

const prefixes = readFileSync("worker/core/ids.ts", "utf8");
if (!/^[a-z]{3}$/.test(names.prefix) || new RegExp(`^  ${names.prefix}: `, "m").test(prefixes))
  fail(`The prefix "${names.prefix}" is taken or not three letters. Choose one with --prefix.`);
insert("worker/core/ids.ts", "} as const;\nexport type IdPrefix", `  ${names.prefix}: "${names.words}",\n`);
insert(
  "worker/core/access.ts",
  "} as const satisfies Record<string, readonly Role[]>;",
  `  "${name}:read": office,\n  "${name}:write": leads,\n`,
);
insert(
  "worker/app.ts",
  "import { healthRoutes }",
  `import { ${names.one}Routes } from "./modules/${name}/index.ts";\n`,
);
insert(
  "worker/app.ts",
  "\n  for (const [name, scheme] of Object.entries(securitySchemes))",
  `  ${names.one}Routes(app);\n`,
);
addToGroup();
for (const [room, text] of Object.entries(rooms(names, values.states))) edits.set(join(folder, room), text);

for (const [file, text] of edits) {
  const filepath = join(process.cwd(), file);
  edits.set(file, await format(text, { ...(await resolveConfig(filepath)), filepath }));
}
mkdirSync(folder, { recursive: true });
for (const [file, text] of edits) writeFileSync(file, text);

console.log(`Made ${folder}, and named it in ${[...edits.keys()].filter((file) => !file.startsWith(folder)).join(", ")}.

Next:
  1. Say in schema.ts and inputs.ts what it is; in core/access.ts who may read and write it.
  2. npm run migrations -- ${name.replaceAll("-", "_")}, and a migration of the policies for Postgres (CONTRIBUTING.md, Migrations).
  3. Lines for its routes in test/walks/entries.ts and bench/cost/calls.ts, and one of its things in test/walks/fixture.ts.
  4. Tests of what it guarantees, in ${folder}; then npm run generate, npm run check and npm test.`);

/** The module's place among the groups of imports, unless it has one already. */
function addToGroup(): void {
  const file = "scripts/lint/boundaries.js";
  const groups = readFileSync(file, "utf8");
  if (groups.includes(`"${name}"`)) return;
  const beside = `"${values.beside}"`;
  if (!groups.includes(beside)) fail(`There is no module ${beside} in ${file} to stand beside.`);
  edits.set(file, groups.replace(new RegExp(`^( {2}\\[[^\\]]*${beside}[^\\]]*)\\],`, "m"), `$1, "${name}"],`));
}

/** `service-areas` → serviceAreas, serviceArea, ServiceArea, service_areas, "service area". */
function namesOf(plural: string, prefix: string): ModuleNames {
  const singular = plural.replace(/ies$/, "y").replace(/([^s])s$/, "$1");
  const camel = (text: string) => text.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const pascal = (text: string) => text.charAt(0).toUpperCase() + camel(text).slice(1);
  return {
    path: plural,
    prefix,
    many: camel(plural),
    one: camel(singular),
    Many: pascal(plural),
    One: pascal(singular),
    table: plural.replaceAll("-", "_"),
    entity: singular.replaceAll("-", "_"),
    words: singular.replaceAll("-", " "),
  };
}
