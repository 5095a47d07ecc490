import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import {
  addCustomer,
  addInvoice,
  tokenOf,
  type InvoiceBody,
  type PageBody,
  type PaymentBody,
} from "../../../test/support/billing.ts";
import { TestTenant } from "../../../test/support/tenant.ts";
import { connectXendit, payAtXendit, sandboxFault } from "../../../test/support/xendit.ts";
import { accountBalance } from "../ledger/index.ts";
import { webhookReceipts } from "./schema.ts";

interface Log {
  id: string;
  state: string;
  outcome: string | null;
}

/** A tenant with Xendit and an invoice whose checkout is open. */
async function withCheckout() {
  const tenant = await TestTenant.signUp();
  const xendit = await connectXendit(tenant);
  const customerId = await addCustomer(tenant);
  const invoice = await addInvoice(tenant, { customerId });
  const started = await tenant.call<{ checkoutUrl: string }>(
    "POST",
    `/api/v1/public/invoices/${tokenOf(invoice)}/payments`,
    {
      body: { method: "qris" },
    },
  );
  expect(started.status).toBe(201);
  const providerId = started.body.checkoutUrl.split("/").at(-1) ?? "";
  const deliver = (body: unknown, token: string | undefined = xendit.callbackToken) =>
    tenant.call<{ code: string }>("POST", "/webhooks/xendit", {
      body,
      slug: tenant.slug,
      headers: { ...(token !== undefined && { "x-callback-token": token }) },
    });
  const state = async () => (await tenant.as<InvoiceBody>("GET", `/invoices/${invoice.id}`)).body;
  const payments = async () => (await tenant.as<PageBody<PaymentBody>>("GET", "/payments")).body.data;
  const logs = async () => (await tenant.as<PageBody<Log>>("GET", "/webhook-logs")).body.data;
  return {
    tenant,
    xendit,
    customerId,
    invoice,
    checkoutUrl: started.body.checkoutUrl,
    providerId,
    deliver,
    state,
    payments,
    logs,
  };
}

describe("the payment page", () => {
  it("shows the invoice to whoever holds its link, opens one checkout, and gives the same again", async () => {
    const { tenant, invoice, checkoutUrl } = await withCheckout();
    const page = await tenant.call<{ number: string; due: number; canPayOnline: boolean }>(
      "GET",
      `/api/v1/public/invoices/${tokenOf(invoice)}`,
    );
    expect(page.body).toMatchObject({ number: "INV-2026-001", due: 150_000, canPayOnline: true });
    const again = await tenant.call<{ checkoutUrl: string }>(
      "POST",
      `/api/v1/public/invoices/${tokenOf(invoice)}/payments`,
      {
        body: { method: "qris" },
      },
    );
    expect(again.body.checkoutUrl).toBe(checkoutUrl);
  });

  it("says when the invoice was paid", async () => {
    const { tenant, invoice } = await withCheckout();
    const paidAt = "2026-11-20T03:15:00.000Z";
    const page = async () =>
      (
        await tenant.call<{ state: string; due: number; paidAt: string | null }>(
          "GET",
          `/api/v1/public/invoices/${tokenOf(invoice)}`,
        )
      ).body;
    expect(await page()).toMatchObject({ state: "awaiting_payment", paidAt: null });
    await tenant.as("POST", `/invoices/${invoice.id}/payments`, { amount: 150_000, method: "cash", paidAt });
    expect(await page()).toMatchObject({ state: "paid", due: 0, paidAt });
  });

  it("answers 404 to any other token", async () => {
    const { tenant, invoice } = await withCheckout();
    const token = tokenOf(invoice);
    const wrong = [`${token.slice(0, -1)}${token.endsWith("0") ? "1" : "0"}`, `${"0".repeat(20)}${token.slice(20)}`];
    for (const each of wrong) expect((await tenant.call("GET", `/api/v1/public/invoices/${each}`)).status).toBe(404);
  });

  it("opens the whole checkout where the account lacks a channel of what was chosen", async () => {
    const tenant = await TestTenant.signUp();
    await connectXendit(tenant);
    const invoice = await addInvoice(tenant, { customerId: await addCustomer(tenant) });
    // The accounts of the sandbox have neither Permata nor LinkAja.
    for (const method of ["va", "ewallet"]) {
      const path = `/api/v1/public/invoices/${tokenOf(invoice)}/payments`;
      const started = await tenant.call<{ checkoutUrl: string }>("POST", path, { body: { method } });
      expect([started.status, typeof started.body.checkoutUrl]).toEqual([201, "string"]);
    }
  });

  it("tells the customer when the provider is down, keeps the checkout, and makes it once the provider is back", async () => {
    const tenant = await TestTenant.signUp();
    const { apiKey } = await connectXendit(tenant);
    const invoice = await addInvoice(tenant, { customerId: await addCustomer(tenant) });
    const start = () =>
      tenant.call<{ code: string; checkoutUrl: string }>(
        "POST",
        `/api/v1/public/invoices/${tokenOf(invoice)}/payments`,
        { body: {} },
      );
    const lift = await sandboxFault({ kind: "fail", status: 500, path: "/v2/invoices", count: 1 });
    const down = await start();
    await lift();
    expect([down.status, down.body.code]).toEqual([502, "provider_failed"]);
    await tenant.settle();
    const up = await start();
    expect(up.status).toBe(201);
    expect(apiKey).toBeTruthy();
  });
});

describe("Xendit's callback", () => {
  it("marks the invoice paid once, however often it comes", async () => {
    const { tenant, invoice, deliver, providerId, state, payments, logs } = await withCheckout();
    const callback = await payAtXendit(providerId);
    for (let n = 0; n < 3; n++) expect((await deliver(callback)).status).toBe(200);
    await tenant.settle();
    expect(await state()).toMatchObject({ state: "paid", paid: 150_000 });
    expect(await payments()).toMatchObject([{ amount: 150_000, applied: 150_000, alert: null, invoiceId: invoice.id }]);
    expect((await logs()).map((log) => log.state)).toEqual(["done", "done", "done"]);
  });

  it("is refused without the right token, noted, and changes nothing", async () => {
    const { tenant, deliver, providerId, state, logs } = await withCheckout();
    const callback = await payAtXendit(providerId);
    for (const token of ["wrong", ""]) expect((await deliver(callback, token)).status).toBe(401);
    await tenant.settle();
    expect((await state()).state).toBe("awaiting_payment");
    expect((await logs()).map((log) => log.state)).toEqual(["rejected", "rejected"]);
  });

  it("B07, B16: money for a void or paid invoice becomes credit with an alert", async () => {
    const { tenant, customerId, invoice, deliver, providerId, payments } = await withCheckout();
    const first = await payAtXendit(providerId);
    const second = await payAtXendit(providerId, { force: true });
    await tenant.as("POST", `/invoices/${invoice.id}/void`, {});
    for (const callback of [first, second]) expect((await deliver(callback)).status).toBe(200);
    await tenant.settle();
    expect(await payments()).toMatchObject([
      { alert: "late", applied: 0, credited: 150_000 },
      { alert: "late", applied: 0, credited: 150_000 },
    ]);
    expect(await accountBalance(await tenant.context(), `credit:${customerId}`)).toBe(-300_000);
  });

  it("with another amount than was asked for is booked as it came, with an alert", async () => {
    const { tenant, deliver, providerId, state, payments } = await withCheckout();
    await deliver(await payAtXendit(providerId, { amount: 100_000 }));
    await tenant.settle();
    expect(await payments()).toMatchObject([{ amount: 100_000, applied: 100_000, alert: "mismatch" }]);
    expect(await state()).toMatchObject({ state: "awaiting_payment", due: 50_000 });
  });

  it("for an unknown reference waits to be matched when Xendit confirms it, and is ignored when it does not", async () => {
    const { tenant, xendit, customerId, deliver, payments, logs } = await withCheckout();
    await deliver({ id: "unknown", external_id: "invoice_123124123", status: "PAID", amount: 50_000 });
    const foreign = await makeForeignInvoice(xendit.apiKey, 75_000);
    await deliver(await payAtXendit(foreign));
    await tenant.settle();
    expect((await logs()).map((log) => log.state)).toEqual(["done", "ignored"]);
    const [unmatched] = await payments();
    expect(unmatched).toMatchObject({ amount: 75_000, alert: "unmatched" });
    const matched = await tenant.as<PaymentBody>("POST", `/payments/${unmatched?.id}/resolution`, { customerId });
    expect(matched.body).toMatchObject({ credited: 75_000 });
    expect(await accountBalance(await tenant.context(), `credit:${customerId}`)).toBe(-75_000);
  });

  it("can be replayed from the log", async () => {
    const { tenant, deliver, providerId, payments, logs } = await withCheckout();
    await deliver(await payAtXendit(providerId));
    await tenant.settle();
    const [log] = await logs();
    expect((await tenant.as("POST", `/webhook-logs/${log?.id}/replay`)).status).toBe(202);
    await tenant.settle();
    expect((await payments()).length).toBe(1);
    expect((await logs())[0]).toMatchObject({ state: "done", outcome: "booked before" });
  });

  it("that failed is listed with those given up on, page after page, and nothing else is", async () => {
    const { tenant, deliver, logs } = await withCheckout();
    for (let n = 0; n < 5; n++) await deliver("{not json");
    const ids = (await logs()).map(({ id }) => id);
    const ctx = await tenant.context();
    for (const [n, state] of ["dead", "failed", "done", "dead", "failed"].entries())
      await ctx.store.atomic([
        ctx.store.update(webhookReceipts, { state: state as "dead" }, eq(webhookReceipts.id, ids[n] ?? "")),
      ]);
    const found: string[] = [];
    for (let cursor: string | null = ""; cursor !== null;) {
      const page: PageBody<Log> = (
        await tenant.as<PageBody<Log>>("GET", `/webhook-logs?state=problem&limit=3${cursor && `&cursor=${cursor}`}`)
      ).body;
      found.push(...page.data.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(found).toEqual([0, 1, 3, 4].map((n) => ids[n]));
  });

  it("that is malformed or oversized gets a clear answer", async () => {
    const { tenant, xendit, deliver, logs } = await withCheckout();
    expect((await deliver("{not json")).status).toBe(200);
    expect((await deliver("x".repeat(1024 * 1024 + 1))).status).toBe(413);
    const headers = { "x-callback-token": xendit.callbackToken };
    expect((await tenant.call("POST", "/webhooks/nobody", { body: {}, slug: tenant.slug, headers })).status).toBe(404);
    await tenant.settle();
    expect(await logs()).toMatchObject([{ state: "ignored" }]);
  });
});

async function makeForeignInvoice(apiKey: string, amount: number): Promise<string> {
  const { env } = await import("cloudflare:workers");
  const response = await fetch(`${env.TEST_SANDBOX_URL}/xendit/v2/invoices`, {
    method: "POST",
    headers: { authorization: `Basic ${btoa(`${apiKey}:`)}`, "content-type": "application/json" },
    body: JSON.stringify({ external_id: "made-elsewhere", amount }),
  });
  return ((await response.json()) as { id: string }).id;
}
