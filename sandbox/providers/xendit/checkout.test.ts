import { describe, expect, test, vi } from "vitest";

import { openReceiver, openSandbox, send } from "../../testing.ts";
import { checksum, qrisPayload } from "./qris.ts";
import type { WireInvoice } from "./testing.ts";
import { call, createInvoice, registerCallbacks } from "./testing.ts";

async function open(url: string): Promise<{ status: number; page: string; policy: string }> {
  const response = await fetch(url);
  const policy = response.headers.get("content-security-policy") ?? "";
  return { status: response.status, page: await response.text(), policy };
}

function pay(invoice: WireInvoice, method: string): Promise<Response> {
  return fetch(`${invoice.invoice_url}/pay`, {
    method: "POST",
    body: new URLSearchParams({ method }),
    redirect: "manual",
  });
}

const returnUrl = "http://localhost:8787/pay/abc";

describe("the checkout page", () => {
  test("shows amount, purpose, every offered channel with its number, and the way back", async () => {
    const { url } = await openSandbox();
    const invoice = await createInvoice(url, {
      description: "Internet <November>",
      success_redirect_url: returnUrl,
      failure_redirect_url: "http://localhost:8787/pay/abc?cancelled",
      payment_methods: ["BCA", "MANDIRI", "QRIS", "DANA"],
    });
    const { status, page, policy } = await open(invoice.invoice_url);
    expect(status).toBe(200);
    expect(page).toMatch(/<html lang="id">/);
    expect(page).toMatch(/Rp\s150\.000/);
    expect(page).toContain("Internet &lt;November&gt;");
    expect(page.match(/name="method"\s+value="\w+"/g)).toHaveLength(4);
    expect(page).toMatch(/<output>10001\d{10}<\/output>/);
    expect(page).toContain('href="http://localhost:8787/pay/abc?cancelled"');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("form-action 'self' http://localhost:8787");
  });

  test("speaks English when asked or when the invoice says so", async () => {
    const { url } = await openSandbox();
    const indonesian = await createInvoice(url);
    const english = await createInvoice(url, { locale: "en" });
    expect((await open(`${indonesian.invoice_url}?lang=en`)).page).toContain("Choose how to pay");
    expect((await open(english.invoice_url)).page).toContain("Choose how to pay");
    expect((await open(`${english.invoice_url}?lang=id`)).page).toContain("Pilih cara bayar");
  });

  test("pays, sends the callback, and returns to the merchant", async () => {
    const { url } = await openSandbox();
    const receiver = await openReceiver();
    await registerCallbacks(url, receiver.url);
    const invoice = await createInvoice(url, { success_redirect_url: returnUrl });
    const paid = await pay(invoice, "SHOPEEPAY");
    expect([paid.status, paid.headers.get("location")]).toEqual([303, returnUrl]);
    await vi.waitFor(() => expect(receiver.received).toHaveLength(1));
    expect(receiver.received[0]?.body).toMatchObject({
      status: "PAID",
      payment_method: "EWALLET",
      ewallet_type: "SHOPEEPAY",
    });
    const { page } = await open(invoice.invoice_url);
    expect(page).toContain("Pembayaran berhasil");
    expect(page).toContain("ShopeePay");
    expect(page).not.toContain("<form");
  });

  test("takes money once: paying again, or with a channel not offered, changes nothing", async () => {
    const { url } = await openSandbox();
    const invoice = await createInvoice(url, { payment_methods: ["BCA", "QRIS"] });
    expect((await pay(invoice, "OVO")).status).toBe(303);
    expect((await call(`${url}/xendit/balance`)).body).toEqual({ balance: 0 });
    const paid = await pay(invoice, "BCA");
    expect(paid.headers.get("location")).toBe(`/xendit/checkout/${invoice.id}?lang=id`);
    await pay(invoice, "QRIS");
    expect((await call(`${url}/xendit/balance`)).body).toEqual({ balance: 150_000 });
  });

  test("of an expired invoice takes no money and says so", async () => {
    let now = Date.parse("2026-11-20T03:00:00Z");
    const { url } = await openSandbox({ now: () => now });
    const invoice = await createInvoice(url, { invoice_duration: 60 });
    now += 60_000;
    await pay(invoice, "BCA");
    expect((await call(`${url}/xendit/v2/invoices/${invoice.id}`)).body).toMatchObject({ status: "EXPIRED" });
    const { page } = await open(invoice.invoice_url);
    expect(page).toContain("Tagihan kedaluwarsa");
    expect(page).not.toContain("<form");
  });

  test("of an unknown invoice is a 404 page", async () => {
    const { url } = await openSandbox();
    expect(await open(`${url}/xendit/checkout/none`)).toMatchObject({ status: 404 });
    expect((await send(`${url}/_calls`)).body).toEqual({ calls: [] });
  });
});

describe("a QRIS payload", () => {
  test("carries the amount in rupiah and ends with the checksum of everything before it", () => {
    const payload = qrisPayload("Contoh Net", 150_000, "TEPI-INV-0001");
    expect(payload).toMatch(/^000201010212.*53033605406150000.*5910Contoh Net.*6304[0-9A-F]{4}$/);
    expect(payload.slice(-4)).toBe(checksum(payload.slice(0, -4)));
  });

  test("uses CRC-16/CCITT-FALSE, whose published check value for 123456789 is 29B1", () => {
    expect(checksum("123456789")).toBe("29B1");
  });
});
