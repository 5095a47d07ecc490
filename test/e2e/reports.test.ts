/** What a company earns and is owed, in a real browser: from a month to its days, from an age to its invoices, and as a file. */
import type { Page } from "playwright-core";
import { describe, expect, inject, it } from "vitest";
import { button, expectAccessible, useBrowser } from "./browser.ts";

const { url } = inject("tepi").d1;
const slug = `laporan-${Date.now().toString(36)}`;
const password = "kuda-laut-biru";
const { problems, device, open } = useBrowser(url);
const dayMs = 86_400_000;
const day = (days: number) => new Date(Date.now() + 7 * 3_600_000 + days * dayMs).toISOString().slice(0, 10);

async function api<T>(token: string | undefined, path: string, body: object): Promise<T> {
  const answer = await fetch(`${url}/api/v1${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  });
  expect(answer.status, path).toBeLessThan(300);
  return (await answer.json()) as T;
}

async function signIn(options = {}): Promise<Page> {
  const page = await open(await device(options), "/login");
  await page.locator("input").first().fill(slug);
  await page.locator('input[autocomplete="username"]').fill("pemilik");
  await page.locator('input[type="password"]').fill(password);
  await page.locator('button[type="submit"]').click();
  await page.waitForURL(`${url}/`);
  return page;
}

describe("a company that looks at its figures", () => {
  let token: string;
  let owner: Page;

  it("reads first what to do, while there is nothing", async () => {
    const account = { name: "Pemilik Laporan", email: `${slug}@example.com`, username: "pemilik", password };
    const company = { name: "Laporan Net", slug, kinds: ["isp"], owner: account };
    token = (await api<{ access_token: string }>(undefined, "/tenants", company)).access_token;
    owner = await signIn();
    await owner.goto("/reports");
    await owner.getByText("No invoices in this time").waitFor();
    await expectAccessible(owner);
  });

  it("sees the year by month, and a month by its days", async () => {
    const brand = { code: "PAJAK", name: "Net Pajak", taxRateBasisPoints: 1100 };
    const { id: brandId } = await api<{ id: string }>(token, "/brands", brand);
    const { id: customerId } = await api<{ id: string }>(token, "/customers", { name: "Toko Melati" });
    const items = [{ description: "Internet", unitPrice: 150_000 }];
    const bill = (rest: object) => api<{ id: string }>(token, "/invoices", { customerId, items, ...rest });
    const paid = await bill({});
    await api(token, `/invoices/${paid.id}/payments`, { amount: 150_000, method: "cash" });
    await bill({ brandId, dueOn: day(-40) });
    await bill({ brandId, dueOn: day(-2) });
    await owner.reload();
    const months = owner.getByRole("table", { name: "Revenue" });
    await months.getByText("Rp 483,000").first().waitFor();
    await expectAccessible(owner);
    await months.getByRole("link").last().click();
    await owner.waitForURL(/groupBy=day/);
    await months.getByRole("rowheader", { name: "Total" }).waitFor();
  });

  it("goes from an age to the invoices that are so old", async () => {
    await owner.getByRole("link", { name: "Receivables", exact: true }).last().click();
    await owner.getByRole("link", { name: /Net Pajak, 31–60 days: Rp 166,500/ }).click();
    await owner.getByText("Unpaid invoices").first().waitFor();
    await owner.getByRole("link", { name: /^INV-/ }).waitFor();
    await expectAccessible(owner);
  });

  it("finds the invoices behind the tax, and takes them along as a file", async () => {
    await owner.goto("/reports/tax");
    await owner.getByRole("link", { name: "Net Pajak" }).click();
    await owner.getByText("Invoices behind these figures").first().waitFor();
    await expectAccessible(owner);
    const download = owner.waitForEvent("download");
    await button(owner, "Export").click();
    await owner.getByRole("menuitem", { name: "CSV of the invoices" }).click();
    expect((await download).suggestedFilename()).toMatch(/^tax-invoices-.*\.csv$/);
  });

  it("has all of it on a phone", async () => {
    const viewport = { width: 390, height: 844 };
    const phone = await signIn({ locale: "id-ID", viewport, isMobile: true, hasTouch: true });
    for (const path of ["/reports", "/reports/receivables", "/reports/tax"]) {
      await phone.goto(path);
      await phone.locator("dl").getByText("Jumlah", { exact: true }).first().waitFor();
      await expectAccessible(phone);
      expect(await phone.evaluate("document.documentElement.scrollWidth <= innerWidth"), path).toBe(true);
    }
    expect(problems).toEqual([]);
  });
});
