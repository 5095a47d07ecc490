import { asc, eq, inArray, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { greatest, jsonRows, violation, zeroPadded, type Statement } from "#dialect";
import { TestTenant } from "../../test/support/tenant.ts";
import type { Context } from "../core/context.ts";
import { changed, created } from "../modules/audit/index.ts";
import { auditEntries } from "../modules/audit/schema.ts";
import { invoices, plans } from "../modules/billing/schema.ts";
import { outbox } from "../modules/outbox/schema.ts";
import { brands } from "../modules/tenancy/schema.ts";
import { lastNumber, raiseSequence } from "./sequences.ts";
import type { NewRow } from "./store.ts";

const newContext = async (): Promise<Context> => (await TestTenant.signUp()).context();

function planRow(ctx: Context, number: number, changes: Partial<NewRow<typeof plans>> = {}) {
  const name = `Paket ${number}`;
  const row = { id: ctx.id("pln"), number, name, nameKey: name.toLowerCase(), price: 150_000, createdAt: ctx.now() };
  return { ...row, ...changes } as NewRow<typeof plans> & { id: string };
}

async function plansOf(ctx: Context) {
  const { store } = ctx;
  const [rows] = await store.read(store.db.select().from(plans).where(store.own(plans)).orderBy(asc(plans.number)));
  return rows;
}

async function brandIdOf({ store }: Context): Promise<string> {
  const [[brand]] = await store.read(store.db.select({ id: brands.id }).from(brands).where(store.own(brands)));
  return brand?.id ?? "";
}

/** What a batch was refused for. */
async function refusalOf(ctx: Context, statements: Statement[]) {
  const outcome = await ctx.store.atomic(statements).then(
    () => undefined,
    (error: unknown) => error,
  );
  return violation(outcome);
}

describe("a batch", () => {
  const invoiceOfNobody = (ctx: Context, brandId: string) =>
    ctx.store.insert(invoices, {
      ...{ id: ctx.id("inv"), customerId: "cus_nobody", brandId, state: "draft", dueOn: "2026-12-01" },
      ...{
        subtotal: 1,
        discount: 0,
        taxRateBasisPoints: 0,
        taxInclusive: false,
        tax: 0,
        total: 1,
        createdAt: ctx.now(),
      },
    });
  const refused: [string, object, (ctx: Context, brandId: string) => Statement][] = [
    [
      "a unique index",
      { kind: "unique", name: "plans_name" },
      (ctx) => ctx.store.insert(plans, planRow(ctx, 3, { nameKey: "paket 1" })),
    ],
    [
      "a primary key",
      { kind: "unique", name: "plans_pk" },
      (ctx) => ctx.store.insert(plans, planRow(ctx, 3, { id: "pln_first" })),
    ],
    [
      "a check, on insert",
      { kind: "check", name: "plans_price" },
      (ctx) => ctx.store.insert(plans, planRow(ctx, 3, { price: -1 })),
    ],
    [
      "a check, on update",
      { kind: "check", name: "plans_price" },
      (ctx) => ctx.store.update(plans, { price: sql`${plans.price} - 150001` }, eq(plans.number, 1)),
    ],
    [
      "a value that is not there",
      { kind: "notNull", name: "plans.number" },
      (ctx) => ctx.store.insert(plans, planRow(ctx, 3, { number: lastNumber(ctx.store, "never-raised") as never })),
    ],
    ["a row that is not there", { kind: "foreignKey", name: "" }, invoiceOfNobody],
  ];

  it.each(refused)("refused by %s leaves nothing, and says by what", async (_, expected, bad) => {
    const ctx = await newContext();
    const brandId = await brandIdOf(ctx);
    await ctx.store.atomic([ctx.store.insert(plans, planRow(ctx, 1, { id: "pln_first" }))]);
    const before = await plansOf(ctx);
    const good = () => [
      ctx.store.insert(plans, planRow(ctx, 2)),
      ctx.store.update(plans, { name: "Berubah" }, eq(plans.number, 1)),
      ctx.store.remove(plans, eq(plans.number, 2)),
    ];
    expect(await refusalOf(ctx, [...good(), bad(ctx, brandId)])).toEqual(expected);
    expect(await plansOf(ctx)).toEqual(before);
    expect(await refusalOf(ctx, [bad(ctx, brandId), ...good()])).toEqual(expected);
    expect(await plansOf(ctx)).toEqual(before);
  });

  it("reads what its earlier statements wrote, and gives each statement's rows in order", async () => {
    const ctx = await newContext();
    const { store } = ctx;
    const read = () => store.db.select({ name: plans.name }).from(plans).where(store.own(plans));
    const results = await store.atomic([
      read(),
      store.insert(plans, planRow(ctx, 1)),
      read(),
      store.update(plans, { name: "Baru" }),
      read(),
    ]);
    expect([results[0], results[2], results[4]]).toEqual([[], [{ name: "Paket 1" }], [{ name: "Baru" }]]);
  });

  it("is no violation when it fails for another reason", async () => {
    const ctx = await newContext();
    const broken = ctx.store.db
      .select({ x: sql`no_such_function(1)` })
      .from(plans)
      .where(ctx.store.own(plans));
    await expect(ctx.store.read(broken)).rejects.toThrow();
    expect(await refusalOf(ctx, [broken])).toBeUndefined();
    expect(violation(new Error("anything"))).toBeUndefined();
    expect(violation(undefined)).toBeUndefined();
  });
});

describe("the audit lock", () => {
  it("lets exactly one of many writers of the same version through, and keeps one line for each version", async () => {
    const ctx = await newContext();
    const row = planRow(ctx, 1);
    await ctx.store.atomic(created(ctx, plans, row, { action: "plan.created" }));
    for (const version of [1, 2, 3]) {
      const writers = Array.from({ length: 12 }, (_, writer) =>
        refusalOf(
          ctx,
          changed(ctx, plans, { ...row, version }, { price: version * 1000 + writer }, { action: "plan.changed" }),
        ),
      );
      const refusals = (await Promise.all(writers)).filter((refusal) => refusal !== undefined);
      expect(refusals).toHaveLength(11);
      for (const refusal of refusals) expect(["audit_entries_pk", "audit_entries.version"]).toContain(refusal.name);
    }
    const [plan] = await plansOf(ctx);
    const { store } = ctx;
    const [entries] = await store.read(
      store.db
        .select({ version: auditEntries.version, after: auditEntries.after })
        .from(auditEntries)
        .where(store.own(auditEntries, eq(auditEntries.entityId, row.id)))
        .orderBy(asc(auditEntries.version)),
    );
    expect(plan?.version).toBe(4);
    expect(entries.map(({ version }) => version)).toEqual([1, 2, 3, 4]);
    expect(entries.at(-1)?.after).toEqual({ price: plan?.price });
  });

  it("refuses a change of a row that is gone or another tenant's", async () => {
    const [ctx, other] = [await newContext(), await newContext()];
    const row = planRow(other, 1);
    await other.store.atomic(created(other, plans, row, { action: "plan.created" }));
    const before = { ...row, version: 1 };
    expect(await refusalOf(ctx, changed(ctx, plans, before, { price: 1 }, { action: "plan.changed" }))).toEqual({
      kind: "notNull",
      name: "audit_entries.version",
    });
    expect((await plansOf(other))[0]?.price).toBe(150_000);
  });
});

describe("a sequence", () => {
  const numbered = (ctx: Context, name: string) => {
    const number = lastNumber(ctx.store, "test-plans") as unknown as number;
    return [
      raiseSequence(ctx.store, "test-plans"),
      ctx.store.insert(plans, planRow(ctx, number, { name, nameKey: name })),
    ];
  };

  it("gives no number twice and leaves none out, also when raised 50 times at once", async () => {
    const ctx = await newContext();
    await Promise.all(Array.from({ length: 50 }, (_, each) => ctx.store.atomic(numbered(ctx, `paket-${each}`))));
    expect((await plansOf(ctx)).map(({ number }) => number)).toEqual(Array.from({ length: 50 }, (_, each) => each + 1));
  });

  it("does not rise with a batch that is refused", async () => {
    const ctx = await newContext();
    await ctx.store.atomic(numbered(ctx, "sama"));
    const twins = Array.from({ length: 5 }, () => refusalOf(ctx, numbered(ctx, "sama")));
    expect(await Promise.all(twins)).toEqual(Array.from({ length: 5 }, () => ({ kind: "unique", name: "plans_name" })));
    await ctx.store.atomic(numbered(ctx, "lain"));
    expect((await plansOf(ctx)).map(({ number }) => number)).toEqual([1, 2]);
  });

  it("rises by as many as asked, each series and each tenant for itself", async () => {
    const [ctx, other] = [await newContext(), await newContext()];
    const raised = async ({ store }: Context, series: string, amount?: number) =>
      (
        await store.atomic([
          raiseSequence(store, series, amount),
          store.db
            .select({ number: sql<number>`${lastNumber(store, series)}` })
            .from(brands)
            .where(store.own(brands)),
        ])
      )[1];
    expect(await raised(ctx, "a")).toEqual([{ number: 1 }]);
    expect(await raised(ctx, "a", 100)).toEqual([{ number: 101 }]);
    expect(await raised(ctx, "b")).toEqual([{ number: 1 }]);
    expect(await raised(other, "a")).toEqual([{ number: 1 }]);
  });
});

describe("what the stores spell differently", () => {
  it("fills numbers with zeros and never cuts them", async () => {
    const ctx = await newContext();
    const { store } = ctx;
    await store.atomic([
      store.insert(
        plans,
        [7, 12, 1234].map((number) => planRow(ctx, number)),
      ),
    ]);
    const [rows] = await store.read(
      store.db
        .select({ column: zeroPadded(plans.number, 3), sum: zeroPadded(sql`${plans.number} + 1`, 1) })
        .from(plans)
        .where(store.own(plans))
        .orderBy(asc(plans.number)),
    );
    expect(rows).toEqual([
      { column: "007", sum: "8" },
      { column: "012", sum: "13" },
      { column: "1234", sum: "1235" },
    ]);
  });

  it("gives the greater of two values", async () => {
    const ctx = await newContext();
    const { store } = ctx;
    await store.atomic([store.insert(plans, planRow(ctx, 5, { price: 0 }))]);
    const [rows] = await store.read(
      store.db
        .select({ floor: greatest(sql`${plans.price} - 1`, 0), column: greatest(plans.price, plans.number) })
        .from(plans)
        .where(store.own(plans)),
    );
    expect(rows.map(({ floor, column }) => [Number(floor), Number(column)])).toEqual([[0, 5]]);
  });

  it("orders text by its bytes", async () => {
    const ctx = await newContext();
    const { store } = ctx;
    const keys = ["B", "a", "É", "Z", "_", "é", "b-1", "b1"];
    await store.atomic([
      store.insert(
        plans,
        keys.map((nameKey, each) => planRow(ctx, each, { nameKey })),
      ),
    ]);
    const [rows] = await store.read(
      store.db.select({ key: plans.nameKey }).from(plans).where(store.own(plans)).orderBy(asc(plans.nameKey)),
    );
    expect(rows.map(({ key }) => key)).toEqual(["B", "Z", "_", "a", "b-1", "b1", "É", "é"]);
  });
});

describe("rows handed over as JSON", () => {
  it("are stored by the thousand, each value as a single insert would have stored it", async () => {
    const ctx = await newContext();
    const { store } = ctx;
    const data = { text: `"kutip" 'satu' \\ é 🐟`, list: [1, 2.5, null, true], nested: { empty: {}, null: null } };
    const event = (id: string, changes: object = {}) => ({
      ...{
        tenantId: store.tenantId,
        id,
        type: "invoice.paid",
        data,
        state: "done",
        dueAt: 1_795_258_306_985,
        createdAt: 0,
      },
      ...changes,
    });
    const many = Array.from({ length: 2000 }, (_, each) => event(`evt_${String(each).padStart(4, "0")}`));
    many.push(event("evt_explicit", { attempts: 7, lastError: "it's" }), event("evt_list", { data: [] }));
    await store.atomic([
      store.db.insert(outbox).select(jsonRows(outbox, many)) as unknown as Statement,
      store.insert(outbox, event("evt_single") as never),
    ]);
    const [rows] = await store.read(
      store.db
        .select()
        .from(outbox)
        .where(store.own(outbox, eq(outbox.type, "invoice.paid"), eq(outbox.state, "done"))),
    );
    const byId = new Map<string, object>(rows.map((row) => [row.id, row]));
    expect(rows).toHaveLength(2003);
    expect(byId.get("evt_1999")).toEqual({ ...byId.get("evt_single"), id: "evt_1999" });
    expect(byId.get("evt_0000")).toEqual({ ...event("evt_0000"), attempts: 0, lastError: null });
    expect(byId.get("evt_explicit")).toMatchObject({ attempts: 7, lastError: "it's", data });
    expect(byId.get("evt_list")).toMatchObject({ data: [] });
  });

  it("keep flags, defaults and what is absent", async () => {
    const ctx = await newContext();
    const { store } = ctx;
    const common = { tenantId: store.tenantId, name: "Contoh", createdAt: ctx.now() };
    const rows = [
      { ...common, id: "brd_1", code: "ABSENT" },
      { ...common, id: "brd_2", code: "FALSE", taxInclusive: false, taxRateBasisPoints: 0, address: "" },
      { ...common, id: "brd_3", code: "TRUE", taxInclusive: true, taxRateBasisPoints: 1100, archivedAt: 1, version: 3 },
    ];
    await store.atomic([store.db.insert(brands).select(jsonRows(brands, rows)) as unknown as Statement]);
    const [found] = await store.read(
      store.db
        .select()
        .from(brands)
        .where(store.own(brands, inArray(brands.id, ["brd_1", "brd_2", "brd_3"])))
        .orderBy(asc(brands.id)),
    );
    const absent = {
      ...{ address: null, phone: null, email: null, taxNumber: null, footer: null, logoFileId: null },
      ...{ archivedAt: null, version: 1 },
    };
    expect(found).toEqual([
      { ...rows[0], ...absent, taxInclusive: false, taxRateBasisPoints: 0 },
      { ...absent, ...rows[1] },
      { ...absent, ...rows[2] },
    ]);
  });
});

describe("a statement", () => {
  it("runs through read and atomic only", async () => {
    const ctx = await newContext();
    const { store } = ctx;
    const outside: PromiseLike<unknown>[] = [
      store.db.select().from(plans).where(store.own(plans)),
      store.insert(plans, planRow(ctx, 1)) as unknown as PromiseLike<unknown>,
      store.update(plans, { price: 1 }) as unknown as PromiseLike<unknown>,
      store.remove(plans) as unknown as PromiseLike<unknown>,
    ];
    for (const statement of outside) {
      const error = await Promise.resolve(statement).then(
        () => undefined,
        (reason: Error) => reason,
      );
      expect(`${error?.message} ${String(error?.cause)}`).toContain("store.read(...) or store.atomic([...])");
    }
    expect(await plansOf(ctx)).toEqual([]);
  });
});
