import { asc, gt } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import type { Column } from "#dialect";
import { env, TestTenant } from "../../../../test/support/tenant.ts";
import type { Context } from "../../../core/context.ts";
import { addDays } from "../../../core/time.ts";
import type { Row, TenantTable } from "../../../db/store.ts";
import { billedPeriods, billingRunLines, invoiceItems, invoices, subscriptions, type RunDraft } from "../schema.ts";
import { costOf } from "../subscriptions/terms.ts";
import { Worker } from "../testing.ts";
import { confirmRun, createRun, getRun } from "./runs.ts";
import { everyShape } from "./testing.ts";

const seed = 20_261_121;
/** Fewer where Postgres is PGlite or far away, which takes several times as long for each. */
const count = "DATABASE_URL" in env ? 1_000 : 10_000;
/** How often each shape is to come up at least. */
const least = count / 200;

/** All rows of a table, by a column that orders them. */
async function all<T extends TenantTable, K extends keyof Row<T> & string>(ctx: Context, table: T, key: K) {
  const { store } = ctx;
  const column = (table as unknown as Record<K, Column>)[key];
  const rows: Row<T>[] = [];
  for (let after: unknown = ""; ;) {
    const [page] = (await store.read(
      store.db
        .select()
        .from(table as never)
        .where(store.own(table, gt(column, after)))
        .orderBy(asc(column))
        .limit(2000),
    )) as unknown as [Row<T>[]];
    // The last one's siblings may lie beyond the page.
    const last = page.length < 2000 ? undefined : page.at(-1)?.[key];
    rows.push(...page.filter((row) => row[key] !== last));
    if (last === undefined) return rows;
    after = page.findLast((row) => row[key] !== last)?.[key];
  }
}

const sum = (list: readonly number[]) => list.reduce((total, each) => total + each, 0);

describe("a billing run's preview", () => {
  it(`is what it issues, day by day, for ${count} subscriptions of every shape (B20, B21; seed ${seed})`, async () => {
    const worker = await Worker.of(await TestTenant.signUp(), 250);
    const { ctx } = worker;
    await everyShape(ctx, count, seed);
    const before = new Map((await all(ctx, subscriptions, "id")).map((row) => [row.id, row]));
    const { id } = await createRun(ctx, { period: "2026-12" });
    await worker.drain();
    const ready = await getRun(ctx, id);
    const lines = await all(ctx, billingRunLines, "subscriptionId");
    expect(ready).toMatchObject({
      state: "ready",
      subscriptions: lines.length,
      total: sum(lines.map((line) => line.total)),
    });
    await confirmRun(ctx, id);
    await worker.drain();
    expect(await getRun(ctx, id)).toMatchObject({
      state: "done",
      issued: lines.length,
      skipped: 0,
      issuedTotal: ready.total,
    });

    const issued = new Map((await all(ctx, invoices, "id")).map((row) => [row.subscriptionId, row]));
    const items = Map.groupBy(await all(ctx, invoiceItems, "invoiceId"), (item) => item.invoiceId);
    const billed = Map.groupBy(await all(ctx, billedPeriods, "subscriptionId"), (row) => row.subscriptionId);
    const after = new Map((await all(ctx, subscriptions, "id")).map((row) => [row.id, row]));
    const wrong = lines.flatMap(({ subscriptionId, draft }) => {
      const invoice = issued.get(subscriptionId);
      const faults = [
        ...faultsOfInvoice(draft, invoice, items.get(invoice?.id ?? "") ?? []),
        ...faultsOfDays(draft, before.get(subscriptionId), after.get(subscriptionId), billed.get(subscriptionId) ?? []),
      ];
      return faults.length > 0 ? [{ subscription: before.get(subscriptionId)?.number, faults }] : [];
    });
    expect(wrong).toEqual([]);
    expect(issued.size).toBe(lines.length);
    expect(shapesOf(lines.map(({ draft }) => draft)).filter(([, times]) => times < least)).toEqual([]);
  }, 240_000);
});

const seen = ({
  items,
  subtotal,
  discount,
  tax,
  total,
}: Pick<RunDraft, "items" | "subtotal" | "discount" | "tax" | "total">) =>
  JSON.stringify([
    items.map(({ description, quantity, unitPrice }) => [description, quantity, unitPrice]),
    ...[subtotal, discount, tax, total],
  ]);

/** Where an invoice is not what the preview showed. */
function faultsOfInvoice(
  draft: RunDraft,
  invoice: Row<typeof invoices> | undefined,
  rows: readonly Row<typeof invoiceItems>[],
): string[] {
  if (!invoice) return ["not issued"];
  const items = rows.toSorted((a, b) => a.line - b.line);
  return seen({ ...invoice, items }) === seen(draft) ? [] : [`${seen({ ...invoice, items })} is not ${seen(draft)}`];
}

/** Where the billed days have a gap or are doubled, don't reach as far as they say, or don't cost what is asked. */
function faultsOfDays(
  draft: RunDraft,
  before: Row<typeof subscriptions> | undefined,
  after: Row<typeof subscriptions> | undefined,
  periods: readonly Row<typeof billedPeriods>[],
): string[] {
  const faults: string[] = [];
  const spans = draft.spans ?? [];
  let until = before?.billFrom;
  for (const { served } of spans) {
    if (served.start !== until) faults.push(`${served.start} does not follow ${until}`);
    until = served.end;
  }
  const afterEnd = before?.endsOn ? addDays(before.endsOn, 1) : "9999";
  const end = afterEnd < draft.billFrom ? afterEnd : draft.billFrom;
  if (until !== end) faults.push(`bills until ${until}, not ${end}`);
  if (after?.billFrom !== draft.billFrom || after.nextPeriod !== draft.nextPeriod) faults.push("stands elsewhere");
  if (sum(spans.map((span) => costOf(span).net)) !== draft.subtotal - draft.discount)
    faults.push("costs something else");
  const kept = periods.toSorted((a, b) => (a.period < b.period ? -1 : 1));
  if (kept.map(({ period }) => period).join() !== draft.periods.join()) faults.push("bills other periods");
  if (draft.periods.length > 0 && JSON.stringify(kept.flatMap((row) => row.spans ?? [])) !== JSON.stringify(spans))
    faults.push("keeps other days");
  return faults;
}

/** How often each shape came up, so that the test can't quietly stop testing one. */
function shapesOf(drafts: readonly RunDraft[]): [string, number][] {
  const times = (test: (draft: RunDraft) => boolean) => drafts.filter(test).length;
  const spansOf = (draft: RunDraft) => draft.spans ?? [];
  const changes = (draft: RunDraft) =>
    new Set(spansOf(draft).map(({ period, served }) => `${period} ${served.start}`)).size;
  const periods = (draft: RunDraft) => new Set(spansOf(draft).map(({ period }) => period)).size;
  return [
    ["all", Math.floor(drafts.length / 100)],
    ["several periods", times((draft) => draft.periods.length > 2)],
    ["a year and more", times((draft) => draft.periods.length > 12)],
    ["split by a change of plan", times((draft) => changes(draft) > periods(draft))],
    ["split more than once", times((draft) => changes(draft) > periods(draft) + 1)],
    [
      "a stub before the first period",
      times((draft) => spansOf(draft).some(({ period }) => period < (draft.periods[0] ?? ""))),
    ],
    ["a discount beyond the price", times((draft) => spansOf(draft).some(({ terms }) => terms.discount > terms.price))],
    ["nothing to pay", times(({ total }) => total === 0)],
    ["no tax", times(({ taxRateBasisPoints }) => taxRateBasisPoints === 0)],
    ["tax within", times(({ taxInclusive }) => taxInclusive)],
    ["tax on top", times(({ tax, taxInclusive }) => tax > 0 && !taxInclusive)],
    ...Array.from({ length: 31 }, (_, n): [string, number] => [
      `beginning on the ${n + 1}.`,
      times((draft) => Number(draft.billFrom.slice(8)) === n + 1) + (n > 27 ? least : 0),
    ]),
  ];
}
