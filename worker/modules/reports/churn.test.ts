import { describe, expect, it } from "vitest";
import { addCustomer } from "../../../test/support/billing.ts";
import { Clock, TestTenant } from "../../../test/support/tenant.ts";
import { insertRows } from "../../db/bulk.ts";
import { subscriptionDays } from "../billing/schema.ts";
import { examples } from "./churn.golden.ts";
import { churnByMonth } from "./churn.ts";

interface ChurnBody {
  months: Record<string, number | string | null>[];
  brands: { brand: { code: string }; activeAtStart: number; ended: number; churnBasisPoints: number | null }[];
  total: Record<string, number | null>;
}

const columns = [
  ...["month", "activeAtStart", "started", "ended", "activeAtEnd", "churnBasisPoints", "suspended", "restored"],
] as const;
const rowsOf = (months: readonly object[]) =>
  months.map((month) => columns.map((name) => (month as Record<string, unknown>)[name]));

describe("churn", () => {
  it.each(examples.map((example) => [example.what, example] as const))(
    "when %s, as the golden table says, alone and from the store",
    async (_, { days, from, to, months }) => {
      const whole = days.map((day) => ({ started: 0, ended: 0, suspended: 0, restored: 0, ...day }));
      const alone = whole.map(({ date, ...day }) => ({ ...day, month: date.slice(0, 7), brandId: "" }));
      expect(rowsOf(churnByMonth(alone, from, to))).toEqual(months);

      const tenant = await TestTenant.signUp();
      const ctx = await tenant.context();
      const brandId = (await tenant.as<{ data: { id: string }[] }>("GET", "/brands")).body.data[0]?.id ?? "";
      if (days.length > 0)
        await ctx.store.atomic([
          insertRows(
            ctx.store,
            subscriptionDays,
            whole.map((day) => ({ ...day, brandId })),
          ),
        ]);
      const report = await tenant.as<ChurnBody>("GET", `/reports/churn?from=${from}&to=${to}`);
      expect(rowsOf(report.body.months)).toEqual(months);
    },
  );

  it("is told by brand, in the company's own dates, from what was done to subscriptions", async () => {
    // 23:30 on 31 October in Jayapura, when it is still the afternoon in UTC.
    const clock = new Clock(Date.parse("2026-10-31T14:30:00Z"));
    const tenant = await TestTenant.signUp({ clock, timeZone: "Asia/Jayapura" });
    const planId = (await tenant.as<{ id: string }>("POST", "/plans", { name: "Rumah 20", price: 150_000 })).body.id;
    await tenant.as("POST", "/brands", { code: "LAIN", name: "Lain" });
    const customerId = await addCustomer(tenant);
    const add = async (rest: object) =>
      (await tenant.as<{ id: string }>("POST", "/subscriptions", { customerId, planId, ...rest })).body.id;
    const first = await add({});
    await add({ startsOn: "2026-09-15" });
    await add({ startsOn: "2026-09-15", brandId: "LAIN" });
    clock.advance(3_600_000);
    await tenant.signIn();
    await tenant.as("POST", `/subscriptions/${first}/termination`, {});
    const { body } = await tenant.as<ChurnBody>("GET", "/reports/churn?from=2026-10&to=2026-11");
    expect(rowsOf(body.months)).toEqual([
      ["2026-10", 2, 1, 0, 3, 0, 0, 0],
      ["2026-11", 3, 0, 1, 2, 3333, 0, 0],
    ]);
    expect(body.total).toMatchObject({
      activeAtStart: 2,
      started: 1,
      ended: 1,
      activeAtEnd: 2,
      churnBasisPoints: 2000,
    });
    expect(body.brands.map(({ brand, activeAtStart, ended }) => [brand.code, activeAtStart, ended]).sort()).toEqual(
      [
        ["LAIN", 1, 0],
        [tenant.slug.toUpperCase(), 1, 1],
      ].sort(),
    );
    const other = await tenant.as<ChurnBody>("GET", "/reports/churn?from=2026-11&to=2026-11&brandId=lain");
    expect(rowsOf(other.body.months)).toEqual([["2026-11", 1, 0, 0, 1, 0, 0, 0]]);
  });

  it.each([
    ["to=2026-12", "to"],
    ["from=2026-11&to=2026-10", "from"],
    ["from=2020-01", "from"],
    ["from=2026-13", "from"],
    ["brandId=TIADA", "brandId"],
  ])("of %s is refused by name", async (query, field) => {
    const tenant = await TestTenant.signUp();
    const { status, body } = await tenant.as<{ errors: { field: string }[] }>("GET", `/reports/churn?${query}`);
    expect([status, body.errors.map((error) => error.field)]).toEqual([422, [field]]);
  });

  it("comes as a file", async () => {
    const tenant = await TestTenant.signUp();
    const path = "/api/v1/reports/churn/file?format=csv&from=2026-10";
    const response = await tenant.fetch("GET", path, { token: tenant.token });
    const lines = (await response.text()).trim().split("\r\n");
    expect([response.status, lines.length]).toEqual([200, 4]);
    expect(lines[1]).toBe("2026-10,0,0,0,0,,0,0");
  });
});
