import { describe, expect, test, vi } from "vitest";

import { createApp } from "../../app.ts";
import { Sandbox } from "../../frame/sandbox.ts";
import { openReceiver, openSandbox, send } from "../../testing.ts";
import { providerFactories } from "../index.ts";
import type { WireInvoice } from "./testing.ts";
import { apiKey, authorization, call, createInvoice, registerCallbacks } from "./testing.ts";

const startedAt = Date.parse("2026-11-20T03:00:00Z");

describe("invoices", () => {
  test("are created as documented: echoed fields, pending, channels, expiry by duration", async () => {
    const { url } = await openSandbox({ now: () => startedAt });
    const request = {
      external_id: "TEPI-INV-0001",
      amount: 150_000,
      description: "Internet November 2026",
      invoice_duration: 86_400,
      currency: "IDR",
      payer_email: "toko@example.id",
      success_redirect_url: "https://tepi.example/p/ok",
      failure_redirect_url: "https://tepi.example/p/no",
      items: [{ name: "Paket 20 Mbps", quantity: 1, price: 150_000 }],
      metadata: { tenant: "t_01" },
    };
    const { status, headers, body } = await call<WireInvoice>(`${url}/xendit/v2/invoices`, request);
    const { invoice_duration: _, ...echoed } = request;
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ...echoed,
      status: "PENDING",
      created: "2026-11-20T03:00:00.000Z",
      expiry_date: "2026-11-21T03:00:00.000Z",
      invoice_url: `${url}/xendit/checkout/${body.id}`,
      available_ewallets: [{ ewallet_type: "OVO" }, { ewallet_type: "DANA" }, { ewallet_type: "SHOPEEPAY" }],
      available_qr_codes: [{ qr_code_type: "QRIS" }],
    });
    expect(body.id).toMatch(/^[0-9a-f]{24}$/);
    expect(body.available_banks[0]).toMatchObject({
      bank_code: "BCA",
      collection_type: "POOL",
      transfer_amount: 150_000,
    });
    expect(headers.get("rate-limit-limit")).toBe("60");
    expect(headers.get("rate-limit-remaining")).toBe("59");
  });

  test("are created at the SDK's path with a slash at the end, decimals of the amount truncated", async () => {
    const { url } = await openSandbox();
    const created = await call<WireInvoice>(`${url}/xendit/v2/invoices/`, { external_id: "A", amount: 150_000.9 });
    expect(created.body.amount).toBe(150_000);
  });

  test("are found by id and by external id, within one key only", async () => {
    const { url } = await openSandbox();
    const created = await createInvoice(url);
    await createInvoice(url, { external_id: "other" });
    expect((await call(`${url}/xendit/v2/invoices/${created.id}`)).body).toEqual(created);
    expect((await call(`${url}/xendit/v2/invoices?external_id=TEPI-INV-0001`)).body).toEqual([created]);
    expect((await call(`${url}/xendit/v2/invoices?statuses=["PAID"]`)).body).toEqual([]);
    expect((await call<unknown[]>(`${url}/xendit/v2/invoices?limit=1`)).body).toHaveLength(1);
    const stranger = { headers: { authorization: `Basic ${btoa("xnd_development_other:")}` } };
    const foreign = await send(`${url}/xendit/v2/invoices/${created.id}`, stranger);
    expect(foreign).toMatchObject({ status: 404, body: { error_code: "INVOICE_NOT_FOUND_ERROR" } });
  });

  test.each([
    ["no amount", { external_id: "A" }, "API_VALIDATION_ERROR"],
    ["no external id", { amount: 150_000 }, "API_VALIDATION_ERROR"],
    ["an amount of nothing", { external_id: "A", amount: 0 }, "API_VALIDATION_ERROR"],
    ["an amount as text", { external_id: "A", amount: "150000" }, "API_VALIDATION_ERROR"],
    ["another currency", { external_id: "A", amount: 150_000, currency: "USD" }, "API_VALIDATION_ERROR"],
    ["more than a year", { external_id: "A", amount: 150_000, invoice_duration: 31_536_001 }, "API_VALIDATION_ERROR"],
    [
      "a script as redirect",
      { external_id: "A", amount: 1, success_redirect_url: "javascript:x" },
      "API_VALIDATION_ERROR",
    ],
    [
      "a long metadata key",
      { external_id: "A", amount: 1, metadata: { ["k".repeat(41)]: "v" } },
      "API_VALIDATION_ERROR",
    ],
    ["no payment methods", { external_id: "A", amount: 150_000, payment_methods: [] }, "NO_COLLECTION_METHODS_ERROR"],
    ["unknown methods", { external_id: "A", amount: 1, payment_methods: ["GOLD"] }, "UNAVAILABLE_PAYMENT_METHOD_ERROR"],
    [
      "too little for a bank",
      { external_id: "A", amount: 9_999, payment_methods: ["BCA"] },
      "MINIMUM_TRANSFER_AMOUNT_ERROR",
    ],
    ["too much", { external_id: "A", amount: 1_000_000_001 }, "MAXIMUM_TRANSFER_AMOUNT_ERROR"],
    ["broken JSON", "{", "INVALID_JSON_FORMAT"],
  ])("with %s are refused", async (_case, body, errorCode) => {
    const { url } = await openSandbox();
    const refused = await call(`${url}/xendit/v2/invoices`, body);
    expect(refused).toMatchObject({
      status: 400,
      body: { error_code: errorCode, message: expect.any(String) as string },
    });
  });

  test("below Rp 10,000 are offered without virtual accounts", async () => {
    const { url } = await openSandbox();
    const invoice = await createInvoice(url, { amount: 9_999 });
    expect(invoice.available_banks).toEqual([]);
    expect(invoice).toMatchObject({ available_qr_codes: [{ qr_code_type: "QRIS" }] });
  });

  test("expire on request, once, unless paid", async () => {
    const { url } = await openSandbox();
    const receiver = await openReceiver();
    await registerCallbacks(url, receiver.url);
    const [open, paid] = [await createInvoice(url), await createInvoice(url)];
    for (const _ of ["first", "again"]) {
      const expired = await call<WireInvoice>(`${url}/xendit/invoices/${open.id}/expire!`, "");
      expect(expired).toMatchObject({ status: 200, body: { id: open.id, status: "EXPIRED" } });
    }
    await send(`${url}/xendit/_pay`, { body: { invoiceId: paid.id } });
    expect((await call(`${url}/xendit/invoices/${paid.id}/expire!`, "")).status).toBe(400);
    await vi.waitFor(() => expect(receiver.received).toHaveLength(2));
    const expiry = receiver.received.find(({ body }) => body.id === open.id);
    expect(expiry?.body).toMatchObject({ status: "EXPIRED", amount: 150_000 });
    expect(expiry?.body).not.toHaveProperty("paid_amount");
  });

  test("expire by themselves when their time is over", async () => {
    let now = startedAt;
    const receiver = await openReceiver();
    const sandbox = new Sandbox({ tepiUrl: receiver.url, now: () => now, retryScale: 0 }, providerFactories);
    const app = createApp(sandbox);
    const post = (path: string, body: unknown) =>
      app.request(path, { method: "POST", headers: { authorization }, body: JSON.stringify(body) });
    await post("/xendit/_accounts", { apiKey, tenant: "contoh" });
    await post("/xendit/v2/invoices", { external_id: "A", amount: 150_000, invoice_duration: 60 });
    now += 59_999;
    sandbox.tick();
    expect(sandbox.callbacks.list()).toEqual([]);
    now += 1;
    sandbox.tick();
    await vi.waitFor(() => expect(receiver.received).toHaveLength(1));
    expect(receiver.received[0]).toMatchObject({
      path: "/t/contoh/webhooks/xendit",
      body: { external_id: "A", status: "EXPIRED", updated: "2026-11-20T03:01:00.000Z" },
    });
    sandbox.close();
  });
});

describe("the key", () => {
  test.each([
    ["missing", undefined],
    ["without the colon", `Basic ${btoa(apiKey)}`],
    ["with a password", `Basic ${btoa(`${apiKey}:secret`)}`],
    ["empty", `Basic ${btoa(":")}`],
    ["as a bearer", `Bearer ${apiKey}`],
    ["marked as bad", `Basic ${btoa("bad-key:")}`],
  ])("%s is refused", async (_case, value) => {
    const { url } = await openSandbox();
    const refused = await send(`${url}/xendit/balance`, { headers: value ? { authorization: value } : {} });
    expect(refused).toMatchObject({ status: 401, body: { error_code: "INVALID_API_KEY" } });
  });

  test("that is unknown opens an account, whose balance is what was paid", async () => {
    const { url } = await openSandbox();
    expect((await call(`${url}/xendit/balance`)).body).toEqual({ balance: 0 });
    await createInvoice(url);
    await send(`${url}/xendit/_pay`, { body: { externalId: "TEPI-INV-0001", amount: 140_000 } });
    expect((await call(`${url}/xendit/balance`)).body).toEqual({ balance: 140_000 });
  });
});

describe("callbacks", () => {
  test("go to the registered address with the account's token and the documented flat body", async () => {
    const { url } = await openSandbox({ now: () => startedAt });
    const receiver = await openReceiver();
    const registered = await call(`${url}/xendit/callback_urls/invoice`, { url: `${receiver.url}/hook` });
    expect(registered.body).toMatchObject({ status: "SUCCESSFUL", url: `${receiver.url}/hook`, environment: "TEST" });
    const invoice = await createInvoice(url, { payer_email: "toko@example.id" });
    await send(`${url}/xendit/_pay`, { body: { invoiceId: invoice.id, method: "bca" } });
    await vi.waitFor(() => expect(receiver.received).toHaveLength(1));
    expect(receiver.received[0]?.path).toBe("/hook");
    expect(receiver.received[0]?.headers["x-callback-token"]).toBe(registered.body.callback_token);
    expect(receiver.received[0]?.body).toEqual({
      id: invoice.id,
      external_id: "TEPI-INV-0001",
      user_id: invoice.user_id,
      is_high: false,
      status: "PAID",
      merchant_name: "Tepi Sandbox",
      amount: 150_000,
      paid_amount: 150_000,
      currency: "IDR",
      payer_email: "toko@example.id",
      payment_method: "BANK_TRANSFER",
      payment_channel: "BCA",
      payment_destination: expect.stringMatching(/^10001\d{10}$/) as string,
      bank_code: "BCA",
      payment_id: expect.stringMatching(/^[0-9a-f]{24}$/) as string,
      created: "2026-11-20T03:00:00.000Z",
      updated: "2026-11-20T03:00:00.000Z",
      paid_at: "2026-11-20T03:00:00.000Z",
    });
  });

  test("carry the token given at registration or by the control", async () => {
    const { url } = await openSandbox();
    const headers = { authorization, "x-callback-token": "tepi-callback-token-0001" };
    const body = { url: "http://127.0.0.1:9/hook" };
    const registered = await send(`${url}/xendit/callback_urls/invoice`, { body, headers });
    expect(registered.body.callback_token).toBe("tepi-callback-token-0001");
    const set = await send(`${url}/xendit/_accounts`, { body: { apiKey, callbackToken: "other", tenant: "contoh" } });
    expect(set.body).toMatchObject({
      callbackToken: "other",
      callbackUrls: { invoice: "http://127.0.0.1:9/t/contoh/webhooks/xendit" },
    });
    expect((await call(`${url}/xendit/callback_urls/unheard_of`, body)).status).toBe(404);
  });

  test("can carry a forged token", async () => {
    const { url } = await openSandbox();
    const receiver = await openReceiver(401);
    await registerCallbacks(url, receiver.url);
    const { id: invoiceId } = await createInvoice(url);
    await send(`${url}/xendit/_pay`, { body: { invoiceId, callbackToken: "tepi-callback-token-0002" } });
    await vi.waitFor(() => expect(receiver.received.length).toBeGreaterThan(0));
    expect(receiver.received[0]?.headers["x-callback-token"]).toBe("tepi-callback-token-0002");
  });

  test("are repeated six times after the documented waits, then given up", async () => {
    const pauses: number[] = [];
    const { url } = await openSandbox({ retryScale: 1, pause: async (ms) => void pauses.push(ms) });
    const receiver = await openReceiver(500);
    await registerCallbacks(url, receiver.url);
    const { id: invoiceId } = await createInvoice(url);
    await send(`${url}/xendit/_pay`, { body: { invoiceId } });
    await vi.waitFor(async () => {
      const { body } = await send(`${url}/xendit/_callbacks`);
      const attempts = Array.from({ length: 7 }, () => ({ status: 500 }));
      expect(body).toMatchObject({ callbacks: [{ event: "invoice.paid", state: "failed", attempts }] });
    });
    expect(pauses.map((ms) => ms / 60_000)).toEqual([15, 45, 120, 180, 360, 720]);
    expect(receiver.received).toHaveLength(7);
  });

  test("stop at the first 2xx", async () => {
    const { url } = await openSandbox();
    const receiver = await openReceiver(503, 302, 202);
    await registerCallbacks(url, receiver.url);
    const { id: invoiceId } = await createInvoice(url);
    await send(`${url}/xendit/_pay`, { body: { invoiceId } });
    await vi.waitFor(async () => {
      const attempts = [{ status: 503 }, { status: 302 }, { status: 202 }];
      expect((await send(`${url}/xendit/_callbacks`)).body).toMatchObject({
        callbacks: [{ state: "delivered", attempts }],
      });
    });
  });

  test("of the dashboard's test button tell of an invoice nobody made", async () => {
    const { url } = await openSandbox();
    expect((await send(`${url}/xendit/_test`, { body: { apiKey } })).status).toBe(409);
    const receiver = await openReceiver();
    await registerCallbacks(url, receiver.url);
    await send(`${url}/xendit/_test`, { body: { apiKey } });
    await vi.waitFor(() => expect(receiver.received).toHaveLength(1));
    expect(receiver.received[0]?.body).toMatchObject({ external_id: "invoice_123124123", amount: 50_000 });
  });
});

describe("the control _pay", () => {
  test("pays late and double money only when forced, each with a payment id of its own", async () => {
    const { url } = await openSandbox();
    const receiver = await openReceiver<WireInvoice>();
    await registerCallbacks(url, receiver.url);
    const { id: invoiceId } = await createInvoice(url);
    await send(`${url}/xendit/_expire`, { body: { invoiceId } });
    expect((await send(`${url}/xendit/_pay`, { body: { invoiceId } })).status).toBe(409);
    await send(`${url}/xendit/_pay`, { body: { invoiceId, force: true } });
    await send(`${url}/xendit/_pay`, { body: { invoiceId, force: true, amount: 1, method: "OVO" } });
    await vi.waitFor(() => expect(receiver.received).toHaveLength(3));
    const payments = receiver.received.map(({ body }) => body).filter(({ status }) => status === "PAID");
    expect(payments.map(({ paid_amount }) => paid_amount).sort()).toEqual([1, 150_000]);
    expect(new Set(payments.map(({ payment_id }) => payment_id)).size).toBe(2);
    expect((await send(`${url}/xendit/_expire`, { body: { invoiceId } })).status).toBe(409);
  });

  test("refuses what it can't find or understand", async () => {
    const { url } = await openSandbox();
    await createInvoice(url);
    const pay = async (body: unknown) => (await send(`${url}/xendit/_pay`, { body })).status;
    expect(await pay({ externalId: "nobody" })).toBe(404);
    expect(await pay({})).toBe(404);
    expect(await pay({ externalId: "TEPI-INV-0001", method: "gold" })).toBe(400);
    expect(await pay({ externalId: "TEPI-INV-0001", amount: 1.5 })).toBe(400);
  });
});
