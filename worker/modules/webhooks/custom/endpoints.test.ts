import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { addCustomer, addInvoice, type PageBody } from "../../../../test/support/billing.ts";
import { TestTenant } from "../../../../test/support/tenant.ts";
import { webhookEndpoints } from "../schema.ts";
import {
  addEndpoint,
  notifyEndpoint,
  ownSecret,
  paymentEndpoint,
  settled,
  sign,
  withBank,
  type EndpointBody,
} from "./testing.ts";

const fieldsOf = ({ errors }: EndpointBody) => errors.map(({ field }) => field);

describe("a provider that a tenant describes", () => {
  it("is listed with its address and never with its secret, which lies sealed", async () => {
    const { tenant, bank } = await withBank();
    expect(bank).toMatchObject({ hasSecret: true, secret: null, state: "active" });
    expect(bank.webhookUrl).toMatch(new RegExp(`/t/${tenant.slug}/webhooks/bank-contoh$`));
    const list = await tenant.as<PageBody<EndpointBody>>("GET", "/webhook-endpoints");
    const one = await tenant.as<EndpointBody>("GET", `/webhook-endpoints/${bank.id}`);
    const { secret: _, ...shown } = bank;
    expect(list.body).toEqual({ data: [one.body], nextCursor: null });
    expect(one.body).toEqual(shown);
    const { store } = await tenant.context();
    const [rows] = await store.read(store.db.select().from(webhookEndpoints).where(store.own(webhookEndpoints)));
    expect(JSON.stringify(rows)).not.toContain(ownSecret);
  });

  it("gets a secret of ours where it has none, shown once; the one before stops at once", async () => {
    const tenant = await TestTenant.signUp();
    const { secret: _, ...unset } = paymentEndpoint;
    const made = await addEndpoint(tenant, unset);
    expect(made.secret).toMatch(/^[0-9a-z]{40}$/);
    const status = async (secret: string | null) =>
      (await tenant.call("POST", "/webhooks/bank-contoh", { slug: tenant.slug, ...sign(settled("X"), secret ?? "") }))
        .status;
    expect(await status(made.secret)).toBe(200);
    const renew = (body: object) => tenant.as<EndpointBody>("POST", `/webhook-endpoints/${made.id}/secret`, body);
    const second = (await renew({})).body.secret;
    expect([await status(made.secret), await status(second)]).toEqual([401, 200]);
    expect((await renew({ secret: ownSecret })).body.secret).toBeNull();
    expect([await status(second), await status(ownSecret)]).toEqual([401, 200]);
    expect((await renew({ secret: "short" })).status).toBe(422);
  });

  it("can't take the address of a built-in provider or of another one, nor change its own", async () => {
    const { tenant, bank } = await withBank();
    for (const key of ["xendit", "postmark", "twilio", "whatsapp-cloud", "bank-contoh"]) {
      const refused = await tenant.as<EndpointBody>("POST", "/webhook-endpoints", { ...paymentEndpoint, key });
      expect([key, refused.status, fieldsOf(refused.body)]).toEqual([key, 422, ["key"]]);
    }
    for (const key of ["", "A", "a b", "-a", "a-", "a/b", "__proto__", "x".repeat(41)]) {
      const refused = await tenant.as<EndpointBody>("POST", "/webhook-endpoints", { ...paymentEndpoint, key });
      expect([key, refused.status, fieldsOf(refused.body)]).toEqual([key, 422, ["key"]]);
    }
    const moved = await tenant.as<EndpointBody>("PATCH", `/webhook-endpoints/${bank.id}`, { key: "lain" });
    expect(moved.body.key).toBe("bank-contoh");
    const other = await TestTenant.signUp();
    expect((await addEndpoint(other)).key).toBe("bank-contoh");
  });

  it("is refused field by field: mapping, paths, addresses, and without any protection", async () => {
    const tenant = await TestTenant.signUp();
    const errors = async (change: object) => {
      const answer = await tenant.as<EndpointBody>("POST", "/webhook-endpoints", { ...paymentEndpoint, ...change });
      return [answer.status, fieldsOf(answer.body)];
    };
    const { amount: _, ...lacking } = paymentEndpoint.mapping;
    expect(await errors({ mapping: lacking })).toEqual([422, ["mapping.amount"]]);
    expect(await errors({ mapping: { ...paymentEndpoint.mapping, colour: { path: "a" } } })).toEqual([
      422,
      ["mapping.colour"],
    ]);
    for (const path of ["a..b", "__proto__.x", "a[", "constructor"])
      expect(await errors({ mapping: { ...paymentEndpoint.mapping, amount: { path } } })).toEqual([
        422,
        ["mapping.amount"],
      ]);
    expect(await errors({ allowedAddresses: ["203.0.113.7/33"] })).toEqual([422, ["allowedAddresses.0"]]);
    expect(await errors({ signature: { scheme: "none" } })).toEqual([422, ["allowedAddresses"]]);
    expect((await errors({ signature: { scheme: "hmac", header: "a b", algorithm: "md5" } }))[0]).toBe(422);
  });

  it("is changed by whoever read it last, keeps what is not named, and proves its calls from the moment it is asked to", async () => {
    const tenant = await TestTenant.signUp();
    const open = await addEndpoint(tenant, {
      ...{ ...notifyEndpoint, secret: undefined, signature: { scheme: "none" } },
      allowedAddresses: ["203.0.113.7"],
    });
    expect(open).toMatchObject({ hasSecret: false, secret: null });
    const patch = (body: object) => tenant.as<EndpointBody>("PATCH", `/webhook-endpoints/${open.id}`, body);
    expect((await patch({ allowedAddresses: [] })).status).toBe(422);
    expect((await patch({ mapping: {} })).status).toBe(422);
    expect((await patch({ action: "payment" })).status).toBe(422);
    expect((await patch({ action: "payment", mapping: notifyEndpoint.mapping })).status).toBe(422);
    const proved = await patch({ signature: notifyEndpoint.signature });
    expect(proved.body).toMatchObject({ hasSecret: true, key: "pemantau", allowedAddresses: ["203.0.113.7"] });
    expect(proved.body.secret).toMatch(/^[0-9a-z]{40}$/);
    const results = await Promise.all(["a", "b", "c", "d"].map((name) => patch({ name })));
    expect(results.every(({ status }) => status === 200 || status === 409)).toBe(true);
    expect(results.some(({ status }) => status === 200)).toBe(true);
  });

  it("is not there for another tenant, and is gone once it is removed", async () => {
    const { tenant, bank } = await withBank();
    const other = await TestTenant.signUp();
    const path = `/webhook-endpoints/${bank.id}`;
    const asOther = [other.as("GET", path), other.as("PATCH", path, { name: "x" }), other.as("DELETE", path)];
    for (const answer of await Promise.all(asOther)) expect(answer.status).toBe(404);
    expect((await other.as("POST", `${path}/secret`, {})).status).toBe(404);
    expect((await tenant.as("DELETE", path)).status).toBe(204);
    expect((await tenant.as("GET", path)).status).toBe(404);
    expect((await addEndpoint(tenant)).key).toBe("bank-contoh");
  });

  it("is described by owners and admins alone, though more may be let see it", async () => {
    const { tenant } = await withBank();
    for (const [role, status] of [
      ["admin", 201],
      ["manager", 403],
      ["cs", 403],
    ] as const) {
      const token = await tenant.member(role);
      const body = { ...notifyEndpoint, key: `milik-${role}` };
      expect((await tenant.call("POST", "/api/v1/webhook-endpoints", { token, body })).status).toBe(status);
    }
  });
});

interface Tried {
  signature: { header: string; expected: string | null; valid: boolean | null } | null;
  fields: { field: string; value: string | number | null; error: string | null; required: boolean }[];
  does: string;
  problem: string | null;
  invoice: string | null;
}

describe("trying a call", () => {
  const { signature, action, mapping } = paymentEndpoint;
  const attempt = async (tenant: TestTenant, rest: object) =>
    (await tenant.as<Tried>("POST", "/webhook-endpoints/try", { signature, action, mapping, ...rest })).body;

  it("shows what would be mapped and done, and changes nothing", async () => {
    const tenant = await TestTenant.signUp();
    const invoice = await addInvoice(tenant, { customerId: await addCustomer(tenant) });
    const { body, headers } = sign(settled(invoice.number));
    const tried = await attempt(tenant, { secret: ownSecret, headers, body });
    expect(tried).toMatchObject({ does: "payment", invoice: "found", problem: null });
    const hash = createHmac("sha256", ownSecret).update(body).digest("hex");
    expect(tried.signature).toEqual({ header: "X-Signature", expected: `sha256=${hash}`, valid: true });
    expect(tried.fields.filter(({ value }) => value !== null).map(({ field, value }) => [field, value])).toEqual([
      ["invoiceNumber", invoice.number],
      ["amount", 150_000],
      ["reference", "TRX-1"],
      ["status", "paid"],
    ]);
    expect(await attempt(tenant, { body: JSON.stringify(settled("X")) })).toMatchObject({ invoice: "unknown" });
    const after = ["/payments", "/webhook-logs", "/webhook-endpoints"].map((path) =>
      tenant.as<PageBody<unknown>>("GET", path),
    );
    for (const { body: page } of await Promise.all(after)) expect(page.data).toEqual([]);
  });

  it("names each field at fault in the caller's language, while the mapping is still being written", async () => {
    const tenant = await TestTenant.signUp();
    const { reference: _, ...begun } = mapping;
    const half = { ...begun, amount: { path: "data.items[" }, colour: { path: "x" } };
    const tried = await attempt(tenant, { body: JSON.stringify(settled("X")), mapping: half });
    expect(tried.does).toBe("failed");
    expect(tried.fields.filter(({ error }) => error).map(({ field, error }) => [field, error])).toEqual([
      ["amount", "data.items[ bukan jalur yang benar."],
      ["reference", "Belum dipetakan."],
    ]);
    expect(await attempt(tenant, { body: "<xml/>" })).toMatchObject({
      ...{ does: "failed", problem: "Isi panggilan bukan JSON dan bukan formulir, jadi tidak dapat dibaca." },
    });
    expect(await attempt(tenant, { body: JSON.stringify({ data: { status: "PENDING" } }) })).toMatchObject({
      does: "ignored",
    });
  });

  it("never repeats a token, and tells nobody of invoices who may not read them", async () => {
    const tenant = await TestTenant.signUp();
    const invoice = await addInvoice(tenant, { customerId: await addCustomer(tenant) });
    const key = await tenant.apiKey(["webhooks:write"]);
    const answer = await tenant.call<Tried>("POST", "/api/v1/webhook-endpoints/try", {
      headers: { "x-api-key": key },
      body: {
        ...{ action, mapping, secret: ownSecret, body: JSON.stringify(settled(invoice.number)) },
        ...{ signature: { scheme: "token", header: "X-Token" }, headers: { "X-Token": "wrong" } },
      },
    });
    expect(answer.body).toMatchObject({ invoice: null, signature: { expected: null, valid: false } });
    expect(JSON.stringify(answer.body)).not.toContain(ownSecret);
  });

  it("takes anything without failing on our side", async () => {
    const tenant = await TestTenant.signUp();
    for (const rest of [
      { headers: { "a b": "x" } },
      { headers: { a: "x\ny" } },
      { body: 5 },
      { action: "x" },
      { mapping: [] },
    ])
      expect((await tenant.as("POST", "/webhook-endpoints/try", { action, mapping, ...rest })).status).toBe(422);
    for (const body of ["", "null", "[]", '"a\\ud800"', '{"__proto__": {"bill": 1}}', "[".repeat(50_000)])
      expect((await tenant.as("POST", "/webhook-endpoints/try", { action, mapping, body })).status).toBe(200);
  });
});
