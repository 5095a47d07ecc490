/** Documents on paper, in a real browser: a letterhead, an invoice that is sent, and what its customer finds. */
import { readFileSync } from "node:fs";
import { describe, expect, inject, it } from "vitest";
import { linesOfPdf } from "../../worker/core/pdf/testing.ts";
import { pngOf } from "../../worker/modules/files/testing.ts";
import { button, dialog, expectAccessible, useBrowser } from "./browser.ts";

const { url, sandboxUrl } = inject("tepi").d1;
const slug = `surat-${Date.now().toString(36)}`;
const email = `melati-${slug}@example.com`;
const password = "kuda-laut-biru";
const { problems, device, open } = useBrowser(url);

async function api<T>(token: string | undefined, method: string, path: string, body?: object): Promise<T> {
  const answer = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  expect(answer.status, `${method} ${path}`).toBeLessThan(300);
  return (await answer.json()) as T;
}

interface Mail {
  attachments: { name: string; url: string }[];
}

describe("a company that writes invoices", () => {
  it("prints its letterhead on them, sends one by email, and the customer opens the PDF", async () => {
    const owner = { name: "Pemilik Surat", email: `${slug}@example.com`, username: "pemilik", password };
    const company = { name: "Surat Net", slug, kinds: ["isp"], owner };
    const { access_token: token } = await api<{ access_token: string }>(undefined, "POST", "/tenants", company);
    await api(token, "PATCH", "/tenant", { settings: { attachPdf: false } });
    const customer = await api<{ id: string }>(token, "POST", "/customers", { name: "Toko Melati", email });
    const items = [{ description: "Internet 20 Mbps", quantity: 1, unitPrice: 150_000 }];
    const invoice = await api<{ id: string; number: string; paymentUrl: string }>(token, "POST", "/invoices", {
      customerId: customer.id,
      items,
    });
    const brands = await api<{ data: { id: string }[] }>(token, "GET", "/brands");

    const page = await open(await device(), "/login");
    await page.getByLabel("Company address").fill(slug);
    await page.getByLabel("Email or username").fill("pemilik");
    await page.getByLabel("Password", { exact: true }).fill(password);
    await button(page, "Sign in").click();
    await page.waitForURL(`${url}/`);

    await page.goto(`/brands?dialog=${brands.data[0]?.id}`);
    await dialog(page).getByLabel("NPWP (tax number)").fill("01.234.567.8-901.000");
    await dialog(page).getByLabel("Footer of documents").fill("Bank Contoh 123-456");
    await dialog(page)
      .getByLabel("Choose a logo")
      .setInputFiles({
        name: "logo.png",
        mimeType: "image/png",
        buffer: Buffer.from(pngOf(64, 32, () => [0, 90, 200, 255])),
      });
    await dialog(page).getByRole("img", { name: "Logo" }).waitFor();
    await expectAccessible(page);
    await dialog(page).getByRole("button", { name: "Save" }).click();
    await dialog(page).waitFor({ state: "detached" });

    await page.goto(`/invoices/${invoice.id}`);
    const downloading = page.waitForEvent("download");
    await button(page, "Download PDF").click();
    const download = await downloading;
    expect(download.suggestedFilename()).toBe(`${invoice.number}.pdf`);
    const text = linesOfPdf(readFileSync(await download.path()));
    for (const line of ["NPWP 01.234.567.8-901.000", "Bank Contoh 123-456", "Toko Melati", "Rp 150.000"])
      expect(text).toContain(line);

    await button(page, /^Send$/).click();
    await dialog(page).getByText(email).waitFor();
    expect(
      await dialog(page)
        .getByRole("radio", { name: /WhatsApp/ })
        .isDisabled(),
    ).toBe(true);
    await expectAccessible(page);
    await dialog(page)
      .getByRole("button", { name: /^Send$/ })
      .click();
    await page.getByText(`${invoice.number} is on its way to ${email} by Email`).waitFor();

    const mails = async () => {
      const answer = await fetch(`${sandboxUrl}/postmark/_mailbox?to=${encodeURIComponent(email)}`);
      return ((await answer.json()) as { messages: Mail[] }).messages.flatMap(({ attachments }) => attachments);
    };
    await expect.poll(mails, { timeout: 30_000 }).toMatchObject([{ name: `${invoice.number}.pdf` }]);
    const inbox = await open(await device(), `${sandboxUrl}/inbox?to=${encodeURIComponent(email)}`);
    await inbox.getByText(`Tagihan ${invoice.number} dari Surat Net`).first().click();
    const link = inbox.getByRole("link", { name: `${invoice.number}.pdf` }).first();
    const sent = await fetch(new URL((await link.getAttribute("href")) ?? "", sandboxUrl));
    expect(linesOfPdf(new Uint8Array(await sent.arrayBuffer()))).toContain("TAGIHAN");
  });

  it("gives whoever pays the invoice, and then the receipt, on a phone", async () => {
    const { access_token: token } = await api<{ access_token: string }>(undefined, "POST", "/auth/login", {
      tenant: slug,
      identifier: "pemilik",
      password,
    });
    const [invoice] = (await api<{ data: { id: string; paymentUrl: string }[] }>(token, "GET", "/invoices")).data;
    const phone = await device({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
    const page = await open(phone, new URL(invoice?.paymentUrl ?? "").pathname);
    await page.getByRole("link", { name: "Unduh tagihan (PDF)" }).waitFor();
    expect(await page.getByRole("link", { name: "Unduh kuitansi (PDF)" }).count()).toBe(0);
    await expectAccessible(page);
    await api(token, "POST", `/invoices/${invoice?.id}/payments`, { amount: 150_000, method: "cash" });
    await page.reload();
    const receipt = page.getByRole("link", { name: "Unduh kuitansi (PDF)" });
    const downloading = page.waitForEvent("download");
    await receipt.click();
    expect(linesOfPdf(readFileSync(await (await downloading).path()))).toContain("Seratus lima puluh ribu rupiah");
    await expectAccessible(page);
    expect(problems).toEqual([]);
  });
});
