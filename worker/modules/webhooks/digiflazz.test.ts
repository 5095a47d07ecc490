import { createHmac } from "node:crypto";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { TestTenant } from "../../../test/support/tenant.ts";
import { outbox } from "../outbox/schema.ts";
import type { Log } from "./custom/testing.ts";
import { webhookReceipts } from "./schema.ts";

const webhookSecret = "rahasia-tepi";
const topup = {
  ...{ ref_id: "TEPI-0001", customer_no: "087800001233", buyer_sku_code: "xld10", message: "Transaksi Sukses" },
  ...{ status: "Sukses", rc: "00", sn: "1234567890", buyer_last_saldo: 990_000, price: 10_000 },
};

/** A tenant that has connected Digiflazz. */
async function connected(settings: object = {}) {
  const tenant = await TestTenant.signUp({ kinds: ["ppob"] });
  const made = await tenant.as<{ id: string }>("POST", "/connections", {
    provider: "digiflazz",
    settings,
    secrets: { username: "tepi-demo", apiKey: "dev-kunci", webhookSecret },
  });
  expect(made.status).toBe(201);
  return { tenant, connectionId: made.body.id, ...callsOf(tenant) };
}

function callsOf(tenant: TestTenant) {
  const deliver = (body: unknown, { secret = webhookSecret, headers = {} as Record<string, string> } = {}) => {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const signature = `sha1=${createHmac("sha1", secret).update(text).digest("hex")}`;
    return tenant.call<{ id: string; code: string }>("POST", "/webhooks/digiflazz", {
      slug: tenant.slug,
      body: text,
      headers: { "user-agent": "Digiflazz-Hookshot", "x-hub-signature": signature, ...headers },
    });
  };
  const logs = async () => (await tenant.as<{ data: Log[] }>("GET", "/webhook-logs")).body.data;
  const noted = async () => {
    const { store } = await tenant.context();
    const own = store.own(outbox, eq(outbox.type, "webhook.noted"));
    const [rows] = await store.read(store.db.select().from(outbox).where(own).orderBy(outbox.id));
    return rows.map(({ data }) => data);
  };
  const feed = async () =>
    (await tenant.as<{ data: { title: string; body: string }[] }>("GET", "/notifications")).body.data;
  return { deliver, logs, noted, feed };
}

describe("a transaction told by Digiflazz", () => {
  it("is told to the admins with the customer's number masked", async () => {
    const { tenant, deliver, logs, noted, feed } = await connected();
    const { status, body } = await deliver({ data: topup });
    expect(status).toBe(200);
    await tenant.settle();
    const message = "xld10 · •••1233 · Transaksi Sukses · SN 1234567890";
    expect(await noted()).toEqual([{ receiptId: body.id, name: "Digiflazz", title: "TEPI-0001: Sukses", message }]);
    expect(await logs()).toMatchObject([
      { state: "done", outcome: "told the admins: TEPI-0001: Sukses (prepaid)", attempts: 1 },
    ]);
    expect(await feed()).toMatchObject([{ title: "Digiflazz: TEPI-0001: Sukses", body: message }]);
  });

  it("shows no customer's number that has four digits at most, nor one in the provider's words", async () => {
    const { tenant, deliver, noted } = await connected();
    await deliver({ data: { ref_id: "A", status: "Gagal", customer_no: "1234", message: "Nomor 1234 salah" } });
    await tenant.settle();
    expect(await noted()).toMatchObject([{ title: "A: Gagal", message: "••• · Nomor ••• salah" }]);
  });

  it("is told once for each of its states, however often and together it comes", async () => {
    const { tenant, deliver, noted, logs } = await connected();
    const pending = { ...topup, status: "Pending", rc: "03", sn: "" };
    await deliver({ data: pending });
    const answers = await Promise.all([1, 2, 3].map((n) => deliver({ data: { ...topup, buyer_last_saldo: n } })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    await tenant.settle();
    await deliver({ data: topup });
    await deliver({ data: { ...topup, status: "Gagal", rc: "74" } });
    await tenant.settle();
    const told = (await noted()).map((data) => (data as { title: string }).title);
    expect(told.sort()).toEqual(["TEPI-0001: Gagal", "TEPI-0001: Pending", "TEPI-0001: Sukses"]);
    expect((await logs()).map(({ state }) => state).sort()).toEqual([
      "done",
      "done",
      "done",
      ...Array(3).fill("ignored"),
    ]);
  });

  it("that failed is worked off again when it comes again", async () => {
    const { tenant, deliver, noted, logs } = await connected();
    await deliver({ data: topup });
    const { store } = await tenant.context();
    await store.atomic([store.update(webhookReceipts, { state: "dead" })]);
    await deliver({ data: topup });
    await tenant.settle();
    expect((await logs()).map(({ state }) => state)).toEqual(["ignored", "done"]);
    expect(await noted()).toHaveLength(1);
  });

  it("is told to another company by that company's secret alone", async () => {
    const [{ tenant, deliver, logs }, other] = [await connected(), await connected()];
    const ownSecret = { secrets: { webhookSecret: "rahasia-lain" } };
    await other.tenant.as("PATCH", `/connections/${other.connectionId}`, ownSecret);
    expect((await other.deliver({ data: topup })).status).toBe(401);
    expect((await other.deliver({ data: topup }, { secret: "rahasia-lain" })).status).toBe(200);
    expect((await deliver({ data: topup }, { secret: "rahasia-lain" })).status).toBe(401);
    await tenant.settle();
    expect((await logs()).map(({ state, outcome }) => [state, outcome])).toEqual([["rejected", "wrong secret"]]);
    expect((await other.logs()).map(({ state }) => state)).toEqual(["received", "rejected"]);
  });
});

describe("a call of Digiflazz", () => {
  it("that is a ping is ignored, and its secret is kept nowhere", async () => {
    const { tenant, deliver, logs, noted } = await connected();
    const ping = { sed: "AbC", hook_id: "hook01", hook: { url: "https://tepi.example/", secret: webhookSecret } };
    const { status, body } = await deliver(ping);
    expect(status).toBe(200);
    const other = { ...ping, hook: { ...ping.hook, secret: "rahasia-salah" } };
    expect((await deliver(other, { secret: "rahasia-salah" })).status).toBe(401);
    await tenant.settle();
    expect((await logs()).map(({ state, outcome }) => [state, outcome])).toEqual([
      ["rejected", "wrong secret"],
      ["ignored", "a ping"],
    ]);
    expect((await tenant.as("GET", `/webhook-logs/${body.id}`)).body).toMatchObject({ id: body.id });
    const { store } = await tenant.context();
    const [rows] = await store.read(store.db.select().from(webhookReceipts).where(store.own(webhookReceipts)));
    expect(JSON.stringify(rows)).not.toMatch(/rahasia|sha1=/);
    expect(await noted()).toEqual([]);
  });

  it("that is no transaction is ignored", async () => {
    const { tenant, deliver, logs } = await connected();
    for (const body of ["{not json", { data: { status: "Sukses" } }, { data: [] }]) await deliver(body);
    await tenant.settle();
    expect((await logs()).map(({ outcome }) => outcome)).toEqual(Array(3).fill("not a transaction"));
  });

  it("without a signature, or while no secret is set, is refused and logged", async () => {
    const { tenant, deliver, logs } = await connected();
    const bare = await tenant.call("POST", "/webhooks/digiflazz", { slug: tenant.slug, body: { data: topup } });
    expect(bare.status).toBe(401);
    expect((await logs()).map(({ state }) => state)).toEqual(["rejected"]);
    const unset = await TestTenant.signUp();
    const secrets = { username: "tepi-demo", apiKey: "dev-kunci" };
    expect((await unset.as("POST", "/connections", { provider: "digiflazz", secrets })).status).toBe(201);
    expect((await callsOf(unset).deliver({ data: topup }, { secret: "x" })).status).toBe(401);
    expect((await deliver({ data: topup })).status).toBe(200);
  });

  it("comes from the addresses alone that the connection allows", async () => {
    const { deliver, logs } = await connected({ allowedAddresses: "52.74.250.133, 203.0.113.0/24" });
    const from = (address: string) => deliver({ data: topup }, { headers: { "cf-connecting-ip": address } });
    const refused = await from("198.51.100.1");
    expect([refused.status, refused.body.code]).toEqual([403, "address_not_allowed"]);
    for (const address of ["52.74.250.133", "203.0.113.9"]) expect((await from(address)).status).toBe(200);
    expect((await logs()).map(({ state }) => state)).toEqual(["ignored", "received", "rejected"]);
  });

  it("finds nothing while the company has not connected it, and nothing is logged", async () => {
    const tenant = await TestTenant.signUp();
    const { deliver, logs } = callsOf(tenant);
    expect((await deliver({ data: topup })).status).toBe(404);
    expect(await logs()).toEqual([]);
  });
});

it("a connection to Digiflazz is tried by its balance, and refuses what is no address", async () => {
  const { tenant, connectionId } = await connected();
  const test = await tenant.as("POST", `/connections/${connectionId}/test`);
  expect(test.body).toMatchObject({ ok: true, detail: "Digiflazz: Rp 1.000.000" });
  for (const allowedAddresses of ["kantor", "52.74.250.133/99", 7, true]) {
    const settings = { allowedAddresses };
    const refused = await tenant.as<{ errors: { field: string }[] }>("PATCH", `/connections/${connectionId}`, {
      settings,
    });
    expect([refused.status, refused.body.errors[0]?.field]).toEqual([422, "settings.allowedAddresses"]);
  }
});
