import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import type { PageBody } from "../../../test/support/billing.ts";
import { Clock, TestTenant } from "../../../test/support/tenant.ts";
import { tables } from "../../db/tables.ts";
import type { TenantTable } from "../../db/store.ts";
import { users } from "../users/schema.ts";
import { apiKeys } from "./schema.ts";

interface KeyBody {
  id: string;
  key: string;
  hint: string;
  state: string;
  permissions: string[];
  createdBy: { name: string };
  lastUsedAt: string | null;
  lastUsedAddress: string | null;
}
interface Refused {
  code: string;
  detail: string;
  errors?: { field: string }[];
}

const make = async (tenant: TestTenant, body: Record<string, unknown> = {}) =>
  (await tenant.as<KeyBody>("POST", "/api-keys", { name: "Kasir", permissions: ["customers:read"], ...body })).body;
const using = (tenant: TestTenant, key: string, path = "/customers", headers: Record<string, string> = {}) =>
  tenant.call<Refused>("GET", `/api/v1${path}`, { headers: { "x-api-key": key, ...headers } });
const list = async (tenant: TestTenant) => (await tenant.as<PageBody<KeyBody>>("GET", "/api-keys")).body.data;

describe("an API key", () => {
  it("opens what it was given and nothing else, as X-API-Key and as a bearer token", async () => {
    const tenant = await TestTenant.signUp();
    const { key } = await make(tenant);
    expect((await using(tenant, key)).status).toBe(200);
    expect((await tenant.call("GET", "/api/v1/customers", { token: key })).status).toBe(200);
    const refused = await using(tenant, key, "/invoices", { "accept-language": "en" });
    expect([refused.status, refused.body.code, refused.body.detail]).toEqual([
      403,
      "forbidden",
      "This API key lacks invoices:read.",
    ]);
  });

  it("is shown once and stored as a hash alone", async () => {
    const tenant = await TestTenant.signUp();
    const { key, id, hint } = await make(tenant);
    expect(key).toMatch(/^tepi_\d_[0-9a-z]{20}_[0-9a-z]{52}$/);
    expect(key.endsWith(hint)).toBe(true);
    const [listed] = await list(tenant);
    expect(listed).toMatchObject({ id, hint, state: "active", createdBy: { name: "Pemilik" } });
    expect(listed).not.toHaveProperty("key");
    expect((await tenant.as("POST", "/api-keys", {})).headers.get("cache-control")).toBe("no-store");
    expect((await tenant.as("GET", "/api-keys")).headers.get("cache-control")).toBe("no-store");
    const { store } = await tenant.context();
    for (const table of tables().filter((each): each is TenantTable => "tenantId" in each)) {
      const [rows] = await store.read(
        store.db
          .select()
          .from(table as never)
          .where(store.own(table)),
      );
      expect(JSON.stringify(rows)).not.toContain(key.slice(-52));
    }
  });

  it("costs one round trip to the store before its route's own", async () => {
    const tenant = await TestTenant.signUp();
    const answer = await using(tenant, (await make(tenant)).key);
    expect(answer.headers.get("server-timing")).toContain('"2 round trips');
  });

  it("is refused with one same answer when it is wrong, expired, revoked, or its maker is inactive", async () => {
    const tenant = await TestTenant.signUp();
    const refusals: unknown[] = [];
    const refuse = async (key: string) => {
      const { status, body } = await using(tenant, key);
      refusals.push({ status, ...body, requestId: "" });
    };
    const { key } = await make(tenant);
    await refuse("tepi_");
    await refuse("");
    await refuse(key.slice(0, -1));
    await refuse(`${key.slice(0, -52)}${"0".repeat(52)}`);
    await refuse(key.replace(/_[0-9a-z]{20}_/, `_${"0".repeat(20)}_`));
    await refuse(key.replace(/^tepi_\d/, "tepi_999"));
    const expiring = await make(tenant, { expiresAt: "2026-11-21T03:00:01Z" });
    expect((await using(tenant, expiring.key)).status).toBe(200);
    tenant.clock.advance(1000);
    await refuse(expiring.key);
    const revoked = await make(tenant);
    expect((await tenant.as("DELETE", `/api-keys/${revoked.id}`)).status).toBe(204);
    await refuse(revoked.key);
    expect((await tenant.as("DELETE", `/api-keys/${revoked.id}`)).status).toBe(204);
    expect((await list(tenant)).map(({ state }) => state)).toEqual(["revoked", "expired", "active"]);
    const { store } = await tenant.context();
    await store.atomic([store.update(users, { state: "inactive" }, eq(users.username, "pemilik"))]);
    await refuse(key);
    expect(refusals).toHaveLength(9);
    for (const refusal of refusals) expect(refusal).toEqual(refusals[0]);
    expect(refusals[0]).toMatchObject({ status: 401, code: "invalid_api_key" });
  });

  it("can do no more than its maker can at present", async () => {
    const tenant = await TestTenant.signUp();
    const { key } = await make(tenant, { permissions: ["customers:read", "connections:read"] });
    expect((await using(tenant, key, "/connections")).status).toBe(200);
    const { store } = await tenant.context();
    await store.atomic([store.update(users, { role: "cs" }, eq(users.username, "pemilik"))]);
    expect((await using(tenant, key, "/connections")).status).toBe(403);
    expect((await using(tenant, key)).status).toBe(200);
  });

  it("is refused on another tenant's path, header or host, and only after it proved valid", async () => {
    const [tenant, other] = [await TestTenant.signUp(), await TestTenant.signUp()];
    const { key } = await make(tenant);
    const at = (slug: string, wanted: string) =>
      tenant.call("GET", "/api/v1/customers", { slug, headers: { "x-api-key": wanted } });
    expect((await at(other.slug, key)).status).toBe(404);
    expect((await at(tenant.slug, key)).status).toBe(200);
    expect((await at(other.slug, `${key.slice(0, -1)}!`)).status).toBe(401);
    expect((await using(tenant, key, "/customers", { "x-tenant": other.slug })).status).toBe(404);
  });

  it("opens nothing that needs a person", async () => {
    const tenant = await TestTenant.signUp();
    const { key } = await make(tenant);
    const headers = { "x-api-key": key };
    const asked = [
      ["GET", "/auth/me"],
      ["PATCH", "/auth/me"],
      ["POST", "/auth/logout"],
      ["POST", "/live/tickets"],
      ["POST", "/api-keys"],
    ] as const;
    for (const [method, path] of asked) {
      const answer = await tenant.call(method, `/api/v1${path}`, { headers, ...(method !== "GET" && { body: {} }) });
      expect([path, answer.status]).toEqual([path, 403]);
    }
    for (const permission of ["profile:read", "live:read", "api-keys:write"]) {
      const asking = { name: "x", permissions: [permission] };
      expect((await tenant.as("POST", "/api-keys", asking)).status).toBe(422);
    }
  });

  it("is stopped by suspension and maintenance as a person is", async () => {
    const tenant = await TestTenant.signUp();
    const { key } = await make(tenant);
    await tenant.as("PUT", "/tenant/maintenance", { on: true });
    expect((await using(tenant, key)).status).toBe(503);
    await tenant.as("PUT", "/tenant/maintenance", { on: false });
    await tenant.as("POST", "/tenant/suspension");
    expect((await using(tenant, key)).status).toBe(403);
  });
});

describe("making a key", () => {
  it("gives away no permission that its maker lacks", async () => {
    const tenant = await TestTenant.signUp();
    const maker = await tenant.person("admin");
    const role = { name: "Pembuat kunci", base: "admin", permissions: ["api-keys:write", "customers:read"] };
    const { body: made } = await tenant.as<{ id: string }>("POST", "/roles", role);
    await tenant.as("PATCH", `/users/${maker.id}`, { customRoleId: made.id });
    const make = (permissions: string[]) =>
      tenant.call<Refused & { key: string }>("POST", "/api/v1/api-keys", {
        token: maker.token,
        body: { name: "x", permissions },
      });
    const refused = await make(["customers:read", "invoices:read"]);
    expect([refused.status, refused.body.errors?.map(({ field }) => field)]).toEqual([422, ["permissions"]]);
    const { status, body } = await make(["customers:read"]);
    expect(status).toBe(201);

    // What the maker's role loses, the key loses with it.
    await tenant.as("PATCH", `/roles/${made.id}`, { permissions: ["api-keys:write"] });
    const used = await tenant.call("GET", "/api/v1/customers", { headers: { "x-api-key": body.key } });
    expect(used.status).toBe(403);
  });

  it("refuses what has passed, no permission, unknown ones, and what is no address", async () => {
    const tenant = await TestTenant.signUp();
    const fields = async (changes: object) => {
      const body = { name: "x", permissions: ["customers:read"], ...changes };
      const answer = await tenant.as<Refused>("POST", "/api-keys", body);
      return [answer.status, answer.body.errors?.[0]?.field];
    };
    expect(await fields({ expiresAt: "2026-11-21T02:00:00Z" })).toEqual([422, "expiresAt"]);
    expect(await fields({ permissions: [] })).toEqual([422, "permissions"]);
    expect(await fields({ permissions: ["all"] })).toEqual([422, "permissions.0"]);
    for (const address of ["10.0.0.256", "10.0.0.0/33", "2001:db8::/129", "example.com", "*"])
      expect([address, ...(await fields({ allowedAddresses: [address] }))]).toEqual([
        address,
        422,
        "allowedAddresses.0",
      ]);
  });

  it("acts once for an Idempotency-Key, and a key's own requests have theirs", async () => {
    const tenant = await TestTenant.signUp();
    const { key } = await make(tenant, { permissions: ["customers:write"] });
    const add = (headers: Record<string, string>) =>
      tenant.call<{ id: string }>("POST", "/api/v1/customers", {
        body: { name: "Sekali" },
        headers: { "idempotency-key": "satu", ...headers },
      });
    const first = await add({ "x-api-key": key });
    const again = await add({ "x-api-key": key });
    expect([again.body.id, again.headers.get("idempotency-replayed")]).toEqual([first.body.id, "true"]);
    const owner = await add({ authorization: `Bearer ${tenant.token}` });
    expect(owner.body.id).not.toBe(first.body.id);
  });

  it("names it in the log, without its hash", async () => {
    const tenant = await TestTenant.signUp();
    const { key, id } = await make(tenant, { permissions: ["customers:write"] });
    await tenant.as("PATCH", `/api-keys/${id}`, { name: "Kasir baru" });
    await tenant.call("POST", "/api/v1/customers", { body: { name: "x" }, headers: { "x-api-key": key } });
    const log = await tenant.as<PageBody<{ action: string; actor: object; after: object }>>("GET", "/activity-logs");
    expect(log.body.data[0]).toMatchObject({
      action: "customer.created",
      actor: { kind: "apiKey", id, name: "Kasir baru" },
    });
    expect(log.body.data.map(({ action }) => action).slice(1, 3)).toEqual(["api_key.renamed", "api_key.created"]);
    expect(log.body.data[2]?.after).not.toHaveProperty("hash");
  });
});

describe("addresses", () => {
  let tenant: TestTenant;
  let key: string;
  beforeAll(async () => {
    tenant = await TestTenant.signUp();
    const allowedAddresses = ["203.0.113.7", "198.51.100.0/24", "2001:db8:1::/48", "2001:0db8:0002::1"];
    ({ key } = await make(tenant, { allowedAddresses }));
  });

  it.each([
    ["203.0.113.7", 200],
    ["203.0.113.8", 403],
    ["198.51.100.255", 200],
    ["198.51.101.0", 403],
    ["2001:db8:1:ffff::9", 200],
    ["2001:DB8:2:0:0:0:0:1", 200],
    ["2001:db8:2::2", 403],
    ["local", 403],
  ])("a key with a list of them answers %s with %i", async (address, status) => {
    const answer = await using(tenant, key, "/customers", { "cf-connecting-ip": address });
    expect(answer.status).toBe(status);
    if (status === 403) expect(answer.body.code).toBe("address_not_allowed");
  });
});

describe("the use of a key", () => {
  it("is noted, and not again within ten minutes", async () => {
    const tenant = await TestTenant.signUp({ clock: new Clock() });
    const { key } = await make(tenant);
    const used = async () => (await list(tenant))[0]?.lastUsedAt;
    expect(await used()).toBeNull();
    await using(tenant, key);
    expect(await used()).toBe("2026-11-21T03:00:00.000Z");
    expect((await list(tenant))[0]?.lastUsedAddress).toBe(tenant.address);
    tenant.clock.advance(9 * 60_000);
    await using(tenant, key);
    expect(await used()).toBe("2026-11-21T03:00:00.000Z");
    tenant.clock.advance(60_000);
    await using(tenant, key);
    expect(await used()).toBe("2026-11-21T03:10:00.000Z");
    const { store } = await tenant.context();
    const [[row]] = await store.read(store.db.select().from(apiKeys).where(store.own(apiKeys)));
    expect(row?.version).toBe(1);
  });

  it("is limited for each key by itself", async () => {
    const tenant = await TestTenant.signUp();
    const [first, second] = [await make(tenant), await make(tenant)];
    const [one, two] = [await using(tenant, first.key), await using(tenant, first.key)];
    const other = await using(tenant, second.key);
    const left = [one, two, other].map(({ headers }) => headers.get("ratelimit-remaining"));
    expect(left).toEqual(["99", "98", "99"]);
  });
});
