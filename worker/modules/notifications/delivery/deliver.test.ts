import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { strike, textsTo, turn } from "../../../../test/support/providers.ts";
import { mailsTo } from "../../../../test/support/mail.ts";
import { TestTenant } from "../../../../test/support/tenant.ts";
import { addCustomer, addInvoice } from "../../../../test/support/billing.ts";
import { webhookReceipts } from "../../webhooks/schema.ts";
import { attempt } from "./attempt.ts";
import { claim, type Claimed } from "./claim.ts";
import { carriers, type Carrier } from "./couriers.ts";
import { deliver } from "./deliver.ts";
import { messageOf } from "./queue.ts";
import { attemptsOf, connect, deliveriesOf, reachable, tellOver } from "../testing.ts";

const minuteMs = 60_000;

/** Lets time pass from try to try. */
async function untilSettled(tenant: TestTenant) {
  for (let tries = 0; tries < 30; tries++) {
    const [delivery] = await deliveriesOf(tenant);
    if (delivery && !["waiting", "sending"].includes(delivery.state)) return delivery;
    tenant.clock.advance(Math.max(0, (delivery?.dueAt ?? 0) - tenant.clock.now()));
    await tenant.deliver();
  }
  throw new Error("Still not settled");
}

describe("a delivery", () => {
  it("is sent once, however often its event is handled and its message arrives", async () => {
    const tenant = await TestTenant.signUp();
    await connect(tenant, "whapi");
    const customer = reachable(tenant);
    await Promise.all([tellOver(tenant, "whatsapp", customer), tellOver(tenant, "whatsapp", customer)]);
    await tellOver(tenant, "whatsapp", customer);
    await Promise.all([tenant.deliver(), tenant.deliver(), tenant.deliver()]);
    await tenant.deliver();
    expect(await textsTo("whapi", customer.phone)).toHaveLength(1);
    expect(await deliveriesOf(tenant)).toMatchObject([{ state: "sent", attempts: 1 }]);
  });

  it("whose answer was lost is looked up, and not sent twice", async () => {
    const tenant = await TestTenant.signUp();
    const { secrets } = await connect(tenant, "whapi");
    const customer = reachable(tenant);
    await tellOver(tenant, "whatsapp", customer);
    await turn("/_faults", undefined, "DELETE");
    await strike("whapi", "/messages/text", { kind: "silent", delayMs: 0, workDone: true });
    await tenant.deliver();
    expect(await deliveriesOf(tenant)).toMatchObject([{ state: "sending" }]);
    tenant.clock.advance(minuteMs);
    await tenant.deliver();
    const [delivery] = await deliveriesOf(tenant);
    expect(delivery).toMatchObject({ state: "sent", attempts: 2 });
    expect(await attemptsOf(tenant, delivery?.id ?? "")).toMatchObject([{ outcome: "unknown" }, { outcome: "found" }]);
    expect(await textsTo("whapi", customer.phone)).toHaveLength(1);
    expect(JSON.stringify(await attemptsOf(tenant, delivery?.id ?? ""))).not.toContain(secrets["token"]);
  });

  it("whose request was lost before it was taken is sent by the next try", async () => {
    const tenant = await TestTenant.signUp();
    await connect(tenant, "whapi");
    const customer = reachable(tenant);
    await tellOver(tenant, "whatsapp", customer);
    await strike("whapi", "/messages/text", { kind: "silent", delayMs: 0, workDone: false });
    await tenant.deliver();
    tenant.clock.advance(minuteMs);
    await tenant.deliver();
    expect(await textsTo("whapi", customer.phone)).toHaveLength(1);
    expect(await deliveriesOf(tenant)).toMatchObject([{ state: "sent" }]);
  });

  it("whose worker was killed with it in hand is taken up again after its lease", async () => {
    const tenant = await TestTenant.signUp();
    await connect(tenant, "whapi");
    const customer = reachable(tenant);
    await tellOver(tenant, "whatsapp", customer);
    const [delivery] = await deliveriesOf(tenant);
    await claim(await tenant.context(), [delivery?.id ?? ""]);
    await tenant.deliver();
    expect(await textsTo("whapi", customer.phone)).toHaveLength(0);
    tenant.clock.advance(2 * minuteMs);
    await tenant.deliver();
    expect(await textsTo("whapi", customer.phone)).toHaveLength(1);
  });

  it("over a provider that can't be asked is marked unsure when its answer is lost, and left to a person", async () => {
    const tenant = await TestTenant.signUp();
    await connect(tenant, "discord");
    const ctx = await tenant.context();
    const { tell } = await import("../telling/tell.ts");
    await tell(ctx, { kind: "report.daily", sourceKey: "d", values: {}, outlets: ["discord"] });
    await strike("discord", "/webhooks/", { kind: "silent", delayMs: 0 });
    await tenant.deliver();
    tenant.clock.advance(10 * minuteMs);
    await tenant.deliver();
    expect(await deliveriesOf(tenant)).toMatchObject([{ state: "unsure", attempts: 1 }]);
  });

  it("is tried eight times within about half an hour while the provider is down, then fails", async () => {
    const tenant = await TestTenant.signUp();
    await connect(tenant, "twilio");
    await tellOver(tenant, "sms", reachable(tenant));
    await turn("/_faults", { provider: "twilio", path: "/Messages.json", kind: "fail", status: 503, count: 8 });
    const began = tenant.clock.now();
    const delivery = await untilSettled(tenant);
    expect(delivery).toMatchObject({ state: "failed", attempts: 8, failureClass: "unavailable" });
    const tookMs = tenant.clock.now() - began;
    expect(tookMs).toBeGreaterThan(14 * minuteMs);
    expect(tookMs).toBeLessThan(46 * minuteMs);
  });

  it("uses up none of its tries by being asked to slow down", async () => {
    const tenant = await TestTenant.signUp();
    await connect(tenant, "twilio");
    const customer = reachable(tenant);
    await tellOver(tenant, "sms", customer);
    const fault = { provider: "twilio", path: "/Messages.json", kind: "fail" };
    await turn("/_faults", { ...fault, status: 429, count: 3 });
    for (let tries = 0; tries < 3; tries++) {
      await tenant.deliver();
      tenant.clock.advance(minuteMs);
    }
    await turn("/_faults", { ...fault, status: 503, count: 6 });
    expect(await untilSettled(tenant)).toMatchObject({ state: "sent", attempts: 10 });
    expect(await textsTo("twilio", customer.phone)).toHaveLength(1);
  });

  it("whose turn comes when its lease is nearly over is left to the next try, and is sent once", async () => {
    const tenant = await TestTenant.signUp();
    await connect(tenant, "whapi");
    const customer = reachable(tenant);
    await tellOver(tenant, "whatsapp", customer);
    const [delivery] = await deliveriesOf(tenant);
    const ctx = await tenant.context();
    const [claimed] = await claim(ctx, [delivery?.id ?? ""]);
    tenant.clock.advance(minuteMs);
    const late = await attempt(ctx, carriers["whapi"] as Carrier, {}, claimed as Claimed);
    expect(late.outcome).toEqual({ outcome: "late" });
    tenant.clock.advance(minuteMs);
    await tenant.deliver();
    expect(await textsTo("whapi", customer.phone)).toHaveLength(1);
  });

  it("over an account that can't be asked keeps its distance from the others when a slow one has held them all up", async () => {
    const tenant = await TestTenant.signUp();
    await connect(tenant, "sms-http", {
      settings: {
        gateway: JSON.stringify({
          url: `${env.TEST_SANDBOX_URL}/sms/generic`,
          bodyType: "json",
          body: { to: "{{to}}", message: "{{text}}" },
          perSecond: 10,
        }),
      },
    });
    const ctx = await tenant.context();
    for (let n = 0; n < 24; n++) await tellOver(tenant, "sms", reachable(tenant), { sourceKey: `message-${n}` });
    const list = await deliveriesOf(tenant);
    const messages = await Promise.all(list.map((each) => messageOf(tenant.id, ctx.tenant.shard, each)));
    let stalledMs = 5000;
    const pause = async (ms: number) => {
      tenant.clock.advance(ms + stalledMs);
      stalledMs = 0;
    };
    await deliver(ctx, messages[0]?.account ?? "", messages, { random: tenant.clock.random, pause });
    const tries = await Promise.all(list.map(({ id }) => attemptsOf(tenant, id)));
    const moments = tries.flatMap((each) => each.map(({ startedAt }) => startedAt)).sort();
    // Ten may go at once; after the stop it is ten in a second, and the two that were in hand.
    const afterStop = moments.filter((at) => at > (moments[0] ?? 0) + 1000);
    expect(afterStop.length).toBeGreaterThan(5);
    const inOneSecond = afterStop.map((from) => afterStop.filter((at) => at >= from && at < from + 1000).length);
    expect(Math.max(...inOneSecond)).toBeLessThanOrEqual(12);
  });

  it("that a provider neither answers nor takes fails in the end, and is never sent", async () => {
    const tenant = await TestTenant.signUp();
    await connect(tenant, "whapi");
    const customer = reachable(tenant);
    await tellOver(tenant, "whatsapp", customer);
    await turn("/_faults", {
      provider: "whapi",
      path: "/messages/text",
      kind: "silent",
      delayMs: 0,
      workDone: false,
      count: 8,
    });
    expect(await untilSettled(tenant)).toMatchObject({ state: "failed", failureCode: "no-answer" });
    expect(await textsTo("whapi", customer.phone)).toHaveLength(0);
  });

  it("to an address that can't be reached puts it on the list of those not written to", async () => {
    const tenant = await TestTenant.signUp();
    await connect(tenant, "postmark");
    const customer = reachable(tenant, { email: "hardbounce@bounce-testing.postmarkapp.com", phone: null });
    await tellOver(tenant, "email", customer as never, { sourceKey: "first" });
    await tenant.deliver();
    await tellOver(tenant, "email", customer as never, { sourceKey: "second" });
    await tenant.deliver();
    await tellOver(tenant, "email", customer as never, { sourceKey: "third" });
    await tenant.deliver();
    expect((await deliveriesOf(tenant)).map(({ state }) => state)).toEqual(["sent", "failed", "suppressed"]);
  });

  it("over an account that is refused fails, and tells the admins once", async () => {
    const tenant = await TestTenant.signUp();
    await connect(tenant, "whapi", { secrets: { token: `bad-${tenant.slug}` } });
    for (const sourceKey of ["one", "two"]) {
      await tellOver(tenant, "whatsapp", reachable(tenant), { sourceKey });
      await tenant.deliver();
    }
    await tenant.settle();
    const all = await deliveriesOf(tenant);
    expect(all.filter(({ kind }) => kind === "test")).toMatchObject([
      { state: "failed", failureClass: "account" },
      { state: "failed", failureClass: "account" },
    ]);
    expect(
      (await mailsTo(`${tenant.slug}@example.com`)).filter(({ subject }) => subject.includes("ditolak")),
    ).toHaveLength(1);
  });

  it("outside WhatsApp's window goes as the approved template, and as text within it", async () => {
    const tenant = await TestTenant.signUp();
    const { id } = await connect(tenant, "whatsapp-cloud");
    const customer = reachable(tenant);
    const ctx = await tenant.context();
    await ctx.store.atomic([
      ctx.store.insert((await import("../schema.ts")).notificationTemplates, {
        id: ctx.id("tpl"),
        kind: "test",
        outlet: "whatsapp",
        locale: "id",
        subject: null,
        body: null,
        providerTemplate: { name: "kabar", language: "id", parameters: ["recipient", "message"] },
        createdAt: ctx.now(),
      }),
    ]);
    await tellOver(tenant, "whatsapp", customer, { sourceKey: "closed" });
    await tenant.deliver();
    const { applyProviderEvents } = await import("./provider-events.ts");
    const connection = { id, provider: "whatsapp-cloud", brandId: null, settings: {}, secrets: {}, webhookUrl: "" };
    await applyProviderEvents(ctx, connection, [
      { kind: "inbound", address: customer.phone, name: null, text: "Halo", atMs: ctx.now() },
    ]);
    await turn("/whatsapp-cloud/_inbound", {
      tenant: tenant.slug,
      from: customer.phone,
      text: "Halo",
      phoneNumberId: (await deliveriesOf(tenant))[0]?.connectionId,
      appSecret: "x",
    }).catch(() => undefined);
    await tellOver(tenant, "whatsapp", customer, { sourceKey: "open" });
    const [, open] = await deliveriesOf(tenant);
    const claimed = await claim(ctx, [open?.id ?? ""]);
    expect(claimed).toMatchObject([{ windowIsOpen: true }]);
    const sent = await textsTo<{ type?: string; text: string }>("whatsapp-cloud", customer.phone);
    expect(sent[0]?.text).toContain("kabar");
  });

  it("waits while its channel is down, and what it tells of has happened once all the same (B02)", async () => {
    const tenant = await TestTenant.signUp();
    await connect(tenant, "twilio");
    await tenant.as("PATCH", "/notification-kinds/invoice.issued", { outlets: ["sms"] });
    const { phone } = reachable(tenant);
    const customerId = await addCustomer(tenant);
    await tenant.as("PATCH", `/customers/${customerId}`, { phone });
    await turn("/_faults", { provider: "twilio", path: "/Messages.json", kind: "fail", status: 503, count: 2 });
    const invoice = await addInvoice(tenant, { customerId, dueOn: "2026-11-01" });
    await tenant.settle();
    const shown = await tenant.as<{ state: string }>("GET", `/invoices/${invoice.id}`);
    expect(shown.body.state).toBe("overdue");
    for (let hours = 0; hours < 3; hours++) {
      tenant.clock.advance(60 * minuteMs);
      await tenant.settle();
    }
    expect(await textsTo("twilio", phone)).toHaveLength(1);
  });

  it("whose echo may lie in a call that nobody has read yet is not sent again", async () => {
    const tenant = await TestTenant.signUp();
    const { id } = await connect(tenant, "whatsapp-cloud");
    await tellOver(tenant, "whatsapp", reachable(tenant));
    const [delivery] = await deliveriesOf(tenant);
    const ctx = await tenant.context();
    await claim(ctx, [delivery?.id ?? ""]);
    const receipt = { id: ctx.id("whk"), provider: "whatsapp-cloud", connectionId: id, state: "received" as const };
    const call = { method: "POST", headers: {}, body: "{}", receivedAt: ctx.now() };
    await ctx.store.atomic([ctx.store.insert(webhookReceipts, { ...receipt, ...call })]);
    tenant.clock.advance(20 * minuteMs);
    await tenant.deliver();
    expect(await deliveriesOf(tenant)).toMatchObject([{ state: "sending" }]);
    await ctx.store.atomic([ctx.store.update(webhookReceipts, { state: "done" })]);
    tenant.clock.advance(20 * minuteMs);
    await tenant.deliver();
    expect((await deliveriesOf(tenant))[0]?.state).not.toBe("sending");
  });

  it("of an invoice reaches its customer by WhatsApp and mail, with the link to pay", async () => {
    const tenant = await TestTenant.signUp();
    await connect(tenant, "whapi");
    const { phone } = reachable(tenant);
    const email = `${tenant.slug}-pelanggan@example.com`;
    const customerId = await addCustomer(tenant);
    expect((await tenant.as("PATCH", `/customers/${customerId}`, { phone, email })).status).toBe(200);
    const invoice = await addInvoice(tenant, { customerId });
    await tenant.settle();
    const [text] = await textsTo<{ text: string }>("whapi", phone);
    expect(text?.text).toContain(invoice.number ?? "");
    expect(text?.text).toContain(invoice.paymentUrl ?? "");
    const [mail] = await mailsTo(email);
    expect(mail?.text).toContain("Rp 150.000");
  });
});
