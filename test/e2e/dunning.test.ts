/** Reminders and suspensions in a real browser: a schedule and a policy in plain words, a preview, a suspension that a payment lifts. */
import type { Page } from "playwright-core";
import { describe, expect, inject, it } from "vitest";
import { button, dialog, expectAccessible, useBrowser } from "./browser.ts";

const { url } = inject("tepi").d1;
const slug = `isolir-${Date.now().toString(36)}`;
const password = "kuda-laut-biru";
const { problems, device, open } = useBrowser(url);
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** A call of the API as the owner. */
async function api<T>(token: string | undefined, method: string, path: string, body?: object): Promise<T> {
  const answer = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  expect(answer.status, `${method} ${path}`).toBeLessThan(300);
  return (await answer.json()) as T;
}

async function signIn(options: object = {}): Promise<Page> {
  const page = await open(await device(options), "/login");
  await page.getByLabel("Company address").fill(slug);
  await page.getByLabel("Email or username").fill("pemilik");
  await page.getByLabel("Password", { exact: true }).fill(password);
  await button(page, "Sign in").click();
  await page.waitForURL(`${url}/`);
  return page;
}

describe("a company that reminds and suspends", () => {
  let token: string;
  let owner: Page;
  let invoice: { id: string };
  const subscriptionPage = () => owner.getByRole("main");

  it("changes when customers are reminded", async () => {
    const account = { name: "Pemilik", email: `${slug}@example.com`, username: "pemilik", password };
    const company = { name: "Isolir Net", slug, kinds: ["isp"], owner: account };
    token = (await api<{ access_token: string }>(undefined, "POST", "/tenants", company)).access_token;
    owner = await signIn();
    await owner.goto("/dunning");
    await owner.getByText(/3 days before the due date at 09:00; On the due date/).waitFor();
    await button(owner, "Delete 7 days after the due date").click();
    await button(owner, "Add a reminder").click();
    await owner.getByLabel("When").last().selectOption({ label: "10 days after the due date" });
    await owner.getByLabel("By", { exact: true }).last().selectOption({ label: "WhatsApp, SMS" });
    await expectAccessible(owner);
    await button(owner, "Save").click();
    await owner.getByText("Schedule of reminders saved").waitFor();
    await owner.reload();
    await owner.getByText(/10 days after the due date at 09:00/).waitFor();
  });

  it("switches suspensions on, and reads what will happen", async () => {
    await owner.getByRole("link", { name: "Suspension policy" }).click();
    await owner.getByText("Automatic suspension is off").waitFor();
    await owner.getByRole("switch", { name: /Automatic suspension/ }).check();
    await owner.getByText(/Suspended 7 days after the due date, Monday–Thursday 08:00–16:00 WIB/).waitFor();
    await owner.getByLabel("Days after the due date").fill("0");
    await button(owner, "Save").click();
    await owner.getByText("Enter a number from 1 to 90").waitFor();
    await owner.getByLabel("Days after the due date").fill("5");
    await owner.getByRole("checkbox", { name: "Friday" }).check();
    await owner.getByText(/Suspended 5 days after the due date, Monday–Friday/).waitFor();
    await expectAccessible(owner);
    await button(owner, "Save").click();
    await owner.getByText("Suspension policy saved").waitFor();
    await owner.getByText(/No earlier than/).waitFor();
  });

  it("sees on a phone who will be suspended, and exempts one", async () => {
    const openings = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, fromHour: 0, untilHour: 24 }));
    const rest = { enabled: true, closedDates: [], minimumOwed: 0 };
    const policy = { ...rest, daysAfterDue: 7, openings, noticeDays: [] };
    await api(token, "PUT", "/billing/suspension", { version: 1, policy: { ...policy, enabled: false } });
    await api(token, "PUT", "/billing/suspension", { version: 2, policy });
    const plan = await api<{ id: string }>(token, "POST", "/plans", { name: "Rumah 20", price: 150_000 });
    for (const name of ["Toko Kenanga", "Kantor Desa"]) {
      const customer = await api<{ id: string }>(token, "POST", "/customers", { name });
      await api(token, "POST", "/subscriptions", { customerId: customer.id, planId: plan.id });
      const items = [{ description: "Internet", quantity: 1, unitPrice: 150_000 }];
      const body = { customerId: customer.id, items, dueOn: "2026-10-01" };
      const made = await api<{ id: string }>(token, "POST", "/invoices", body);
      if (name === "Toko Kenanga") invoice = made;
    }
    const onPhone = await signIn(phone);
    await onPhone.goto("/dunning/preview");
    await expect
      .poll(() => onPhone.getByText("Will be suspended").filter({ visible: true }).count(), { timeout: 30_000 })
      .toBe(2);
    await expectAccessible(onPhone);
    await onPhone.getByRole("button", { name: "Exempt Kantor Desa" }).click();
    await dialog(onPhone).getByLabel("Reason").fill("Village office");
    await expectAccessible(onPhone);
    await dialog(onPhone).getByRole("button", { name: "Exempt", exact: true }).click();
    await onPhone.getByText("Exemption saved").waitFor();
    await onPhone.getByText("For good", { exact: true }).filter({ visible: true }).waitFor();
    await dialog(onPhone).waitFor({ state: "hidden" });
    await onPhone.getByRole("link", { name: "Exemptions" }).click();
    await onPhone.getByText("Village office").filter({ visible: true }).waitFor();
    await expectAccessible(onPhone);
  });

  it("suspends by the task, and a payment brings the service back while the page is open", async () => {
    await owner.goto("/tasks");
    await button(owner, "Run Suspend for arrears now").click();
    await owner.getByText("Subscriptions suspended: 1, restored: 0.").waitFor({ timeout: 30_000 });
    await owner.goto("/subscriptions");
    await owner.getByRole("link", { name: "Toko Kenanga" }).click();
    await subscriptionPage().getByText("Suspended for arrears", { exact: true }).waitFor();
    await subscriptionPage()
      .getByText(/It goes on as soon as the arrears are paid/)
      .waitFor();
    await expectAccessible(owner);
    await api(token, "POST", `/invoices/${invoice.id}/payments`, { amount: 150_000, method: "cash" });
    await subscriptionPage().getByText("Active", { exact: true }).waitFor({ timeout: 30_000 });
    expect(problems).toEqual([]);
  });
});
