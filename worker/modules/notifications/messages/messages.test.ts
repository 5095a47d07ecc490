import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { mailsTo } from "../../../../test/support/mail.ts";
import { TestTenant } from "../../../../test/support/tenant.ts";
import { freshNumber, textsTo, turn } from "../../../../test/support/providers.ts";
import { users } from "../../users/schema.ts";
import { notifications } from "../schema.ts";

interface Page<T> {
  data: T[];
}
interface Tested {
  delivery: {
    id: string;
    kind: string;
    state: string;
    failure: { class: string } | null;
    attemptLog: { answer: { status: number; body: string } | null }[];
  };
  advice: string | null;
}

const test = (tenant: TestTenant, channel: string, body: object = {}, headers?: Record<string, string>) =>
  tenant.as<Page<Tested> & { code: string; errors: { field: string }[] }>(
    "POST",
    `/channels/${channel}/test`,
    body,
    headers,
  );

describe("a test message", () => {
  it("goes out at once to whoever asks, shows the provider's answer, and is in the log", async () => {
    const tenant = await TestTenant.signUp();
    const { status, body } = await test(tenant, "email");
    expect([status, body.data]).toEqual([200, [expect.objectContaining({ advice: null })]]);
    const [{ delivery }] = body.data as [Tested];
    expect(delivery).toMatchObject({ kind: "test", state: "sent" });
    expect(delivery.attemptLog[0]?.answer).toMatchObject({ status: 200, body: expect.stringContaining("MessageID") });
    expect((await mailsTo(`${tenant.slug}@example.com`)).map(({ subject }) => subject)).toEqual(["Pesan percobaan"]);
    expect((await tenant.as("GET", `/deliveries/${delivery.id}`)).status).toBe(200);
  });

  it("over an account that the provider refuses says what to do, in the reader's language", async () => {
    const tenant = await TestTenant.signUp();
    const token = `postmark-${tenant.slug}`;
    const made = await tenant.as<{ id: string }>("POST", "/connections", {
      provider: "postmark",
      secrets: { serverToken: token },
    });
    const to = `hilang@${tenant.slug}.example.com`;
    await turn("/postmark/_suppressions", { emails: [to], token });
    const input = { to, connectionId: made.body.id };
    const { body } = await test(tenant, "email", input, { "accept-language": "en" });
    expect(body.data[0]).toMatchObject({
      delivery: { state: "failed", failure: { class: "address" } },
      advice: expect.stringContaining("can't be reached"),
    });
    expect(JSON.stringify(body)).not.toContain(token);
    const suppressed = await tenant.as<Page<{ address: string; channel: string }>>(
      "GET",
      `/suppressions?address=${to}`,
    );
    expect(suppressed.body.data).toMatchObject([{ address: to, channel: "email" }]);
    const again = await test(tenant, "email", input);
    expect(again.body.data[0]?.delivery.state).toBe("suppressed");
  });

  it("of a draft of a template is that draft, filled", async () => {
    const tenant = await TestTenant.signUp();
    const template = { kind: "invoice.issued", locale: "id", subject: "Tagihan {{ number }}", body: "Coba" };
    expect((await test(tenant, "email", { template })).status).toBe(200);
    const [mail] = await mailsTo(`${tenant.slug}@example.com`);
    expect(mail).toMatchObject({ subject: "Tagihan INV-2026-001", text: expect.stringMatching(/^Coba/) });
    const wrong = await test(tenant, "email", { template: { ...template, body: "{{ nomor }}" } });
    expect(wrong.body.errors.map(({ field }) => field)).toEqual(["template.body"]);
  });

  it("over a channel without an account, or to nowhere, says so", async () => {
    const tenant = await TestTenant.signUp();
    expect((await test(tenant, "telegram", { to: "12345" })).body.code).toBe("wrong_state");
    expect((await test(tenant, "email", { to: "bukan alamat" })).body.errors.map(({ field }) => field)).toEqual(["to"]);
    await tenant.as("POST", "/connections", {
      provider: "twilio",
      settings: { from: "Contoh" },
      secrets: { accountSid: `AC${"0".repeat(32)}`, authToken: "token" },
    });
    expect((await test(tenant, "sms")).body.errors.map(({ field }) => field)).toEqual(["to"]);
  });

  it("over a text gateway reaches a number as people write it", async () => {
    const tenant = await TestTenant.signUp();
    const to = freshNumber();
    const accountSid = `AC${tenant.slug
      .replaceAll(/[^0-9a-f]/g, "0")
      .padEnd(32, "0")
      .slice(0, 32)}`;
    await tenant.as("POST", "/connections", {
      provider: "twilio",
      settings: { from: "+15005550006" },
      secrets: { accountSid, authToken: "token" },
    });
    const { body } = await test(tenant, "sms", { to: `0${to.slice(2)}` });
    expect(body.data.map(({ delivery }) => delivery.attemptLog.length)).toEqual([1]);
    if (body.data[0]?.delivery.state === "sent") expect(await textsTo("twilio", `+${to}`)).toHaveLength(1);
  });

  it("is limited to twenty an hour for one person", async () => {
    const tenant = await TestTenant.signUp();
    const answers = [];
    for (let n = 0; n < 21; n++) answers.push((await test(tenant, "telegram", { to: "1" })).status);
    expect(answers.at(-2)).toBe(409);
    expect(answers.at(-1)).toBe(429);
  });
});

it("each channel is shown with its accounts and whether they work", async () => {
  const tenant = await TestTenant.signUp();
  const secrets = { botToken: "123456:token-yang-tidak-dikenal" };
  const made = await tenant.as<{ id: string }>("POST", "/connections", { provider: "telegram", secrets });
  const { body } = await tenant.as<Page<{ channel: string; state: string; isOperators: boolean }>>("GET", "/channels");
  const states = Object.fromEntries(body.data.map(({ channel, state }) => [channel, state]));
  expect(states).toMatchObject({ email: "ready", telegram: "untested", discord: "none" });
  expect(body.data.find(({ channel }) => channel === "email")?.isOperators).toBe(true);
  await tenant.as("PATCH", `/connections/${made.body.id}`, { state: "disabled" });
  const after = await tenant.as<Page<{ channel: string; state: string }>>("GET", "/channels");
  expect(after.body.data.find(({ channel }) => channel === "telegram")?.state).toBe("none");
});

describe("an announcement", () => {
  interface Announcement {
    id: string;
    state: string;
    recipients: number;
    code: string;
  }
  const announcement = (audience: object) => ({
    title: "Gangguan",
    body: "Selesai pukul 15.00.",
    outlets: ["inApp"],
    audience,
  });
  const send = (tenant: TestTenant, audience: object) =>
    tenant.as<Announcement>("POST", "/announcements", announcement(audience));
  const told = async (tenant: TestTenant) => {
    const { store } = await tenant.context();
    const [rows] = await store.read(
      store.db
        .select({ recipientId: notifications.recipientId })
        .from(notifications)
        .where(store.own(notifications, eq(notifications.kind, "announcement"))),
    );
    return rows.map(({ recipientId }) => recipientId).sort();
  };

  it("goes to its roles alone, once each, and says how many were told", async () => {
    const tenant = await TestTenant.signUp();
    const [cs] = [await tenant.person("cs"), await tenant.person("manager")];
    const made = await send(tenant, { to: "roles", roles: ["cs"] });
    expect([made.status, made.body.state]).toEqual([202, "sending"]);
    await tenant.settle();
    expect(await told(tenant)).toEqual([cs.id]);
    const after = await tenant.as<Announcement>("GET", `/announcements/${made.body.id}`);
    expect(after.body).toMatchObject({ state: "sent", recipients: 1 });
  });

  it("reaches every one of many in steps", async () => {
    const tenant = await TestTenant.signUp();
    const { store, now, id } = await tenant.context();
    const [[owner]] = await store.read(store.db.select().from(users).where(store.own(users)));
    if (!owner) throw new Error("No owner");
    const { tenantId: _tenant, ...like } = owner;
    const people = Array.from({ length: 100 }, (_, n) => ({
      ...like,
      id: id("usr"),
      number: n + 2,
      role: "customer" as const,
      email: `${n}@${tenant.slug}.example.com`,
      username: `orang${n}`,
      createdAt: now(),
    }));
    for (const person of people) await store.atomic([store.insert(users, person)]);
    const made = await send(tenant, { to: "roles", roles: ["customer"] });
    await tenant.settle();
    expect(await told(tenant)).toHaveLength(100);
    const named = await send(tenant, { to: "users", userIds: people.map((person) => person.id) });
    expect(named.status).toBe(202);
    await tenant.settle();
    expect(await told(tenant)).toHaveLength(200);
    const after = await tenant.as<Announcement>("GET", `/announcements/${made.body.id}`);
    expect(after.body).toMatchObject({ state: "sent", recipients: 100 });
  });

  it("to all waits until an owner has confirmed an address", async () => {
    const tenant = await TestTenant.signUp();
    expect((await send(tenant, { to: "all" })).body.code).toBe("wrong_state");
    const { store, now } = await tenant.context();
    await store.atomic([store.update(users, { emailConfirmedAt: now() }, eq(users.role, "owner"))]);
    expect((await send(tenant, { to: "all" })).status).toBe(202);
  });

  it("names no user of another tenant, and is shown to none", async () => {
    const [tenant, other] = [await TestTenant.signUp(), await TestTenant.signUp()];
    const stranger = await other.person("cs");
    const refused = await send(tenant, { to: "users", userIds: [stranger.id] });
    expect(refused.status).toBe(422);
    const made = await send(tenant, { to: "roles", roles: ["owner"] });
    expect((await other.as("GET", `/announcements/${made.body.id}`)).status).toBe(404);
    expect((await other.as<Page<unknown>>("GET", "/announcements")).body.data).toEqual([]);
  });
});

it("an address is written to again once it is taken off the list, by its own tenant alone", async () => {
  const tenant = await TestTenant.signUp();
  const token = `postmark-${tenant.slug}`;
  const to = `hilang@${tenant.slug}.example.com`;
  await turn("/postmark/_suppressions", { emails: [to], token });
  const made = await tenant.as<{ id: string }>("POST", "/connections", {
    provider: "postmark",
    secrets: { serverToken: token },
  });
  await test(tenant, "email", { to, connectionId: made.body.id });
  const { body } = await tenant.as<Page<{ id: string }>>("GET", "/suppressions?channel=email");
  const path = `/suppressions/${body.data[0]?.id}`;
  const other = await TestTenant.signUp();
  expect((await other.as("DELETE", path)).status).toBe(404);
  expect((await tenant.as("DELETE", path)).status).toBe(204);
  await turn(`/postmark/_suppressions?token=${token}`, undefined, "DELETE");
  const again = await test(tenant, "email", { to, connectionId: made.body.id });
  expect(again.body.data[0]?.delivery.state).toBe("sent");
});
