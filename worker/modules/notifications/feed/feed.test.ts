import { beforeAll, describe, expect, it, vi } from "vitest";
import { TestTenant } from "../../../../test/support/tenant.ts";
import type { Actor } from "../../../core/context.ts";
import { markRead } from "./feed.ts";
import { notifyOf, tell } from "../telling/tell.ts";
import { feedOf, notedEvent, type FeedBody } from "../testing.ts";

type Item = FeedBody["data"][number];

/** A tenant whose owner was told of several things, a minute apart. */
async function toldOf(...titles: string[]): Promise<TestTenant> {
  const tenant = await TestTenant.signUp();
  for (const title of titles) {
    tenant.clock.advance(60_000);
    await notifyOf(await tenant.context(), notedEvent(await tenant.context(), title));
  }
  return tenant;
}
const read = (tenant: TestTenant, id: string, token = tenant.token) =>
  tenant.call<Item & { unreadCount: number }>("POST", `/api/v1/notifications/${id}/read`, { token, body: {} });

describe("the feed", () => {
  let tenant: TestTenant;
  beforeAll(async () => void (tenant = await toldOf("Satu", "Dua", "Tiga")));

  it("shows the newest first, page by page, with how many are unread", async () => {
    const first = await feedOf(tenant, tenant.token, "?limit=2");
    const second = await feedOf(tenant, tenant.token, `?limit=2&cursor=${first.nextCursor}`);
    expect([first, second].map(({ data }) => data.map(({ title }) => title.slice("Bank Contoh: ".length)))).toEqual([
      ["Tiga", "Dua"],
      ["Satu"],
    ]);
    expect([first.unreadCount, second.unreadCount, second.nextCursor]).toEqual([3, 3, null]);
    expect(first.data[0]).toMatchObject({
      kind: "webhook.noted",
      group: "operations",
      link: "/webhooks/whk_00000000000000000000",
      readAt: null,
    });
  });

  it.each([
    ["?kind=webhook.noted", 3],
    ["?kind=payment.alert", 0],
    ["?group=operations", 3],
    ["?group=billing", 0],
  ])("%s shows what is asked for", async (query, shown) => {
    expect((await feedOf(tenant, tenant.token, query)).data.length).toBe(shown);
  });

  it.each(["?group=nothing", "?unread=yes", "?kind=No%20Kind", "?cursor=x", "?limit=0"])(
    "refuses %s",
    async (query) => {
      expect((await tenant.as("GET", `/notifications${query}`)).status).toBe(422);
    },
  );

  it("is one's own: a colleague with the same role has another, and what is mailed alone is in none", async () => {
    const colleague = await tenant.person("owner");
    expect(await feedOf(tenant, colleague.token)).toEqual({ data: [], nextCursor: null, unreadCount: 0 });
    await tenant.as("POST", "/auth/me/email-confirmation");
    await tenant.settle();
    expect((await feedOf(tenant)).data.map(({ kind }) => kind)).not.toContain("account.email-confirmation");
  });
});

describe("reading", () => {
  it("marks one, which leaves the unread; the first time stays", async () => {
    const tenant = await toldOf("Satu", "Dua");
    const [newest] = (await feedOf(tenant)).data as [Item];
    const first = await read(tenant, newest.id);
    tenant.clock.advance(60_000);
    const again = await read(tenant, newest.id);
    expect([first.status, first.body.unreadCount, again.body.readAt]).toEqual([200, 1, first.body.readAt]);
    const unread = await feedOf(tenant, tenant.token, "?unread=true");
    expect(unread.data.map(({ title }) => title)).toEqual(["Bank Contoh: Satu"]);
  });

  it("marks all up to one, and nothing that came after it", async () => {
    const tenant = await toldOf("Satu", "Dua", "Tiga");
    const [, second] = (await feedOf(tenant)).data as [Item, Item];
    const answer = await tenant.as<{ unreadCount: number }>("POST", "/notifications/read", { upTo: second.id });
    const unread = await feedOf(tenant, tenant.token, "?unread=true");
    expect([answer.body.unreadCount, unread.data.map(({ title }) => title)]).toEqual([1, ["Bank Contoh: Tiga"]]);
  });

  it("is refused for a colleague's, which stays unread", async () => {
    const tenant = await toldOf("Satu");
    const colleague = await tenant.person("owner");
    const [own] = (await feedOf(tenant)).data as [Item];
    expect((await read(tenant, own.id, colleague.token)).status).toBe(404);
    await tenant.call("POST", "/api/v1/notifications/read", { token: colleague.token, body: { upTo: own.id } });
    expect((await feedOf(tenant)).unreadCount).toBe(1);
  });

  it("goes by number too", async () => {
    const tenant = await toldOf("Satu");
    const [own] = (await feedOf(tenant)).data as [Item];
    const me = await tenant.as<{ user: { id: string } }>("GET", "/auth/me");
    const actor: Actor = {
      kind: "user",
      id: me.body.user.id,
      name: "Pemilik",
      role: "owner",
      permissions: new Set(),
      sessionId: "",
    };
    const ctx = await tenant.context(actor);
    expect(await markRead(ctx, { number: own.number })).toMatchObject({ id: own.id, unreadCount: 0 });
    await expect(markRead(ctx, { number: own.number + 1 })).rejects.toMatchObject({ code: "not_found" });
  });

  it("counts unread ones up to a hundred", async () => {
    const tenant = await TestTenant.signUp();
    const ctx = await tenant.context();
    const me = await tenant.as<{ user: { id: string } }>("GET", "/auth/me");
    for (let n = 0; n < 103; n++)
      await tell(ctx, {
        kind: "announcement",
        sourceKey: `a${n}`,
        values: { title: "Halo", message: "Apa kabar" },
        userIds: [me.body.user.id],
      });
    expect((await feedOf(tenant)).unreadCount).toBe(100);
  });

  it("is followed by the user's other tabs, and by nobody else's", async () => {
    const tenant = await toldOf("Satu");
    const colleague = await tenant.person("owner");
    const [own, other] = await Promise.all([listen(tenant, tenant.token), listen(tenant, colleague.token)]);
    const [item] = (await feedOf(tenant)).data as [Item];
    await read(tenant, item.id);
    await vi.waitFor(() => expect(own.map(({ type }) => type)).toEqual(["notification.read"]));
    expect([own[0]?.data, other]).toEqual([{ notificationId: item.id, unreadCount: 0 }, []]);
  });

  it("begins where something is told: it shows at once in the dashboards of whom it is for", async () => {
    const tenant = await TestTenant.signUp();
    const clerk = await tenant.person("cs");
    const [own, other] = await Promise.all([listen(tenant, tenant.token), listen(tenant, clerk.token)]);
    const ctx = await tenant.context();
    await notifyOf(ctx, notedEvent(ctx, "Transfer masuk"));
    await vi.waitFor(() => expect(own.map(({ type }) => type)).toEqual(["notification.created"]));
    expect([own[0]?.data["title"], other]).toEqual(["Bank Contoh: Transfer masuk", []]);
  });
});

/** What somebody's open dashboard hears. */
async function listen(tenant: TestTenant, token: string) {
  const ticket = await tenant.call<{ ticket: string }>("POST", "/api/v1/live/tickets", { token, body: {} });
  const response = await tenant.fetch("GET", `/api/v1/live?ticket=${ticket.body.ticket}`, {
    headers: { upgrade: "websocket" },
  });
  const heard: { type: string; data: Record<string, unknown> }[] = [];
  const socket = response.webSocket as WebSocket;
  socket.addEventListener("message", ({ data }) => heard.push(JSON.parse(String(data)) as (typeof heard)[number]));
  socket.accept();
  return heard;
}
