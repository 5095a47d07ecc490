/** Invoices and receipts that are sent, as their receivers find them. */
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { addCustomer, addInvoice, type PaymentBody } from "../../../../test/support/billing.ts";
import { mailsTo, type SentMail } from "../../../../test/support/mail.ts";
import { freshNumber, strike, textsTo, turn } from "../../../../test/support/providers.ts";
import { TestTenant, withSettings } from "../../../../test/support/tenant.ts";
import { linesOfPdf } from "../../../core/pdf/testing.ts";
import { connect, deliveriesOf } from "../testing.ts";

interface File {
  name: string;
  contentType: string;
  sizeBytes: number;
  url: string;
}
type Mail = SentMail & { attachments: File[] };
interface Sent {
  deliveryId: string;
  channel: string;
  address: string;
}

const opened = async ({ url }: File) =>
  linesOfPdf(new Uint8Array(await (await fetch(env.TEST_SANDBOX_URL + url)).arrayBuffer()));
const mails = async (address: string) => (await mailsTo(address)) as Mail[];

/** A company with a customer who can be reached, and nothing of whom has been told yet. */
async function company(rest: Record<string, unknown> = {}) {
  const tenant = await TestTenant.signUp();
  const [email, phone] = [`melati-${tenant.slug}@example.com`, freshNumber()];
  const customerId = await addCustomer(tenant, "Toko Melati", { email, phone, ...rest });
  const invoice = await addInvoice(tenant, { customerId, amount: 150_000 });
  return { tenant, email, phone, customerId, invoice };
}

const send = (tenant: TestTenant, id: string, body: object, headers = {}) =>
  tenant.as<Sent>("POST", `/invoices/${id}/send`, body, headers);

describe("an invoice that is sent by hand", () => {
  it("arrives by email with the PDF attached, and is noted", async () => {
    const { tenant, email, invoice } = await company();
    await tenant.as("PATCH", "/tenant", { settings: { attachPdf: false } });
    await tenant.settle();
    const before = (await mails(email)).length;
    const answer = await send(tenant, invoice.id, { outlet: "email" });
    expect([answer.status, answer.body]).toEqual([202, expect.objectContaining({ channel: "email", address: email })]);
    await tenant.settle();
    const arrived = (await mails(email)).slice(before);
    expect(arrived.map(({ subject }) => subject)).toEqual(["Tagihan INV-2026-001 dari Contoh Net"]);
    const [file] = arrived[0]?.attachments ?? [];
    expect(file).toMatchObject({ name: "INV-2026-001.pdf", contentType: "application/pdf" });
    const text = await opened(file as File);
    expect(text).toContain("Toko Melati");
    expect(text).toContain("Rp 150.000");
    const log = await tenant.as<{ data: { action: string }[] }>("GET", `/activity-logs?entityId=${invoice.id}`);
    expect(log.body.data.map(({ action }) => action)).toContain("invoice.sent");
  });

  it("shows the PDF as things are when it goes, although it was asked for before; nothing of it is stored", async () => {
    const { tenant, email, invoice } = await company();
    await tenant.settle();
    await send(tenant, invoice.id, { outlet: "email" });
    const rows = (await deliveriesOf(tenant)).filter(({ kind }) => kind === "invoice.sent");
    expect(JSON.stringify(rows)).not.toMatch(/JVBER|%PDF/);
    expect(rows[0]?.content.document).toMatchObject({ type: "invoice", id: invoice.id, name: "INV-2026-001.pdf" });
    await tenant.as("POST", `/invoices/${invoice.id}/payments`, { amount: 150_000, method: "cash" });
    await tenant.deliver();
    const last = (await mails(email)).at(-1);
    expect(await opened(last?.attachments[0] as File)).toContain("LUNAS");
  });

  it("arrives on WhatsApp as a document with the text as its caption", async () => {
    const { tenant, phone, invoice } = await company();
    await tenant.settle();
    await connect(tenant, "whapi");
    expect((await send(tenant, invoice.id, { outlet: "whatsapp" })).body.address).toBe(phone);
    await tenant.settle();
    const [message] = await textsTo<{ type: string; text: string; file: File }>("whapi", phone);
    expect(message).toMatchObject({ type: "document", file: { name: "INV-2026-001.pdf" } });
    expect(message?.text).toContain(invoice.paymentUrl);
    expect(await opened(message?.file as File)).toContain("INV-2026-001");
  });

  it("whose answer was lost on WhatsApp is looked up, and not sent twice", async () => {
    const { tenant, phone, invoice } = await company();
    await tenant.settle();
    await connect(tenant, "whapi");
    await send(tenant, invoice.id, { outlet: "whatsapp" });
    await strike("whapi", "/messages/document", { kind: "silent", delayMs: 0, workDone: true });
    await tenant.deliver();
    tenant.clock.advance(60_000);
    await tenant.deliver();
    expect(await textsTo("whapi", phone)).toHaveLength(1);
    expect((await deliveriesOf(tenant)).at(-1)).toMatchObject({ state: "sent", attempts: 2 });
  });

  it("goes over the Cloud API by its public address, which gives the very invoice without signing in", async () => {
    const { tenant, phone, invoice } = await company();
    await tenant.settle();
    const { secrets } = await connect(tenant, "whatsapp-cloud");
    expect(secrets["accessToken"]).toBeDefined();
    await send(tenant, invoice.id, { outlet: "whatsapp", language: "en" });
    const { url } = (await deliveriesOf(tenant)).at(-1)?.content.document ?? { url: "" };
    const path = new URL(url ?? "").pathname + new URL(url ?? "").search;
    expect(path).toMatch(/^\/api\/v1\/public\/invoices\/[0-9a-z]{44}\/pdf\?language=en$/);
    const answer = await tenant.fetch("GET", path);
    expect(linesOfPdf(new Uint8Array(await answer.arrayBuffer()))).toContain("INVOICE\nINV-2026-001");
    const { store } = await tenant.context();
    const { whatsappWindows } = await import("../schema.ts");
    const connectionId = (await deliveriesOf(tenant)).at(-1)?.connectionId ?? "";
    await store.atomic([
      store.insert(whatsappWindows, { connectionId, address: phone, lastInboundAt: tenant.clock.now() }),
    ]);
    await tenant.deliver();
    const { calls } = await turn<{ calls: { path: string; body: { type: string; to: string; document: object } }[] }>(
      "/_calls?provider=whatsapp-cloud",
    );
    const body = calls.map((call) => call.body).findLast(({ to }) => to === phone);
    expect(body).toMatchObject({ type: "document", document: { link: url, filename: "INV-2026-001.pdf" } });
  });

  it("is sent once for one Idempotency-Key, and once more for another", async () => {
    const { tenant, email, invoice } = await company();
    await tenant.as("PATCH", "/tenant", { settings: { attachPdf: false } });
    await tenant.settle();
    for (const key of ["satu", "satu", "dua"])
      expect((await send(tenant, invoice.id, { outlet: "email" }, { "idempotency-key": key })).status).toBe(202);
    await tenant.settle();
    expect((await mails(email)).filter(({ attachments }) => attachments.length > 0)).toHaveLength(2);
  });

  it("is refused as a draft or void, without an address, and where nothing can send it", async () => {
    const { tenant, customerId, invoice } = await company({ email: undefined });
    const draft = await addInvoice(tenant, { customerId, draft: true });
    expect((await send(tenant, draft.id, { outlet: "whatsapp" })).status).toBe(409);
    expect((await send(tenant, invoice.id, { outlet: "whatsapp" })).status).toBe(409);
    const refused = await tenant.as<{ errors: { field: string }[] }>("POST", `/invoices/${invoice.id}/send`, {
      outlet: "email",
    });
    expect([refused.status, refused.body.errors.map(({ field }) => field)]).toEqual([422, ["outlet"]]);
    expect((await send(tenant, invoice.id, { outlet: "sms" })).status).toBe(422);
    await tenant.as("POST", `/invoices/${invoice.id}/void`, {});
    expect((await send(tenant, invoice.id, { outlet: "email" })).status).toBe(409);
  });

  it("goes without the PDF where that can't be made, its link still there", async () => {
    const { tenant, email, invoice } = await company();
    await tenant.settle();
    await send(tenant, invoice.id, { outlet: "email" });
    tenant.env = withSettings({ FILES: undefined });
    const { store } = await tenant.context();
    const { brands } = await import("../../tenancy/schema.ts");
    await store.atomic([store.update(brands, { logoFileId: "fil_00000000000000000000" })]);
    await tenant.deliver();
    const last = (await mails(email)).at(-1);
    expect(last?.attachments).toEqual([]);
    expect(last?.text).toContain(invoice.paymentUrl);
  });
});

describe("the mail that tells of a new invoice", () => {
  it("brings it along as PDF, unless the company wants it otherwise", async () => {
    const { tenant, email, customerId } = await company();
    await tenant.settle();
    expect((await mails(email)).at(-1)?.attachments.map(({ name }) => name)).toEqual(["INV-2026-001.pdf"]);
    await tenant.as("PATCH", "/tenant", { settings: { attachPdf: false } });
    await addInvoice(tenant, { customerId });
    await tenant.settle();
    expect((await mails(email)).at(-1)).toMatchObject({
      attachments: [],
      subject: expect.stringContaining("INV-2026-002"),
    });
  });
});

describe("a receipt that is sent by hand", () => {
  it("arrives by email with the PDF attached", async () => {
    const { tenant, email, invoice } = await company();
    const payment = await tenant.as<PaymentBody>("POST", `/invoices/${invoice.id}/payments`, {
      amount: 150_000,
      method: "cash",
    });
    await tenant.settle();
    const answer = await tenant.as<Sent>("POST", `/payments/${payment.body.id}/receipt/send`, { outlet: "email" });
    expect([answer.status, answer.body.address]).toEqual([202, email]);
    await tenant.settle();
    const mail = (await mails(email)).at(-1);
    expect(mail?.subject).toBe("Kuitansi PAY-2026-0001 dari Contoh Net");
    expect(mail?.attachments.map(({ name }) => name)).toEqual(["PAY-2026-0001.pdf"]);
    expect(await opened(mail?.attachments[0] as File)).toContain("Seratus lima puluh ribu rupiah");
  });
});
