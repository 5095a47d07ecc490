import { eq, getTableName } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { rowsOfEach, runJobs, tenantWithEveryRow } from "../../../test/support/everything.ts";
import { env, queues, TestTenant } from "../../../test/support/tenant.ts";
import { createPlatform } from "../../core/platform.ts";
import { tenantTables } from "../../db/whole.ts";
import { settingsOf } from "../../env.ts";
import { jobOf } from "../../jobs.ts";
import { tenantDirectory } from "./schema.ts";

const day = 86_400_000;
const ask = (tenant: TestTenant, body: object = {}) =>
  tenant.as<{ state: string; deleteAt: string | null; code: string }>("POST", "/tenant/deletion", {
    slug: tenant.slug,
    password: tenant.ownerPassword,
    ...body,
  });

async function directoryOf(tenant: TestTenant) {
  const platform = createPlatform({ env, settings: settingsOf(env), sources: tenant.clock, defer: () => {} });
  const { db, run } = platform.shard(0);
  const [rows] = await run(db.select().from(tenantDirectory).where(eq(tenantDirectory.tenant, tenant.id)));
  return rows;
}

describe("deleting a tenant", () => {
  it("takes its address and the owner's password, and nothing less", async () => {
    const tenant = await TestTenant.signUp();
    expect((await ask(tenant, { slug: "lain" })).status).toBe(422);
    expect((await ask(tenant, { password: "salah-sekali" })).status).toBe(422);
    const admin = await tenant.member("admin");
    expect((await tenant.call("POST", "/api/v1/tenant/deletion", { token: admin, body: {} })).status).toBe(403);
    expect((await tenant.as<{ state: string }>("GET", "/tenant")).body.state).toBe("active");
  });

  it("can be called off within thirty days; until then only signing in, taking along and that are served", async () => {
    const tenant = await TestTenant.signUp();
    const asked = await ask(tenant);
    expect(asked.body).toMatchObject({ state: "deleting", deleteAt: "2026-12-21T03:00:00.000Z" });
    expect((await ask(tenant)).status).toBe(409);
    expect((await tenant.as<{ code: string }>("GET", "/customers")).body.code).toBe("tenant_deleting");
    await jobOf("tenancy.purge")(await tenant.context(), {});
    expect((await tenant.as<{ state: string }>("DELETE", "/tenant/deletion")).body.state).toBe("active");
    expect((await tenant.as("GET", "/customers")).status).toBe(200);
  });

  it("leaves no row, file, room or address when its time is up, and nothing of another tenant is touched", async () => {
    const { tenant } = await tenantWithEveryRow();
    const { tenant: other } = await tenantWithEveryRow();
    const before = await rowsOfEach(tenant);
    expect(Object.entries(before).filter(([, rows]) => rows === 0)).toEqual([]);
    await env.FILES.put(`${tenant.id}/files/one`, "x");
    await env.FILES.put(`${other.id}/files/one`, "x");
    const untouched = await rowsOfEach(other);
    const theirs = (await env.FILES.list({ prefix: `${other.id}/` })).objects.length;

    await ask(tenant);
    const ctx = await tenant.context();
    tenant.clock.advance(30 * day);
    const login = { identifier: "pemilik", password: tenant.ownerPassword };
    expect((await tenant.call("POST", "/api/v1/auth/login", { slug: tenant.slug, body: login })).status).toBe(404);
    await jobOf("tenancy.purge")(ctx, {});
    expect((await rowsOfEach(tenant, ctx))["users"]).toBe(before["users"]);
    tenant.clock.advance(3600_000);
    await jobOf("tenancy.purge")(ctx, {});
    await runJobs(tenant);

    expect(Object.entries(await rowsOfEach(tenant, ctx)).filter(([, rows]) => rows > 0)).toEqual([]);
    expect((await env.FILES.list({ prefix: `${tenant.id}/` })).objects).toEqual([]);
    expect(await env.TENANT_ROOM.getByName(`tenant:${tenant.id}`).size(tenant.id)).toEqual({ events: 0, sockets: 0 });
    expect(await directoryOf(tenant)).toEqual([]);
    expect(queues.jobs.sent.filter(({ tenantId }) => tenantId === tenant.id)).toEqual([]);
    expect(await rowsOfEach(other)).toEqual(untouched);
    expect((await env.FILES.list({ prefix: `${other.id}/` })).objects).toHaveLength(theirs);
  });
});

describe("a tenant's tables", () => {
  it("come after those they refer to", () => {
    const names = tenantTables().map(getTableName);
    expect(names.indexOf("customers")).toBeLessThan(names.indexOf("invoices"));
    expect(names.indexOf("sessions")).toBeGreaterThan(names.indexOf("users"));
  });
});
