/** A company that brings its customers along, in a real browser: a file with two bad rows, mended and sent again. */
import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { describe, expect, inject, it } from "vitest";
import { button, expectAccessible, useBrowser } from "./browser.ts";

const { url } = inject("tepi").d1;
const slug = `impor-${Date.now().toString(36)}`;
const password = "kuda-laut-biru";
const { problems, device, open } = useBrowser(url);

const file = (content: string) => ({ name: "pelanggan.csv", mimeType: "text/csv", buffer: Buffer.from(content) });
const csv = `Nama;No KTP;Kontak;Layanan
Toko Kenanga;3174000000000001;081200000001;Internet 50Mbps
Kos Dahlia;123;081200000002;Internet 50Mbps
Warung Melati;;081200000003;Paket Lama
`;

async function send(page: Page, content: string): Promise<void> {
  await page.getByLabel("Choose a CSV file").first().setInputFiles(file(content));
  await page.waitForURL(/\/customers\/imports\/cim_/);
}
const figure = (page: Page, label: string) =>
  page
    .locator("div.rounded-xl", { has: page.getByText(label, { exact: true }) })
    .locator("p")
    .first()
    .textContent();

describe("a company that brings its customers along", () => {
  let page: Page;

  it("sends a file from its phone, says what a column holds, and sees what would become of the first rows", async () => {
    const owner = { name: "Pemilik", email: `${slug}@example.com`, username: "pemilik", password };
    const signedUp = await fetch(`${url}/api/v1/tenants`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ name: "Impor Net", slug, kinds: ["isp"], owner }),
    });
    const { access_token: token } = (await signedUp.json()) as { access_token: string };
    await fetch(`${url}/api/v1/plans`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify({ name: "Internet 50Mbps", price: 250_000 }),
    });
    page = await open(await device({ viewport: { width: 390, height: 844 } }), "/login");
    await page.getByLabel("Company address").fill(slug);
    await page.getByLabel("Email or username").fill("pemilik");
    await page.getByLabel("Password", { exact: true }).fill(password);
    await button(page, "Sign in").click();
    await page.waitForURL(`${url}/`);

    await page.goto("/customers");
    await page.getByRole("link", { name: "Import" }).click();
    await page.getByText("No imports yet").waitFor();
    await expectAccessible(page);
    await send(page, csv);
    expect(await page.getByLabel("Kontak").inputValue()).toBe("");
    await page.getByLabel("Kontak").selectOption({ label: "Phone" });
    await page.getByText("There is no plan called Paket Lama.").waitFor();
    await expectAccessible(page);
  });

  it("starts it, and is told which rows were not taken and why", async () => {
    await button(page, "Start importing 3 rows").click();
    await page
      .getByText("The import is done. Mend the rejected rows and send them again.")
      .waitFor({ timeout: 30_000 });
    await page.reload();
    await page.getByText("There is no plan called Paket Lama.").waitFor();
    expect([await figure(page, "New"), await figure(page, "Rejected")]).toEqual(["1", "2"]);
    await expectAccessible(page);
  });

  it("downloads those rows, mends them and sends them again", async () => {
    await button(page, "Download rejected").click();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("menuitem", { name: "CSV" }).click(),
    ]);
    const report = await readFile(await download.path(), "utf8");
    expect(report.split("\r\n")).toHaveLength(3);
    const mended = report
      .replace("Kos Dahlia,123,", "Kos Dahlia,3174000000000002,")
      .replace("Paket Lama", "Internet 50Mbps");
    await page.goto("/customers/imports");
    await send(page, mended);
    await page.getByLabel("Kontak").selectOption({ label: "Phone" });
    await button(page, "Start importing 2 rows").click();
    await page.getByText("All rows are in.").waitFor({ timeout: 30_000 });
    await page.getByRole("link", { name: "Show customers" }).click();
    for (const name of ["Toko Kenanga", "Kos Dahlia", "Warung Melati"]) await page.getByText(name).first().waitFor();
    expect(problems).toEqual([]);
  });
});
