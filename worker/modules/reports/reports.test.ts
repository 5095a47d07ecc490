import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addCustomer, addInvoice, type InvoiceBody, type PageBody } from "../../../test/support/billing.ts";
import { Clock, TestTenant } from "../../../test/support/tenant.ts";
import { markOverdue } from "../billing/index.ts";
import { accountBalance } from "../ledger/index.ts";
import { dashboardFigures } from "./dashboard.ts";

interface Figures {
  invoices: number;
  issued: number;
  tax: number;
  settled: number;
  outstanding: number;
  payments?: number;
  received?: number;
  credited?: number;
  creditedTax?: number;
}
interface Revenue {
  from: string;
  to: string;
  rows: (Figures & { key: string })[];
  total: Figures;
  void: { invoices: number; issued: number };
  methods: { method: string; payments: number; received: number }[];
}
interface Tax {
  rows: { brand: { id: string }; taxRateBasisPoints: number; invoices: number; base: number; tax: number }[];
  notes: { brand: { id: string }; notes: number; base: number; tax: number }[];
  total: { invoices: number; base: number; tax: number; total: number };
}
interface Receivables {
  brands: { brand: { id: string }; buckets: { bucket: string; invoices: number; amount: number }[]; amount: number }[];
  total: { buckets: { bucket: string; invoices: number; amount: number }[]; invoices: number; amount: number };
}

const revenueOf = async (tenant: TestTenant, query: string): Promise<Revenue> =>
  (await tenant.as<Revenue>("GET", `/reports/revenue?${query}`)).body;
const pay = (tenant: TestTenant, invoice: InvoiceBody, amount: number, method = "cash") =>
  tenant.as("POST", `/invoices/${invoice.id}/payments`, { amount, method });
const addBrand = async (tenant: TestTenant, code: string, taxRateBasisPoints: number, taxInclusive = false) =>
  (await tenant.as<{ id: string }>("POST", "/brands", { code, name: code, taxRateBasisPoints, taxInclusive })).body.id;
const firstBrand = async (tenant: TestTenant) =>
  (await tenant.as<PageBody<{ id: string }>>("GET", "/brands")).body.data[0]?.id ?? "";

/** Two brands, three invoices in two months, one of them void, and money by two ways. */
async function trader() {
  const clock = new Clock(Date.parse("2026-10-30T03:00:00Z"));
  const tenant = await TestTenant.signUp({ clock });
  const [plain, taxed] = [await firstBrand(tenant), await addBrand(tenant, "PAJAK", 1100)];
  const customerId = await addCustomer(tenant);
  const october = await addInvoice(tenant, { customerId, amount: 100_000 });
  clock.set("2026-11-05T03:00:00Z");
  await tenant.signIn();
  const november = await addInvoice(tenant, { customerId, amount: 200_000, brandId: taxed });
  const gone = await addInvoice(tenant, { customerId, amount: 50_000 });
  await tenant.as("POST", `/invoices/${gone.id}/void`, { reason: "Keliru" });
  await pay(tenant, october, 100_000);
  await pay(tenant, november, 22_000, "transfer");
  return { tenant, plain, taxed, customerId };
}

describe("the revenue report", () => {
  const both = "from=2026-10-01&to=2026-11-30";

  it("says by month what was issued then and what came in then, with every month of the span", async () => {
    const { tenant } = await trader();
    const { rows, total, methods, ...rest } = await revenueOf(tenant, "from=2026-09-01&to=2026-11-30&groupBy=month");
    const row = (key: string, invoices: number, issued: number, tax: number, settled: number, received: number) => ({
      ...{ key, brand: null, invoices, issued, tax, settled, outstanding: issued - settled },
      ...{ payments: received === 0 ? 0 : 2, received, credited: 0, creditedTax: 0, refunded: 0 },
    });
    expect(rows).toEqual([
      row("2026-09", 0, 0, 0, 0, 0),
      row("2026-10", 1, 100_000, 0, 100_000, 0),
      row("2026-11", 1, 222_000, 22_000, 22_000, 122_000),
    ]);
    expect(total).toMatchObject({ invoices: 2, issued: 322_000, outstanding: 200_000, payments: 2, received: 122_000 });
    expect(rest.void).toEqual({ invoices: 1, issued: 50_000 });
    expect(methods).toEqual([
      { method: "cash", payments: 1, received: 100_000 },
      { method: "transfer", payments: 1, received: 22_000 },
    ]);
  });

  it("says the same in all by day, month, brand and state; void invoices are shown and not added", async () => {
    const { tenant, plain, taxed } = await trader();
    const reports = await Promise.all(
      ["day", "month", "brand", "status"].map((group) => revenueOf(tenant, `${both}&groupBy=${group}`)),
    );
    for (const { total } of reports) expect(total).toEqual(reports[0]?.total);
    const shown = (n: number) =>
      reports[n]?.rows.filter(({ invoices }) => invoices > 0).map((row) => [row.key, row.issued]);
    expect(shown(0)).toEqual([
      ["2026-10-30", 100_000],
      ["2026-11-05", 222_000],
    ]);
    expect(Object.fromEntries(shown(2) ?? [])).toEqual({ [plain]: 100_000, [taxed]: 222_000 });
    expect(shown(3)).toEqual([
      ["awaiting_payment", 222_000],
      ["paid", 100_000],
      ["void", 50_000],
    ]);
    expect(reports[3]?.rows.every((row) => !("received" in row))).toBe(true);
  });

  it("is one brand's by its id or its code, and refuses one that the company has not", async () => {
    const { tenant, taxed } = await trader();
    const byCode = await revenueOf(tenant, `${both}&brandId=pajak`);
    expect(byCode.total).toMatchObject({ invoices: 1, issued: 222_000, received: 22_000 });
    expect(await revenueOf(tenant, `${both}&brandId=${taxed}`)).toEqual(byCode);
    for (const report of ["revenue", "receivables", "tax"])
      expect((await tenant.as("GET", `/reports/${report}?brandId=LAIN`)).status).toBe(422);
  });

  it.each([
    ["Asia/Jakarta", "2026-11", "2026-11"],
    ["Asia/Makassar", "2026-11", "2026-12"],
    ["Asia/Jayapura", "2026-12", "2026-12"],
  ])(
    "ends a month when it ends in %s, for what is issued and for what comes in (B18)",
    async (timeZone, early, late) => {
      // 15:30 UTC is 22:30, 23:30 and 00:30; half an hour later it is 23:00, 00:00 and 01:00.
      const clock = new Clock(Date.parse("2026-11-30T15:30:00Z"));
      const tenant = await TestTenant.signUp({ clock, timeZone });
      const customerId = await addCustomer(tenant);
      const invoice = await addInvoice(tenant, { customerId, amount: 100_000 });
      clock.set("2026-11-30T16:00:00Z");
      await pay(tenant, invoice, 60_000);
      const { rows } = await revenueOf(tenant, "from=2026-11-01&to=2026-12-31");
      expect(rows.filter(({ issued }) => issued > 0).map(({ key }) => key)).toEqual([early]);
      expect(rows.filter(({ received }) => received).map(({ key }) => key)).toEqual([late]);
      const tax = await tenant.as<Tax>("GET", `/reports/tax?month=${early}`);
      expect(tax.body.total.total).toBe(100_000);
    },
  );

  it.each([
    ["from=2026-11-02&to=2026-11-01", "to"],
    ["from=2025-01-01&to=2026-11-01&groupBy=day", "to"],
    ["from=2010-01-01&to=2026-11-01", "to"],
    ["from=2026-02-30", "from"],
    ["groupBy=week", "groupBy"],
  ])("refuses %s naming %s", async (query, field) => {
    const tenant = await TestTenant.signUp();
    const answer = await tenant.as<{ errors: { field: string }[] }>("GET", `/reports/revenue?${query}`);
    expect([answer.status, answer.body.errors.map((each) => each.field)]).toEqual([422, [field]]);
  });
});

describe("the tax report", () => {
  it("foots to the rupiah: base and tax, less credit notes, are what was issued, what the journal says, and what its invoices add up to", async () => {
    const tenant = await TestTenant.signUp();
    const customerId = await addCustomer(tenant);
    const brands = [
      await firstBrand(tenant),
      await addBrand(tenant, "DILUAR", 1100),
      await addBrand(tenant, "DIDALAM", 1100, true),
      await addBrand(tenant, "LAMA", 1050, true),
    ];
    const bill = fc.record({
      brand: fc.nat({ max: 3 }),
      quantity: fc.integer({ min: 1, max: 3 }),
      unitPrice: fc.integer({ min: 1, max: 999_999 }),
      discountPercent: fc.integer({ min: 0, max: 100 }),
      isVoid: fc.boolean(),
      creditedPercent: fc.constantFrom(0, 0, 33, 100),
    });
    for (const each of fc.sample(bill, { numRuns: 25, seed: 11 })) {
      const { quantity, unitPrice, discountPercent } = each;
      const made = await tenant.as<InvoiceBody>("POST", "/invoices", {
        customerId,
        brandId: brands[each.brand],
        items: [{ description: "Internet", quantity, unitPrice }],
        discount: Math.floor((quantity * unitPrice * discountPercent) / 100),
      });
      const credited = Math.floor((made.body.total * each.creditedPercent) / 100);
      const reason = "Gangguan";
      if (credited > 0) await tenant.as("POST", `/invoices/${made.body.id}/credit-notes`, { amount: credited, reason });
      if (each.isVoid && made.body.state !== "paid") await tenant.as("POST", `/invoices/${made.body.id}/void`, {});
    }
    const { body: tax } = await tenant.as<Tax>("GET", "/reports/tax?month=2026-11");
    const revenue = await revenueOf(tenant, "from=2026-11-01&to=2026-11-30&groupBy=brand");
    expect(tax.total.base + tax.total.tax).toBe(tax.total.total);
    const { issued, tax: ppn, credited = 0, creditedTax = 0 } = revenue.total;
    expect([tax.total.total, tax.total.tax]).toEqual([issued - credited, ppn - creditedTax]);
    const ctx = await tenant.context();
    for (const brandId of brands) {
      const sumOf = (list: (Tax["rows"] | Tax["notes"])[number][], name: "base" | "tax") =>
        list.filter(({ brand }) => brand.id === brandId).reduce((all, row) => all + row[name], 0);
      const sum = (name: "base" | "tax") => sumOf(tax.rows, name);
      expect(await accountBalance(ctx, `sales:${brandId}`)).toBe(0 - (sum("base") - sumOf(tax.notes, "base")));
      expect(await accountBalance(ctx, `tax:${brandId}`)).toBe(0 - (sum("tax") - sumOf(tax.notes, "tax")));
      const listed = await everyTaxed(tenant, brandId);
      expect(listed.reduce((all, row) => all + row.base, 0)).toBe(sum("base"));
      expect(listed.reduce((all, row) => all + row.tax, 0)).toBe(sum("tax"));
    }
    expect([tax.rows.some((row) => row.tax > 0), tax.notes.some((row) => row.tax > 0)]).toEqual([true, true]);
  });

  const everyTaxed = async (tenant: TestTenant, brandId: string) => {
    const rows: { number: string; base: number; tax: number }[] = [];
    for (let cursor: string | null = ""; cursor !== null;) {
      const path = `/reports/tax/invoices?month=2026-11&brandId=${brandId}&limit=3${cursor && `&cursor=${cursor}`}`;
      const page: PageBody<(typeof rows)[number]> = (await tenant.as<PageBody<(typeof rows)[number]>>("GET", path))
        .body;
      rows.push(...page.data);
      cursor = page.nextCursor;
    }
    expect(new Set(rows.map(({ number }) => number)).size).toBe(rows.length);
    return rows;
  };
});

describe("receivables", () => {
  /** One invoice for each of the golden ages, on 21 November 2026. */
  async function debtors() {
    const tenant = await TestTenant.signUp();
    const brandId = await firstBrand(tenant);
    const customerId = await addCustomer(tenant);
    for (const dueOn of ["2026-11-21", "2026-11-20", "2026-10-21", "2026-09-21", "2026-08-22"])
      await addInvoice(tenant, { customerId, amount: 100_000, dueOn });
    await markOverdue(await tenant.context());
    return { tenant, brandId, customerId };
  }

  it("stand in their buckets, whether or not they are marked overdue yet, less what was paid of them", async () => {
    const { tenant, customerId } = await debtors();
    const late = await addInvoice(tenant, { customerId, amount: 70_000, dueOn: "2026-11-01" });
    await pay(tenant, late, 20_000);
    const { body } = await tenant.as<Receivables>("GET", "/reports/receivables");
    const row = (bucket: string, invoices: number, amount: number) => ({ bucket, invoices, amount });
    const buckets = [
      ...[row("current", 1, 100_000), row("1-30", 2, 150_000), row("31-60", 1, 100_000)],
      ...[row("61-90", 1, 100_000), row("over-90", 1, 100_000)],
    ];
    expect(body.total).toEqual({ buckets, invoices: 6, amount: 550_000 });
    expect(body.brands.map(({ buckets: own }) => own)).toEqual([buckets]);
  });

  it("grow older with a later day, and are not told for one in the past", async () => {
    const { tenant } = await debtors();
    const { body } = await tenant.as<Receivables>("GET", "/reports/receivables?on=2026-12-21");
    expect(body.total.buckets.map(({ invoices }) => invoices)).toEqual([0, 1, 1, 1, 2]);
    expect((await tenant.as("GET", "/reports/receivables?on=2026-11-20")).status).toBe(422);
  });

  it("are listed by age, the longest due first, page by page", async () => {
    const { tenant, brandId, customerId } = await debtors();
    for (const dueOn of ["2026-11-03", "2026-11-09", "2026-11-03"]) await addInvoice(tenant, { customerId, dueOn });
    type Owed = { dueOn: string; daysPastDue: number; owed: number };
    const path = `/reports/receivables/invoices?bucket=1-30&brandId=${brandId}&limit=2`;
    const first = (await tenant.as<PageBody<Owed>>("GET", path)).body;
    const second = (await tenant.as<PageBody<Owed>>("GET", `${path}&cursor=${first.nextCursor}`)).body;
    expect([...first.data, ...second.data].map(({ dueOn, daysPastDue }) => [dueOn, daysPastDue])).toEqual([
      ["2026-11-03", 18],
      ["2026-11-03", 18],
      ["2026-11-09", 12],
      ["2026-11-20", 1],
    ]);
    expect(second.nextCursor).toBeNull();
  });
});

it("the dashboard's figures are this month's by brand, and a year by month", async () => {
  const { tenant, plain, taxed } = await trader();
  const { cards, revenue, charts } = await dashboardFigures(await tenant.context());
  expect(cards).toMatchObject({ customers: 1, unpaidCount: 1, unpaidAmount: 200_000, overdueCount: 0 });
  expect(revenue).toMatchObject({ total: 122_000, period: "2026-11" });
  expect(revenue.breakdown.map(({ brand, issued, received }) => [brand.id, issued, received]).sort()).toEqual(
    [
      [plain, 0, 100_000],
      [taxed, 222_000, 22_000],
    ].sort(),
  );
  expect(charts.months).toHaveLength(12);
  expect(charts.months.slice(-2)).toEqual([
    { month: "2026-10", issued: 100_000, received: 0 },
    { month: "2026-11", issued: 222_000, received: 122_000 },
  ]);
  expect(charts.states.map(({ state, invoices }) => [state, invoices]).sort()).toEqual([
    ["awaiting_payment", 1],
    ["void", 1],
  ]);
});
