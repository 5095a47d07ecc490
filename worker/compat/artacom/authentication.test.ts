/** "Authentication" and "Authentication Endpoints", as they are documented. */
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { TestTenant } from "../../../test/support/tenant.ts";
import { users } from "../../modules/users/schema.ts";
import { callerOf } from "../testing.ts";

interface Tokens {
  access_token: string;
  token_type: string;
  expires_in: number;
  refresh_token: string;
}

const form = { "content-type": "application/x-www-form-urlencoded" };
const list = "/api/pelanggan/";

/** A company with a member whose sign-in is the document's. */
async function company() {
  const tenant = await TestTenant.signUp();
  const person = await tenant.person("admin", { email: "your_email@example.com", password: "kuda-laut-merah" });
  const call = callerOf(tenant, "artacom");
  const logIn = (body: unknown, headers: Record<string, string> = {}) =>
    call<Tokens>("POST", "/api/users/token", { token: undefined, body, headers });
  const works = async (token: string) => (await call("GET", list, { token })).status === 200;
  return { tenant, person, call, logIn, works };
}

describe("POST /api/users/token", () => {
  it("takes the documented form and answers with tokens that open the rest", async () => {
    const { logIn, works } = await company();
    const answer = await logIn("username=your_email@example.com&password=kuda-laut-merah", form);
    expect([answer.status, answer.body]).toEqual([
      200,
      {
        access_token: expect.stringMatching(/^eyJ/) as string,
        token_type: "bearer",
        expires_in: 3600,
        refresh_token: expect.stringMatching(/^eyJ/) as string,
      },
    ]);
    expect(await works(answer.body.access_token)).toBe(true);
  });

  it("takes the same as JSON, with the username in place of the email, and what OAuth adds to the form", async () => {
    const { logIn, person } = await company();
    const answers = [
      await logIn({ username: "your_email@example.com", password: "kuda-laut-merah" }),
      await logIn({ username: person.username, password: "kuda-laut-merah" }),
      await logIn(
        `grant_type=password&username=${encodeURIComponent("your_email@example.com")}&password=kuda-laut-merah&scope=`,
        { "content-type": "application/x-www-form-urlencoded; charset=utf-8" },
      ),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  });

  it("answers 401 to a wrong password or name, and 403 to a user who is not active", async () => {
    const { tenant, logIn, person } = await company();
    const wrong = await logIn({ username: "your_email@example.com", password: "password123" });
    expect([wrong.status, wrong.body]).toEqual([
      401,
      { detail: "Nama pengguna atau kata sandi salah.", status: "error", error_code: "WRONG_CREDENTIALS" },
    ]);
    expect((await logIn({ username: "user@example.com", password: "password123" })).status).toBe(401);
    const { store } = await tenant.context();
    await store.atomic([store.update(users, { state: "inactive" }, eq(users.id, person.id))]);
    const inactive = await logIn("username=your_email@example.com&password=kuda-laut-merah", form);
    expect([inactive.status, inactive.body]).toMatchObject([403, { status: "error", error_code: "USER_INACTIVE" }]);
  });

  it("names the fields that are missing, and refuses what is neither form nor JSON", async () => {
    const { logIn } = await company();
    const empty = await logIn("username=", form);
    expect([empty.status, empty.body]).toMatchObject([
      422,
      { detail: { errors: [{ field: "username" }, { field: "password" }] }, error_code: "VALIDATION_ERROR" },
    ]);
    expect((await logIn("{", { "content-type": "application/json" })).status).toBe(400);
    expect((await logIn("username=a", { "content-type": "text/plain" })).status).toBe(415);
  });

  it("is open five times in five minutes from one address", async () => {
    const { tenant, logIn } = await company();
    const from = { "cf-connecting-ip": `kantor-${tenant.slug}` };
    const body = { username: "user@example.com", password: "password123" };
    for (let n = 0; n < 5; n++) expect((await logIn(body, from)).status).toBe(401);
    const sixth = await logIn(body, from);
    expect([sixth.status, sixth.body]).toMatchObject([429, { detail: "Rate limit exceeded" }]);
    expect((sixth.body as unknown as { retry_after: number }).retry_after).toBeGreaterThan(0);
    expect((await logIn(body, { "cf-connecting-ip": `rumah-${tenant.slug}` })).status).toBe(401);
  });

  it("signs nobody in with another company's account", async () => {
    const [{ logIn }, other] = [await company(), await TestTenant.signUp()];
    const email = `${other.slug}@example.com`;
    expect((await logIn({ username: email, password: other.ownerPassword })).status).toBe(401);
  });
});

describe("POST /api/users/refresh", () => {
  it("trades the refresh token for new tokens, once", async () => {
    const { tenant, call, works } = await company();
    const refresh = (refresh_token: string) =>
      call<Tokens>("POST", "/api/users/refresh", { token: undefined, body: { refresh_token } });
    const traded = await refresh(tenant.refreshToken);
    expect([traded.status, Object.keys(traded.body)]).toEqual([
      200,
      ["access_token", "token_type", "expires_in", "refresh_token"],
    ]);
    expect(traded.body.refresh_token).not.toBe(tenant.refreshToken);
    expect(await works(traded.body.access_token)).toBe(true);
    tenant.clock.advance(30_001);
    expect((await refresh(tenant.refreshToken)).status).toBe(401);
    // One of the two who hold it is a thief, so the session is over.
    expect((await refresh(traded.body.refresh_token)).status).toBe(401);
  });

  it("refuses an access token, none, and nonsense", async () => {
    const { tenant, call } = await company();
    const refresh = async (body: unknown) =>
      (await call("POST", "/api/users/refresh", { token: undefined, body })).status;
    expect([
      await refresh({ refresh_token: tenant.token }),
      await refresh({ refresh_token: "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9..." }),
      await refresh({}),
    ]).toEqual([401, 401, 422]);
  });
});

describe("POST /api/users/logout", () => {
  it("makes access and refresh token useless at once", async () => {
    const { tenant, call, works } = await company();
    const out = await call("POST", "/api/users/logout", { body: { refresh_token: tenant.refreshToken } });
    expect([out.status, out.body]).toEqual([200, { message: "Logout berhasil" }]);
    const again = await call("POST", "/api/users/refresh", {
      token: undefined,
      body: { refresh_token: tenant.refreshToken },
    });
    expect([await works(tenant.token), again.status]).toEqual([false, 401]);
  });

  it("ends the refresh token's session too where that is another of the caller's, and nobody else's", async () => {
    const { tenant, call, person, works, logIn } = await company();
    const second = await logIn({ username: "pemilik", password: tenant.ownerPassword });
    await call("POST", "/api/users/logout", { body: { refresh_token: second.body.refresh_token } });
    expect([await works(tenant.token), await works(second.body.access_token)]).toEqual([false, false]);

    const third = await logIn({ username: "pemilik", password: tenant.ownerPassword });
    await call("POST", "/api/users/logout", {
      token: third.body.access_token,
      body: { refresh_token: person.refreshToken },
    });
    expect([await works(third.body.access_token), await works(person.token)]).toEqual([false, true]);
  });

  it("needs the access token", async () => {
    const { tenant, call } = await company();
    const body = { refresh_token: tenant.refreshToken };
    expect((await call("POST", "/api/users/logout", { token: undefined, body })).status).toBe(401);
  });
});
