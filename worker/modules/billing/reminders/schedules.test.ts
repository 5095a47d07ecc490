import { describe, expect, it } from "vitest";
import { TestTenant } from "../../../../test/support/tenant.ts";
import { addCustomer, addInvoice } from "../../../../test/support/billing.ts";
import { toldSteps } from "../../../../test/support/dunning.ts";
import { sendReminders } from "./send.ts";

interface Schedule {
  brandId: string | null;
  version: number;
  isOwn: boolean;
  rules: { offsetDays: number; hour: number; outlets: string[] | null; enabled: boolean }[];
  errors: { field: string }[];
}
const rule = (offsetDays: number, rest: object = {}) => ({
  offsetDays,
  hour: 9,
  outlets: null,
  enabled: true,
  ...rest,
});
const put = (tenant: TestTenant, body: object) => tenant.as<Schedule>("PUT", "/billing/reminders", body);
const list = async (tenant: TestTenant) =>
  (await tenant.as<{ data: Schedule[] }>("GET", "/billing/reminders")).body.data;
const addBrand = async (tenant: TestTenant) =>
  (await tenant.as<{ id: string }>("POST", "/brands", { code: "DESA", name: "Desa Net" })).body.id;

describe("schedules of reminders", () => {
  it("are the usual one until a company has its own, and again when that is given up", async () => {
    const tenant = await TestTenant.signUp();
    const usual = await list(tenant);
    expect(usual).toMatchObject([{ brandId: null, version: 0, isOwn: false }]);
    expect(usual[0]?.rules.map(({ offsetDays }) => offsetDays)).toEqual([-3, 0, 3, 7]);
    expect((await put(tenant, { version: 0, rules: [rule(1, { outlets: ["sms"] })] })).body).toMatchObject({
      version: 1,
      isOwn: true,
    });
    expect(await list(tenant)).toMatchObject([{ isOwn: true, rules: [{ offsetDays: 1, outlets: ["sms"] }] }]);
    await put(tenant, { version: 1, rules: null });
    expect(await list(tenant)).toMatchObject([{ isOwn: false, version: 2, rules: usual[0]?.rules }]);
  });

  it("refuse what can't be, naming the field, and the second of two writers", async () => {
    const tenant = await TestTenant.signUp();
    const refused = async (rules: unknown) =>
      (await put(tenant, { version: 0, rules })).body.errors.map(({ field }) => field);
    expect(await refused([rule(-31)])).toEqual(["rules.0.offsetDays"]);
    expect(await refused([rule(91)])).toEqual(["rules.0.offsetDays"]);
    expect(await refused([rule(1), rule(1)])).toEqual(["rules"]);
    expect(await refused([rule(1, { hour: 24 })])).toEqual(["rules.0.hour"]);
    expect(await refused([rule(1, { outlets: [] })])).toEqual(["rules.0.outlets"]);
    expect(await refused([rule(1, { outlets: ["telegram"] })])).toEqual(["rules.0.outlets.0"]);
    const twins = await Promise.all([0, 0].map((version) => put(tenant, { version, rules: [] })));
    expect(twins.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it("of a brand hold for its invoices alone", async () => {
    const tenant = await TestTenant.signUp();
    const brandId = await addBrand(tenant);
    await put(tenant, { version: 0, rules: [rule(2)] });
    expect((await put(tenant, { brandId, version: 0, rules: [rule(1)] })).status).toBe(200);
    const customerId = await addCustomer(tenant);
    await addInvoice(tenant, { customerId, dueOn: "2026-11-22" });
    await addInvoice(tenant, { customerId, dueOn: "2026-11-22", brandId });
    const ctx = await tenant.context();
    for (const day of ["2026-11-23", "2026-11-24", "2026-11-25"]) {
      tenant.clock.set(`${day}T03:00:00Z`);
      await sendReminders(ctx, 0);
    }
    expect(await toldSteps(tenant)).toEqual(["due+1 2026-11-23", "due+2 2026-11-24"]);
  });

  it("that were just saved send nothing of the days before", async () => {
    const tenant = await TestTenant.signUp();
    const customerId = await addCustomer(tenant);
    await addInvoice(tenant, { customerId, dueOn: "2026-11-22" });
    tenant.clock.set("2026-11-27T03:00:00Z");
    await tenant.signIn();
    await put(tenant, { version: 0, rules: [rule(1), rule(3), rule(6)] });
    const ctx = await tenant.context();
    expect(await sendReminders(ctx, 0)).toBe(0);
    tenant.clock.set("2026-11-28T03:00:00Z");
    expect(await sendReminders(ctx, 0)).toBe(1);
    expect(await toldSteps(tenant)).toEqual(["due+6 2026-11-28"]);
  });
});
