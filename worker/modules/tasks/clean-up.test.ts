import { count } from "drizzle-orm";
import { expect, it } from "vitest";
import { systemRandom, newId, type IdPrefix } from "../../core/ids.ts";
import { insertRows } from "../../db/bulk.ts";
import type { TenantTable } from "../../db/store.ts";
import { deliveries, deliveryAttempts, notifications } from "../notifications/schema.ts";
import { outbox } from "../outbox/schema.ts";
import { tenants } from "../tenancy/schema.ts";
import { refreshTokens, sessions } from "../users/schema.ts";
import { webhookReceipts } from "../webhooks/schema.ts";
import { cleanUp } from "./clean-up.ts";
import { taskRuns } from "./schema.ts";
import { boardedTenant, taskRow } from "./testing.ts";

const dayMs = 86_400_000;
type Tenant = Awaited<ReturnType<typeof boardedTenant>>;
type Context = Awaited<ReturnType<Tenant["context"]>>;

const idOf = (ctx: Context, prefix: IdPrefix, ageDays: number) =>
  newId(prefix, ctx.now() - ageDays * dayMs, systemRandom);
const rowsIn = async ({ store }: Context, table: TenantTable) => {
  const [rows] = await store.read(
    store.db
      .select({ rows: count() })
      .from(table as never)
      .where(store.own(table)),
  );
  return (rows as { rows: number }[])[0]?.rows ?? 0;
};

const receipt = (ctx: Context, ageDays: number, state: "done" | "received" | "dead" = "done") => ({
  id: idOf(ctx, "whk", ageDays),
  ...{ provider: "xendit", connectionId: null, state, method: "POST", headers: {}, body: "{}", address: null },
  ...{ attempts: 1, outcome: null, eventId: null, receivedAt: ctx.now() - ageDays * dayMs, finishedAt: null },
});

/** A notification with one delivery and its try. */
function told(ctx: Context, ageDays: number, number: number, { read = true, state = "sent" as const } = {}) {
  const [at, notificationId, deliveryId] = [
    ctx.now() - ageDays * dayMs,
    idOf(ctx, "ntf", ageDays),
    idOf(ctx, "dlv", ageDays),
  ];
  const to = { kind: "invoice.issued", recipientKind: "user" as const, recipientId: "usr_x", locale: "id" as const };
  const readAt = read ? at : null;
  const texts = { title: "T", body: "B", link: null, variables: {}, inFeed: true, readAt };
  const way = {
    channel: "email" as const,
    provider: "postmark",
    address: "a@example.com",
    content: { subject: "T", text: "B" },
  };
  return [
    ctx.store.insert(notifications, {
      id: notificationId,
      number,
      sourceKey: notificationId,
      ...to,
      ...texts,
      createdAt: at,
    }),
    ctx.store.insert(deliveries, { id: deliveryId, notificationId, ...to, ...way, state, dueAt: at, createdAt: at }),
    ctx.store.insert(deliveryAttempts, { deliveryId, number: 1, startedAt: at, durationMs: 1, outcome: "accepted" }),
  ];
}

it("removes what is past the company's retention, and nothing that is still to be done or read", async () => {
  const tenant = await boardedTenant();
  await tenant.as("PATCH", "/tenant", {
    settings: { retentionDays: { webhookLogs: 10, deliveries: 20, notifications: 30, taskRuns: 40 } },
  });
  const ctx = await tenant.context();
  const taskId = (await taskRow(tenant, "reports.daily")).id;
  const run = (ageDays: number, state: "done" | "failed") =>
    ctx.store.insert(taskRuns, {
      ...{ id: idOf(ctx, "trn", ageDays), taskId, trigger: "manual", dueAt: 0, state, attempts: 1, createdAt: 0 },
    });
  const tables = [webhookReceipts, notifications, deliveries, deliveryAttempts, taskRuns];
  const counted = () => Promise.all(tables.map((table) => rowsIn(ctx, table)));
  const before = await counted();
  await ctx.store.atomic([
    insertRows(ctx.store, webhookReceipts, [receipt(ctx, 11), receipt(ctx, 11, "dead"), receipt(ctx, 9)]),
    insertRows(ctx.store, webhookReceipts, [receipt(ctx, 11, "received")]),
    ...told(ctx, 31, 101),
    ...told(ctx, 31, 102, { read: false }),
    ...told(ctx, 21, 103),
    ...told(ctx, 19, 104),
    ...[run(41, "done"), run(41, "failed"), run(39, "done")],
  ]);
  const words = await cleanUp(await tenant.context());
  expect(words.en).toBe("Removed: 2 webhook logs, 3 deliveries, 1 notifications, 2 task runs.");
  expect(words.id).toBe("Dihapus: 2 log webhook, 3 pengiriman, 1 notifikasi, 2 riwayat tugas.");
  const left = (await counted()).map((rows, n) => rows - (before[n] ?? 0));
  expect(left).toEqual([2, 3, 1, 1, 1]);
  expect((await cleanUp(await tenant.context())).en).toBe("Nothing had to be removed.");
});

it("removes a delivery that is still on its way never, however old", async () => {
  const tenant = await boardedTenant();
  const ctx = await tenant.context();
  await ctx.store.atomic(told(ctx, 400, 101, { state: "waiting" as never }));
  const before = [await rowsIn(ctx, deliveries), await rowsIn(ctx, deliveryAttempts)];
  expect((await cleanUp(ctx)).en).toBe("Nothing had to be removed.");
  expect([await rowsIn(ctx, deliveries), await rowsIn(ctx, deliveryAttempts)]).toEqual(before);
});

it("removes sessions that are over and work that is done, and leaves open ones", async () => {
  const tenant = await boardedTenant();
  await tenant.as("POST", "/auth/logout");
  tenant.clock.advance(40 * dayMs);
  await tenant.signIn();
  const ctx = await tenant.context();
  const before = await rowsIn(ctx, outbox);
  expect((await cleanUp(ctx)).en).toMatch(/^Removed: 1 sessions, \d+ work records\.$/);
  expect([await rowsIn(ctx, sessions), await rowsIn(ctx, refreshTokens)]).toEqual([1, 1]);
  expect(await rowsIn(ctx, outbox)).toBeLessThan(before);
  expect((await tenant.as("GET", "/auth/me")).status).toBe(200);
});

it("goes over many pages, and leaves other companies' rows alone", async () => {
  const [tenant, other] = [await boardedTenant(), await boardedTenant()];
  for (const each of [tenant, other]) {
    const ctx = await each.context();
    const many = Array.from({ length: 1200 }, () => receipt(ctx, 100));
    await ctx.store.atomic([insertRows(ctx.store, webhookReceipts, many)]);
  }
  expect((await cleanUp(await tenant.context())).en).toBe("Removed: 1200 webhook logs.");
  expect(await rowsIn(await other.context(), webhookReceipts)).toBe(1200);
});

it("keeps by default what a company of an earlier version never set", async () => {
  const tenant = await boardedTenant();
  const { store } = await tenant.context();
  await store.atomic([store.update(tenants, { settings: { dueDays: 5 } as never })]);
  const shown = await tenant.as<{ settings: Record<string, unknown> }>("GET", "/tenant");
  expect(shown.body.settings).toMatchObject({
    dueDays: 5,
    retentionDays: { webhookLogs: 90, deliveries: 180, notifications: 180, taskRuns: 90 },
  });
  expect((await cleanUp(await tenant.context())).en).toBe("Nothing had to be removed.");
  const short = { webhookLogs: 1, deliveries: 20, notifications: 30, taskRuns: 40 };
  expect((await tenant.as("PATCH", "/tenant", { settings: { retentionDays: short } })).status).toBe(422);
});
