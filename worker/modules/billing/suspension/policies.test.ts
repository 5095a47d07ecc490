import { describe, expect, it } from "vitest";
import type { TestTenant } from "../../../../test/support/tenant.ts";
import { anytime, debtor, monday, savePolicy, subscriptionOf } from "../../../../test/support/dunning.ts";
import { suspendOverdue } from "./suspend.ts";

interface Answer {
  data: {
    brandId: string | null;
    isOwn: boolean;
    version: number;
    activeFrom: string | null;
    policy: typeof anytime;
  }[];
  errors: { field: string }[];
}
interface Row {
  subscription: { id: string };
  verdict: string;
  suspendsAt: string | null;
  owed: number;
  daysLate: number;
  exemptUntil: string | null;
}
const preview = async (tenant: TestTenant, query = "") =>
  (await tenant.as<{ data: Row[]; nextCursor: string | null }>("GET", `/billing/suspension/preview${query}`)).body;

describe("policies of suspension", () => {
  it("are off until one is saved, and give whoever is in arrears already the notices first", async () => {
    const tenant = await monday();
    const [usual] = (await tenant.as<Answer>("GET", "/billing/suspension")).body.data;
    expect(usual).toMatchObject({ isOwn: false, version: 0, activeFrom: null, policy: { enabled: false } });
    expect((await savePolicy(tenant, { noticeDays: [3, 1] })).activeFrom).toBe("2026-11-26");
    tenant.clock.set("2026-11-24T03:00:00Z");
    await tenant.signIn();
    const held = await savePolicy(tenant, { noticeDays: [3, 1], closedDates: ["2026-12-25"] }, { version: 1 });
    expect(held.activeFrom).toBe("2026-11-26");
    const stricter = await savePolicy(tenant, { noticeDays: [3, 1], daysAfterDue: 5 }, { version: 2 });
    expect(stricter.activeFrom).toBe("2026-11-27");
  });

  it("refuse what can't be, naming the field, and the second of two writers", async () => {
    const tenant = await monday();
    const refused = async (policy: object) => {
      const body = { version: 0, policy: { ...anytime, ...policy } };
      return (await tenant.as<Answer>("PUT", "/billing/suspension", body)).body.errors.map(({ field }) => field);
    };
    expect(await refused({ daysAfterDue: 0 })).toEqual(["policy.daysAfterDue"]);
    expect(await refused({ openings: [] })).toEqual(["policy.openings"]);
    expect(await refused({ openings: [{ weekday: 1, fromHour: 9, untilHour: 9 }] })).toEqual([
      "policy.openings.0.untilHour",
    ]);
    expect(await refused({ openings: [anytime.openings[0], anytime.openings[0]] })).toEqual(["policy.openings"]);
    expect(await refused({ closedDates: ["2026-02-30"] })).toEqual(["policy.closedDates.0"]);
    expect(await refused({ noticeDays: [8] })).toEqual(["policy.noticeDays"]);
    expect(await refused({ minimumOwed: -1 })).toEqual(["policy.minimumOwed"]);
    const twins = await Promise.all(
      [0, 0].map(() => tenant.as("PUT", "/billing/suspension", { version: 0, policy: anytime })),
    );
    expect(twins.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it("of a brand hold for its subscriptions alone", async () => {
    const tenant = await monday();
    const { body: brand } = await tenant.as<{ id: string }>("POST", "/brands", { code: "DESA", name: "Desa Net" });
    await savePolicy(tenant, { daysAfterDue: 7 });
    await savePolicy(tenant, { daysAfterDue: 30 }, { brandId: brand.id });
    const [town, village] = [
      await debtor(tenant, "2026-11-10"),
      await debtor(tenant, "2026-11-10", { brandId: brand.id }),
    ];
    await suspendOverdue(await tenant.context());
    expect((await subscriptionOf(tenant, town.subscriptionId)).state).toBe("suspended");
    expect((await subscriptionOf(tenant, village.subscriptionId)).state).toBe("active");
    const { data } = (await tenant.as<Answer>("GET", "/billing/suspension")).body;
    expect(data.map(({ brandId, policy }) => [brandId, policy.daysAfterDue])).toEqual([
      [null, 7],
      [brand.id, 30],
    ]);
  });
});

describe("the preview", () => {
  it("says of each who is in arrears when it is suspended or why not, page by page, and the run does just that", async () => {
    const tenant = await monday();
    await savePolicy(tenant, { minimumOwed: 100_000 });
    const due = [await debtor(tenant, "2026-11-01"), await debtor(tenant, "2026-11-16")];
    const soon = await debtor(tenant, "2026-11-20");
    const little = await debtor(tenant, "2026-11-02", { amount: 99_000 });
    const exempt = await debtor(tenant, "2026-11-03");
    const until = { customerId: exempt.customerId, until: "2026-12-31", reason: "Kantor desa" };
    await tenant.as("POST", "/billing/suspension/exemptions", until);
    await debtor(tenant, "2026-12-01");

    const seen: Row[] = [];
    for (let cursor: string | null = ""; cursor !== null;) {
      const page = await preview(tenant, `?limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.data);
      cursor = page.nextCursor;
    }
    const verdicts = Object.fromEntries(seen.map(({ subscription, verdict }) => [subscription.id, verdict]));
    expect(seen.map(({ daysLate }) => daysLate)).toEqual([22, 21, 20, 7, 3]);
    expect(verdicts).toEqual({
      ...Object.fromEntries(due.map(({ subscriptionId }) => [subscriptionId, "due"])),
      [soon.subscriptionId]: "not_yet",
      [little.subscriptionId]: "below_minimum",
      [exempt.subscriptionId]: "exempt",
    });
    expect(seen.find(({ verdict }) => verdict === "not_yet")?.suspendsAt).toBe("2026-11-26T17:00:00.000Z");
    expect(seen.find(({ verdict }) => verdict === "exempt")?.exemptUntil).toBe("2026-12-31");
    expect((await suspendOverdue(await tenant.context())).suspended).toBe(2);
    const left = (await preview(tenant)).data.map(({ subscription }) => subscription.id);
    expect(left.sort()).toEqual([soon, little, exempt].map(({ subscriptionId }) => subscriptionId).sort());
  });

  it("shows a subscription once, with all that is overdue", async () => {
    const tenant = await monday();
    await savePolicy(tenant);
    const { customerId } = await debtor(tenant, "2026-11-01");
    for (const dueOn of ["2026-10-01", "2026-11-20"])
      await tenant.as("POST", "/invoices", {
        customerId,
        dueOn,
        items: [{ description: "Modem", quantity: 1, unitPrice: 50_000 }],
      });
    await tenant.settle();
    expect((await preview(tenant)).data).toMatchObject([{ owed: 250_000, daysLate: 53 }]);
  });
});

describe("an exemption", () => {
  it("is listed with its reason, replaced by the next of the same, and ended", async () => {
    const tenant = await monday();
    const { customerId, subscriptionId } = await debtor(tenant, "2026-11-01");
    const post = (body: object) =>
      tenant.as<{ id: string; until: string | null; errors: { field: string }[] }>(
        "POST",
        "/billing/suspension/exemptions",
        {
          customerId,
          reason: "Kantor desa",
          ...body,
        },
      );
    const first = await post({ subscriptionId, until: "2026-11-30" });
    const second = await post({ subscriptionId, until: "2026-12-31", reason: "Janji bayar" });
    expect(second.body.id).toBe(first.body.id);
    const listed = await tenant.as<{ data: object[] }>(
      "GET",
      `/billing/suspension/exemptions?customerId=${customerId}`,
    );
    expect(listed.body.data).toMatchObject([
      { reason: "Janji bayar", until: "2026-12-31", isOver: false, subscription: { id: subscriptionId } },
    ]);
    expect((await post({ until: "2026-11-22" })).body.errors.map(({ field }) => field)).toEqual(["until"]);
    expect((await post({ reason: " " })).body.errors.map(({ field }) => field)).toEqual(["reason"]);
    expect((await tenant.as("DELETE", `/billing/suspension/exemptions/${first.body.id}`)).status).toBe(204);
    expect((await tenant.as("DELETE", `/billing/suspension/exemptions/${first.body.id}`)).status).toBe(404);
  });

  it("goes with its customer", async () => {
    const tenant = await monday();
    const { customerId } = await debtor(tenant, "2026-11-01");
    await tenant.as("POST", "/billing/suspension/exemptions", { customerId, reason: "Kantor desa" });
    await tenant.as("DELETE", `/customers/${customerId}`);
    await tenant.settle();
    expect((await tenant.as<{ data: object[] }>("GET", "/billing/suspension/exemptions")).body.data).toEqual([]);
  });
});
