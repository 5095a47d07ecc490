import { describe, expect, it } from "vitest";
import { TestTenant } from "../../../../test/support/tenant.ts";
import { createRun } from "./runs.ts";
import { company, runLines, Worker } from "../testing.ts";

interface Answer {
  id: string;
  state: string;
  code: string;
  detail: string;
  errors: { field: string }[];
  data: { id: string; subscriptionId: string; total: number; customer: { name: string } | null; items: unknown[] }[];
  nextCursor: string | null;
}

describe("billing runs over the API", () => {
  it("are one at a time: a second one is refused, saying which is open", async () => {
    const tenant = await TestTenant.signUp();
    const worker = await Worker.of(tenant);
    const first = await tenant.as<Answer>("POST", "/billing-runs", { period: "2026-11" });
    expect([first.status, first.body.state]).toEqual([201, "preparing"]);
    const second = await tenant.as<Answer>("POST", "/billing-runs", { period: "2026-12" }, { "accept-language": "en" });
    expect([second.status, second.body.code]).toEqual([409, "duplicate"]);
    expect(second.body.detail).toContain("#1 (2026-11)");
    await worker.resume();
    expect((await tenant.as<Answer>("POST", `/billing-runs/${first.body.id}/cancellation`)).body.state).toBe(
      "cancelled",
    );
    expect((await tenant.as("POST", "/billing-runs", { period: "2026-12" })).status).toBe(201);
  });

  it("show their preview page by page, then take one confirmation", async () => {
    const { tenant, worker, ctx } = await company(30, 10);
    const { id } = await createRun(ctx, { period: "2026-11" });
    const early = await tenant.as<Answer>("POST", `/billing-runs/${id}/confirmation`);
    expect([early.status, early.body.code]).toEqual([409, "wrong_state"]);
    await worker.drain();
    const seen: Answer["data"] = [];
    for (let cursor: string | null = ""; cursor !== null;) {
      const page: Answer = (
        await tenant.as<Answer>("GET", `/billing-runs/${id}/lines?limit=7${cursor && `&cursor=${cursor}`}`)
      ).body;
      seen.push(...page.data);
      cursor = page.nextCursor;
    }
    expect(seen.map(({ subscriptionId }) => subscriptionId)).toEqual(
      (await runLines(ctx)).map(({ subscriptionId }) => subscriptionId),
    );
    expect(seen.every(({ customer, items }) => customer?.name.startsWith("Pelanggan") && items.length > 0)).toBe(true);
    const confirmed = await tenant.as<Answer>("POST", `/billing-runs/${id}/confirmation`);
    expect([confirmed.status, confirmed.body.state]).toEqual([200, "issuing"]);
    await worker.resume();
    expect((await tenant.as<Answer>("GET", `/billing-runs/${id}`)).body.state).toBe("done");
    expect((await tenant.as<Answer>("GET", `/billing-runs/${id}/lines?state=skipped`)).body.data).toEqual([]);
    expect((await tenant.as<Answer>("GET", "/billing-runs?state=done")).body.data.map((each) => each.id)).toEqual([id]);
  });

  it("find their lines by the customer's words, page by page", async () => {
    const tenant = await TestTenant.signUp();
    const worker = await Worker.of(tenant);
    const plan = await tenant.as<Answer>("POST", "/plans", { name: "Internet", price: 100_000 });
    for (const name of ["Toko Tokomas", "Warung Anggrek", "Kedai Tokoraya"]) {
      const customer = await tenant.as<Answer>("POST", "/customers", { name });
      for (let line = 0; line < 2; line++)
        await tenant.as("POST", "/subscriptions", { customerId: customer.body.id, planId: plan.body.id });
    }
    const { id } = await createRun(worker.ctx, { period: "2026-12" });
    await worker.drain();
    const seen: Answer["data"] = [];
    for (let cursor: string | null = ""; cursor !== null;) {
      const page: Answer = (
        await tenant.as<Answer>("GET", `/billing-runs/${id}/lines?q=toko&limit=1${cursor && `&cursor=${cursor}`}`)
      ).body;
      seen.push(...page.data);
      cursor = page.nextCursor;
    }
    expect(seen.map(({ customer }) => customer?.name)).toEqual([
      "Toko Tokomas",
      "Toko Tokomas",
      "Kedai Tokoraya",
      "Kedai Tokoraya",
    ]);
    expect(new Set(seen.map(({ subscriptionId }) => subscriptionId)).size).toBe(4);
    expect((await tenant.as<Answer>("GET", `/billing-runs/${id}/lines?q=warung&state=issued`)).body.data).toEqual([]);
    expect((await tenant.as<Answer>("GET", `/billing-runs/${id}/lines?q=%2C`)).body.data).toEqual([]);
  });

  it("are refused with the field named", async () => {
    const tenant = await TestTenant.signUp();
    const wrong: [Record<string, unknown>, string][] = [
      [{}, "period"],
      [{ period: "2026-13" }, "period"],
      [{ period: "2062-11" }, "period"],
      [{ period: "2026-11", brandId: "NOPE" }, "brandId"],
      [{ period: "2026-11", issuedOn: "2026-02-30" }, "issuedOn"],
      [{ period: "2026-11", issuedOn: "1926-11-21" }, "issuedOn"],
      [{ period: "2026-11", dueOn: "2026-11-20" }, "dueOn"],
    ];
    for (const [body, field] of wrong) {
      const answer = await tenant.as<Answer>("POST", "/billing-runs", body);
      expect([answer.status, answer.body.errors?.map((each) => each.field)]).toEqual([422, [field]]);
    }
  });

  it("are the leads' alone, and none of another tenant's is seen", async () => {
    const { tenant, ctx } = await company(3);
    const { id } = await createRun(ctx, { period: "2026-11" });
    const cs = await tenant.call("POST", "/api/v1/billing-runs", {
      token: await tenant.member("cs"),
      body: { period: "2026-11" },
    });
    expect(cs.status).toBe(403);
    const other = await TestTenant.signUp();
    for (const [method, path] of [
      ["GET", ""],
      ["GET", "/lines"],
      ["POST", "/confirmation"],
      ["POST", "/cancellation"],
    ] as const)
      expect((await other.as(method, `/billing-runs/${id}${path}`)).status).toBe(404);
  });
});
