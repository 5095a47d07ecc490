import { expect, it } from "vitest";
import { TestTenant } from "../../../test/support/tenant.ts";
import { encodeCursor } from "../../core/http/page.ts";
import { insertRows } from "../../db/bulk.ts";
import { refreshBehaviour } from "../billing/behaviour/refresh.ts";
import { invoices } from "../billing/schema.ts";
import { customers, customerTerms } from "../customers/schema.ts";

it("reports on customers read the same rows with ten times the customers and invoices, wherever a page begins", async () => {
  const tenant = await TestTenant.signUp();
  const ctx = await tenant.context();
  const { store } = ctx;
  const brandId = (await tenant.as<{ data: { id: string }[] }>("GET", "/brands")).body.data[0]?.id ?? "";
  let number = 0;
  /** A tenth owes, a twentieth is inactive, the others pay in time. */
  const add = async (count: number) => {
    const people = Array.from({ length: count }, () => ({
      ...{ id: ctx.id("cus"), number: ++number, brandId, name: `Pelanggan ${number}`, createdAt: ctx.now() },
      status: number % 20 === 0 ? ("inactive" as const) : ("active" as const),
    }));
    const bills = people.map((person, n) => ({
      ...{ id: ctx.id("inv"), customerId: person.id, brandId, issuedOn: "2026-11-01", dueOn: "2026-11-10" },
      ...{ subtotal: 1000, discount: 0, taxRateBasisPoints: 0, taxInclusive: false, tax: 0, total: 1000 },
      ...(n % 10 === 0
        ? { state: "overdue" as const, paid: 0, paidAt: null }
        : { state: "paid" as const, paid: 1000, paidAt: Date.parse("2026-11-05T00:00:00Z") }),
      createdAt: ctx.now(),
    }));
    const terms = people.map(({ id: customerId, status }) => ({ term: "pelanggan", customerId, status }));
    await store.atomic([
      insertRows(store, customers, people),
      insertRows(store, customerTerms, terms),
      insertRows(store, invoices, bills),
      ...refreshBehaviour(
        ctx,
        people.map(({ id }) => id),
      ),
    ]);
    return people;
  };
  const rowsRead = async (path: string) => {
    const { status, headers } = await tenant.as("GET", `/reports/${path}`);
    expect(status).toBe(200);
    const said = headers.get("server-timing") ?? "";
    expect(said).toMatch(/"[12] round trips/);
    return Number(/(\d+) rows/.exec(said)?.[1]);
  };
  const people = await add(400);
  const reports = ["customers", "customers?groupBy=brand", "customers?segment=loyal&groupBy=status", "churn"];
  const before = await Promise.all(reports.map(rowsRead));
  for (let n = 0; n < 6; n++) await add(600);
  expect(await Promise.all(reports.map(rowsRead))).toEqual(before);
  const middle = encodeCursor([0, people[200]?.id ?? ""]);
  for (const list of [
    ...["", "segment=loyal", "segment=in_arrears", "segment=loyal&status=inactive", `segment=loyal&brandId=${brandId}`],
    ...[`segment=loyal&brandId=${brandId}&status=active`, `segment=loyal&cursor=${middle}`, "q=pel&segment=loyal"],
  ])
    // Eleven rows with their customers, terms and brand, and who asks; an engine that does not count says 0.
    expect([list, (await rowsRead(`customers/list?${list}&limit=10`)) < 80]).toEqual([list, true]);
});
