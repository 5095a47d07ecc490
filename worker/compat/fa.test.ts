/** The documented calls of fa ("FA System", sections 3 to 5), replayed as written. */
import { createHmac } from "node:crypto";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { users } from "../modules/users/schema.ts";
import { connectXendit } from "../../test/support/xendit.ts";
import { TestTenant } from "../../test/support/tenant.ts";
import { callerOf, fillFeed } from "./testing.ts";

interface Notification {
  id: number;
  type: string;
  title: string;
  message: string;
  is_read: boolean;
  read_at: string | null;
}
interface List<T> {
  message: string;
  data: T[];
  total_count: number;
}
interface One<T> {
  message: string;
  data: T;
}

const company = () => TestTenant.signUp({ kinds: ["ppob"] });

/** Only a company whose owner's address proved to be the owner's may write to everybody. */
async function confirmOwner(tenant: TestTenant): Promise<void> {
  const { store, now } = await tenant.context();
  await store.atomic([store.update(users, { emailConfirmedAt: now() }, eq(users.role, "owner"))]);
}

describe("GET /api/v1/notifications/ and POST /api/v1/notifications/{id}/read", () => {
  it("list the caller's own by number, newest first, and mark one as read", async () => {
    const tenant = await company();
    const call = callerOf(tenant, "fa");
    await fillFeed(tenant, 3);
    const list = await call<List<Notification>>("GET", "/api/v1/notifications/?skip=1&limit=1");
    expect(list.body).toMatchObject({ total_count: 3, skip: 1, limit: 1, data: [{ id: 2, is_read: false }] });
    const read = await call<One<Notification>>("POST", "/api/v1/notifications/2/read");
    expect([read.status, read.body.data.is_read]).toEqual([200, true]);
    const after = await call<List<Notification>>("GET", "/api/v1/notifications/");
    expect(after.body.data.map(({ id, is_read }) => [id, is_read])).toEqual([
      [3, false],
      [2, true],
      [1, false],
    ]);
  });

  it("do not open a colleague's notification, nor another company's of the same number", async () => {
    const [tenant, other] = [await company(), await company()];
    await fillFeed(tenant, 1);
    await fillFeed(other, 1, "usr_nobody");
    const token = await tenant.member("admin");
    const byColleague = await callerOf(tenant, "fa")("POST", "/api/v1/notifications/1/read", { token });
    const elsewhere = await callerOf(other, "fa")("POST", "/api/v1/notifications/1/read");
    expect([byColleague.status, elsewhere.status]).toEqual([404, 404]);
  });
});

describe("POST /api/v1/notifications/admin/send", () => {
  it("tells the users of the numbers given, in their feeds", async () => {
    const tenant = await company();
    const call = callerOf(tenant, "fa");
    const colleague = await tenant.person("cs");
    const sent = await call<One<unknown>>("POST", "/api/v1/notifications/admin/send", {
      body: { title: "Gangguan", message: "Perbaikan selesai pukul 15.00.", user_ids: [2] },
    });
    expect([sent.status, sent.body]).toEqual([
      200,
      {
        message: "Notifikasi dikirim",
        data: { title: "Gangguan", message: "Perbaikan selesai pukul 15.00.", channels: ["in_app"], status: "sending" },
      },
    ]);
    await tenant.settle();
    const theirs = await call<List<Notification>>("GET", "/api/v1/notifications/", { token: colleague.token });
    const own = await call<List<Notification>>("GET", "/api/v1/notifications/");
    expect(theirs.body.data).toMatchObject([{ title: "Gangguan", message: "Perbaikan selesai pukul 15.00." }]);
    expect(own.body.data).toEqual([]);
  });

  it("goes to everybody without a list, is for admins alone, and names a user who is not there", async () => {
    const tenant = await company();
    const call = callerOf(tenant, "fa");
    const send = (rest: object, token = tenant.token) =>
      call<{ detail: string }>("POST", "/api/v1/notifications/admin/send", {
        body: { title: "Halo", message: "Semua", ...rest },
        token,
      });
    const cs = await tenant.member("cs");
    expect([(await send({}, cs)).status, (await send({})).status]).toEqual([403, 409]);
    await confirmOwner(tenant);
    expect((await send({})).status).toBe(200);
    await tenant.settle();
    expect((await call<List<Notification>>("GET", "/api/v1/notifications/", { token: cs })).body.total_count).toBe(1);
    const unknown = await send({ user_ids: [99] });
    expect([unknown.status, unknown.body.detail]).toEqual([422, expect.stringContaining("user_ids: ")]);
  });

  it("acts once for one Idempotency-Key", async () => {
    const tenant = await company();
    const call = callerOf(tenant, "fa");
    const body = { title: "Sekali", message: "Saja", user_ids: [1] };
    const headers = { "idempotency-key": "sekali" };
    for (let n = 0; n < 2; n++) await call("POST", "/api/v1/notifications/admin/send", { body, headers });
    await tenant.settle();
    expect((await call<List<Notification>>("GET", "/api/v1/notifications/")).body.total_count).toBe(1);
  });
});

describe("POST /api/v1/notifications/admin/settings", () => {
  it("changes what is given of the caller's own, and keeps the rest", async () => {
    const tenant = await company();
    const set = (body: object) =>
      callerOf(tenant, "fa")<One<Record<string, unknown>> & { detail: string }>(
        "POST",
        "/api/v1/notifications/admin/settings",
        { body },
      );
    const first = await set({ channels: { "report.daily": ["email"] }, quiet_hours: { start: "22:00", end: "06:00" } });
    expect([first.status, first.body.data]).toMatchObject([
      200,
      { channels: { "report.daily": ["email"] }, quiet_hours: { start: "22:00", end: "06:00" } },
    ]);
    const second = await set({ language: "en", channels: { "payment.alert": [] } });
    expect(second.body.data).toMatchObject({
      language: "en",
      channels: { "report.daily": ["email"], "payment.alert": [] },
      quiet_hours: { start: "22:00", end: "06:00" },
    });
    expect((await set({ quiet_hours: null })).body.data).toMatchObject({ quiet_hours: null });
    const unknown = await set({ channels: { nothing: ["email"] } });
    expect([unknown.status, unknown.body.detail]).toEqual([422, expect.stringContaining("channels.nothing: ")]);
  });
});

describe("POST /api/v1/notifications/test/{channel}", () => {
  it("says of each channel that no account sends over it, as long as none does", async () => {
    const tenant = await company();
    const statuses = await Promise.all(
      ["whatsapp", "discord", "push", "sms"].map(async (channel) => {
        const to = {
          whatsapp: "081200000001",
          discord: undefined,
          push: "token-of-a-device-".repeat(9),
          sms: "081200000001",
        }[channel];
        const answer = await callerOf(tenant, "fa")("POST", `/api/v1/notifications/test/${channel}`, { body: { to } });
        return [channel, answer.status];
      }),
    );
    expect(statuses).toEqual([
      ["whatsapp", 409],
      ["discord", 409],
      ["push", 409],
      ["sms", 409],
    ]);
  });

  it("sends a real message and tells what the provider said", async () => {
    const tenant = await company();
    const test = await callerOf(tenant, "fa")<One<unknown>>("POST", "/api/v1/notifications/test/email", {
      body: { to: "penguji@example.com" },
    });
    expect([test.status, test.body]).toMatchObject([
      200,
      {
        message: "Test email dikirim",
        data: [{ channel: "email", to: "penguji@example.com", status: "sent", error: null }],
      },
    ]);
  });
});

describe("the webhooks", () => {
  it("are logged for admins, newest first", async () => {
    const tenant = await company();
    const { callbackToken } = await connectXendit(tenant);
    for (const token of [callbackToken, "wrong"])
      await tenant.call("POST", "/webhooks/xendit", {
        slug: tenant.slug,
        body: {},
        headers: { "x-callback-token": token },
      });
    const call = callerOf(tenant, "fa");
    const logs = await call<List<{ provider: string; status: string }>>("GET", "/api/v1/notifications/webhook/logs");
    expect([logs.status, logs.body.total_count]).toEqual([200, 2]);
    expect(logs.body.data.map(({ provider, status }) => [provider, status])).toEqual([
      ["xendit", "rejected"],
      ["xendit", "received"],
    ]);
    const token = await tenant.member("cs");
    expect((await call("GET", "/api/v1/notifications/webhook/logs", { token })).status).toBe(403);
  });

  it("of Digiflazz are stored once they are proved, told to the admins once, and not found before it is connected", async () => {
    const tenant = await company();
    const call = callerOf(tenant, "fa");
    const body = JSON.stringify({ data: { ref_id: "trx-1", status: "Sukses", customer_no: "087800001233" } });
    const post = (secret: string) =>
      call<One<{ id: string }>>("POST", "/api/v1/notifications/webhook/digiflazz", {
        token: undefined,
        body,
        headers: { "x-hub-signature": `sha1=${createHmac("sha1", secret).update(body).digest("hex")}` },
      });
    const absent = await post("rahasia-tepi");
    expect([absent.status, absent.body]).toEqual([404, { detail: "Tidak ditemukan." }]);
    const secrets = { username: "kios", apiKey: "kunci", webhookSecret: "rahasia-tepi" };
    await tenant.as("POST", "/connections", { provider: "digiflazz", secrets });

    const forged = await post("rahasia-lain");
    expect([forged.status, Object.keys(forged.body)]).toEqual([401, ["detail"]]);
    const taken = await post("rahasia-tepi");
    expect([taken.status, taken.body]).toEqual([
      200,
      { message: "Webhook diterima", data: { id: expect.stringMatching(/^whk_/) as string } },
    ]);
    expect((await post("rahasia-tepi")).status).toBe(200);
    await tenant.settle();

    const logs = await call<List<{ provider: string; status: string }>>("GET", "/api/v1/notifications/webhook/logs");
    expect(logs.body.data.map(({ provider, status }) => [provider, status])).toEqual([
      ["digiflazz", "ignored"],
      ["digiflazz", "done"],
      ["digiflazz", "rejected"],
    ]);
    const told = await call<List<Notification>>("GET", "/api/v1/notifications/");
    expect(told.body.data).toMatchObject([{ title: "Digiflazz: trx-1: Sukses", message: "•••1233" }]);
  });
});
