/** Invoices and receipts on paper, read back from the files. */
import { decodeQR } from "qr/decode.js";
import { describe, expect, it } from "vitest";
import {
  addCustomer,
  addInvoice,
  tokenOf,
  type InvoiceBody,
  type PaymentBody,
} from "../../../../test/support/billing.ts";
import { TestTenant } from "../../../../test/support/tenant.ts";
import { linesOfPdf, shapesOfPdf, textsOfPdf } from "../../../core/pdf/testing.ts";
import { pngOf } from "../../files/testing.ts";
import { invoicePdf, type InvoicePaper } from "./invoice-pdf.ts";

interface Brand {
  id: string;
  logo: { fileId: string } | null;
}

/** A company with a letterhead, PPN and a customer. */
async function company(brandPatch: Record<string, unknown> = {}) {
  const tenant = await TestTenant.signUp();
  const brands = await tenant.as<{ data: Brand[] }>("GET", "/brands");
  const brandId = brands.body.data[0]?.id ?? "";
  const brand = {
    name: "Contoh Net",
    address: "Jalan Merpati 5\nBandung",
    phone: "022-555-0101",
    email: "tagihan@contoh.example",
    taxNumber: "01.234.567.8-901.000",
    footer: "Bank Contoh 123-456 a.n. Contoh Net",
    taxRateBasisPoints: 1100,
    ...brandPatch,
  };
  const patched = await tenant.as("PATCH", `/brands/${brandId}`, brand);
  if (patched.status !== 200) throw new Error(JSON.stringify(patched.body));
  const customerId = await addCustomer(tenant, "Toko Melati", {
    phone: "0812-3456-7890",
    email: "melati@example.com",
    address: "Jalan Kenanga 7",
  });
  return { tenant, brandId, customerId };
}

async function pdfOf(tenant: TestTenant, path: string, token: string | undefined = tenant.token, language = "id") {
  const answer = await tenant.fetch("GET", `/api/v1${path}`, {
    ...(token && { token }),
    headers: { "accept-language": language },
  });
  const bytes = new Uint8Array(await answer.arrayBuffer());
  return { status: answer.status, headers: answer.headers, bytes };
}
const linesOf = async (...parameters: Parameters<typeof pdfOf>) => {
  const { status, bytes } = await pdfOf(...parameters);
  expect(status).toBe(200);
  return linesOfPdf(bytes).split("\n");
};

describe("an invoice as PDF", () => {
  it("holds the letterhead, the customer, every item and every amount to the rupiah", async () => {
    const { tenant, customerId } = await company();
    const invoice = await addInvoice(tenant, {
      customerId,
      period: "2026-11",
      dueOn: "2026-11-30",
      discount: 12_345,
      note: "Terima kasih",
      items: [
        { description: "Internet 20 Mbps", quantity: 1, unitPrice: 150_000 },
        { description: "Sewa modem", quantity: 3, unitPrice: 25_001 },
      ],
    });
    const { headers, bytes } = await pdfOf(tenant, `/invoices/${invoice.id}/pdf`);
    expect(headers.get("content-type")).toBe("application/pdf");
    expect(headers.get("content-disposition")).toContain("INV-2026-001.pdf");
    const lines = linesOfPdf(bytes).split("\n");
    const total = Math.round((150_000 + 75_003 - 12_345) * 1.11);
    expect(invoice.total).toBe(total);
    expect(lines).toEqual(
      expect.arrayContaining([
        ...["Contoh Net", "Jalan Merpati 5", "Bandung", "Telp 022-555-0101 · tagihan@contoh.example"],
        ...["NPWP 01.234.567.8-901.000", "TAGIHAN", "INV-2026-001", "Toko Melati", "Jalan Kenanga 7", "081234567890"],
        ...["21 November 2026", "30 November 2026", "November 2026"],
        ...["Internet 20 Mbps", "Rp 150.000", "Sewa modem", "3", "Rp 25.001", "Rp 75.003"],
        ...["Subtotal", "Rp 225.003", "Diskon", "DPP", "Rp 212.658", "PPN 11%", "Rp 23.392", "Total", "Rp 236.050"],
        ...["Pindai untuk bayar", "Catatan: Terima kasih", "Bank Contoh 123-456 a.n. Contoh Net", "Halaman 1 dari 1"],
      ]),
    );
    expect(lines.join(" ")).toContain("Dua ratus tiga puluh enam ribu lima puluh rupiah");
    expect(lines.join(" ")).not.toMatch(/LUNAS|JATUH TEMPO|Sudah dibayar/);
  });

  it("is stamped with how it stands, and tells what is paid and what is left", async () => {
    const { tenant, customerId } = await company({ taxRateBasisPoints: 0 });
    const lines = async (id: string) => linesOf(tenant, `/invoices/${id}/pdf`);
    const draft = await addInvoice(tenant, { customerId, draft: true });
    expect(await lines(draft.id)).toEqual(expect.arrayContaining(["DRAF"]));
    expect(await lines(draft.id)).not.toContain("Pindai untuk bayar");

    const invoice = await addInvoice(tenant, { customerId, amount: 150_000, dueOn: "2026-11-01" });
    await tenant.settle();
    expect(await lines(invoice.id)).toContain("JATUH TEMPO");
    await tenant.as("POST", `/invoices/${invoice.id}/payments`, { amount: 50_000, method: "cash" });
    expect(await lines(invoice.id)).toEqual(
      expect.arrayContaining(["Sudah dibayar", "- Rp 50.000", "Sisa yang harus dibayar", "Rp 100.000"]),
    );
    await tenant.as("POST", `/invoices/${invoice.id}/payments`, { amount: 100_000, method: "cash" });
    const paid = await lines(invoice.id);
    expect(paid).toContain("LUNAS");
    expect(paid).not.toContain("Pindai untuk bayar");

    const wrong = await addInvoice(tenant, { customerId });
    await tenant.as("POST", `/invoices/${wrong.id}/void`, { reason: "Salah" });
    expect(await lines(wrong.id)).toContain("BATAL");
  });

  it("speaks the caller's language, or the one that is asked for", async () => {
    const { tenant, customerId } = await company();
    const { id } = await addInvoice(tenant, { customerId, amount: 100_000 });
    expect(await linesOf(tenant, `/invoices/${id}/pdf`, tenant.token, "en")).toContain("INVOICE");
    const asked = await linesOf(tenant, `/invoices/${id}/pdf?language=en`);
    expect(asked).toEqual(expect.arrayContaining(["VAT (PPN) 11%", "Scan to pay", "Page 1 of 1"]));
    expect(asked.join(" ")).toContain("One hundred eleven thousand rupiah");
    expect((await pdfOf(tenant, `/invoices/${id}/pdf?language=fr`)).status).toBe(422);
  });

  it("is the same bytes each time it is asked for, and another after a payment", async () => {
    const { tenant, customerId } = await company();
    const { id } = await addInvoice(tenant, { customerId, amount: 100_000 });
    const bytes = async () => Buffer.from((await pdfOf(tenant, `/invoices/${id}/pdf`)).bytes).toString("base64");
    const first = await bytes();
    tenant.clock.advance(60_000);
    expect(await bytes()).toBe(first);
    await tenant.as("POST", `/invoices/${id}/payments`, { amount: 1000, method: "cash" });
    expect(await bytes()).not.toBe(first);
  });

  it("has its brand's logo, whole and small, until that is taken away", async () => {
    const { tenant, brandId, customerId } = await company();
    const { id } = await addInvoice(tenant, { customerId });
    const pictures = async () =>
      Buffer.from((await pdfOf(tenant, `/invoices/${id}/pdf`)).bytes)
        .toString("latin1")
        .match(/\/Subtype \/Image[\s\S]*?\/Width (\d+)[\s\S]*?\/Height (\d+)|\/Width (\d+)\n\/Height (\d+)/)
        ?.slice(1)
        .filter(Boolean);
    expect(await pictures()).toBeUndefined();
    const logo = pngOf(960, 240, () => [0, 90, 200, 255]);
    const set = await tenant.as<Brand>("PUT", `/brands/${brandId}/logo`, logo);
    expect([set.status, set.body.logo?.fileId]).toEqual([200, expect.stringMatching(/^fil_/)]);
    expect(await pictures()).toEqual(["480", "120"]);
    const removed = await tenant.as<Brand>("DELETE", `/brands/${brandId}/logo`);
    expect([removed.status, removed.body.logo]).toEqual([200, null]);
    expect(await pictures()).toBeUndefined();
  });

  it("goes over as many pages as its items take, each with the head of the table", async () => {
    const { tenant, customerId } = await company();
    const items = Array.from({ length: 50 }, (_, n) => ({
      description: `Layanan ${n + 1} `.padEnd(150, "untuk bulan November "),
      quantity: 1,
      unitPrice: 1000,
    }));
    const { id } = await addInvoice(tenant, { customerId, items });
    const pages = textsOfPdf((await pdfOf(tenant, `/invoices/${id}/pdf`)).bytes);
    expect(pages.length).toBeGreaterThan(1);
    const described = pages.flat().filter((text) => /^Layanan \d+ /.test(text));
    expect(described).toHaveLength(50);
    for (const page of pages.filter((texts) => texts.some((text) => text.startsWith("Layanan"))))
      expect(page).toContain("Uraian");
  });

  it("keeps nothing of a customer who was deleted but the number", async () => {
    const { tenant, customerId } = await company();
    const { id } = await addInvoice(tenant, { customerId });
    await tenant.as("DELETE", `/customers/${customerId}`);
    const text = (await linesOf(tenant, `/invoices/${id}/pdf`)).join(" ");
    expect(text).toContain("Pelanggan dihapus");
    expect(text).not.toContain("Melati");
  });

  it("has a QR code that leads to the payment page", async () => {
    const paymentUrl = "https://tepi.example/pay/0123456789abcdefghjkmnpqrstvwxyz012345678901";
    const bytes = await invoicePdf(paper({ paymentUrl }), "id");
    expect(decodeQR(pixelsOfQr(bytes))).toBe(paymentUrl);
  });

  it("takes any words in any place", async () => {
    const odd = "電話 😀 ꦗꦮ \u0000\ud800 " + "x".repeat(180);
    const bytes = await invoicePdf(paper({ name: odd, note: odd, description: odd }), "en");
    expect(linesOfPdf(bytes)).toContain("Page 1 of");
  });
});

/** An invoice without a store. */
function paper({
  paymentUrl = null as string | null,
  name = "Toko Melati",
  note = "",
  description = "Internet",
}): InvoicePaper {
  const amounts = {
    subtotal: 1000,
    discount: 0,
    tax: 0,
    total: 1000,
    paid: 0,
    credited: 0,
    taxRateBasisPoints: 0,
    taxInclusive: false,
  };
  const invoice = {
    ...amounts,
    number: "INV-1",
    state: "awaiting_payment",
    dueOn: "2026-11-30",
    issuedOn: null,
    period: null,
  };
  const nobody = { address: name, addressLine2: null, block: null, unit: null, phone: null, email: null };
  return {
    invoice: { ...invoice, note, createdAt: 0 },
    customer: { ...nobody, name, number: 1, deletedAt: null },
    brand: { ...nobody, name, taxNumber: null, footer: note },
    items: [{ line: 1, description, quantity: 1, unitPrice: 1000, amount: 1000 }],
    logo: undefined,
    paymentUrl,
  } as unknown as InvoicePaper;
}

/** The boxes of the page's largest shape, as a scanner sees them: four pixels to a point, dark on white. */
function pixelsOfQr(bytes: Uint8Array) {
  const shapes = shapesOfPdf(bytes).toSorted((a, b) => b.length - a.length)[0] ?? [];
  const [scale, side] = [4, 92 + 24];
  const [left, bottom] = [Math.min(...shapes.map(([x]) => x)) - 12, Math.min(...shapes.map(([, y]) => y)) - 12];
  const size = side * scale;
  const data = new Uint8Array(size * size * 4).fill(255);
  for (const [x, y, width, height] of shapes)
    for (let row = Math.round((y - bottom) * scale); row < Math.round((y - bottom + height) * scale); row++)
      for (let column = Math.round((x - left) * scale); column < Math.round((x - left + width) * scale); column++)
        data.fill(0, ((size - 1 - row) * size + column) * 4, ((size - 1 - row) * size + column) * 4 + 3);
  return { width: size, height: size, data };
}

describe("a receipt as PDF", () => {
  async function paid(method = "cash") {
    const { tenant, customerId, brandId } = await company({ taxRateBasisPoints: 0 });
    const invoice = await addInvoice(tenant, { customerId, amount: 1_200_000, period: "2026-11" });
    const payment = await tenant.as<PaymentBody>("POST", `/invoices/${invoice.id}/payments`, {
      amount: 1_250_000,
      method,
    });
    return { tenant, customerId, brandId, invoice, payment: payment.body };
  }

  it("tells from whom, how much in figures and in words, for what, how and when", async () => {
    const { tenant, payment } = await paid("transfer");
    const { headers, bytes } = await pdfOf(tenant, `/payments/${payment.id}/receipt`);
    expect(headers.get("content-disposition")).toContain("PAY-2026-0001.pdf");
    const lines = linesOfPdf(bytes).split("\n");
    expect(lines).toEqual(
      expect.arrayContaining([
        ...["KUITANSI", "PAY-2026-0001", "Toko Melati", "Satu juta dua ratus lima puluh ribu rupiah"],
        ...["Tagihan INV-2026-001, periode November 2026", "Rp 50.000", "Transfer bank", "Rp 1.250.000"],
        ...["21 November 2026", "Penerima", "Contoh Net"],
      ]),
    );
  });

  it("is refused for money that nobody is known for", async () => {
    const { tenant } = await paid();
    const ctx = await tenant.context();
    const { receiveUnmatched } = await import("../payments/booking.ts");
    const id = await receiveUnmatched(ctx, {
      amount: 5000,
      method: "xendit",
      receivedAt: ctx.now(),
      recordedBy: "test",
    });
    const answer = await tenant.as<{ code: string }>("GET", `/payments/${id}/receipt`);
    expect([answer.status, answer.body.code]).toEqual([409, "wrong_state"]);
  });
});

describe("whoever has an invoice's link", () => {
  it("gets the invoice, and once something was paid its receipts, a page each", async () => {
    const { tenant, customerId } = await company({ taxRateBasisPoints: 0 });
    const invoice: InvoiceBody = await addInvoice(tenant, { customerId, amount: 150_000 });
    const link = `/public/invoices/${tokenOf(invoice)}`;
    expect(await linesOf(tenant, `${link}/pdf`, "")).toContain("INV-2026-001");
    expect((await pdfOf(tenant, `${link}/receipt`, "")).status).toBe(404);
    const shown = async () => (await tenant.call<{ hasReceipt: boolean }>("GET", `/api/v1${link}`)).body.hasReceipt;
    expect(await shown()).toBe(false);
    for (const amount of [50_000, 100_000])
      await tenant.as("POST", `/invoices/${invoice.id}/payments`, { amount, method: "cash" });
    expect(await shown()).toBe(true);
    const pages = textsOfPdf((await pdfOf(tenant, `${link}/receipt?language=id`, "")).bytes);
    expect(pages.map((page) => page.find((text) => /^Rp /.test(text)))).toEqual(["Rp 50.000", "Rp 100.000"]);
  });

  it("gets no draft, and nothing by another's or an unknown token", async () => {
    const { tenant } = await company();
    for (const path of ["pdf", "receipt"])
      expect((await pdfOf(tenant, `/public/invoices/${tenant.id.slice(4)}${"0".repeat(24)}/${path}`, "")).status).toBe(
        404,
      );
  });
});
