/** What a company sends and hears, in a real browser: its own words on WhatsApp, a provider of its own, a task run now. */
import { createHmac } from "node:crypto";
import type { Page } from "playwright-core";
import { describe, expect, inject, it } from "vitest";
import { button, dialog, expectAccessible, useBrowser } from "./browser.ts";

const { url, sandboxUrl } = inject("tepi").d1;
const slug = `pesan-${Date.now().toString(36)}`;
const password = "kuda-laut-biru";
const bankSecret = "rahasia-bank-melati";
const shopNumber = "6281290000117";
const { problems, device, open } = useBrowser(url);

/** A call of the API, by somebody with a token. */
async function api<T>(token: string | undefined, method: string, path: string, body?: object): Promise<T> {
  const answer = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  expect(answer.status, `${method} ${path}`).toBeLessThan(300);
  return (await answer.json()) as T;
}

async function messages(path: string): Promise<{ text: string }[]> {
  const answer = await fetch(`${sandboxUrl}${path}`);
  return ((await answer.json()) as { messages: { text: string }[] }).messages;
}

async function signIn(username: string): Promise<Page> {
  const page = await open(await device(), "/login");
  await page.getByLabel("Company address").fill(slug);
  await page.getByLabel("Email or username").fill(username);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await button(page, "Sign in").click();
  await page.waitForURL(`${url}/`);
  return page;
}

/** An admin, by the invitation in the mail. */
async function inviteAdmin(token: string): Promise<void> {
  const email = `admin-${slug}@example.com`;
  await api(token, "POST", "/invitations", { email, role: "admin" });
  const mailbox = `/postmark/_mailbox?to=${encodeURIComponent(email)}`;
  const links = async () =>
    (await messages(mailbox)).flatMap(({ text }) => [...text.matchAll(/\/join\/([\w-]+)/g)].map(([, found]) => found));
  await expect.poll(links, { timeout: 20_000 }).not.toEqual([]);
  const [invitation] = await links();
  const admin = { name: "Admin Pesan", username: "admin", password };
  await api(undefined, "POST", `/public/invitations/${invitation}/acceptance`, admin);
}

describe("a company that writes and listens", () => {
  let token: string;
  let owner: Page;
  let admin: Page;
  let invoice: { id: string; number: string };
  const save = () => button(owner, "Save").click();

  it("connects a Whapi account, which works", async () => {
    const account = { name: "Pemilik Pesan", email: `${slug}@example.com`, username: "pemilik", password };
    const company = { name: "Pesan Net", slug, kinds: ["isp"], owner: account };
    token = (await api<{ access_token: string }>(undefined, "POST", "/tenants", company)).access_token;

    owner = await signIn("pemilik");
    await owner.goto("/connections?dialog=new:whapi");
    await dialog(owner).getByLabel("Channel token").fill(`whapi-${slug}`);
    await expectAccessible(owner);
    await dialog(owner).getByRole("button", { name: "Save & test" }).click();
    await owner.getByText("Whapi works").waitFor();
    await expectAccessible(owner);
  });

  it("is shown under the field what is wrong with its own words, and nothing is saved", async () => {
    await owner.goto("/settings/templates");
    await owner.getByRole("link", { name: /New invoice/ }).click();
    await owner.getByRole("link", { name: "WhatsApp" }).click();
    const text = owner.getByLabel("Text", { exact: true });
    await text.fill("Halo {{ pelanggann }}");
    const refused = owner.waitForResponse((answer) => answer.request().method() === "PUT");
    await save();
    expect((await refused).status()).toBe(422);
    await expect.poll(() => text.getAttribute("aria-invalid")).toBe("true");
    const note = await text.getAttribute("aria-describedby");
    expect(await owner.locator(`[id="${note}"]`).textContent()).toContain("pelanggann");
    await expectAccessible(owner);
  });

  it("changes the words of its invoices, sees the preview follow, and a test arrives with them", async () => {
    await owner.getByLabel("Text", { exact: true }).fill("Halo {{ recipient }}, taman kami menagih {{ total }}.");
    await owner.getByText(/taman kami menagih Rp/).waitFor();
    await save();
    await owner.getByText("Template saved").waitFor();
    await expectAccessible(owner);

    await button(owner, "Send me a test").click();
    await dialog(owner).getByLabel("Send to").fill("0812-9000-0117");
    await dialog(owner).getByRole("button", { name: "Send a test" }).click();
    await dialog(owner).getByText("The provider took the message").waitFor();
    await expectAccessible(owner);
    const arrived = async () => (await messages(`/whapi/_messages?to=${shopNumber}`)).map(({ text }) => text);
    await expect.poll(arrived).toEqual([expect.stringContaining("taman kami menagih Rp")]);

    const inbox = await open(await device(), `${sandboxUrl}/inbox?tab=phone&to=${shopNumber}`);
    await inbox.getByText(/taman kami menagih Rp/).waitFor();
    await owner.goto("/settings/templates/invoice/issued?outlet=email");
    await owner.locator("iframe").waitFor();
    await expectAccessible(owner);
  });

  it("takes calls of its own bank: one that can't be mapped fails, and the admin hears of it at once", async () => {
    await inviteAdmin(token);
    admin = await signIn("admin");
    await admin.getByRole("button", { name: "Notifications" }).waitFor();

    await owner.goto("/webhooks/endpoints/new");
    await owner.getByLabel("Name", { exact: true }).fill("Bank Melati");
    await owner.getByLabel("Address", { exact: true }).fill("bank-melati");
    await owner.getByLabel("Secret", { exact: true }).fill(bankSecret);
    await owner.getByLabel("Invoice number", { exact: true }).fill("data.bill");
    await owner.getByLabel("Amount", { exact: true }).fill("data.total");
    await owner.getByLabel("Payment reference", { exact: true }).fill("data.reference");
    await expectAccessible(owner);
    await button(owner, "Add provider").click();
    await owner.waitForURL(/\/webhooks\/endpoints\/wep_/);

    const customer = await api<{ id: string }>(token, "POST", "/customers", { name: "Toko Kenanga" });
    const items = [{ description: "Pemasangan", quantity: 1, unitPrice: 250_000 }];
    invoice = await api(token, "POST", "/invoices", { customerId: customer.id, items });
    const body = JSON.stringify({ data: { bill: invoice.number, amount: 250_000, reference: `TRX-${slug}` } });
    const signature = createHmac("sha256", bankSecret).update(body).digest("hex");
    const headers = { "content-type": "application/json", "x-signature": signature };
    const called = await fetch(`${url}/t/${slug}/webhooks/bank-melati`, { method: "POST", headers, body });
    expect(called.status).toBe(200);

    const bell = admin.getByRole("button", { name: "Notifications, 1 unread" });
    await bell.waitFor({ timeout: 30_000 });
    await bell.click();
    await expectAccessible(admin);
    await admin.getByRole("link", { name: /bank-melati/ }).click();
    await admin.waitForURL(/\/webhooks\/whk_/);
    await admin.getByText("amount: There is nothing at data.total.").waitFor();
    await expectAccessible(admin);
  });

  it("mends the mapping where it can be tried on the last call, and replays the call", async () => {
    const log = admin.url();
    await admin.getByRole("link", { name: "Open the provider" }).click();
    await button(admin, "Use the last call").click();
    await admin.getByText("This call would fail until the fields below are mended.").waitFor();
    await admin.getByLabel("Amount", { exact: true }).fill("data.amount");
    await admin.getByText("A payment would be recorded for this invoice.").waitFor();
    await expectAccessible(admin);
    await button(admin, "Save").click();
    await admin.getByText("Saved", { exact: true }).waitFor();

    await admin.goto(log);
    await button(admin, "Replay").click();
    await admin.getByText("Replayed", { exact: true }).waitFor();
    await expectAccessible(admin);
    const paid = await api<{ state: string }>(token, "GET", `/invoices/${invoice.id}`);
    expect(paid.state).toBe("paid");
  });

  it("runs a task now, and sees on the board how it ended", async () => {
    await owner.goto("/tasks");
    const row = owner.getByRole("row", { name: /Mark overdue invoices/ });
    await row.getByText("Not run yet").waitFor();
    await button(owner, "Run Mark overdue invoices now").click();
    await row.getByText("No invoice has become overdue.").waitFor({ timeout: 30_000 });
    await expectAccessible(owner);
    expect(problems).toEqual([]);
  });
});
