import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { violation } from "#dialect";
import {
  addCustomer,
  addInvoice,
  type CreditNoteBody,
  type InvoiceBody,
  type PageBody,
} from "../../../../test/support/billing.ts";
import { TestTenant } from "../../../../test/support/tenant.ts";
import { accountBalance } from "../../ledger/index.ts";
import { outbox } from "../../outbox/schema.ts";
import { billingDays, creditNotes, invoices } from "../schema.ts";

interface Balance {
  credit: number;
  due: number;
}
interface Refused {
  code: string;
  errors: { field: string }[];
}

/** A company whose brand puts 11 % on top, with a customer. Its credit is used by hand. */
async function company() {
  const tenant = await TestTenant.signUp();
  await tenant.as("PATCH", "/tenant", { settings: { useCreditAutomatically: false } });
  const brand = await tenant.as<{ id: string }>("POST", "/brands", {
    code: "PPN",
    name: "Kena Pajak",
    taxRateBasisPoints: 1100,
  });
  const customerId = await addCustomer(tenant, "Toko Kenanga", { brandId: brand.body.id });
  return { tenant, customerId, brandId: brand.body.id };
}

const note = (tenant: TestTenant, invoiceId: string, body: object) =>
  tenant.as<CreditNoteBody & Refused>("POST", `/invoices/${invoiceId}/credit-notes`, {
    reason: "Salah tarif",
    ...body,
  });
const invoiceOf = async (tenant: TestTenant, id: string) =>
  (await tenant.as<InvoiceBody>("GET", `/invoices/${id}`)).body;
const balanceOf = async (tenant: TestTenant, id: string) =>
  (await tenant.as<Balance>("GET", `/customers/${id}/balance`)).body;

describe("a credit note", () => {
  it("over a part of an open invoice lowers what is owed, with its tax", async () => {
    const { tenant, customerId, brandId } = await company();
    const invoice = await addInvoice(tenant, { customerId });
    const made = await note(tenant, invoice.id, { amount: 55_500 });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      number: "CN-2026-001",
      amount: 55_500,
      tax: 5_500,
      applied: 55_500,
      credited: 0,
      items: [],
    });
    expect(await invoiceOf(tenant, invoice.id)).toMatchObject({
      state: "awaiting_payment",
      total: 166_500,
      credited: 55_500,
      due: 111_000,
    });
    const ctx = await tenant.context();
    expect(await accountBalance(ctx, `receivable:${invoice.id}`)).toBe(111_000);
    expect(await accountBalance(ctx, `sales:${brandId}`)).toBe(-100_000);
    expect(await accountBalance(ctx, `tax:${brandId}`)).toBe(-11_000);
    const [days] = await ctx.store.read(ctx.store.db.select().from(billingDays).where(ctx.store.own(billingDays)));
    expect(days).toMatchObject([
      { issuedAmount: 166_500, creditedCount: 1, creditedAmount: 55_500, creditedTax: 5_500 },
    ]);
    expect(await balanceOf(tenant, customerId)).toMatchObject({ credit: 0, due: 111_000 });
  });

  it("over all that is owed makes the invoice paid, once, as a payment would", async () => {
    const { tenant, customerId } = await company();
    const invoice = await addInvoice(tenant, { customerId });
    await tenant.as("POST", `/invoices/${invoice.id}/payments`, { amount: 100_000, method: "cash" });
    await note(tenant, invoice.id, { amount: 66_500 });
    expect(await invoiceOf(tenant, invoice.id)).toMatchObject({
      state: "paid",
      paid: 100_000,
      credited: 66_500,
      due: 0,
    });
    const { store } = await tenant.context();
    const [paid] = await store.read(
      store.db
        .select()
        .from(outbox)
        .where(store.own(outbox, eq(outbox.type, "invoice.paid"))),
    );
    expect(paid).toHaveLength(1);
    expect((await tenant.as<{ cards: object }>("GET", "/reports/overview")).body.cards).toMatchObject({
      unpaidAmount: 0,
      unpaidCount: 0,
    });
  });

  it("over what was paid gives it back as the customer's credit; what was still owed goes first", async () => {
    const { tenant, customerId } = await company();
    const invoice = await addInvoice(tenant, { customerId });
    await tenant.as("POST", `/invoices/${invoice.id}/payments`, { amount: 100_000, method: "cash" });
    const made = await note(tenant, invoice.id, { amount: 100_000 });
    expect(made.body).toMatchObject({ applied: 66_500, credited: 33_500 });
    expect(await invoiceOf(tenant, invoice.id)).toMatchObject({
      state: "paid",
      paid: 66_500,
      credited: 100_000,
      due: 0,
    });
    expect(await balanceOf(tenant, customerId)).toMatchObject({ credit: 33_500, due: 0 });
    const ctx = await tenant.context();
    expect(await accountBalance(ctx, `receivable:${invoice.id}`)).toBe(0);
    expect(await accountBalance(ctx, `credit:${customerId}`)).toBe(-33_500);
    const rest = await note(tenant, invoice.id, { amount: 66_500 });
    expect(rest.body).toMatchObject({ number: "CN-2026-002", tax: 6_590, applied: 0, credited: 66_500 });
    expect(made.body.tax + rest.body.tax).toBe(invoice.tax);
    expect(await balanceOf(tenant, customerId)).toMatchObject({ credit: 100_000 });
  });

  it("over lines takes their share of discount and tax, and no more of a line than there is", async () => {
    const { tenant, customerId } = await company();
    const items = [
      { description: "Internet", quantity: 1, unitPrice: 150_000 },
      { description: "Sewa modem", quantity: 3, unitPrice: 33_333 },
    ];
    const invoice = await addInvoice(tenant, { customerId, items, discount: 10_000 });
    const first = await note(tenant, invoice.id, { items: [{ line: 2, quantity: 1 }] });
    expect(first.body).toMatchObject({ amount: 35_520, items: [{ line: 2, quantity: 1, amount: 35_520 }] });
    const many = await note(tenant, invoice.id, { items: [{ line: 2, quantity: 3 }] });
    expect([many.status, many.body.errors[0]?.field]).toEqual([422, "items.0.quantity"]);
    const unknown = await note(tenant, invoice.id, { items: [{ line: 3, quantity: 1 }] });
    expect([unknown.status, unknown.body.errors[0]?.field]).toEqual([422, "items.0.line"]);
    const rest = await note(tenant, invoice.id, {
      items: [
        { line: 1, quantity: 1 },
        { line: 2, quantity: 2 },
      ],
    });
    expect(first.body.amount + rest.body.amount).toBe(invoice.total);
    expect(first.body.tax + rest.body.tax).toBe(invoice.tax);
    expect(await invoiceOf(tenant, invoice.id)).toMatchObject({ state: "paid", credited: invoice.total, paid: 0 });
  });

  it("is refused beyond what is left of its invoice, for drafts and for void ones, and without amount or lines", async () => {
    const { tenant, customerId } = await company();
    const invoice = await addInvoice(tenant, { customerId });
    const draft = await addInvoice(tenant, { customerId, draft: true });
    const much = await note(tenant, invoice.id, { amount: 166_501 });
    expect([much.status, much.body.errors[0]?.field]).toEqual([422, "amount"]);
    expect((await note(tenant, draft.id, { amount: 1 })).body.code).toBe("wrong_state");
    for (const body of [{}, { amount: 1, items: [{ line: 1, quantity: 1 }] }, { amount: 0 }, { amount: 1, reason: "" }])
      expect((await note(tenant, invoice.id, body)).status).toBe(422);
    await tenant.as("POST", `/invoices/${invoice.id}/void`, {});
    expect((await note(tenant, invoice.id, { amount: 1 })).body.code).toBe("wrong_state");
  });

  it("leaves to a later void of its invoice only what it did not take back", async () => {
    const { tenant, customerId, brandId } = await company();
    const invoice = await addInvoice(tenant, { customerId });
    await tenant.as("POST", `/invoices/${invoice.id}/payments`, { amount: 20_000, method: "cash" });
    await note(tenant, invoice.id, { amount: 33_333 });
    await tenant.as("POST", `/invoices/${invoice.id}/void`, {});
    const ctx = await tenant.context();
    for (const name of [`receivable:${invoice.id}`, `sales:${brandId}`, `tax:${brandId}`])
      expect(await accountBalance(ctx, name), name).toBe(0);
    expect(await balanceOf(tenant, customerId)).toMatchObject({ credit: 20_000, due: 0 });
  });

  it("is issued once for one Idempotency-Key", async () => {
    const { tenant, customerId } = await company();
    const invoice = await addInvoice(tenant, { customerId });
    const send = () =>
      tenant.as<CreditNoteBody>(
        "POST",
        `/invoices/${invoice.id}/credit-notes`,
        { amount: 10_000, reason: "Gangguan dua hari" },
        { "idempotency-key": "nota-1" },
      );
    const [first, again] = [await send(), await send()];
    expect(again.body).toEqual(first.body);
    expect((await invoiceOf(tenant, invoice.id)).credited).toBe(10_000);
  });
});

describe("credit notes of one invoice", () => {
  it("never pass its total, however many are issued at once, and have one gapless series", async () => {
    const { tenant, customerId } = await company();
    const invoice = await addInvoice(tenant, { customerId });
    await tenant.as("POST", `/invoices/${invoice.id}/payments`, { amount: 50_000, method: "cash" });
    for (let round = 0; round < 5; round++) {
      const answers = await Promise.all(Array.from({ length: 12 }, () => note(tenant, invoice.id, { amount: 40_000 })));
      for (const { status } of answers) expect([201, 409, 422]).toContain(status);
    }
    const { store } = await tenant.context();
    const [rows] = await store.read(
      store.db
        .select()
        .from(creditNotes)
        .where(store.own(creditNotes, eq(creditNotes.invoiceId, invoice.id))),
    );
    expect(rows.map(({ number }) => number).sort()).toEqual([
      "CN-2026-001",
      "CN-2026-002",
      "CN-2026-003",
      "CN-2026-004",
    ]);
    expect(await invoiceOf(tenant, invoice.id)).toMatchObject({ credited: 160_000, paid: 6_500, due: 0 });
    expect(await balanceOf(tenant, customerId)).toMatchObject({ credit: 43_500 });
  });

  it("are held to its total by the database itself", async () => {
    const { tenant, customerId } = await company();
    const invoice = await addInvoice(tenant, { customerId });
    await tenant.as("POST", `/invoices/${invoice.id}/payments`, { amount: 100_000, method: "cash" });
    const { store } = await tenant.context();
    for (const credited of [66_501, -1]) {
      const refused = await store
        .atomic([store.update(invoices, { credited }, eq(invoices.id, invoice.id))])
        .catch((error: unknown) => violation(error)?.name);
      expect(refused).toBe("invoices_credited");
    }
  });
});

describe("credit notes in a list", () => {
  it("are found by number, customer, invoice, cause and month, page by page", async () => {
    const { tenant, customerId } = await company();
    const other = await addCustomer(tenant, "Warung Anggrek");
    const one = await addInvoice(tenant, { customerId });
    const two = await addInvoice(tenant, { customerId: other });
    await note(tenant, one.id, { amount: 1_000 });
    await note(tenant, one.id, { amount: 2_000, cause: "compensation" });
    await note(tenant, two.id, { amount: 3_000 });
    const amounts = async (query: string) =>
      (await tenant.as<PageBody<CreditNoteBody>>("GET", `/credit-notes?${query}`)).body.data.map(
        ({ amount }) => amount,
      );
    expect(await amounts("")).toEqual([3_000, 2_000, 1_000]);
    expect(await amounts("q=CN-2026-00")).toEqual([1_000, 2_000, 3_000]);
    expect(await amounts("q=cn-2026-002")).toEqual([2_000]);
    expect(await amounts("q=kenanga")).toEqual([1_000, 2_000]);
    expect(await amounts(`customerId=${other}`)).toEqual([3_000]);
    expect(await amounts(`invoiceId=${one.id}&cause=correction`)).toEqual([1_000]);
    expect(await amounts("month=2026-11")).toHaveLength(3);
    expect(await amounts("month=2026-12")).toEqual([]);
    const first = await tenant.as<PageBody<CreditNoteBody>>("GET", "/credit-notes?q=kenanga&limit=1");
    expect(await amounts(`q=kenanga&limit=1&cursor=${first.body.nextCursor}`)).toEqual([2_000]);
  });
});
