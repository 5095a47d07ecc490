/** Changing the master key while everything goes on, on both stores. */
import { randomBytes } from "node:crypto";
import { getTableColumns, getTableName } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { pass, resealAll, type Chunk, type Pass, type Send } from "../../scripts/keys/reseal.ts";
import type { Context } from "../../worker/core/context.ts";
import { tenantVault } from "../../worker/core/vault.ts";
import { sealedColumns } from "../../worker/db/sealed.ts";
import { tables } from "../../worker/db/tables.ts";
import { connections } from "../../worker/modules/connections/schema.ts";
import { customers } from "../../worker/modules/customers/schema.ts";
import { settingsOf } from "../../worker/env.ts";
import { TestTenant, withSettings } from "../support/tenant.ts";

const newKey = () => randomBytes(32).toString("base64");
const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const quiet = { say: () => {}, settle: async () => {} };
let typed = 3174_0000_0000_0000;
const newKtp = () => String(++typed);

/** A tenant with secrets of every kind, under the key that the tests begin with. */
async function tenantWithSecrets() {
  const tenant = await TestTenant.signUp();
  const { settings } = await tenant.context();
  return { tenant, oldKey: settings.MASTER_KEY, token: settings.OPERATOR_TOKEN };
}

const setKeys = (tenant: TestTenant, current: string, previous?: string) =>
  (tenant.env = withSettings({ MASTER_KEY: current, MASTER_KEY_PREVIOUS: previous ?? "" }));

const senderOf =
  (tenant: TestTenant, token: string): Send =>
  async (body) => {
    const answer = await tenant.call<Chunk>("POST", "/operator/reseal", {
      token,
      body,
      headers: { "cf-connecting-ip": crypto.randomUUID() },
    });
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    // Other tests' tenants share the store, under keys of their own.
    return { ...answer.body, unopenable: answer.body.unopenable.filter(({ row }) => row[0] === tenant.id) };
  };

const addPerson = async (tenant: TestTenant, ktp: string) =>
  (await tenant.as<{ id: string }>("POST", "/customers", { name: "Pelanggan", ktp })).body.id;
const found = async (tenant: TestTenant, ktp: string) =>
  (await tenant.as<{ data: { id: string }[] }>("GET", `/customers?q=${ktp}`)).body.data.map(({ id }) => id);
const reveal = async (tenant: TestTenant, id: string) =>
  (await tenant.as<{ ktp: string }>("POST", `/customers/${id}/reveal`, { fields: ["ktp"] })).body.ktp;
const secretsOf = async (ctx: Context) =>
  (await ctx.store.read(ctx.store.db.select().from(connections).where(ctx.store.own(connections))))[0];

describe("the sealed columns", () => {
  it("are declared, each beside its table, and so are their digests", () => {
    const declared = sealedColumns().flatMap(({ table, column, digest }) =>
      [column, digest].map((name) => name && `${getTableName(table)}.${name}`),
    );
    const named = tables().flatMap((table) =>
      Object.entries(getTableColumns(table))
        .filter(([key, { name }]) => /sealed|digest/i.test(`${key} ${name}`))
        .map(([key]) => `${getTableName(table)}.${key}`),
    );
    expect(named.length).toBeGreaterThan(2);
    expect(declared).toEqual(expect.arrayContaining(named));
  });

  it("belong to tables whose key they name", () => {
    for (const { table, key, column } of sealedColumns())
      expect(Object.keys(getTableColumns(table))).toEqual(expect.arrayContaining([...key, column, "tenantId"]));
  });
});

describe("a rotation", () => {
  it("leaves everything to be opened and found by the new key alone", async () => {
    const { tenant, oldKey, token } = await tenantWithSecrets();
    const ktp = newKtp();
    const id = await addPerson(tenant, ktp);
    await tenant.as("POST", "/connections", {
      provider: "xendit",
      secrets: { apiKey: "kunci", callbackToken: "tanda" },
    });
    const keyed = () => tenant.as("POST", "/customers", { name: "Sekali" }, { "idempotency-key": "satu" });
    const first = await keyed();

    const key = newKey();
    setKeys(tenant, key, oldKey);
    expect([await found(tenant, ktp), await reveal(tenant, id)]).toEqual([[id], ktp]);
    await resealAll(senderOf(tenant, token), quiet);
    setKeys(tenant, key);

    expect([await found(tenant, ktp), await reveal(tenant, id)]).toEqual([[id], ktp]);
    const ctx = await tenant.context();
    const [connection] = await secretsOf(ctx);
    for (const [name, plain] of [
      ["apiKey", "kunci"],
      ["callbackToken", "tanda"],
    ] as const)
      expect(await ctx.vault.open(`connection:${connection?.id}:${name}`, connection?.sealedSecrets[name] ?? "")).toBe(
        plain,
      );
    const again = await keyed();
    expect([again.body, again.headers.get("idempotency-replayed")]).toEqual([first.body, "true"]);
    setKeys(tenant, oldKey);
    expect((await tenant.as("POST", `/customers/${id}/reveal`, { fields: ["ktp"] })).status).toBe(500);
  });

  it("keeps what is written meanwhile, by Workers with the old settings and the new", async () => {
    const { tenant, oldKey, token } = await tenantWithSecrets();
    const people = new Map<string, string>();
    for (let n = 0; n < 5; n++) {
      const ktp = newKtp();
      people.set(await addPerson(tenant, ktp), ktp);
    }
    const key = newKey();
    const after = withSettings({ MASTER_KEY: key, MASTER_KEY_PREVIOUS: oldKey });
    const before = withSettings({ MASTER_KEY: oldKey, MASTER_KEY_PREVIOUS: key });
    tenant.env = after;
    const send = senderOf(tenant, token);
    let writes = 0;
    const busy: Send = async (body) => {
      const id = [...people.keys()][writes % 5] as string;
      const ktp = newKtp();
      people.set(id, ktp);
      tenant.env = writes++ % 2 ? after : before;
      const writing = tenant.as("PATCH", `/customers/${id}`, { ktp });
      tenant.env = after;
      const [chunk, written] = await Promise.all([send(body), writing]);
      expect(written.status).toBe(200);
      return chunk;
    };
    await pass(busy, () => {}, 50);
    await resealAll(send, quiet);
    expect(writes).toBeGreaterThan(4);
    setKeys(tenant, key);
    for (const [id, ktp] of people) expect([await found(tenant, ktp), await reveal(tenant, id)]).toEqual([[id], ktp]);
  });

  it("does not overwrite a row that was changed after it was read", async () => {
    const { tenant, oldKey, token } = await tenantWithSecrets();
    const id = await addPerson(tenant, newKtp());
    setKeys(tenant, newKey(), oldKey);
    const later = newKtp();
    // Once the chunk is read, and before it is written, the customer gets another number.
    const real = tenant.env;
    let raced = false;
    const send = senderOf(tenant, token);
    const original = crypto.subtle.decrypt.bind(crypto.subtle);
    Object.defineProperty(crypto.subtle, "decrypt", {
      configurable: true,
      value: async (...args: Parameters<typeof original>) => {
        if (!raced) {
          raced = true;
          await tenant.as("PATCH", `/customers/${id}`, { ktp: later });
        }
        return original(...args);
      },
    });
    try {
      const only = {
        shard: (await tenant.context()).tenant.shard,
        column: "customers.ktpSealed",
        after: [tenant.id, ""],
      };
      const chunk = await send({ position: only, limit: 1 });
      expect(raced).toBe(true);
      expect([chunk.read, chunk.resealed, chunk.changedMeanwhile]).toEqual([1, 0, 1]);
    } finally {
      Reflect.deleteProperty(crypto.subtle, "decrypt");
    }
    tenant.env = real;
    expect(await reveal(tenant, id)).toBe(later);
  });

  it("goes on after it was killed, and does nothing twice", async () => {
    const { tenant, oldKey, token } = await tenantWithSecrets();
    const people = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const ktp = newKtp();
        return { ktp, id: await addPerson(tenant, ktp) };
      }),
    );
    const key = newKey();
    setKeys(tenant, key, oldKey);
    const send = senderOf(tenant, token);
    const ctx = await tenant.context();
    const start = { shard: ctx.tenant.shard, column: "customers.ktpSealed", after: [tenant.id, ""] };
    const half = await send({ position: start, limit: 3 });
    expect(half.resealed).toBe(3);

    const sums: Pass = await pass(send, () => {}, 100);
    const states = await ctx.store.read(
      ctx.store.db.select({ sealed: customers.ktpSealed }).from(customers).where(ctx.store.own(customers)),
    );
    expect(states[0].every(({ sealed }) => sealed && ctx.vault.isCurrent(sealed))).toBe(true);
    expect(sums.unopenable).toEqual([]);
    expect((await send({ position: start, limit: 6 })).resealed).toBe(0);
    setKeys(tenant, key);
    for (const { id, ktp } of people) expect([await found(tenant, ktp), await reveal(tenant, id)]).toEqual([[id], ktp]);
  });

  it("names the rows that no key opens, and does not call itself done", async () => {
    const { tenant, token } = await tenantWithSecrets();
    const id = await addPerson(tenant, newKtp());
    setKeys(tenant, newKey(), newKey());
    await expect(resealAll(senderOf(tenant, token), quiet)).rejects.toThrow(`customers.ktpSealed ${tenant.id} ${id}`);
  });
});

describe("the vault", () => {
  const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
  const [oldKey, key] = [newKey(), newKey()];

  it("opens texts of the first form, which name no key, under either key", async () => {
    const vault = tenantVault({ current: oldKey }, "ten_a", random);
    const first = (await vault.seal("ktp", "rahasia")).replace(/^s2\.[0-9a-f]{8}\./, "s1.");
    expect(await vault.open("ktp", first)).toBe("rahasia");
    expect(await tenantVault({ current: key, previous: oldKey }, "ten_a", random).open("ktp", first)).toBe("rahasia");
    await expect(tenantVault({ current: key }, "ten_a", random).open("ktp", first)).rejects.toThrow();
  });

  it("opens nothing for another tenant, another purpose, or a text that was touched", async () => {
    const vault = tenantVault({ current: key }, "ten_a", random);
    const sealed = await vault.seal("ktp", "rahasia");
    await expect(tenantVault({ current: key }, "ten_b", random).open("ktp", sealed)).rejects.toThrow();
    await expect(vault.open("bank", sealed)).rejects.toThrow();
    const ciphertextAt = sealed.lastIndexOf(".") + 1;
    for (const place of [ciphertextAt, sealed.length - 1])
      for (const letter of letters.replace(sealed.charAt(place), "")) {
        const touched = sealed.slice(0, place) + letter + sealed.slice(place + 1);
        await expect(vault.open("ktp", touched), touched).rejects.toThrow();
      }
    await expect(vault.open("ktp", "rahasia")).rejects.toThrow("Not a sealed text");
  });
});

describe("the operator's door", () => {
  it("is not there without a token of 32 characters, and opens to that token alone", async () => {
    const { tenant, token } = await tenantWithSecrets();
    const knock = (given?: string) =>
      tenant.call("POST", "/operator/reseal", { body: { limit: 1 }, ...(given && { token: given }) });
    expect((await knock()).status).toBe(401);
    expect((await knock(tenant.token)).status).toBe(401);
    expect((await knock(token)).status).toBe(200);
    tenant.env = withSettings({ OPERATOR_TOKEN: "" });
    expect((await knock(token)).status).toBe(404);
    expect(() => settingsOf(withSettings({ OPERATOR_TOKEN: "too-short" }))).toThrow("OPERATOR_TOKEN");
  });

  it("is limited by address", async () => {
    const { tenant } = await tenantWithSecrets();
    const answer = await tenant.call("POST", "/operator/reseal", { body: {} });
    expect(answer.headers.get("ratelimit-limit")).toBe("600");
  });
});
