import { describe, expect, it } from "vitest";
import { TestTenant } from "../../../test/support/tenant.ts";

interface Tokens {
  access_token: string;
  refresh_token: string;
  code: string;
}

const refresh = (tenant: TestTenant, refresh_token: string) =>
  tenant.call<Tokens>("POST", "/api/v1/auth/refresh", { body: { refresh_token } });
const me = async (tenant: TestTenant, token: string) => (await tenant.call("GET", "/api/v1/auth/me", { token })).status;

describe("two tabs that refresh at once", () => {
  it("both go on in the same session, with the same next refresh token", async () => {
    const tenant = await TestTenant.signUp();
    tenant.clock.advance(3601 * 1000);
    expect(await me(tenant, tenant.token)).toBe(401);
    const answers = await Promise.all(Array.from({ length: 8 }, () => refresh(tenant, tenant.refreshToken)));
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
    expect(new Set(answers.map(({ body }) => body.refresh_token)).size).toBe(1);
    for (const { body } of answers) expect(await me(tenant, body.access_token)).toBe(200);
    const next = await refresh(tenant, answers[0]?.body.refresh_token ?? "");
    expect([next.status, await me(tenant, next.body.access_token)]).toEqual([200, 200]);
  });

  it("may be half a minute apart, as may an answer that was lost and its repetition", async () => {
    const tenant = await TestTenant.signUp();
    const first = await refresh(tenant, tenant.refreshToken);
    tenant.clock.advance(30_000);
    const again = await refresh(tenant, tenant.refreshToken);
    expect([again.status, again.body.refresh_token]).toEqual([200, first.body.refresh_token]);
  });
});

describe("a refresh token that comes again later", () => {
  it("ends the whole session, whoever of the two sent it", async () => {
    const tenant = await TestTenant.signUp();
    const first = await refresh(tenant, tenant.refreshToken);
    tenant.clock.advance(30_001);
    const reused = await refresh(tenant, tenant.refreshToken);
    expect([reused.status, reused.body.code]).toEqual([401, "session_ended"]);
    expect((await refresh(tenant, first.body.refresh_token)).status).toBe(401);
    expect(await me(tenant, first.body.access_token)).toBe(401);
  });

  it("is found out too when a thief was quick enough to share the successor", async () => {
    const tenant = await TestTenant.signUp();
    const owner = await refresh(tenant, tenant.refreshToken);
    const thief = await refresh(tenant, tenant.refreshToken);
    tenant.clock.advance(3600_000);
    expect((await refresh(tenant, owner.body.refresh_token)).status).toBe(200);
    tenant.clock.advance(3600_000);
    expect((await refresh(tenant, thief.body.refresh_token)).status).toBe(401);
    expect(await me(tenant, thief.body.access_token)).toBe(401);
  });
});

describe("a session", () => {
  it("lasts thirty days from its sign-in, however often it is refreshed", async () => {
    const tenant = await TestTenant.signUp();
    let token = tenant.refreshToken;
    for (let day = 0; day < 29; day++) {
      tenant.clock.advance(86_400_000);
      token = (await refresh(tenant, token)).body.refresh_token;
    }
    tenant.clock.advance(86_400_000);
    expect((await refresh(tenant, token)).status).toBe(401);
  });

  it("that has ended is not brought back by a refresh within the window", async () => {
    const tenant = await TestTenant.signUp();
    const first = await refresh(tenant, tenant.refreshToken);
    await tenant.call("POST", "/api/v1/auth/logout", { token: first.body.access_token, body: {} });
    expect((await refresh(tenant, tenant.refreshToken)).status).toBe(401);
  });
});
