/** A colleague joins, signs in by two steps, gives a program a key, and ends a session elsewhere: in a real browser. */
import { Secret, TOTP } from "otpauth";
import type { Page } from "playwright-core";
import { describe, expect, inject, it } from "vitest";
import { button, dialog, expectAccessible, useBrowser } from "./browser.ts";

const { url, sandboxUrl } = inject("tepi").d1;
const slug = `percaya-${Date.now().toString(36)}`;
const email = `admin-${slug}@example.com`;
const password = "ikan-terbang-9";
const { problems, device, open } = useBrowser(url);

/** The link in the newest mail to an address; mails come from the queue, a moment later. */
async function mailedLink(to: string, path: string): Promise<string> {
  const links = async () => {
    const mailbox = await fetch(`${sandboxUrl}/postmark/_mailbox?to=${encodeURIComponent(to)}`);
    const { messages } = (await mailbox.json()) as { messages: { text: string }[] };
    return messages.flatMap(({ text }) => text.split(/\s+/).filter((word) => word.includes(path)));
  };
  await expect.poll(links, { timeout: 20_000 }).not.toEqual([]);
  return (await links()).at(-1) ?? "";
}

async function signIn(page: Page, identifier: string, secret: string): Promise<void> {
  await page.getByLabel("Company address").fill(slug);
  await page.getByLabel("Email or username").fill(identifier);
  await page.getByLabel("Password", { exact: true }).fill(secret);
  await button(page, "Sign in").click();
}

describe("a company that grows", () => {
  let admin: Page;
  let elsewhere: Page;
  let totp: TOTP;

  it("invites a colleague by mail, who accepts and is in", async () => {
    const owner = { name: "Pemilik", email: `${slug}@example.com`, username: "pemilik", password: "kuda-laut-biru" };
    const made = await fetch(`${url}/api/v1/tenants`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ name: "Percaya Net", slug, kinds: ["isp"], owner }),
    });
    expect(made.status).toBe(201);

    const page = await open(await device(), "/login");
    await signIn(page, "pemilik", owner.password);
    await page.waitForURL(`${url}/`);
    await page.goto("/members/invitations?dialog=new");
    await dialog(page).getByLabel("Email").fill(email);
    await dialog(page).getByLabel("Role").selectOption({ label: "Admin" });
    await expectAccessible(page);
    await dialog(page).getByRole("button", { name: "Send invitation" }).click();
    await page.getByText(`Invitation sent to ${email}`).waitFor();

    admin = await open(await device(), new URL(await mailedLink(email, "/join/")).pathname);
    await admin.getByText("Percaya Net").first().waitFor();
    await admin.getByLabel("Full name").fill("Admin Percaya");
    await admin.getByLabel("Username").fill("admin");
    await admin.getByLabel("Password", { exact: true }).fill(password);
    await expectAccessible(admin);
    await button(admin, "Accept the invitation").click();
    await admin.waitForURL(`${url}/`);
  });

  it("sees two-step sign-in set up, and asks for the code from then on", async () => {
    await admin.goto("/settings/security?dialog=two-step");
    await dialog(admin).getByLabel("Password", { exact: true }).fill(password);
    await dialog(admin).getByRole("button", { name: "Continue" }).click();
    const spaced = await dialog(admin).locator("span.font-mono").textContent();
    totp = new TOTP({ secret: Secret.fromBase32((spaced ?? "").replaceAll(" ", "")) });
    await expectAccessible(admin);
    await dialog(admin).getByLabel(/code/i).last().fill(totp.generate());
    await dialog(admin).getByRole("button", { name: "Switch on" }).click();
    await button(admin, "I have kept them").click();

    elsewhere = await open(await device(), "/login");
    await signIn(elsewhere, "admin", password);
    await elsewhere.getByRole("heading", { name: "Two-step sign-in" }).waitFor();
    await expectAccessible(elsewhere);
    // The code of now was used to set it up, and none is taken twice; one that is early by a step is fine.
    await elsewhere
      .getByLabel(/code/i)
      .first()
      .fill(totp.generate({ timestamp: Date.now() + 30_000 }));
    await button(elsewhere, "Sign in").click();
    await elsewhere.waitForURL(`${url}/`);
  });

  it("gives a program a key that opens what it was given, and nothing else", async () => {
    await elsewhere.goto("/settings/api-keys?dialog=new");
    await dialog(elsewhere).getByLabel("Name", { exact: true }).fill("Kasir depan");
    await dialog(elsewhere).getByRole("button", { name: "Only seeing" }).click();
    await expectAccessible(elsewhere);
    await dialog(elsewhere).getByRole("button", { name: "Make a key" }).click();
    const key = await elsewhere.getByRole("alertdialog").locator("code").first().textContent();
    await button(elsewhere, "I have stored it").click();
    await elsewhere.getByText("Kasir depan").first().waitFor();

    const headers = { "x-api-key": key ?? "", "content-type": "application/json" };
    expect((await fetch(`${url}/api/v1/customers`, { headers })).status).toBe(200);
    const body = JSON.stringify({ name: "Toko Kenanga" });
    expect((await fetch(`${url}/api/v1/customers`, { method: "POST", headers, body })).status).toBe(403);
  });

  it("ends a session from another browser, which is signed out at once", async () => {
    await admin.goto("/settings/security");
    await admin
      .getByRole("button", { name: /^End the session of/ })
      .first()
      .click();
    await expectAccessible(admin);
    await admin.getByRole("alertdialog").getByRole("button", { name: /End/ }).click();
    await admin.getByText("Session ended").waitFor();
    // The other window was open all the while and was not touched.
    await elsewhere.waitForURL(/\/login/);
    expect(problems).toEqual([]);
  });
});
