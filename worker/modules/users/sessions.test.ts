import { describe, expect, it, vi } from "vitest";
import { TestTenant } from "../../../test/support/tenant.ts";
import { describeAgent } from "./user-agent.ts";

interface Session {
  id: string;
  browser: string | null;
  os: string | null;
  address: string;
  lastUsedAt: string;
  current: boolean;
}
interface Page {
  data: Session[];
}

const chrome =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36";

async function signIn(tenant: TestTenant, address: string) {
  const login = await tenant.call<{ access_token: string; refresh_token: string }>("POST", "/api/v1/auth/login", {
    body: { identifier: "pemilik", password: tenant.ownerPassword },
    slug: tenant.slug,
    headers: { "cf-connecting-ip": address, "user-agent": chrome },
  });
  return login.body;
}
const sessionsOf = async (tenant: TestTenant, token: string) =>
  (await tenant.call<Page>("GET", "/api/v1/sessions", { token })).body.data;
const me = async (tenant: TestTenant, token: string) => (await tenant.call("GET", "/api/v1/auth/me", { token })).status;

/** The codes that a user's socket is closed with. */
async function socketOf(tenant: TestTenant, token: string): Promise<number[]> {
  const ticket = await tenant.call<{ ticket: string }>("POST", "/api/v1/live/tickets", { token, body: {} });
  const response = await tenant.fetch("GET", `/api/v1/live?ticket=${ticket.body.ticket}`, {
    headers: { upgrade: "websocket" },
  });
  const closed: number[] = [];
  response.webSocket?.addEventListener("close", ({ code }) => void closed.push(code));
  response.webSocket?.accept();
  return closed;
}

describe("one's own sessions", () => {
  it("are listed with device, address and last use, this one marked; nobody else's are", async () => {
    const tenant = await TestTenant.signUp();
    await tenant.person("cs");
    tenant.clock.advance(60_000);
    const second = await signIn(tenant, `rumah-${tenant.slug}`);
    tenant.clock.advance(600_000);
    await tenant.call("POST", "/api/v1/auth/refresh", {
      body: { refresh_token: second.refresh_token },
      headers: { "cf-connecting-ip": `kafe-${tenant.slug}`, "user-agent": chrome },
    });
    const listed = await sessionsOf(tenant, second.access_token);
    expect(listed.map(({ current }) => current)).toEqual([true, false]);
    expect(listed[0]).toMatchObject({
      browser: "Chrome",
      os: "Windows",
      address: `kafe-${tenant.slug}`,
      lastUsedAt: new Date(tenant.clock.now()).toISOString(),
    });
  });

  it("end one by one or all others at once, and are gone from the next request on", async () => {
    const tenant = await TestTenant.signUp();
    const [second, third] = [await signIn(tenant, `a-${tenant.slug}`), await signIn(tenant, `b-${tenant.slug}`)];
    const [newest] = await sessionsOf(tenant, tenant.token);
    expect((await tenant.as("DELETE", `/sessions/${newest?.id}`)).status).toBe(204);
    expect([await me(tenant, second.access_token), await me(tenant, third.access_token)]).toEqual([200, 401]);
    expect((await tenant.as("DELETE", `/sessions/${newest?.id}`)).status).toBe(404);
    expect((await tenant.as("DELETE", "/sessions")).status).toBe(204);
    expect([await me(tenant, second.access_token), await me(tenant, tenant.token)]).toEqual([401, 200]);
    expect(await sessionsOf(tenant, tenant.token)).toHaveLength(1);
  });

  it("are not to be ended by a colleague through one's own list", async () => {
    const tenant = await TestTenant.signUp();
    const colleague = await tenant.person("admin");
    const [session] = await sessionsOf(tenant, tenant.token);
    const refused = await tenant.call("DELETE", `/api/v1/sessions/${session?.id}`, { token: colleague.token });
    expect([refused.status, await me(tenant, tenant.token)]).toEqual([404, 200]);
  });
});

describe("a member's sessions", () => {
  it("are seen and ended by who manages members", async () => {
    const tenant = await TestTenant.signUp();
    const person = await tenant.person("cs");
    const { body } = await tenant.as<Page>("GET", `/users/${person.id}/sessions`);
    expect(body.data.map(({ current }) => current)).toEqual([false]);
    expect((await tenant.as("DELETE", `/users/${person.id}/sessions/${body.data[0]?.id}`)).status).toBe(204);
    expect(await me(tenant, person.token)).toBe(401);
  });
});

describe("an open socket", () => {
  it("closes when its user is shut out, loses permissions, or ends it from another session", async () => {
    const tenant = await TestTenant.signUp();
    await tenant.settle();
    const role = await tenant.as<{ id: string }>("POST", "/roles", {
      name: "Kasir",
      base: "staff",
      permissions: ["live:read", "payments:read"],
    });
    const [out, demoted, held, kept] = [
      await tenant.person("cs"),
      await tenant.person("admin"),
      await tenant.person("staff"),
      await tenant.person("cs"),
    ];
    await tenant.as("PATCH", `/users/${held.id}`, { customRoleId: role.body.id });
    await tenant.settle();
    const closed = await Promise.all([out, demoted, held, kept].map(({ token }) => socketOf(tenant, token)));
    await tenant.as("POST", `/users/${out.id}/deactivation`);
    await tenant.as("PATCH", `/users/${demoted.id}`, { role: "cs" });
    await tenant.as("PATCH", `/roles/${role.body.id}`, { permissions: ["live:read"] });
    await tenant.settle();
    await vi.waitFor(() => expect(closed).toEqual([[4401], [4401], [4401], []]));

    const other = await signIn(tenant, `c-${tenant.slug}`);
    const [mine, theirs] = [await socketOf(tenant, tenant.token), await socketOf(tenant, other.access_token)];
    await tenant.as("DELETE", "/sessions");
    await tenant.settle();
    await vi.waitFor(() => expect([mine, theirs]).toEqual([[], [4401]]));
  });
});

describe("a device's name", () => {
  it.each([
    [chrome, "Chrome", "Windows"],
    [`${chrome} Edg/141.0.0.0`, "Edge", "Windows"],
    ["Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0", "Firefox", "Linux"],
    [
      "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
      "Safari",
      "iOS",
    ],
    [
      "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/26.0 Chrome/122.0.0.0 Mobile Safari/537.36",
      "Samsung Internet",
      "Android",
    ],
    ["something else", null, null],
  ])("is told from %s", (userAgent, browser, os) => {
    expect(describeAgent(userAgent)).toEqual({ browser, os });
  });
});
