import { describe, expect, it } from "vitest";
import { TestTenant } from "../../../test/support/tenant.ts";

interface Tokens {
  access_token: string;
  refresh_token: string;
  token_type: string;
  expires_in: number;
}

describe("signing in", () => {
  it("opens a session by username or email, whatever their case, and tells who is signed in", async () => {
    const tenant = await TestTenant.signUp();
    for (const identifier of ["Pemilik", `${tenant.slug.toUpperCase()}@example.com`]) {
      const login = await tenant.call<Tokens>("POST", "/api/v1/auth/login", {
        body: { identifier, password: tenant.ownerPassword, tenant: tenant.slug },
      });
      expect(login.status).toBe(200);
      expect(login.body).toMatchObject({ token_type: "bearer", expires_in: 3600 });
      const me = await tenant.call<{ user: { role: string }; tenant: { slug: string }; permissions: string[] }>(
        "GET",
        "/api/v1/auth/me",
        { token: login.body.access_token },
      );
      expect(me.body.user.role).toBe("owner");
      expect(me.body.tenant.slug).toBe(tenant.slug);
      expect(me.body.permissions).toContain("tenant:suspend");
    }
  });

  it("answers a wrong password and an unknown user alike", async () => {
    const tenant = await TestTenant.signUp();
    const answers = await Promise.all(
      [
        { identifier: "pemilik", password: "salah-sekali" },
        { identifier: "tidak-ada", password: "salah-sekali" },
      ].map((body) => tenant.call("POST", "/api/v1/auth/login", { body, slug: tenant.slug })),
    );
    expect(answers.map(({ status }) => status)).toEqual([401, 401]);
    const [first, second] = answers.map(({ body }) => ({ ...(body as object), requestId: "" }));
    expect(first).toEqual(second);
  });

  it("asks for the tenant where nothing names one, and answers 404 for one that is not there", async () => {
    const tenant = await TestTenant.signUp();
    const body = { identifier: "pemilik", password: tenant.ownerPassword };
    const without = await tenant.call<{ code: string }>("POST", "/api/v1/auth/login", { body });
    expect([without.status, without.body.code]).toEqual([400, "tenant_required"]);
    const unknown = await tenant.call("POST", "/api/v1/auth/login", { body, headers: { "x-tenant": "nobody-here" } });
    expect(unknown.status).toBe(404);
  });
});

describe("refreshing", () => {
  it("refuses an access token in the place of a refresh token", async () => {
    const tenant = await TestTenant.signUp();
    const answer = await tenant.call("POST", "/api/v1/auth/refresh", { body: { refresh_token: tenant.token } });
    expect(answer.status).toBe(401);
  });
});

describe("signing out", () => {
  it("takes effect at once", async () => {
    const tenant = await TestTenant.signUp();
    expect((await tenant.as("POST", "/auth/logout", {})).status).toBe(204);
    const me = await tenant.as<{ code: string }>("GET", "/auth/me");
    expect([me.status, me.body.code]).toEqual([401, "session_ended"]);
  });
});

describe("tokens", () => {
  it("are good for an hour by the clock, and for their own tenant's path alone", async () => {
    const [tenant, other] = [await TestTenant.signUp(), await TestTenant.signUp()];
    const onOther = await tenant.call("GET", "/api/v1/auth/me", { token: tenant.token, slug: other.slug });
    expect(onOther.status).toBe(404);
    const own = await tenant.call("GET", "/api/v1/auth/me", { token: tenant.token, slug: tenant.slug });
    expect(own.status).toBe(200);
    tenant.clock.advance(3601 * 1000);
    expect((await tenant.as("GET", "/auth/me")).status).toBe(401);
  });
});

describe("limits", () => {
  it("lets five sign-ins through in five minutes, then says when to come back", async () => {
    const tenant = await TestTenant.signUp();
    const attempt = () =>
      tenant.call("POST", "/api/v1/auth/login", { body: { identifier: "x", password: "y" }, slug: tenant.slug });
    // The sign-up was the first of the five.
    for (let used = 1; used < 5; used++) expect((await attempt()).status).toBe(401);
    const refused = await attempt();
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(refused.headers.get("ratelimit-remaining")).toBe("0");
  });
});
