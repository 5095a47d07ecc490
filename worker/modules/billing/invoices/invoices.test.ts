import { describe, expect, it } from "vitest";
import {
  addCustomer,
  addInvoice,
  type InvoiceBody,
  type PageBody,
  type PaymentBody,
} from "../../../../test/support/billing.ts";
import { TestTenant } from "../../../../test/support/tenant.ts";
import { accountBalance } from "../../ledger/index.ts";

const get = async (tenant: TestTenant, id: string) => (await tenant.as<InvoiceBody>("GET", `/invoices/${id}`)).body;

describe("invoices", () => {
  it("B19: get one gapless number per tenant and year, also when issued at once", async () => {
    const tenant = await TestTenant.signUp();
    const customerId = await addCustomer(tenant);
    const issued = await Promise.all(Array.from({ length: 6 }, () => addInvoice(tenant, { customerId })));
    expect(issued.map(({ number }) => number).sort()).toEqual([1, 2, 3, 4, 5, 6].map((n) => `INV-2026-00${n}`));
  });

  it("take the tenant's number format, and the brand's tax on top or within", async () => {
    const tenant = await TestTenant.signUp();
    await tenant.as("PATCH", "/tenant", { settings: { invoiceNumberFormat: "{year}/NET-{number:5}" } });
    await tenant.as("POST", "/brands", { code: "ATAS", name: "Atas", taxRateBasisPoints: 1100 });
    await tenant.as("POST", "/brands", { code: "DALAM", name: "Dalam", taxRateBasisPoints: 1100, taxInclusive: true });
    const customerId = await addCustomer(tenant);
    const onTop = await addInvoice(tenant, { customerId, brandId: "ATAS", amount: 100_000, discount: 10_000 });
    expect(onTop).toMatchObject({ number: "2026/NET-00001", tax: 9_900, total: 99_900, due: 99_900 });
    const within = await addInvoice(tenant, { customerId, brandId: "DALAM", amount: 111_000 });
    expect(within).toMatchObject({ number: "2026/NET-00002", tax: 11_000, total: 111_000 });
  });

  it("B18: are due by the tenant's own calendar", async () => {
    for (const [timeZone, dueOn] of [
      ["Asia/Jakarta", "2026-12-10"],
      ["Asia/Jayapura", "2026-12-11"],
    ] as const) {
      const tenant = await TestTenant.signUp({ timeZone });
      tenant.clock.set("2026-11-30T15:30:00Z");
      const login = await tenant.call<{ access_token: string }>("POST", "/api/v1/auth/login", {
        body: { identifier: "pemilik", password: tenant.ownerPassword, tenant: tenant.slug },
      });
      tenant.token = login.body.access_token;
      expect((await addInvoice(tenant, { customerId: await addCustomer(tenant) })).dueOn).toBe(dueOn);
    }
  });

  it("keep of a draft what a change does not mention", async () => {
    const tenant = await TestTenant.signUp();
    const draft = await addInvoice(tenant, {
      customerId: await addCustomer(tenant),
      amount: 100_000,
      discount: 5_000,
      draft: true,
    });
    const noted = await tenant.as<InvoiceBody>("PATCH", `/invoices/${draft.id}`, { note: "Pasang baru" });
    expect(noted.body).toMatchObject({ discount: 5_000, total: 95_000, note: "Pasang baru" });
  });

  it("stay drafts until they are issued: no number, no debt, and they can be changed or removed", async () => {
    const tenant = await TestTenant.signUp();
    const customerId = await addCustomer(tenant);
    const draft = await addInvoice(tenant, { customerId, draft: true });
    expect(draft).toMatchObject({ state: "draft", number: null, due: 0, paymentUrl: null });
    const changed = await tenant.as<InvoiceBody>("PATCH", `/invoices/${draft.id}`, {
      items: [{ description: "Pasang baru", unitPrice: 250_000 }],
    });
    expect(changed.body.total).toBe(250_000);
    const issued = await tenant.as<InvoiceBody>("POST", `/invoices/${draft.id}/issue`);
    expect(issued.body).toMatchObject({ state: "awaiting_payment", number: "INV-2026-001", due: 250_000 });
    expect((await tenant.as("PATCH", `/invoices/${draft.id}`, { note: "x" })).status).toBe(409);
    expect((await tenant.as("DELETE", `/invoices/${draft.id}`)).status).toBe(409);
    const other = await addInvoice(tenant, { customerId, draft: true });
    expect((await tenant.as("DELETE", `/invoices/${other.id}`)).status).toBe(204);
    expect((await tenant.as("GET", `/invoices/${other.id}`)).status).toBe(404);
  });

  it("become overdue by the sweep when their due date has passed, and can still be paid", async () => {
    const tenant = await TestTenant.signUp();
    const customerId = await addCustomer(tenant);
    const late = await addInvoice(tenant, { customerId, dueOn: "2026-11-20" });
    const onTime = await addInvoice(tenant, { customerId, dueOn: "2026-11-21" });
    await tenant.settle();
    expect((await get(tenant, late.id)).state).toBe("overdue");
    expect((await get(tenant, onTime.id)).state).toBe("awaiting_payment");
    const paid = await tenant.as<PaymentBody>("POST", `/invoices/${late.id}/payments`, {
      amount: 150_000,
      method: "cash",
    });
    expect(paid.status).toBe(201);
    expect((await get(tenant, late.id)).state).toBe("paid");
  });

  it("are found by the beginning of their number and by words of their customer", async () => {
    const tenant = await TestTenant.signUp();
    const [anggrek, beringin] = [
      await addCustomer(tenant, "Anggrek Lestari"),
      await addCustomer(tenant, "Beringin Sejahtera"),
    ];
    const first = await addInvoice(tenant, { customerId: anggrek });
    const second = await addInvoice(tenant, { customerId: beringin });
    const find = async (query: string) =>
      (await tenant.as<PageBody<InvoiceBody>>("GET", `/invoices?${query}`)).body.data.map(({ id }) => id);
    expect(await find("q=INV-2026-001")).toEqual([first.id]);
    expect(await find("q=inv-2026")).toEqual([first.id, second.id]);
    expect(await find("q=sejahtera")).toEqual([second.id]);
    expect(await find("q=tidak")).toEqual([]);
    expect(await find("state=awaiting_payment")).toEqual([second.id, first.id]);
    expect(await find("state=paid")).toEqual([]);
  });
});

describe("payments by hand", () => {
  it("are applied in parts until nothing is owed, each with a receipt; what is too much becomes credit", async () => {
    const tenant = await TestTenant.signUp();
    const customerId = await addCustomer(tenant);
    const { id } = await addInvoice(tenant, { customerId });
    const pay = (amount: number) =>
      tenant.as<PaymentBody>("POST", `/invoices/${id}/payments`, { amount, method: "transfer" });
    expect((await pay(50_000)).body).toMatchObject({ number: "PAY-2026-0001", applied: 50_000, credited: 0 });
    expect(await get(tenant, id)).toMatchObject({ state: "awaiting_payment", paid: 50_000, due: 100_000 });
    expect((await pay(120_000)).body).toMatchObject({ number: "PAY-2026-0002", applied: 100_000, credited: 20_000 });
    expect(await get(tenant, id)).toMatchObject({ state: "paid", paid: 150_000, due: 0 });
    expect((await pay(1)).status).toBe(409);
    const ctx = await tenant.context();
    expect(await accountBalance(ctx, `receivable:${id}`)).toBe(0);
    expect(await accountBalance(ctx, `credit:${customerId}`)).toBe(-20_000);
  });

  it("act once for one Idempotency-Key, and refuse the key with another body", async () => {
    const tenant = await TestTenant.signUp();
    const { id } = await addInvoice(tenant, { customerId: await addCustomer(tenant) });
    const pay = (amount: number) =>
      tenant.as<PaymentBody & { code: string }>(
        "POST",
        `/invoices/${id}/payments`,
        { amount, method: "cash" },
        { "idempotency-key": "bayar-1" },
      );
    const [first, again, other] = [await pay(60_000), await pay(60_000), await pay(61_000)];
    expect(again).toMatchObject({ status: 201, body: first.body });
    expect([other.status, other.body.code]).toEqual([422, "idempotency_key_reused"]);
    expect((await get(tenant, id)).paid).toBe(60_000);
  });

  it("B14: of many at once for one invoice, take no more than is owed", async () => {
    const tenant = await TestTenant.signUp();
    const { id } = await addInvoice(tenant, { customerId: await addCustomer(tenant) });
    const answers = await Promise.all(
      Array.from({ length: 12 }, () =>
        tenant.as<PaymentBody>("POST", `/invoices/${id}/payments`, { amount: 150_000, method: "cash" }),
      ),
    );
    expect(answers.filter(({ status }) => status === 201).length).toBe(1);
    expect(new Set(answers.filter(({ status }) => status !== 201).map(({ status }) => status))).toEqual(new Set([409]));
    expect((await get(tenant, id)).paid).toBe(150_000);
  });
});

describe("voiding", () => {
  it("ends the debt, turns what was paid into credit, and leaves the journal balanced", async () => {
    const tenant = await TestTenant.signUp();
    const customerId = await addCustomer(tenant);
    const { id } = await addInvoice(tenant, { customerId });
    await tenant.as("POST", `/invoices/${id}/payments`, { amount: 40_000, method: "cash" });
    const voided = await tenant.as<InvoiceBody>("POST", `/invoices/${id}/void`, { reason: "Salah tagih" });
    expect(voided.body).toMatchObject({ state: "void", paid: 0, due: 0 });
    const ctx = await tenant.context();
    expect(await accountBalance(ctx, `receivable:${id}`)).toBe(0);
    expect(await accountBalance(ctx, `credit:${customerId}`)).toBe(-40_000);
    expect((await tenant.as("POST", `/invoices/${id}/void`, {})).status).toBe(409);
  });
});

describe("deleting a customer", () => {
  it("voids what is unpaid, removes drafts, and keeps issued invoices without the person", async () => {
    const tenant = await TestTenant.signUp();
    const customerId = await addCustomer(tenant, "Orang Hilang");
    const [unpaid, paid, draft] = [
      await addInvoice(tenant, { customerId }),
      await addInvoice(tenant, { customerId }),
      await addInvoice(tenant, { customerId, draft: true }),
    ];
    await tenant.as("POST", `/invoices/${paid.id}/payments`, { amount: 150_000, method: "cash" });
    expect((await tenant.as("DELETE", `/customers/${customerId}`)).status).toBe(204);
    await tenant.settle();
    expect(await get(tenant, unpaid.id)).toMatchObject({ state: "void", customer: null, number: "INV-2026-001" });
    expect(await get(tenant, paid.id)).toMatchObject({ state: "paid", customer: null });
    expect((await tenant.as("GET", `/invoices/${draft.id}`)).status).toBe(404);
  });
});
