import { describe, expect, it } from "vitest";
import { TestTenant } from "../../../../test/support/tenant.ts";
import type { Permission } from "../../../core/access.ts";
import type { Context } from "../../../core/context.ts";
import type { Channel } from "../../../providers/courier.ts";
import { deliveries } from "../schema.ts";
import { notifyOf, tell } from "./tell.ts";
import { feedOf, notedEvent, titlesOf } from "../testing.ts";

const preferences = {
  version: 0,
  locale: "id",
  outlets: {} as Record<string, string[]>,
  quietFrom: null as string | null,
  quietTo: null as string | null,
  mutedUntil: null as string | null,
};
const prefer = (tenant: TestTenant, token: string, given: Partial<typeof preferences>) =>
  tenant.call("PUT", "/api/v1/notification-preferences", { token, body: { ...preferences, ...given } });

/** Deliveries of a kind to an address. */
async function sentTo(ctx: Context, kind: string, address: string): Promise<{ channel: Channel; dueAt: number }[]> {
  const [rows] = await ctx.store.read(ctx.store.db.select().from(deliveries).where(ctx.store.own(deliveries)));
  return rows.filter((row) => row.kind === kind && row.address === address);
}

const failed = (ctx: Context, sourceKey: string) =>
  tell(ctx, {
    kind: "connection.failed",
    sourceKey,
    values: { connection: "Xendit", detail: "Unauthorized" },
  });

describe("an event", () => {
  it("that is handled again tells nobody again", async () => {
    const tenant = await TestTenant.signUp();
    const ctx = await tenant.context();
    const event = notedEvent(ctx, "Transfer masuk");
    await notifyOf(ctx, event);
    await notifyOf(ctx, event);
    expect(await titlesOf(tenant)).toEqual(["Bank Contoh: Transfer masuk"]);
  });

  it("that is handled by several at once tells once", async () => {
    const tenant = await TestTenant.signUp();
    const ctx = await tenant.context();
    const event = notedEvent(ctx, "Transfer masuk");
    await Promise.all(Array.from({ length: 4 }, () => notifyOf(ctx, event)));
    expect(await titlesOf(tenant)).toEqual(["Bank Contoh: Transfer masuk"]);
  });

  it("numbers what a tenant is told without a gap", async () => {
    const tenant = await TestTenant.signUp();
    const ctx = await tenant.context();
    await notifyOf(ctx, notedEvent(ctx, "Satu"));
    await notifyOf(ctx, notedEvent(ctx, "Dua"));
    const [second, first] = (await feedOf(tenant)).data;
    expect((second?.number ?? 0) - (first?.number ?? 0)).toBe(1);
  });
});

describe("who is told", () => {
  it("is whoever holds the kind's permission, and nobody of another tenant", async () => {
    const [tenant, other] = [await TestTenant.signUp(), await TestTenant.signUp()];
    const [admin, clerk] = [await tenant.member("admin"), await tenant.member("cs")];
    const ctx = await tenant.context();
    await notifyOf(ctx, notedEvent(ctx, "Transfer masuk"));
    const feeds = await Promise.all([titlesOf(tenant, admin), titlesOf(tenant, clerk), titlesOf(other)]);
    expect(feeds.map((feed) => feed.length)).toEqual([1, 0, 0]);
  });

  it("are the roles that the tenant's rule names, in the permission's place", async () => {
    const tenant = await TestTenant.signUp();
    const [admin, clerk] = [await tenant.member("admin"), await tenant.member("cs")];
    await tenant.as("PATCH", "/notification-kinds/webhook.noted", { roles: ["cs"] });
    const ctx = await tenant.context();
    await notifyOf(ctx, notedEvent(ctx, "Transfer masuk"));
    const feeds = await Promise.all([titlesOf(tenant, admin), titlesOf(tenant, clerk)]);
    expect(feeds.map((feed) => feed.length)).toEqual([0, 1]);
  });

  it.each([
    [["webhooks:read", "notifications:read"], 1],
    [["notifications:read"], 0],
  ] as [Permission[], number][])("of a custom role with %s: %s", async (permissions, expected) => {
    const tenant = await TestTenant.signUp();
    const role = await tenant.as<{ id: string }>("POST", "/roles", { name: "Pemantau", base: "admin", permissions });
    const member = await tenant.person("admin");
    await tenant.as("PATCH", `/users/${member.id}`, { customRoleId: role.body.id });
    const ctx = await tenant.context();
    await notifyOf(ctx, notedEvent(ctx, "Transfer masuk"));
    expect((await titlesOf(tenant, member.token)).length).toBe(expected);
  });

  it("is nobody of another tenant, even when it is named", async () => {
    const [tenant, other] = [await TestTenant.signUp(), await TestTenant.signUp()];
    const stranger = await other.person("owner");
    const told = await tell(await tenant.context(), {
      kind: "announcement",
      sourceKey: "x",
      values: { title: "Halo", message: "Apa kabar" },
      userIds: [stranger.id],
    });
    expect([told, await titlesOf(other, stranger.token)]).toEqual([0, []]);
  });

  it("is nobody once the tenant switched the kind off", async () => {
    const tenant = await TestTenant.signUp();
    await tenant.as("PATCH", "/notification-kinds/webhook.noted", { enabled: false });
    const ctx = await tenant.context();
    await notifyOf(ctx, notedEvent(ctx, "Transfer masuk"));
    expect(await titlesOf(tenant)).toEqual([]);
  });
});

describe("a member's preferences", () => {
  it("mute a kind, and send it where it was chosen", async () => {
    const tenant = await TestTenant.signUp();
    const [muted, mailed] = [await tenant.person("admin"), await tenant.person("admin")];
    await prefer(tenant, muted.token, { outlets: { "webhook.noted": [] } });
    await prefer(tenant, mailed.token, { outlets: { "webhook.noted": ["email"] } });
    const ctx = await tenant.context();
    await notifyOf(ctx, notedEvent(ctx, "Transfer masuk"));
    expect([await titlesOf(tenant, muted.token), await titlesOf(tenant, mailed.token)]).toEqual([[], []]);
    expect(await sentTo(ctx, "webhook.noted", muted.email)).toEqual([]);
    expect((await sentTo(ctx, "webhook.noted", mailed.email)).map(({ channel }) => channel)).toEqual(["email"]);
  });

  it("say the language", async () => {
    const tenant = await TestTenant.signUp();
    await prefer(tenant, tenant.token, { locale: "en" });
    const ctx = await tenant.context();
    await failed(ctx, "a");
    expect(await titlesOf(tenant)).toEqual(["The connection Xendit is refused"]);
  });

  it("fill the feed alone while everything is muted, and everything again after it", async () => {
    const tenant = await TestTenant.signUp();
    const admin = await tenant.person("admin");
    await prefer(tenant, admin.token, {
      outlets: { "webhook.noted": ["inApp", "email"] },
      mutedUntil: "2026-11-21T05:00:00Z",
    });
    const ctx = await tenant.context();
    await notifyOf(ctx, notedEvent(ctx, "Satu"));
    expect(await sentTo(ctx, "webhook.noted", admin.email)).toEqual([]);
    tenant.clock.set("2026-11-21T05:00:01Z");
    await notifyOf(ctx, notedEvent(ctx, "Dua"));
    expect((await sentTo(ctx, "webhook.noted", admin.email)).length).toBe(1);
    await tenant.signIn();
    expect((await titlesOf(tenant, tenant.token)).length).toBe(2);
  });

  it("hold channels back until quiet hours are over, in the tenant's time zone", async () => {
    const tenant = await TestTenant.signUp({ timeZone: "Asia/Makassar" });
    const admin = await tenant.person("admin");
    await prefer(tenant, admin.token, {
      outlets: { "webhook.noted": ["inApp", "email"] },
      quietFrom: "10:30",
      quietTo: "13:00",
    });
    const ctx = await tenant.context();
    await notifyOf(ctx, notedEvent(ctx, "Transfer masuk"));
    // 11:00 in Makassar; 13:00 there is 05:00 UTC.
    expect((await sentTo(ctx, "webhook.noted", admin.email)).map(({ dueAt }) => dueAt)).toEqual([
      Date.parse("2026-11-21T05:00:00Z"),
    ]);
    expect((await titlesOf(tenant, admin.token)).length).toBe(1);
  });

  it("neither mute nor put off what is critical", async () => {
    const tenant = await TestTenant.signUp();
    const admin = await tenant.person("admin");
    await prefer(tenant, admin.token, { quietFrom: "00:00", quietTo: "23:59", mutedUntil: "2026-12-01T00:00:00Z" });
    const ctx = await tenant.context();
    await failed(ctx, "a");
    const [sent] = await sentTo(ctx, "connection.failed", admin.email);
    expect(sent?.channel).toBe("email");
    expect((sent?.dueAt ?? 0) - tenant.clock.now()).toBeLessThan(600_000);
  });
});
