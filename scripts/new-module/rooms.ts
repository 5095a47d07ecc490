/** The rooms of a new module: a thing with a name that can be listed, made, shown and changed, and closed where it has states. */

export interface ModuleNames {
  /** Folder and path of the API: `service-areas`. */
  path: string;
  /** Of its ids: `ser`. */
  prefix: string;
  many: string;
  one: string;
  Many: string;
  One: string;
  table: string;
  /** As the audit log calls it. */
  entity: string;
  words: string;
}

/** `a service area`, `an item`. */
const a = (words: string) => `${/^[aeiou]/.test(words) ? "an" : "a"} ${words}`;
const A = (words: string) => a(words).replace("a", "A");

/** The files of the module, by name. */
export function rooms(names: ModuleNames, withStates: boolean): Record<string, string> {
  return {
    "schema.ts": schema(names, withStates),
    "inputs.ts": inputs(names, withStates),
    ...(withStates && { "states.ts": states(names) }),
    "service.ts": service(names, withStates),
    "routes.ts": routes(names, withStates),
    "index.ts": `export { ${names.one}Routes } from "./routes.ts";\n`,
    [`${names.path}.test.ts`]: test(names, withStates),
  };
}

const schema = ({ many, One, table, words }: ModuleNames, withStates: boolean) => `
import { count, primaryKey, table, text, uniqueIndex } from "#dialect";
import { createdAt, id, tenantId, version } from "../../db/columns.ts";
${withStates ? `import type { ${One}State } from "./states.ts";\n` : ""}
/** What ${a(words)} is, in a sentence. */
export const ${many} = table(
  "${table}",
  {
    tenantId: tenantId(),
    id: id(),
    number: count("number").notNull(),
    name: text("name").notNull(),
    ${withStates ? `state: text("state").$type<${One}State>().notNull(),` : ""}
    version: version(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: "${table}_pk", columns: [t.tenantId, t.id] }),
    uniqueIndex("${table}_number").on(t.tenantId, t.number),
  ],
);
`;

const states = ({ one, One, words }: ModuleNames) => `
/** The states of ${a(words)}, and what can be done in each. Pure. */

export const ${one}States = ["open", "closed"] as const;
export type ${One}State = (typeof ${one}States)[number];

/** What can be done, and the states in which it can. */
export const ${one}Actions = {
  edit: ["open"],
  close: ["open"],
} as const satisfies Record<string, readonly ${One}State[]>;
export type ${One}Action = keyof typeof ${one}Actions;

/** Whether ${a(words)} in \`state\` takes \`action\`. */
export const ${one}Takes = (state: ${One}State, action: ${One}Action): boolean =>
  (${one}Actions[action] as readonly ${One}State[]).includes(state);
`;

const inputs = ({ one, One, prefix }: ModuleNames, withStates: boolean) => `
import { z } from "@hono/zod-openapi";
import { idPattern } from "../../core/ids.ts";
${withStates ? `import { ${one}States } from "./states.ts";\n` : ""}
const fields = { name: z.string().trim().min(1).max(100) };

export const ${one}Input = z.object(fields).openapi("New${One}");
export type ${One}Input = z.output<typeof ${one}Input>;

export const ${one}Patch = z.object(fields).partial().openapi("${One}Patch");
export type ${One}Patch = z.output<typeof ${one}Patch>;

export const ${one}Answer = z
  .object({
    id: z.string().regex(idPattern("${prefix}")),
    number: z.int(),
    name: z.string(),
    ${withStates ? `state: z.enum(${one}States),` : ""}
    createdAt: z.iso.datetime(),
  })
  .openapi("${One}");

export const ${one}Id = z.object({ id: z.string().regex(idPattern("${prefix}")) });
`;

const service = ({ many, one, Many, One, entity, prefix, words }: ModuleNames, withStates: boolean) => `
import { desc, eq, lt } from "drizzle-orm";
import type { Context } from "../../core/context.ts";
import { Refusal } from "../../core/errors.ts";
import { decodeCursor, pageFrom, type PageQuery } from "../../core/http/page.ts";
import { isoInstant } from "../../core/time.ts";
import { lastNumber, raiseSequence } from "../../db/sequences.ts";
import type { Row } from "../../db/store.ts";
import { changed, created } from "../audit/index.ts";
import { commitAndRead, type Part } from "../outbox/index.ts";
import type { ${One}Input, ${One}Patch } from "./inputs.ts";
import { ${many} } from "./schema.ts";
${withStates ? `import { ${one}Takes, type ${One}Action } from "./states.ts";\n` : ""}
export type ${One} = Row<typeof ${many}>;

const byId = (ctx: Context, id: string) =>
  ctx.store.db.select().from(${many}).where(ctx.store.own(${many}, eq(${many}.id, id)));

async function load(ctx: Context, id: string): Promise<${One}> {
  const [[${one}]] = await ctx.store.read(byId(ctx, id));
  if (!${one}) throw new Refusal("not_found");
  return ${one};
}

/** @throws Refusal \`not_found\` */
export const get${One} = async (ctx: Context, id: string) => show(await load(ctx, id));

/** Newest first. */
export async function list${Many}(ctx: Context, { limit, cursor }: PageQuery) {
  const after = decodeCursor(cursor, 1);
  const [rows] = await ctx.store.read(
    ctx.store.db
      .select()
      .from(${many})
      .where(ctx.store.own(${many}, after && lt(${many}.id, String(after[0]))))
      .orderBy(desc(${many}.id))
      .limit(limit + 1),
  );
  return pageFrom(rows, limit, show, ({ id }) => [id]);
}

export async function create${One}(ctx: Context, input: ${One}Input) {
  const id = ctx.id("${prefix}");
  const row = {
    ...input,
    id,
    number: lastNumber(ctx.store, "${entity}"),
    ${withStates ? `state: "open" as const,` : ""}
    createdAt: ctx.now(),
  };
  return write(ctx, id, [
    raiseSequence(ctx.store, "${entity}"),
    ...created(ctx, ${many}, row, { action: "${entity}.created" }),
  ]);
}

export async function update${One}(ctx: Context, id: string, patch: ${One}Patch) {
  const before = await load(ctx, id);
  ${withStates ? `requireTakes(before, "edit");` : ""}
  return write(ctx, id, changed(ctx, ${many}, before, patch, { action: "${entity}.updated" }));
}
${
  withStates
    ? `
/** @throws Refusal \`wrong_state\` when it is closed already */
export async function close${One}(ctx: Context, id: string) {
  const before = await load(ctx, id);
  requireTakes(before, "close");
  return write(ctx, id, changed(ctx, ${many}, before, { state: "closed" }, { action: "${entity}.closed" }));
}

/** @throws Refusal \`wrong_state\` */
function requireTakes({ state }: ${One}, action: ${One}Action): void {
  if (!${one}Takes(state, action)) throw new Refusal("wrong_state");
}
`
    : ""
}
async function write(ctx: Context, id: string, parts: readonly Part[]) {
  const [${one}] = await commitAndRead(ctx, parts, byId(ctx, id));
  return show(${one} as ${One});
}

/** ${A(words)} as the API shows it. */
const show = (row: ${One}) => ({ ...row, createdAt: isoInstant(row.createdAt) });
`;

const routes = ({ path, one, Many, One, words }: ModuleNames, withStates: boolean) => `
import { endpoint, type App } from "../../core/http/endpoint.ts";
import { pageOf, pageQuery } from "../../core/http/page.ts";
import { ${one}Answer, ${one}Id, ${one}Input, ${one}Patch } from "./inputs.ts";
import { ${withStates ? `close${One}, ` : ""}create${One}, get${One}, list${Many}, update${One} } from "./service.ts";

export function ${one}Routes(app: App): void {
  const all = { path: "/${path}", tag: "${Many}", limit: "general", status: 200 } as const;
  const one = { ...all, path: "/${path}/{id}", params: ${one}Id, response: ${one}Answer } as const;
  endpoint(
    app,
    {
      ...all,
      method: "get",
      id: "list${Many}",
      summary: "Every ${words}, newest first",
      access: "${path}:read",
      query: pageQuery,
      response: pageOf(${one}Answer),
    },
    (ctx, { query }) => list${Many}(ctx, query),
  );
  endpoint(
    app,
    {
      ...all,
      method: "post",
      id: "create${One}",
      summary: "Add ${a(words)}",
      access: "${path}:write",
      body: ${one}Input,
      status: 201,
      response: ${one}Answer,
    },
    (ctx, { body }) => create${One}(ctx, body),
  );
  endpoint(
    app,
    { ...one, method: "get", id: "get${One}", summary: "${A(words)}", access: "${path}:read" },
    (ctx, { params }) => get${One}(ctx, params.id),
  );
  endpoint(
    app,
    {
      ...one,
      method: "patch",
      id: "update${One}",
      summary: "Change ${a(words)}",
      access: "${path}:write",
      body: ${one}Patch,
    },
    (ctx, { params, body }) => update${One}(ctx, params.id, body),
  );
${
  withStates
    ? `  endpoint(
    app,
    {
      ...one,
      method: "post",
      path: "/${path}/{id}/closure",
      id: "close${One}",
      summary: "Close ${a(words)}",
      access: "${path}:write",
    },
    (ctx, { params }) => close${One}(ctx, params.id),
  );
`
    : ""
}}
`;

const test = ({ one, words }: ModuleNames, withStates: boolean) => `
import { describe, expect, it } from "vitest";
import { ${one}Input } from "./inputs.ts";
${withStates ? `import { ${one}Takes } from "./states.ts";\n` : ""}
describe("${a(words)}", () => {
  it("has a name, without the spaces around it", () => {
    expect(${one}Input.parse({ name: "  Contoh  " })).toEqual({ name: "Contoh" });
    expect(${one}Input.safeParse({ name: "   " }).success).toBe(false);
  });
${
  withStates
    ? `
  it("that is closed is neither changed nor closed again", () => {
    expect([${one}Takes("open", "edit"), ${one}Takes("open", "close")]).toEqual([true, true]);
    expect([${one}Takes("closed", "edit"), ${one}Takes("closed", "close")]).toEqual([false, false]);
  });
`
    : ""
}});
`;
