/** "Invoice Endpoints", as they are documented, and payment with the keys of each brand. */
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { PageBody, PaymentBody } from "../../../test/support/billing.ts";
import { TestTenant } from "../../../test/support/tenant.ts";
import { connectXendit, payAtXendit } from "../../../test/support/xendit.ts";
import { callerOf } from "../testing.ts";

interface Invoice {
  id: number;
  nomor_invoice: string | null;
  status_invoice: string;
  total_harga: number;
  paid_at: string | null;
  payment_link: string | null;
}
interface List {
  data: Invoice[];
  total_count: number;
}
interface Refused {
  detail: { errors: { field: string }[] };
}

/** The document's body, for the first customer. */
const january = {
  pelanggan_id: 1,
  periode: "2024-01",
  tanggal_jatuh_tempo: "2024-01-31",
  items: [{ deskripsi: "Internet 50Mbps", jumlah: 1, harga: 500000 }],
};

/** A company with a customer, number 1. */
async function company() {
  const tenant = await TestTenant.signUp();
  const call = callerOf(tenant, "artacom");
  const addCustomer = async (rest: Record<string, unknown> = {}) =>
    (await call<{ id: number }>("POST", "/api/pelanggan/", { body: { nama: "John Doe", ...rest } })).body.id;
  const bill = async (rest: Record<string, unknown> = {}) =>
    (await call<Invoice>("POST", "/api/invoices/", { body: { ...january, ...rest } })).body;
  const draft = async () => {
    const [customer] = (await tenant.as<PageBody<{ id: string }>>("GET", "/customers")).body.data;
    const items = [{ description: "Internet 50Mbps", quantity: 1, unitPrice: 500_000 }];
    await tenant.as("POST", "/invoices", { customerId: customer?.id, items, draft: true });
    return (await call<List>("GET", "/api/invoices/?limit=1")).body.data[0] as Invoice;
  };
  const get = async (id: number) => (await call<Invoice>("GET", `/api/invoices/${id}`)).body;
  const change = (id: number, status_invoice: string, token = tenant.token) =>
    call<Invoice>("PATCH", `/api/invoices/${id}/status`, { token, body: { status_invoice } });
  const payments = async () => (await tenant.as<PageBody<PaymentBody>>("GET", "/payments")).body.data;
  await addCustomer();
  return { tenant, call, addCustomer, bill, draft, get, change, payments };
}

describe("POST /api/invoices/", () => {
  it("takes the documented body, issues at once, and answers with the documented model", async () => {
    const { call } = await company();
    const made = await call<Invoice>("POST", "/api/invoices/", { body: january });
    expect([made.status, made.body]).toEqual([
      201,
      {
        id: 1,
        nomor_invoice: "INV-2026-001",
        pelanggan_id: 1,
        periode: "2024-01",
        tanggal_invoice: "2026-11-21",
        tanggal_jatuh_tempo: "2024-01-31",
        total_harga: 500000,
        status_invoice: "Menunggu Pembayaran",
        paid_at: null,
        payment_link: expect.stringContaining("/pay/") as string,
        created_at: "2026-11-21T03:00:00.000Z",
        items: january.items,
      },
    ]);
  });

  it("multiplies and adds up, and dates what is not dated", async () => {
    const { bill } = await company();
    const items = [...january.items, { deskripsi: "Kabel", jumlah: 3, harga: 20_000 }, { deskripsi: "Jasa", harga: 5 }];
    const made = await bill({ items, periode: undefined, tanggal_jatuh_tempo: undefined });
    expect(made).toMatchObject({ total_harga: 560_005, periode: null, tanggal_jatuh_tempo: "2026-12-01" });
  });

  it.each([
    [{ pelanggan_id: 4711 }, "pelanggan_id"],
    [{ pelanggan_id: "satu" }, "pelanggan_id"],
    [{ periode: "2024-13" }, "periode"],
    [{ tanggal_jatuh_tempo: "2024-02-30" }, "tanggal_jatuh_tempo"],
    [{ items: [] }, "items"],
    [{ items: [{ deskripsi: "", jumlah: 1, harga: 1 }] }, "items.0.deskripsi"],
    [{ items: [{ deskripsi: "x", jumlah: 0, harga: 1 }] }, "items.0.jumlah"],
    [{ items: [{ deskripsi: "x", jumlah: 1, harga: -1 }] }, "items.0.harga"],
    [{ items: [{ deskripsi: "x", jumlah: 1, harga: 0.5 }] }, "items.0.harga"],
  ])("refuses %j and names the field as the source does", async (wrong, field) => {
    const { call } = await company();
    const refused = await call<Refused>("POST", "/api/invoices/", { body: { ...january, ...wrong } });
    expect([refused.status, refused.body.detail.errors.map((each) => each.field)]).toEqual([422, [field]]);
  });

  it("bills no other company's customer", async () => {
    const [{ call }, other] = [await company(), await company()];
    const theirs = await other.addCustomer();
    const refused = await call<Refused>("POST", "/api/invoices", { body: { ...january, pelanggan_id: theirs } });
    expect([refused.status, refused.body.detail.errors[0]?.field]).toEqual([422, "pelanggan_id"]);
  });
});

describe("GET /api/invoices/", () => {
  it("filters by pelanggan_id, status_invoice and periode, and pages by skip and limit", async () => {
    const { tenant, call, addCustomer, bill, draft, change } = await company();
    const second = await addCustomer({ nama: "Jane Doe" });
    await bill();
    await bill({ periode: "2024-02", tanggal_jatuh_tempo: "2026-12-31" });
    await bill({ pelanggan_id: second, tanggal_jatuh_tempo: "2026-12-31" });
    await draft();
    await tenant.settle();
    await change(2, "Lunas");
    const found = async (query: string) =>
      (await call<List>("GET", `/api/invoices/?${query}`)).body.data.map(({ id }) => id);
    expect(await found("")).toEqual([4, 3, 2, 1]);
    expect(await found("pelanggan_id=1")).toEqual([2, 1]);
    expect(await found("periode=2024-01")).toEqual([3, 1]);
    expect(await found("status_invoice=Draft")).toEqual([4]);
    expect(await found("status_invoice=Menunggu%20Pembayaran")).toEqual([3]);
    expect(await found("status_invoice=Lunas")).toEqual([2]);
    expect(await found("status_invoice=Jatuh+Tempo")).toEqual([1]);
    expect(await found("pelanggan_id=1&periode=2024-01&status_invoice=Jatuh Tempo")).toEqual([1]);
    const page = await call<List>("GET", "/api/invoices/?skip=1&limit=2");
    expect(page.body).toMatchObject({ data: [{ id: 3 }, { id: 2 }], total_count: 4, skip: 1, limit: 2 });
    for (const wrong of ["status_invoice=paid", "periode=2024", "pelanggan_id=x", "limit=101"])
      expect([wrong, (await call("GET", `/api/invoices/?${wrong}`)).status]).toEqual([wrong, 422]);
  });

  it("shows nothing of another company", async () => {
    const [{ call }, other] = [await company(), await company()];
    await other.bill();
    for (const query of ["", "pelanggan_id=1", "periode=2024-01"])
      expect((await call("GET", `/api/invoices/?${query}`)).body).toMatchObject({ data: [], total_count: 0 });
  });
});

describe("GET /api/invoices/{invoice_id}", () => {
  it("answers with the invoice and its items, with and without the last slash", async () => {
    const { bill, call } = await company();
    const made = await bill();
    for (const path of [`/api/invoices/${made.id}`, `/api/invoices/${made.id}/`])
      expect(await call("GET", path)).toMatchObject({ status: 200, body: made });
  });

  it("is not there by another company's number", async () => {
    const [{ call }, other] = [await company(), await company()];
    const { id } = await other.bill();
    const missing = await call("GET", `/api/invoices/${id}`);
    expect([missing.status, missing.body]).toMatchObject([404, { status: "error", error_code: "NOT_FOUND" }]);
    expect((await call("PATCH", `/api/invoices/${id}/status`, { body: { status_invoice: "Lunas" } })).status).toBe(404);
  });
});

describe("PATCH /api/invoices/{invoice_id}/status", () => {
  it("B26: Lunas books what is owed, known here and not from the caller, as paid by hand", async () => {
    const { tenant, call, bill, payments } = await company();
    const { id } = await bill();
    const [{ id: invoiceId }] = (await tenant.as<PageBody<{ id: string }>>("GET", "/invoices")).body.data as [
      { id: string },
    ];
    await tenant.as("POST", `/invoices/${invoiceId}/payments`, { amount: 200_000, method: "cash" });
    const paid = await call<Invoice>("PATCH", `/api/invoices/${id}/status`, {
      body: { status_invoice: "Lunas", jumlah: 0, amount: 0 },
    });
    expect([paid.status, paid.body]).toMatchObject([
      200,
      { id, status_invoice: "Lunas", total_harga: 500_000, paid_at: "2026-11-21T03:00:00.000Z" },
    ]);
    expect(await payments()).toMatchObject([
      { amount: 300_000, applied: 300_000, credited: 0, method: "manual", invoiceId },
      { amount: 200_000, method: "cash" },
    ]);
    const shown = await tenant.as("GET", `/invoices/${invoiceId}`);
    expect(shown.body).toMatchObject({ state: "paid", due: 0, paid: 500_000 });
  });

  it("books once when it is said twice, also at the same moment", async () => {
    const { bill, change, payments, get } = await company();
    const { id } = await bill();
    const answers = await Promise.all([1, 2, 3].map(() => change(id, "Lunas")));
    for (const { status } of answers) expect([200, 409]).toContain(status);
    expect(await change(id, "Lunas")).toMatchObject({ status: 200, body: { status_invoice: "Lunas" } });
    expect([(await payments()).length, (await get(id)).status_invoice]).toEqual([1, "Lunas"]);
  });

  it("takes the status as `status` too, and names what is missing or unknown", async () => {
    const { call, bill } = await company();
    const { id } = await bill();
    const send = (body: unknown) => call<Refused>("PATCH", `/api/invoices/${id}/status/`, { body });
    for (const wrong of [{}, { status_invoice: "Paid" }]) {
      const refused = await send(wrong);
      expect([refused.status, refused.body.detail.errors.map(({ field }) => field)]).toEqual([422, ["status_invoice"]]);
    }
    expect(await send({ status: "Lunas" })).toMatchObject({ status: 200, body: { status_invoice: "Lunas" } });
  });

  // From one state to another: what comes of it.
  it.each([
    ["Draft", "Draft", 200],
    ["Draft", "Menunggu Pembayaran", 200],
    ["Draft", "Lunas", 409],
    ["Draft", "Jatuh Tempo", 409],
    ["Draft", "Dibatalkan", 200],
    ["Menunggu Pembayaran", "Draft", 409],
    ["Menunggu Pembayaran", "Lunas", 200],
    ["Menunggu Pembayaran", "Jatuh Tempo", 409],
    ["Menunggu Pembayaran", "Dibatalkan", 200],
    ["Jatuh Tempo", "Draft", 409],
    ["Jatuh Tempo", "Menunggu Pembayaran", 409],
    ["Jatuh Tempo", "Lunas", 200],
    ["Jatuh Tempo", "Dibatalkan", 200],
    ["Lunas", "Menunggu Pembayaran", 409],
    ["Lunas", "Dibatalkan", 409],
    ["Dibatalkan", "Lunas", 409],
    ["Dibatalkan", "Menunggu Pembayaran", 409],
  ])("from %s to %s answers %i", async (from, to, status) => {
    const { tenant, bill, draft, change, get } = await company();
    const { id } = from === "Draft" ? await draft() : await bill({ tanggal_jatuh_tempo: "2026-12-31" });
    if (from === "Jatuh Tempo") {
      const late = await bill();
      await tenant.settle();
      expect((await get(late.id)).status_invoice).toBe(from);
      expect([(await change(late.id, to)).status, (await get(late.id)).status_invoice]).toEqual([
        status,
        status === 200 ? to : from,
      ]);
      return;
    }
    if (from === "Lunas" || from === "Dibatalkan") await change(id, from);
    const answer = await change(id, to);
    expect([answer.status, (await get(id)).status_invoice]).toEqual([status, status === 200 ? to : from]);
    if (status === 409) expect(answer.body).toMatchObject({ status: "error", error_code: "WRONG_STATE" });
  });

  it("gives a draft its number when it is issued", async () => {
    const { draft, change } = await company();
    const { id, nomor_invoice: none } = await draft();
    const issued = await change(id, "Menunggu Pembayaran");
    expect([none, issued.body.nomor_invoice]).toEqual([null, "INV-2026-001"]);
  });

  it("asks for the permission of what it does: payments for Lunas, voiding for Dibatalkan", async () => {
    const { tenant, bill, change } = await company();
    const { id } = await bill();
    expect((await change(id, "Lunas", await tenant.member("staff"))).status).toBe(403);
    expect((await change(id, "Dibatalkan", await tenant.member("cs"))).status).toBe(403);
    const key = await tenant.apiKey(["invoices:write"]);
    expect((await change(id, "Lunas", key)).status).toBe(403);
    expect((await change(id, "Lunas", await tenant.member("cs"))).status).toBe(200);
  });
});

describe("payment with the keys of each brand", () => {
  it("opens the checkout with the brand's own Xendit key, and takes its callback by the brand's own token", async () => {
    const { tenant, call, addCustomer, bill, get } = await company();
    const brand = async (code: string) => {
      const made = await tenant.as<{ id: string }>("POST", "/brands", { code, name: code });
      return connectXendit(tenant, made.body.id);
    };
    const [jakinet, other] = [await brand("JAKINET"), await brand("LAINNET")];
    const pelanggan_id = await addCustomer({ id_brand: "JAKINET" });
    const { id, payment_link } = await bill({ pelanggan_id });
    const opened = await tenant.call<{ checkoutUrl: string }>(
      "POST",
      `/api/v1/public/invoices/${payment_link?.split("/pay/")[1]}/payments`,
      { body: {} },
    );
    expect(opened.status).toBe(201);
    const providerId = opened.body.checkoutUrl.split("/").at(-1) ?? "";
    const asked = await fetch(`${env.TEST_SANDBOX_URL}/xendit/v2/invoices/${providerId}`, {
      headers: { authorization: `Basic ${btoa(`${jakinet.apiKey}:`)}` },
    });
    expect(await asked.json()).toMatchObject({ id: providerId, amount: 500_000 });
    const elsewhere = await fetch(`${env.TEST_SANDBOX_URL}/xendit/v2/invoices/${providerId}`, {
      headers: { authorization: `Basic ${btoa(`${other.apiKey}:`)}` },
    });
    expect(elsewhere.status).toBe(404);
    await elsewhere.body?.cancel();

    const body = await payAtXendit(providerId);
    const deliver = async (token: string) => {
      const headers = { "x-callback-token": token };
      const { status } = await tenant.call("POST", "/webhooks/xendit", { slug: tenant.slug, body, headers });
      await tenant.settle();
      return [status, (await get(id)).status_invoice];
    };
    expect(await deliver("another token")).toEqual([401, "Jatuh Tempo"]);
    // The other brand's account knows nothing of this payment.
    expect(await deliver(other.callbackToken)).toEqual([200, "Jatuh Tempo"]);
    expect(await deliver(jakinet.callbackToken)).toEqual([200, "Lunas"]);
    const list = await call<List>("GET", `/api/invoices/?pelanggan_id=${pelanggan_id}&status_invoice=Lunas`);
    expect(list.body.data).toMatchObject([{ id, paid_at: expect.any(String) as string }]);
  });
});
