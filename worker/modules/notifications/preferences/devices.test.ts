import { describe, expect, it } from "vitest";
import { addTelegramBot } from "../../../../bench/seed/notifications.ts";
import { TestTenant, withSettings } from "../../../../test/support/tenant.ts";
import { sha256 } from "../../../core/crypto.ts";
import { commit } from "../../outbox/index.ts";
import { mostDevices } from "./devices.ts";
import { pushDevices, suppressions, telegramLinks } from "../schema.ts";
import { suppress } from "../delivery/settle.ts";
import { linkTelegram } from "./telegram-link.ts";

interface Device {
  id: string;
  name: string;
  seenAt: string;
}
const token = (n: number) => `fcm-token-of-device:${n}`;
const register = (tenant: TestTenant, n: number, as = tenant.token) =>
  tenant.call<Device>("POST", "/api/v1/push-devices", { token: as, body: { token: token(n), name: `Ponsel ${n}` } });
const devicesOf = async (tenant: TestTenant, as = tenant.token) =>
  (await tenant.call<{ data: Device[] }>("GET", "/api/v1/push-devices", { token: as })).body.data;

describe("push devices", () => {
  it("are kept with a sealed token that no answer tells", async () => {
    const tenant = await TestTenant.signUp();
    const answer = await register(tenant, 1);
    expect([answer.status, Object.keys(answer.body).sort()]).toEqual([201, ["createdAt", "id", "name", "seenAt"]]);
    const ctx = await tenant.context();
    const [[row]] = await ctx.store.read(ctx.store.db.select().from(pushDevices).where(ctx.store.own(pushDevices)));
    expect(JSON.stringify(row)).not.toContain(token(1));
    expect(await ctx.vault.open("push-token", row?.tokenSealed ?? "")).toBe(token(1));
  });

  it("are one row each, seen again when they register again", async () => {
    const tenant = await TestTenant.signUp();
    const first = await register(tenant, 1);
    tenant.clock.advance(60_000);
    const again = await register(tenant, 1);
    expect([again.body.id, again.body.seenAt > first.body.seenAt]).toEqual([first.body.id, true]);
    expect((await devicesOf(tenant)).length).toBe(1);
  });

  it("go over to whoever registers last", async () => {
    const tenant = await TestTenant.signUp();
    const colleague = await tenant.member("cs");
    await register(tenant, 1);
    await register(tenant, 1, colleague);
    expect([(await devicesOf(tenant)).length, (await devicesOf(tenant, colleague)).length]).toEqual([0, 1]);
  });

  it("of one token are one, however many register it at once", async () => {
    const tenant = await TestTenant.signUp();
    const answers = await Promise.all(Array.from({ length: 4 }, () => register(tenant, 1)));
    expect(answers.filter(({ status }) => status !== 201 && status !== 409)).toEqual([]);
    expect((await devicesOf(tenant)).length).toBe(1);
  });

  it("are at most twenty: the one not seen for longest goes", async () => {
    const tenant = await TestTenant.signUp();
    const colleague = await tenant.member("cs");
    await register(tenant, 999, colleague);
    for (let n = 0; n <= mostDevices; n++) {
      tenant.clock.advance(1000);
      await register(tenant, n);
    }
    const names = (await devicesOf(tenant)).map(({ name }) => name);
    expect([names.length, names[0], names.includes("Ponsel 0")]).toEqual([mostDevices, `Ponsel ${mostDevices}`, false]);
    expect((await devicesOf(tenant, colleague)).length).toBe(1);
  });

  it("are removed by their user alone", async () => {
    const tenant = await TestTenant.signUp();
    const colleague = await tenant.member("owner");
    const { id } = (await register(tenant, 1)).body;
    const remove = (as: string) => tenant.call("DELETE", `/api/v1/push-devices/${id}`, { token: as });
    expect((await remove(colleague)).status).toBe(404);
    expect([(await remove(tenant.token)).status, (await remove(tenant.token)).status]).toEqual([204, 404]);
  });
});

interface Link {
  available: boolean;
  linked: boolean;
  chatName: string | null;
  codeExpiresAt: string | null;
}
const linkOf = async (tenant: TestTenant, as = tenant.token) =>
  (await tenant.call<Link>("GET", "/api/v1/telegram-link", { token: as })).body;
const ask = (tenant: TestTenant, as = tenant.token) =>
  tenant.call<{ url: string; expiresAt: string }>("POST", "/api/v1/telegram-link", { token: as });

/** A tenant with a bot, and the code of a link for its owner. */
async function withCode() {
  const tenant = await TestTenant.signUp();
  const ctx = await tenant.context();
  await addTelegramBot(ctx.store);
  const { body } = await ask(tenant);
  return { tenant, ctx, code: new URL(body.url).searchParams.get("start") ?? "", ...body };
}

describe("the Telegram link", () => {
  it("starts the tenant's bot with a code of which the store keeps the hash", async () => {
    const { tenant, ctx, url, code, expiresAt } = await withCode();
    expect(url).toMatch(/^https:\/\/t\.me\/contoh_bot\?start=[\w-]{20,64}$/);
    expect(Date.parse(expiresAt) - tenant.clock.now()).toBe(15 * 60_000);
    const [[row]] = await ctx.store.read(ctx.store.db.select().from(telegramLinks).where(ctx.store.own(telegramLinks)));
    expect([row?.codeHash, JSON.stringify(row).includes(code)]).toEqual([await sha256(code), false]);
    expect(await linkOf(tenant)).toMatchObject({ available: true, linked: false, codeExpiresAt: expiresAt });
  });

  it("ties the chat that it is opened in to its user, once", async () => {
    const { tenant, ctx, code } = await withCode();
    const opened = await linkTelegram(ctx, { code, chatId: "1001", name: "Melati" });
    expect(opened?.userId).toMatch(/^usr_/);
    expect(await linkTelegram(ctx, { code, chatId: "2002", name: "Lain" })).toBeUndefined();
    expect(await linkOf(tenant)).toMatchObject({ linked: true, chatName: "Melati", codeExpiresAt: null });
  });

  it("goes to one chat, however many open it at once", async () => {
    const { tenant, ctx, code } = await withCode();
    const names = ["a", "b", "c", "d"];
    const opened = await Promise.all(names.map((name, n) => linkTelegram(ctx, { code, chatId: `${n}`, name })));
    const winners = names.filter((_, n) => opened[n]);
    expect(winners.length).toBe(1);
    expect((await linkOf(tenant)).chatName).toBe(winners[0]);
  });

  it("is void after a quarter of an hour, after another was made, and for another tenant", async () => {
    const { tenant, ctx, code } = await withCode();
    const other = await TestTenant.signUp();
    expect(await linkTelegram(await other.context(), { code, chatId: "1", name: null })).toBeUndefined();
    const second = new URL((await ask(tenant)).body.url).searchParams.get("start") ?? "";
    expect(await linkTelegram(ctx, { code, chatId: "1", name: null })).toBeUndefined();
    tenant.clock.advance(15 * 60_000);
    expect(await linkTelegram(ctx, { code: second, chatId: "1", name: null })).toBeUndefined();
    expect((await linkOf(tenant)).linked).toBe(false);
  });

  it.each(["", "x".repeat(65), "a b", "'; --"])("does nothing with %j for a code", async (code) => {
    const { ctx } = await withCode();
    expect(await linkTelegram(ctx, { code, chatId: "1", name: null })).toBeUndefined();
  });

  it("has a chat that had blocked the bot written to again, and no other", async () => {
    const { ctx, code } = await withCode();
    const blocked = (address: string, channel: "telegram" | "sms" = "telegram") =>
      suppress(ctx, { channel, address, reason: "blocked", deliveryId: null });
    await commit(ctx, [blocked("1001"), blocked("2002"), blocked("1001", "sms")]);
    await linkTelegram(ctx, { code, chatId: "1001", name: "Melati" });
    const [left] = await ctx.store.read(ctx.store.db.select().from(suppressions).where(ctx.store.own(suppressions)));
    expect(left.map(({ channel, address }) => `${channel} ${address}`).sort()).toEqual(["sms 1001", "telegram 2002"]);
  });

  it("is untied by its user", async () => {
    const { tenant, ctx, code } = await withCode();
    await linkTelegram(ctx, { code, chatId: "1001", name: "Melati" });
    expect((await tenant.as("DELETE", "/telegram-link")).status).toBe(204);
    expect(await linkOf(tenant)).toMatchObject({ linked: false, chatName: null });
    expect((await tenant.as("DELETE", "/telegram-link")).status).toBe(204);
  });

  it("says so where the company has no bot, or Telegram does not answer", async () => {
    const tenant = await TestTenant.signUp();
    expect([(await ask(tenant)).status, (await linkOf(tenant)).available]).toEqual([409, false]);
    tenant.env = withSettings({ TELEGRAM_URL: "http://127.0.0.1:1" });
    await tenant.as("POST", "/connections", { provider: "telegram", secrets: { botToken: "1:x" } });
    expect((await ask(tenant)).status).toBe(502);
  });
});
