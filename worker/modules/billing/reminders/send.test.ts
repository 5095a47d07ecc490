import { describe, expect, it } from "vitest";
import { addCustomer, addInvoice } from "../../../../test/support/billing.ts";
import { textsTo, turn } from "../../../../test/support/providers.ts";
import { Clock, TestTenant } from "../../../../test/support/tenant.ts";
import { startOfDate, type TimeZone } from "../../../core/time.ts";
import { connect, deliveriesOf, reachable } from "../../notifications/testing.ts";
import { markOverdue } from "../invoices/overdue.ts";
import {
  debtor,
  eventsOf,
  killedEverywhere,
  kindsTold,
  pay,
  savePolicy,
  toldSteps,
} from "../../../../test/support/dunning.ts";
import { watched } from "../testing.ts";
import { sendReminders } from "./send.ts";

const hourMs = 3_600_000;
const reminderKinds = ["invoice.due-soon", "invoice.due-today", "invoice.overdue", "subscription.suspension-notice"];

/** A company on 1 November 2026, with a customer whose invoice is due on the 20th. */
async function start({ zone = "Asia/Jakarta", dueOn = "2026-11-20" } = {}) {
  const tenant = await TestTenant.signUp({ clock: new Clock(Date.parse("2026-11-01T03:00:00Z")), timeZone: zone });
  const customerId = await addCustomer(tenant, "Toko Melati", { email: `${tenant.slug}-melati@example.com` });
  const invoice = await addInvoice(tenant, { customerId, dueOn });
  await tenant.settle();
  const ctx = await tenant.context();
  /** What the hourly tasks do at an hour of a day there. */
  const hour = async (date: string, at: number, size?: number) => {
    tenant.clock.set(new Date(startOfDate(zone as TimeZone, date) + at * hourMs).toISOString());
    const told = await sendReminders(ctx, 0, size);
    await markOverdue(ctx);
    await tenant.settle();
    return told;
  };
  return { tenant, ctx, customerId, invoice, hour };
}

describe("a customer is reminded", () => {
  it.each(["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"])(
    "before, on and after the due date at nine in %s, once each, whatever hours the task runs (B18)",
    async (zone) => {
      const { tenant, hour } = await start({ zone });
      const told: string[] = [];
      for (const day of [16, 17, 18, 20, 21, 23, 27, 28])
        for (const at of [0, 8, 9, 10, 20, 23])
          if ((await hour(`2026-11-${day}`, at)) > 0) told.push(`${day} ${at}:00`);
      expect(told).toEqual(["17 9:00", "20 9:00", "23 9:00", "27 9:00"]);
      expect(await kindsTold(tenant, ...reminderKinds)).toEqual([
        ...["invoice.due-soon", "invoice.due-today", "invoice.overdue", "invoice.overdue"],
      ]);
    },
  );

  it("with what is owed, the days and the link to pay", async () => {
    const { tenant, invoice, hour } = await start();
    await hour("2026-11-17", 9);
    const [sent] = (await deliveriesOf(tenant)).filter(({ kind }) => kind === "invoice.due-soon");
    expect(sent?.content.subject).toBe(`Tagihan ${invoice.number} jatuh tempo 3 hari lagi`);
    expect(sent?.content.text).toContain("Rp 150.000");
    expect(sent?.content.text).toContain(invoice.paymentUrl);
  });

  it("not once the invoice is paid or void, nor when it is paid between the plan and the sending", async () => {
    const { tenant, ctx, customerId, invoice, hour } = await start();
    const [paid, voided] = [
      await addInvoice(tenant, { customerId, dueOn: "2026-11-20" }),
      await addInvoice(tenant, { customerId, dueOn: "2026-11-20" }),
    ];
    await pay(tenant, paid);
    await tenant.as("POST", `/invoices/${voided.id}/void`, {});
    await tenant.settle();
    tenant.clock.set("2026-11-17T02:00:00Z");
    expect(await sendReminders(ctx, 0)).toBe(1);
    await tenant.signIn();
    await pay(tenant, invoice);
    await tenant.settle();
    expect(await hour("2026-11-20", 9)).toBe(0);
    expect(await kindsTold(tenant, ...reminderKinds)).toEqual([]);
  });

  it("not on the day on which the invoice came", async () => {
    const { tenant, ctx, customerId } = await start();
    await addInvoice(tenant, { customerId, dueOn: "2026-11-04" });
    await addInvoice(tenant, { customerId, dueOn: "2026-10-28" });
    expect(await sendReminders(ctx, 0)).toBe(0);
  });

  it("by the latest rule alone after a week's outage, and not of what was due before the task was there", async () => {
    const { tenant, ctx, hour } = await start();
    await hour("2026-11-16", 9);
    expect(await hour("2026-11-24", 9)).toBe(1);
    expect(await toldSteps(tenant)).toEqual(["due+3 2026-11-24"]);
    const later = await start();
    later.tenant.clock.set("2026-11-24T03:00:00Z");
    expect(await sendReminders(later.ctx, later.tenant.clock.now())).toBe(0);
    expect(ctx.tenant.id).not.toBe(later.ctx.tenant.id);
  });
});

describe("the work", () => {
  it("of twins that run at once tells each invoice once", async () => {
    const { tenant, ctx, customerId } = await start();
    for (let n = 0; n < 7; n++) await addInvoice(tenant, { customerId, dueOn: "2026-11-20" });
    tenant.clock.set("2026-11-17T02:00:00Z");
    const told = await Promise.all(Array.from({ length: 4 }, () => sendReminders(ctx, 0, 3)));
    expect(told.reduce((sum, each) => sum + each, 0)).toBe(8);
    expect(await toldSteps(tenant)).toHaveLength(8);
    expect(await eventsOf(tenant, "invoice.reminder_due")).toHaveLength(8);
  });

  it("killed anywhere tells each invoice once and none too few", async () => {
    const { tenant, ctx, customerId } = await start();
    for (let n = 0; n < 4; n++) await addInvoice(tenant, { customerId, dueOn: "2026-11-20" });
    tenant.clock.set("2026-11-17T02:00:00Z");
    expect(await killedEverywhere(ctx, (dying) => sendReminders(dying, 0, 2))).toBeGreaterThan(5);
    expect(await toldSteps(tenant)).toEqual(Array.from({ length: 5 }, () => "due-3 2026-11-17"));
    expect(await eventsOf(tenant, "invoice.reminder_due")).toHaveLength(5);
  });

  it("happens once although its channel is down, and the message comes later (B02)", async () => {
    const { tenant, customerId, hour } = await start();
    await connect(tenant, "twilio");
    const { phone } = reachable(tenant);
    await tenant.as("PATCH", `/customers/${customerId}`, { phone });
    const rules = [{ offsetDays: -3, hour: 9, outlets: ["sms"], enabled: true }];
    await tenant.as("PUT", "/billing/reminders", { version: 0, rules });
    await turn("/_faults", { provider: "twilio", path: "/Messages.json", kind: "fail", status: 503, count: 2 });
    for (const at of [9, 10, 11, 12, 13]) await hour("2026-11-17", at);
    expect(await textsTo("twilio", phone)).toHaveLength(1);
    expect(await toldSteps(tenant)).toEqual(["due-3 2026-11-17"]);
  });

  it("marks its rounds, so that the hours after it read no invoice", async () => {
    const { hour, ctx } = await start();
    await hour("2026-11-17", 9);
    let reads = 0;
    expect(
      await sendReminders(
        watched(ctx, () => (reads += 1)),
        0,
      ),
    ).toBe(0);
    expect(reads).toBe(2);
  });
});

describe("a notice of a suspension", () => {
  it("is what the day tells: no reminder comes beside it", async () => {
    const { tenant, customerId, hour } = await start();
    const plan = await tenant.as<{ id: string }>("POST", "/plans", { name: "Rumah 20", price: 150_000 });
    await tenant.as("POST", "/subscriptions", { customerId, planId: plan.body.id });
    await savePolicy(tenant, { noticeDays: [4, 1] });
    for (const day of [20, 21, 22, 23, 24, 25, 26]) for (const at of [8, 9]) await hour(`2026-11-${day}`, at);
    expect(await toldSteps(tenant)).toEqual([
      "due+0 2026-11-20",
      "notice-4 2026-11-27 2026-11-23",
      "notice-1 2026-11-27 2026-11-26",
    ]);
    expect(await kindsTold(tenant, ...reminderKinds)).toEqual([
      ...["invoice.due-today", "subscription.suspension-notice", "subscription.suspension-notice"],
    ]);
    const notice = (await deliveriesOf(tenant)).find(({ kind }) => kind === "subscription.suspension-notice");
    expect(notice?.content.text).toContain("27 November 2026");
  });

  it("comes to nobody who is exempt, owes too little or has no subscription that it could suspend", async () => {
    const { tenant, hour } = await start();
    await savePolicy(tenant, { noticeDays: [1], minimumOwed: 100_000 });
    const exempt = await debtor(tenant, "2026-11-20");
    await tenant.as("POST", "/billing/suspension/exemptions", { customerId: exempt.customerId, reason: "Kantor desa" });
    await debtor(tenant, "2026-11-20", { amount: 99_999 });
    const { invoice } = await debtor(tenant, "2026-11-20");
    expect(await hour("2026-11-26", 8)).toBe(1);
    const [sent] = (await deliveriesOf(tenant)).filter(({ kind }) => kind === "subscription.suspension-notice");
    expect(sent?.content.text).toContain(invoice.number);
  });
});
