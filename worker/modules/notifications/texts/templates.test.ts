import { describe, expect, it } from "vitest";
import { addCustomer, addInvoice } from "../../../../test/support/billing.ts";
import { mailsTo } from "../../../../test/support/mail.ts";
import { TestTenant, type Answer } from "../../../../test/support/tenant.ts";

interface Template {
  subject: string | null;
  body: string | null;
  isDefault: boolean;
  version: number;
  defaults: { subject: string | null; body: string };
  variables: { name: string; example: string; secret: boolean }[];
}
interface Page<T> {
  data: T[];
  nextCursor: string | null;
}
interface Preview {
  source: string;
  message: { subject: string | null; text: string; html: string | null; segments: { segments: number } | null } | null;
  faults: { field: string; message: string }[];
}
type Problem = { code: string; errors?: { field: string; message: string }[] };

const base = "/notification-templates";
const issued = `${base}/invoice.issued/email/id`;
const fieldsOf = ({ status, body }: Answer<Problem>) => [status, body.errors?.map(({ field }) => field)];

describe("a template", () => {
  it("is the default's until it is saved, and again once it is reset", async () => {
    const tenant = await TestTenant.signUp();
    const before = await tenant.as<Template>("GET", issued);
    expect(before.body).toMatchObject({ isDefault: true, version: 0, body: null });
    expect(before.body.variables.map(({ name }) => name)).toContain("paymentUrl");
    const saved = await tenant.as<Template>("PUT", issued, { subject: "Tagihan {{ number }}", body: "Halo" });
    expect(saved.body).toMatchObject({ isDefault: false, version: 1, subject: "Tagihan {{ number }}", body: "Halo" });
    expect((await tenant.as("DELETE", issued)).status).toBe(204);
    expect((await tenant.as<Template>("GET", issued)).body).toMatchObject({ isDefault: true, version: 2, body: null });
  });

  it("of an outlet where its kind never shows is not found", async () => {
    const tenant = await TestTenant.signUp();
    const paths = ["invoice.issued/telegram/id", "account.invitation/sms/id", "nothing/email/id"];
    const answers = await Promise.all(paths.map((path) => tenant.as("GET", `${base}/${path}`)));
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
  });

  it("is what is sent from then on", async () => {
    const tenant = await TestTenant.signUp();
    await tenant.as("PUT", issued, { subject: "Tagihan {{ number }}", body: "Kepada {{ recipient }}: {{ total }}" });
    const email = `toko@${tenant.slug}.example.com`;
    const customerId = await addCustomer(tenant, "Toko Melati", { email });
    await addInvoice(tenant, { customerId });
    await tenant.settle();
    const [mail] = await mailsTo(email);
    expect(mail?.subject).toMatch(/^Tagihan INV/);
    expect(mail?.text).toContain("Kepada Toko Melati: Rp");
  });

  it("belongs to its tenant alone", async () => {
    const [tenant, other] = [await TestTenant.signUp(), await TestTenant.signUp()];
    await tenant.as("PUT", issued, { body: "Milik kami" });
    expect((await other.as<Template>("GET", issued)).body).toMatchObject({ isDefault: true, version: 0 });
    expect((await other.as<Page<unknown>>("GET", `${issued}/versions`)).body.data).toEqual([]);
    expect((await other.as("POST", `${issued}/restore`, { version: 1 })).status).toBe(404);
  });
});

describe("a wrong template is refused when it is saved", () => {
  const sms = `${base}/invoice.issued/sms/id`;
  const reset = `${base}/account.password-reset/email/en`;
  it.each([
    ["a variable that there is not", issued, { body: "{{ nomor }}" }, "body"],
    ["a tag that is not closed", issued, { body: "{% if number %}x" }, "body"],
    ["a loop", issued, { body: "{% for i in (1..9) %}x{% endfor %}" }, "body"],
    ["a filter that there is not", issued, { subject: "{{ number | kotak }}" }, "subject"],
    ["nothing", issued, { body: "  " }, "body"],
    ["what comes out empty", issued, { body: "{% unless number %}x{% endunless %}" }, "body"],
    ["more than six parts of an SMS", sms, { body: "Tagihan ".repeat(140) }, "body"],
    ["a subject where there is none", sms, { subject: "Tagihan" }, "subject"],
    ["more bytes than a push message takes", `${base}/report.daily/push/id`, { body: "📣".repeat(1200) }, "body"],
    ["more than Telegram takes", `${base}/report.daily/telegram/id`, { body: "laporan ".repeat(600) }, "body"],
    ["more than Discord takes", `${base}/report.daily/discord/id`, { body: "laporan ".repeat(600) }, "body"],
    ["a one-time link in the subject", reset, { subject: "Open {{ link }}" }, "subject"],
    ["a one-time link that a filter breaks", reset, { body: "{{ link | upcase }}" }, "body"],
    [
      "an approved template outside of WhatsApp",
      issued,
      { providerTemplate: { name: "tagihan", language: "id", parameters: [] } },
      "providerTemplate",
    ],
    [
      "an unknown parameter",
      `${base}/invoice.issued/whatsapp/id`,
      { providerTemplate: { name: "tagihan", language: "id", parameters: ["number", "nomor"] } },
      "providerTemplate.parameters.1",
    ],
  ])("with %s", async (_, path, body, field) => {
    const tenant = await TestTenant.signUp();
    expect(fieldsOf(await tenant.as("PUT", path, body))).toEqual([422, [field]]);
  });

  it("but not for leaving a one-time link out: the message has it anyway", async () => {
    const tenant = await TestTenant.signUp();
    expect((await tenant.as("PUT", reset, { body: "Somebody asked for a new password." })).status).toBe(200);
    await tenant.as("PUT", reset.replace("/en", "/id"), { body: "Ada yang minta kata sandi baru." });
    const email = `${tenant.slug}@example.com`;
    await tenant.call("POST", "/api/v1/auth/forgotten-password", { slug: tenant.slug, body: { email } });
    await tenant.settle();
    const mail = (await mailsTo(email)).findLast(({ text }) => text.includes("kata sandi baru"));
    expect(mail?.text).toMatch(/\/reset-password\S+/);
  });
});

describe("versions", () => {
  it("are kept with who saved them, and each can be brought back", async () => {
    const tenant = await TestTenant.signUp();
    for (const body of ["Satu", "Dua"]) await tenant.as("PUT", issued, { body });
    const restored = await tenant.as<Template>("POST", `${issued}/restore`, { version: 1 });
    expect(restored.body).toMatchObject({ version: 3, body: "Satu" });
    const { body } = await tenant.as<Page<{ version: number; body: string; savedBy: { name: string } }>>(
      "GET",
      `${issued}/versions`,
    );
    expect(body.data.map((each) => [each.version, each.body, each.savedBy.name])).toEqual([
      [3, "Satu", "Pemilik"],
      [2, "Dua", "Pemilik"],
      [1, "Satu", "Pemilik"],
    ]);
  });

  it("of two who read the same one, the second to save is refused", async () => {
    const tenant = await TestTenant.signUp();
    await tenant.as("PUT", issued, { body: "Satu", version: 0 });
    expect((await tenant.as("PUT", issued, { body: "Dua", version: 0 })).status).toBe(409);
    expect((await tenant.as("PUT", issued, { body: "Dua", version: 1 })).status).toBe(200);
  });
});

describe("a preview", () => {
  const preview = async (tenant: TestTenant, path: string, body: object = {}) =>
    (await tenant.as<Preview>("POST", `${path}/preview`, body)).body;

  it("is filled with examples, the newest invoice, or what was told last, and says which", async () => {
    const tenant = await TestTenant.signUp();
    expect((await preview(tenant, issued)).source).toBe("examples");
    const email = `toko@${tenant.slug}.example.com`;
    const customerId = await addCustomer(tenant, "Toko Kenanga", { email });
    await addInvoice(tenant, { customerId });
    const billed = await preview(tenant, issued, { body: "Kepada {{ recipient }}" });
    expect([billed.source, billed.message?.text]).toEqual([
      "invoice",
      expect.stringMatching(/^Kepada Toko Kenanga\n\nhttp/),
    ]);
    await tenant.settle();
    expect((await preview(tenant, issued)).source).toBe("notification");
  });

  it("shows faults instead of a message while somebody writes, in their language", async () => {
    const tenant = await TestTenant.signUp();
    const { message, faults } = await preview(tenant, issued, { body: "{{ nomor" });
    expect(message).toBeNull();
    expect(faults).toEqual([{ field: "body", message: expect.stringContaining("Penulisannya salah") }]);
  });

  it("of an SMS counts the parts that are paid for, of a mail shows its HTML", async () => {
    const tenant = await TestTenant.signUp();
    const sms = await preview(tenant, `${base}/invoice.issued/sms/id`, { body: "😀".repeat(40) });
    expect(sms.message?.segments?.segments).toBeGreaterThan(1);
    expect((await preview(tenant, issued)).message?.html).toContain("<!doctype html>");
  });

  it("saves nothing", async () => {
    const tenant = await TestTenant.signUp();
    await preview(tenant, issued, { body: "Coba" });
    expect((await tenant.as<Template>("GET", issued)).body.isDefault).toBe(true);
  });
});

it("the list has each kind over each channel once, and finds by channel, words and whether it is own", async () => {
  const tenant = await TestTenant.signUp();
  await tenant.as("PUT", issued, { body: "Halo" });
  const all: string[] = [];
  for (let cursor = ""; ;) {
    const { body } = await tenant.as<Page<{ kind: string; outlet: string; locale: string }>>(
      "GET",
      `${base}?limit=100${cursor}`,
    );
    all.push(...body.data.map(({ kind, outlet, locale }) => `${kind} ${outlet} ${locale}`));
    if (body.nextCursor === null) break;
    cursor = `&cursor=${body.nextCursor}`;
  }
  expect(new Set(all).size).toBe(all.length);
  expect(all).toEqual(expect.arrayContaining(["invoice.issued sms en", "report.daily discord id"]));
  const found = async (query: string) =>
    (await tenant.as<Page<{ kind: string }>>("GET", `${base}?${query}`)).body.data.map(({ kind }) => kind);
  expect(await found("own=true")).toEqual(["invoice.issued"]);
  expect(new Set(await found("outlet=sms&q=password&locale=en"))).toContain("account.password-reset");
});
