import { describe, expect, it } from "vitest";
import { Clock, TestTenant } from "../../../../test/support/tenant.ts";
import { endDueSubscriptions, endSubscriptionsOf, reactivateSubscription } from "./lifecycle.ts";

interface Subscription {
  id: string;
  number: number;
  state: string;
  customer: { id: string; name: string } | null;
  plan: { id: string; name: string; price: number };
  brandId: string;
  price: number | null;
  effectivePrice: number;
  anchorDay: number;
  startsOn: string;
  endsOn: string | null;
  nextPeriod: string;
  billFrom: string;
  code: string;
  errors: { field: string }[];
}
interface List {
  data: Subscription[];
  nextCursor: string | null;
}

/** A tenant with a customer and a plan of Rp 150.000, on 21 November 2026. */
async function start(options: Parameters<typeof TestTenant.signUp>[0] = {}) {
  const tenant = await TestTenant.signUp(options);
  const customer = (await tenant.as<{ id: string; brandId: string }>("POST", "/customers", { name: "Anggrek" })).body;
  const plan = (await tenant.as<{ id: string }>("POST", "/plans", { name: "Rumah 20", price: 150_000 })).body;
  const subscribe = (body: Record<string, unknown> = {}) =>
    tenant.as<Subscription>("POST", "/subscriptions", { customerId: customer.id, planId: plan.id, ...body });
  const added = async (body?: Record<string, unknown>) => {
    const answer = await subscribe(body);
    expect([answer.status, answer.body.errors]).toEqual([201, undefined]);
    return answer.body;
  };
  const act = (method: string, { id }: Subscription, path: string, body?: unknown) =>
    tenant.as<Subscription>(method, `/subscriptions/${id}${path}`, body);
  return { tenant, customer, plan, subscribe, added, act };
}

describe("subscriptions", () => {
  it("begin today on the customer's brand, the company's anchor day and the plan's price", async () => {
    const { customer, plan, added } = await start();
    expect(await added()).toMatchObject({
      number: 1,
      state: "active",
      customer: { id: customer.id, name: "Anggrek" },
      plan: { id: plan.id, name: "Rumah 20", price: 150_000 },
      brandId: customer.brandId,
      price: null,
      effectivePrice: 150_000,
      anchorDay: 1,
      startsOn: "2026-11-21",
      billFrom: "2026-11-21",
      nextPeriod: "2026-11",
      endsOn: null,
    });
  });

  it("have their periods from the day they began where the company sets no anchor day", async () => {
    const { tenant, added } = await start();
    await tenant.as("PATCH", "/tenant", { settings: { anchorDay: null } });
    expect(await added({ startsOn: "2026-11-18" })).toMatchObject({
      anchorDay: 18,
      billFrom: "2026-11-18",
      nextPeriod: "2026-11",
    });
  });

  it.each([
    ["the start of the current period when they began long ago", { startsOn: "2024-03-09" }, "2026-11-01", "2026-11"],
    [
      "the start of the current period of their anchor day",
      { startsOn: "2024-03-09", anchorDay: 25 },
      "2026-10-25",
      "2026-10",
    ],
    ["the day they begin when that is to come", { startsOn: "2026-12-05" }, "2026-12-05", "2026-12"],
    ["the day that is asked for", { startsOn: "2026-01-09", billFrom: "2026-09-10" }, "2026-09-10", "2026-09"],
  ])("are billed from %s", async (_, body, billFrom, nextPeriod) => {
    const { added } = await start();
    expect(await added(body)).toMatchObject({ billFrom, nextPeriod });
  });

  it.each([
    ["Asia/Jakarta", "2026-11-30", "2026-11"],
    ["Asia/Makassar", "2026-12-01", "2026-12"],
    ["Asia/Jayapura", "2026-12-01", "2026-12"],
  ])("begin on the day it is in %s at the end of the month: %s (B18)", async (timeZone, startsOn, nextPeriod) => {
    const { added } = await start({ timeZone, clock: new Clock(Date.parse("2026-11-30T16:30:00Z")) });
    expect(await added()).toMatchObject({ startsOn, nextPeriod });
  });

  it("keep an archived plan, and can't choose one", async () => {
    const { tenant, plan, subscribe, added, act } = await start();
    const kept = await added();
    await tenant.as("DELETE", `/plans/${plan.id}`);
    expect((await act("PATCH", kept, "", { planId: plan.id, discount: 1000 })).status).toBe(200);
    const refused = await subscribe();
    expect([refused.status, refused.body.errors.map(({ field }) => field)]).toEqual([422, ["planId"]]);
  });

  it("are refused with the field named when something is wrong with them", async () => {
    const { subscribe } = await start();
    const other = await start();
    const wrong: [Record<string, unknown>, string][] = [
      [{ customerId: other.customer.id }, "customerId"],
      [{ planId: other.plan.id }, "planId"],
      [{ brandId: other.customer.brandId }, "brandId"],
      [{ customerId: "cus_1" }, "customerId"],
      [{ anchorDay: 32 }, "anchorDay"],
      [{ discount: 150_001 }, "discount"],
      [{ price: 100, discount: 101 }, "discount"],
      [{ price: -1 }, "price"],
      [{ startsOn: "2026-02-30" }, "startsOn"],
      [{ startsOn: "2028-01-01" }, "startsOn"],
      [{ startsOn: "1926-11-21" }, "startsOn"],
      [{ billFrom: "2026-11-20" }, "billFrom"],
      [{ startsOn: "2020-01-01", billFrom: "2020-01-01" }, "billFrom"],
    ];
    for (const [body, field] of wrong) {
      const answer = await subscribe(body);
      expect([body, answer.status, answer.body.errors?.map((each) => each.field)]).toEqual([body, 422, [field]]);
    }
  });

  it("are listed by customer, plan and state, page by page", async () => {
    const { tenant, customer, plan, added, act } = await start();
    const delima = (await tenant.as<{ id: string }>("POST", "/customers", { name: "Delima" })).body;
    for (let n = 0; n < 5; n++) await added(n % 2 ? { customerId: delima.id } : {});
    const count = async (query: string) => (await tenant.as<List>("GET", `/subscriptions?${query}`)).body.data.length;
    const [newest] = (await tenant.as<List>("GET", "/subscriptions?limit=1")).body.data as [Subscription];
    await act("POST", newest, "/suspension");
    expect(await count(`customerId=${customer.id}`)).toBe(3);
    expect(await count(`customerId=${delima.id}&planId=${plan.id}`)).toBe(2);
    expect([await count("state=suspended"), await count("state=active"), await count("state=terminated")]).toEqual([
      1, 4, 0,
    ]);
    for (const sort of ["createdAt", "-createdAt"]) {
      const seen: string[] = [];
      for (let cursor: string | null = ""; cursor !== null;) {
        const page: List = (
          await tenant.as<List>("GET", `/subscriptions?sort=${sort}&limit=2${cursor && `&cursor=${cursor}`}`)
        ).body;
        seen.push(...page.data.map(({ id }) => id));
        cursor = page.nextCursor;
      }
      expect(new Set(seen).size).toBe(5);
    }
  });

  it("change plan, price and discount; a moved anchor day loses no day (B21)", async () => {
    const { tenant, added, act } = await start();
    const faster = (await tenant.as<{ id: string }>("POST", "/plans", { name: "Rumah 50", price: 250_000 })).body;
    const it = await added();
    expect((await act("PATCH", it, "", { planId: faster.id, price: 200_000 })).body).toMatchObject({
      effectivePrice: 200_000,
    });
    expect((await act("PATCH", it, "", { price: null })).body).toMatchObject({ price: null, effectivePrice: 250_000 });
    expect((await act("PATCH", it, "", { discount: 250_001 })).body.errors.map(({ field }) => field)).toEqual([
      "discount",
    ]);
    expect((await act("PATCH", it, "", { anchorDay: 25 })).body).toMatchObject({
      nextPeriod: "2026-11",
      billFrom: "2026-11-21",
    });
  });

  it("pause and go on from that day: a pause is not billed (B32)", async () => {
    const { tenant, added, act } = await start();
    const it = await added({ startsOn: "2026-09-01", billFrom: "2026-09-01" });
    expect((await act("POST", it, "/suspension")).body.state).toBe("suspended");
    expect((await act("POST", it, "/suspension")).body.code).toBe("wrong_state");
    expect((await act("DELETE", it, "/suspension")).body).toMatchObject({ state: "active", billFrom: "2026-11-21" });
    await act("POST", it, "/suspension");
    tenant.clock.advance(20 * 86_400_000);
    const ctx = await tenant.context();
    expect(await reactivateSubscription(ctx, it.id)).toMatchObject({
      state: "active",
      nextPeriod: "2026-12",
      billFrom: "2026-12-11",
    });
    await expect(reactivateSubscription(ctx, it.id)).rejects.toMatchObject({ code: "wrong_state" });
  });

  it("end today, or on a day to come, and only once", async () => {
    const { tenant, added, act } = await start();
    const [now, soon, never] = [await added(), await added(), await added({ startsOn: "2026-12-10" })];
    expect((await act("POST", now, "/termination", {})).body).toMatchObject({
      state: "terminated",
      endsOn: "2026-11-21",
    });
    expect((await act("POST", now, "/termination", {})).body.code).toBe("wrong_state");
    expect((await act("PATCH", now, "", { discount: 1 })).body.code).toBe("wrong_state");
    expect((await act("POST", soon, "/termination", { endsOn: "2026-11-25" })).body).toMatchObject({
      state: "active",
      endsOn: "2026-11-25",
    });
    expect(
      (await act("POST", soon, "/termination", { endsOn: "2026-11-20" })).body.errors.map(({ field }) => field),
    ).toEqual(["endsOn"]);
    expect((await act("POST", never, "/termination", {})).body).toMatchObject({
      state: "terminated",
      endsOn: "2026-12-09",
    });

    const ctx = await tenant.context();
    const stateOn = async (iso: string) => {
      tenant.clock.set(iso);
      await endDueSubscriptions(ctx);
      tenant.clock.set("2026-11-21T03:00:00Z");
      return (await act("GET", soon, "")).body.state;
    };
    expect(await stateOn("2026-11-25T16:59:00Z")).toBe("active");
    expect(await stateOn("2026-11-25T17:00:00Z")).toBe("terminated");
  });

  it("of a deleted customer end, each once, and owe nothing more", async () => {
    const { tenant, customer, added, act } = await start();
    const lines = [];
    for (let n = 0; n < 30; n++) lines.push(await added());
    await tenant.as("DELETE", `/customers/${customer.id}`);
    const ctx = await tenant.context();
    await endSubscriptionsOf(ctx, customer.id);
    await endSubscriptionsOf(ctx, customer.id);
    const ended = (await tenant.as<List>("GET", "/subscriptions?state=terminated&limit=100")).body.data;
    expect(ended.length).toBe(30);
    expect(ended[0]).toMatchObject({ customer: null, endsOn: "2026-11-21", billFrom: "2026-11-22" });
    expect((await act("GET", lines[0] as Subscription, "")).body.state).toBe("terminated");
  });

  it("of another tenant look like none, and technicians only read", async () => {
    const { tenant, added } = await start();
    const { id } = await added();
    const other = await TestTenant.signUp();
    const calls = [
      ["GET", ""],
      ["PATCH", ""],
      ["POST", "/suspension"],
      ["DELETE", "/suspension"],
      ["POST", "/termination"],
    ] as const;
    for (const [method, path] of calls)
      expect((await other.as(method, `/subscriptions/${id}${path}`, method === "GET" ? undefined : {})).status).toBe(
        404,
      );
    const token = await tenant.member("technician");
    expect((await tenant.call("GET", `/api/v1/subscriptions/${id}`, { token })).status).toBe(200);
    expect((await tenant.call("POST", `/api/v1/subscriptions/${id}/suspension`, { token })).status).toBe(403);
  });
});
