/** The main job as people do it, in a real browser: from signing up to seeing the money arrive. */
import type { Page } from "playwright-core";
import { describe, expect, inject, it } from "vitest";
import { button, dialog, expectAccessible, useBrowser } from "./browser.ts";

const { url } = inject("tepi").d1;
const slug = `peramban-${Date.now().toString(36)}`;
const { problems, device, open } = useBrowser(url);

describe("an internet provider's first day", () => {
  let page: Page;

  it("signs up", async () => {
    page = await open(await device(), "/signup");
    await page.getByLabel("Company name").fill("Peramban Net");
    await page.getByLabel("Address", { exact: true }).fill(slug);
    await page.getByText("Internet", { exact: false }).first().click();
    await page.getByLabel("Full name").fill("Pemilik Peramban");
    await page.getByLabel("Email").fill(`${slug}@example.com`);
    await page.getByLabel("Username").fill("pemilik");
    await page.getByLabel("Password", { exact: true }).fill("kuda-laut-biru");
    await expectAccessible(page);
    await button(page, "Create account").click();
    await page.waitForURL(`${url}/`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await expectAccessible(page);
  });

  it("connects Xendit and sees that it works", async () => {
    await page.goto("/connections");
    await button(page, /Xendit|Connect/).click();
    await dialog(page).getByLabel("Secret API key").fill(`xnd_development_${slug}`);
    await dialog(page).getByLabel("Callback verification token").fill(`token-${slug}`);
    await dialog(page)
      .getByRole("button", { name: /Connect|Save/ })
      .click();
    await dialog(page).waitFor({ state: "hidden" });
    await button(page, /^Test/).click();
    await page.getByText("Xendit OK").first().waitFor();
  });

  it("adds a plan, a customer and a subscription", async () => {
    await page.goto("/plans?dialog=new");
    await dialog(page).getByLabel("Name").fill("Rumah 20 Mbps");
    await dialog(page).getByLabel("Price per month").fill("175000");
    await dialog(page).getByRole("button", { name: "Create plan" }).click();
    await page.getByText("Plan Rumah 20 Mbps created").waitFor();

    await page.goto("/customers?dialog=new");
    await dialog(page).getByLabel("Name", { exact: true }).fill("Pelanggan Pertama");
    await dialog(page).getByRole("button", { name: "Add customer" }).click();
    await page.getByText("Pelanggan Pertama added").waitFor();

    await page.goto("/subscriptions?dialog=new");
    await dialog(page).getByLabel("Customer", { exact: true }).click();
    await page
      .getByPlaceholder(/Search|Name/)
      .last()
      .fill("pelanggan");
    await page.getByRole("option", { name: /Pelanggan Pertama/ }).click();
    await dialog(page).getByLabel("Plan", { exact: true }).selectOption({ index: 1 });
    await dialog(page).getByRole("button", { name: "Add subscription" }).click();
    await page.getByText("Pelanggan Pertama is subscribed").waitFor();
    await expectAccessible(page);
  });

  it("previews the month's invoices and issues them", async () => {
    await page.goto("/billing-runs?dialog=new");
    await dialog(page).getByRole("button", { name: "Prepare preview" }).click();
    await button(page, "Issue all").click();
    await page
      .getByRole("alertdialog")
      .getByRole("button", { name: /^Issue 1 invoice/ })
      .click();
    await page.getByText(/1 invoices? for .* ha(s|ve) been issued/).waitFor();
    await expectAccessible(page);
  });

  it("is paid by a customer on a phone, and sees it live in another window", async () => {
    await page.goto("/invoices");
    await page.getByRole("link", { name: /INV-/ }).first().click();
    await page.getByText("Awaiting payment").first().waitFor();
    const link = await page.getByRole("link", { name: "Open" }).first().getAttribute("href");
    await expectAccessible(page);

    const viewport = { width: 390, height: 844 };
    const phone = await device({ locale: "id-ID", viewport, isMobile: true, hasTouch: true });
    const payment = await open(phone, String(link));
    await payment.getByText("QRIS").first().waitFor();
    await expectAccessible(payment);
    expect(await payment.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    await payment.getByText("QRIS").first().tap();
    await payment.waitForURL(/checkout/);
    await payment.getByText("QRIS", { exact: true }).tap();
    await payment.getByRole("button", { name: /Bayar/ }).click();
    await payment.waitForURL(/\/pay\//);
    await payment.getByText("Lunas").first().waitFor();

    // The owner's window was open all the while and was not touched.
    await page.getByText("Paid", { exact: true }).first().waitFor();
    await phone.close();
  });

  it("reads in the activity who did it", async () => {
    await page.goto("/activity");
    await page
      .getByRole("listitem")
      .filter({ hasText: /Xendit recorded the invoice as paid/ })
      .first()
      .waitFor();
    await expectAccessible(page);
    expect(problems).toEqual([]);
  });
});
