import { eq, or, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { alias, jsonRows, type Statement } from "#dialect";
import { TestTenant } from "../../test/support/tenant.ts";
import type { Context } from "../core/context.ts";
import { plans, subscriptions } from "../modules/billing/schema.ts";
import { customers } from "../modules/customers/schema.ts";
import { requireTenant, UnscopedStatement } from "./guard.ts";
import { sequences } from "./sequences.ts";

const own = "ten_own";
const other = "ten_other";

type Case = [statement: string, ...params: unknown[]];

/** The same statement as each store spells its placeholders. */
const spellings = ([statement, ...params]: Case): [string, unknown[]][] => {
  let position = 0;
  return [
    [statement, params],
    [statement.replaceAll("?", () => `$${++position}`), params],
  ];
};
const passes = (each: Case) => {
  for (const [statement, params] of spellings(each)) expect(() => requireTenant(statement, params, own)).not.toThrow();
};
const isRefused = (each: Case) => {
  for (const [statement, params] of spellings(each))
    expect(() => requireTenant(statement, params, own)).toThrow(UnscopedStatement);
};

describe("the guard lets through", () => {
  it.each<Case>([
    ['select "id" from "plans" where "plans"."tenant_id" = ?', own],
    ['select "id" from "plans" where ("plans"."price" > ? and "plans"."tenant_id" = ?) limit ?', 5, own, 1],
    ['select "id" from "plans" "p" where "p"."tenant_id" = ?', own],
    ['select "slug" from "tenant_directory" where "tenant_directory"."slug" = ?', "x"],
    [
      'select 1 from "plans" where ("plans"."tenant_id" = ? and ("plans"."price" = ? or "plans"."price" = ?))',
      own,
      1,
      2,
    ],
    ['select 1 from "plans" where ("plans"."tenant_id" = ? and not exists (select 1))', own],
  ])("a select bound to the tenant: %s", (...each) => passes(each));

  it.each<Case>([
    [
      'select 1 from "subscriptions" inner join "plans" on ("plans"."tenant_id" = "subscriptions"."tenant_id" and "plans"."id" = "subscriptions"."plan_id") where "subscriptions"."tenant_id" = ?',
      own,
    ],
    [
      'select 1 from "subscriptions" left join "plans" on "plans"."tenant_id" = ? left join "customers" on "plans"."tenant_id" = "customers"."tenant_id" where "subscriptions"."tenant_id" = ?',
      own,
      own,
    ],
    [
      'select 1 from "plans" where ("plans"."tenant_id" = ? and exists (select 1 from "plans" "twin" where "twin"."tenant_id" = "plans"."tenant_id"))',
      own,
    ],
  ])("a join that passes the tenant on: %s", (...each) => passes(each));

  it.each<Case>([
    ['update "plans" set "price" = ? where ("plans"."tenant_id" = ? and "plans"."id" = ?)', 1, own, "x"],
    ['delete from "plans" where "plans"."tenant_id" = ?', own],
    ['insert into "plans" ("tenant_id", "id") values (?, ?), (?, lower(?))', own, "a", own, "b"],
    ['insert into "plans" ("id", "tenant_id") values (?, ?) on conflict ("tenant_id", "id") do nothing', "a", own],
    [
      'insert into "plans" ("tenant_id", "number") values (?, (select "number" from "plans" where "plans"."tenant_id" = ?))',
      own,
      own,
    ],
    [
      'insert into "plans" ("tenant_id", "id") select "plans"."tenant_id", "id" from "plans" where "plans"."tenant_id" = ?',
      own,
    ],
    [
      `insert into "plans" ("tenant_id", "id") select (source.value ->> '$.tenantId'), (source.value ->> '$.id') from json_each(?) as source where true`,
      JSON.stringify([{ tenantId: own }]),
    ],
    [
      'insert into "plans" ("tenant_id", "id") select (source."tenantId"), (source."id") from rows from (jsonb_to_recordset(?::jsonb) as ("tenantId" text)) with ordinality as source("tenantId", "ordinal")',
      JSON.stringify([{ tenantId: own }]),
    ],
  ])("a write of the tenant's rows: %s", (...each) => passes(each));
});

describe("the guard refuses", () => {
  it.each<Case>([
    ['select "id" from "plans"'],
    ['select "id" from "plans" where "plans"."id" = ?', own],
    ['select "id" from "plans" where "plans"."tenant_id" = ?', other],
    ['select "id" from "plans" where ("plans"."id" = ? and "plans"."tenant_id" = ?)', own, other],
    ['select "id" from "plans" where ("plans"."tenant_id" = ? or "plans"."price" > ?)', own, 0],
    [
      'select "id" from "plans" where (("plans"."tenant_id" = ? and "plans"."price" > ?) or "plans"."price" = ?)',
      own,
      0,
      1,
    ],
    ['select "id" from "plans" where not "plans"."tenant_id" = ?', own],
    ['select "id" from "plans" where not ("plans"."tenant_id" = ?)', own],
    ['select "id" from "plans" where "plans"."tenant_id" = "plans"."tenant_id"'],
    ['select "id" from "plans" "p" where "plans"."tenant_id" = ?', own],
    ['select "slug" from "tenant_directory" where "tenant" in (select "tenant_id" from "tenants")'],
    ['select "id" from "plans" where ("plans"."tenant_id" = ? and "plans"."id" in (select "id" from "plans"))', own],
  ])("a select that is not bound to the tenant: %s", (...each) => isRefused(each));

  it.each<Case>([
    [
      'select 1 from "plans" inner join "subscriptions" on "subscriptions"."plan_id" = "plans"."id" where "plans"."tenant_id" = ?',
      own,
    ],
    ['select 1 from "plans" inner join "subscriptions" on "subscriptions"."tenant_id" = "plans"."tenant_id"'],
    [
      'select 1 from "plans" "a" inner join "plans" "b" on ("a"."tenant_id" = "b"."tenant_id" and "b"."tenant_id" = "a"."tenant_id")',
    ],
    [
      'select 1 from "plans" inner join "subscriptions" on "subscriptions"."tenant_id" = ? where "plans"."tenant_id" = ?',
      own,
      other,
    ],
  ])("a join that leaves a table open: %s", (...each) => isRefused(each));

  it.each<Case>([
    ['update "plans" set "price" = ?', 1],
    ['update "plans" set "price" = ? where "plans"."id" = ?', 1, "x"],
    ['update "plans" set "price" = ? where "plans"."tenant_id" = ?', 1, other],
    ['update "plans" set "tenant_id" = ? where "plans"."tenant_id" = ?', other, own],
    ['update "plans" set "number" = (select max("number") from "sequences") where "plans"."tenant_id" = ?', own],
    ['delete from "plans"'],
    ['delete from "plans" where "plans"."tenant_id" = ?', other],
  ])("a change of rows that may be others': %s", (...each) => isRefused(each));

  it.each<Case>([
    ['insert into "plans" ("id") values (?)', own],
    ['insert into "plans" ("tenant_id", "id") values (?, ?)', other, own],
    ['insert into "plans" ("tenant_id", "id") values (?, ?), (?, ?)', own, "a", other, "b"],
    ['insert into "plans" ("tenant_id", "id") values (lower(?), ?)', own, "a"],
    ['insert into "plans" default values'],
    [
      `insert into "plans" ("tenant_id", "id") select (source.value ->> '$.owner') from json_each(?) as source where true`,
      JSON.stringify([{ tenantId: own, owner: other }]),
    ],
    ['insert into "plans" ("tenant_id", "id") select ?, "id" from "plans" where "plans"."tenant_id" = ?', other, own],
    ['insert into "plans" ("tenant_id", "id") select "tenant_id", "id" from "plans"'],
    [
      'insert into "plans" ("tenant_id", "id") values (?, ?) on conflict ("id") do update set "tenant_id" = ?',
      own,
      "a",
      other,
    ],
  ])("an insert for another tenant or for none: %s", (...each) => isRefused(each));

  it.each([[[{ tenantId: own }, { tenantId: other }]], [[{ tenantId: other }]], [[{}]]])(
    "JSON rows of another tenant or of none: %j",
    (rows) => {
      const text = JSON.stringify(rows);
      isRefused([
        `insert into "plans" ("tenant_id", "id") select (source.value ->> '$.tenantId'), ? from json_each(?) as source where true`,
        own,
        text,
      ]);
      isRefused([
        'insert into "plans" ("tenant_id", "id") select (source."tenantId"), ? from rows from (jsonb_to_recordset(?::jsonb) as ("tenantId" text)) as source',
        own,
        text,
      ]);
    },
  );
});

describe("what the query builder makes", () => {
  const compositions: [string, boolean, (ctx: Context) => Statement][] = [
    ["own rows", true, ({ store }) => store.db.select().from(plans).where(store.own(plans))],
    ["all rows", false, ({ store }) => store.db.select().from(plans)],
    ["rows of another", false, ({ store }) => store.db.select().from(plans).where(eq(plans.tenantId, other))],
    [
      "own rows or any",
      false,
      ({ store }) =>
        store.db
          .select()
          .from(plans)
          .where(or(store.own(plans), eq(plans.price, 0))),
    ],
    [
      "own rows joined to own",
      true,
      ({ store }) =>
        store.db
          .select()
          .from(subscriptions)
          .leftJoin(plans, store.own(plans, eq(plans.id, subscriptions.planId)))
          .where(store.own(subscriptions)),
    ],
    [
      "own rows joined to all",
      false,
      ({ store }) =>
        store.db
          .select()
          .from(subscriptions)
          .leftJoin(plans, eq(plans.id, subscriptions.planId))
          .where(store.own(subscriptions)),
    ],
    [
      "all rows under an alias",
      false,
      ({ store }) => {
        const twin = alias(plans, "twin");
        return store.db.select().from(plans).innerJoin(twin, eq(twin.id, plans.id)).where(store.own(plans));
      },
    ],
    [
      "all rows in a subquery",
      false,
      ({ store }) => store.update(plans, { number: sql`(select max(${customers.number}) from ${customers})` }),
    ],
    ["a change of all rows", false, ({ store }) => store.db.update(plans).set({ price: 0 })],
    ["a change of the tenant", false, ({ store }) => store.update(plans, { tenantId: other })],
    ["removal of all rows", false, ({ store }) => store.db.delete(plans)],
    [
      "a row for another",
      false,
      ({ store }) => store.db.insert(sequences).values({ tenantId: other, series: store.tenantId, value: 1 }),
    ],
    [
      "rows of which one is another's",
      false,
      ({ store }) =>
        store.db
          .insert(sequences)
          .values([store.tenantId, other].map((tenantId) => ({ tenantId, series: "x", value: 1 }))),
    ],
    ["own JSON rows", true, (ctx) => bulk(ctx, [ctx.store.tenantId])],
    ["JSON rows of which one is another's", false, (ctx) => bulk(ctx, [ctx.store.tenantId, other])],
  ];
  const bulk = ({ store }: Context, tenantIds: string[]) => {
    const rows = tenantIds.map((tenantId) => ({ tenantId, series: "bulk", value: 1 }));
    return store.db.insert(sequences).select(jsonRows(sequences, rows)) as unknown as Statement;
  };

  it.each(compositions)("%s: let through is %s", async (_, allowed, compose) => {
    const ctx = await (await TestTenant.signUp()).context();
    const outcome = ctx.store.read(compose(ctx));
    if (allowed) await outcome;
    else await expect(outcome).rejects.toThrow(UnscopedStatement);
  });
});
