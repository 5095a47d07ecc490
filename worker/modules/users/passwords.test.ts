import { describe, expect, it } from "vitest";
import { mailedToken, mailsTo } from "../../../test/support/mail.ts";
import { TestTenant } from "../../../test/support/tenant.ts";

interface Problem {
  code: string;
  errors: { field: string }[];
}

const forget = (tenant: TestTenant, email: string, address = tenant.address) =>
  tenant.call<Problem>("POST", "/api/v1/auth/forgotten-password", {
    body: { email },
    slug: tenant.slug,
    headers: { "cf-connecting-ip": address },
  });
const reset = (tenant: TestTenant, token: string, password = "gajah-renang-7", address = tenant.address) =>
  tenant.call<Problem>("POST", "/api/v1/auth/password-reset", {
    body: { token, password },
    headers: { "cf-connecting-ip": address },
  });
const login = (tenant: TestTenant, identifier: string, password: string, address = `login-${tenant.slug}`) =>
  tenant.call<Problem & { access_token: string }>("POST", "/api/v1/auth/login", {
    body: { identifier, password },
    slug: tenant.slug,
    headers: { "cf-connecting-ip": address },
  });
const me = async (tenant: TestTenant, token: string) => (await tenant.call("GET", "/api/v1/auth/me", { token })).status;

describe("a forgotten password", () => {
  it("is answered the same, at the same cost, whether the address is anybody's or not", async () => {
    const tenant = await TestTenant.signUp();
    const answers = await Promise.all(
      ["tidak-ada@contoh.example", `${tenant.slug}@example.com`].map((email) => forget(tenant, email)),
    );
    const cost = answers.map(({ headers }) => headers.get("server-timing"));
    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
    expect(cost[0]).toBe(cost[1]);
    await tenant.settle();
    expect(await mailsTo("tidak-ada@contoh.example")).toEqual([]);
  });

  it("is set anew by the link of the mail, once, within the hour; every session ends", async () => {
    const tenant = await TestTenant.signUp();
    const person = await tenant.person("cs");
    await forget(tenant, person.email);
    await tenant.settle();
    const token = await mailedToken(person.email, "/reset-password?token=");
    tenant.clock.advance(3599_000);
    const weak = await reset(tenant, token, "password");
    expect([weak.status, weak.body.errors.map(({ field }) => field)]).toEqual([422, ["password"]]);
    expect((await reset(tenant, token)).status).toBe(204);
    expect((await reset(tenant, token, "gajah-renang-8")).body.code).toBe("invalid_token");
    expect(await me(tenant, person.token)).toBe(401);
    expect((await login(tenant, person.username, person.password)).status).toBe(401);
    const back = await login(tenant, person.username, "gajah-renang-7");
    const mine = await tenant.call<{ user: { emailConfirmed: boolean } }>("GET", "/api/v1/auth/me", {
      token: back.body.access_token,
    });
    expect(mine.body.user.emailConfirmed).toBe(true);
    await tenant.settle();
    expect((await mailsTo(person.email)).at(-1)?.subject).toContain("Kata sandi Anda baru saja diganti");
  });

  it("of one link tried twice at the same moment is set by one of them", async () => {
    const tenant = await TestTenant.signUp();
    const person = await tenant.person("cs");
    await forget(tenant, person.email);
    await tenant.settle();
    const token = await mailedToken(person.email, "/reset-password?token=");
    const passwords = ["gajah-renang-1", "gajah-renang-2"];
    const answers = await Promise.all(passwords.map((each, n) => reset(tenant, token, each, `${tenant.slug}-${n}`)));
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
    const winner = passwords[answers.findIndex(({ status }) => status === 204)] ?? "";
    expect((await login(tenant, person.username, winner)).status).toBe(200);
  });

  it("has no link after an hour, from another tenant, or for who was shut out", async () => {
    const [tenant, other] = [await TestTenant.signUp(), await TestTenant.signUp()];
    const person = await tenant.person("cs");
    await forget(tenant, person.email);
    await tenant.settle();
    const token = await mailedToken(person.email, "/reset-password?token=");
    const elsewhere = await tenant.call<Problem>("POST", "/api/v1/auth/password-reset", {
      body: { token, password: "gajah-renang-7" },
      slug: other.slug,
    });
    expect(elsewhere.body.code).toBe("invalid_token");
    tenant.clock.advance(3601_000);
    expect((await reset(tenant, token)).body.code).toBe("invalid_token");
    await tenant.signIn();
    expect((await tenant.as("POST", `/users/${person.id}/deactivation`)).status).toBe(200);
    const before = (await mailsTo(person.email)).length;
    await forget(tenant, person.email);
    await tenant.settle();
    expect(await mailsTo(person.email)).toHaveLength(before);
  });

  it("has three mails an hour at most, from however many addresses they are asked for", async () => {
    const tenant = await TestTenant.signUp();
    const person = await tenant.person("cs");
    for (let n = 0; n < 5; n++) await forget(tenant, person.email, `${tenant.slug}-${n}`);
    await tenant.settle();
    expect(await mailsTo(person.email)).toHaveLength(3);
  });
});

describe("a changed password", () => {
  it("takes the present one, and ends the other sessions but not this one", async () => {
    const tenant = await TestTenant.signUp();
    const person = await tenant.person("cs");
    const other = await login(tenant, person.username, person.password);
    const change = (current: string, password: string) =>
      tenant.call<Problem>("POST", "/api/v1/auth/me/password", { token: person.token, body: { current, password } });
    const wrong = await change("salah-sekali", "gajah-renang-7");
    expect([wrong.status, wrong.body.errors.map(({ field }) => field)]).toEqual([422, ["current"]]);
    expect((await change(person.password, "gajah-renang-7")).status).toBe(204);
    expect([await me(tenant, person.token), await me(tenant, other.body.access_token)]).toEqual([200, 401]);
    expect((await login(tenant, person.username, person.password)).status).toBe(401);
    expect((await login(tenant, person.username, "gajah-renang-7")).status).toBe(200);
  });

  it("at the moment of a sign-in with the old one leaves no session of the old one", async () => {
    const tenant = await TestTenant.signUp();
    for (let round = 0; round < 4; round++) {
      const person = await tenant.person("cs");
      const [changed, old] = await Promise.all([
        tenant.call("POST", "/api/v1/auth/me/password", {
          token: person.token,
          body: { current: person.password, password: "gajah-renang-7" },
          headers: { "cf-connecting-ip": `a-${tenant.slug}-${round}` },
        }),
        login(tenant, person.username, person.password, `b-${tenant.slug}-${round}`),
      ]);
      if (changed.status === 204 && old.body.access_token) expect(await me(tenant, old.body.access_token)).toBe(401);
      expect(changed.status).toBeLessThan(500);
    }
  });
});

describe("a weak password", () => {
  it("is refused: too short, used by everybody, or what anybody knows of its owner", async () => {
    const tenant = await TestTenant.signUp();
    const person = await tenant.person("cs", { email: `gemintang-${tenant.slug}@contoh.example` });
    const weak = ["pendek7", "Bismillah123", "aaaaaaaaaa", person.username, person.email, tenant.slug, "contoh net"];
    for (const [n, password] of weak.entries()) {
      const refused = await tenant.call<Problem>("POST", "/api/v1/auth/me/password", {
        token: person.token,
        body: { current: person.password, password },
        headers: { "cf-connecting-ip": `${tenant.slug}-${n}` },
      });
      expect([password, refused.status]).toEqual([password, 422]);
    }
  });

  it("is as short as the tenant lets it be", async () => {
    const tenant = await TestTenant.signUp();
    await tenant.as("PATCH", "/tenant", { settings: { passwordMinLength: 12 } });
    const change = (password: string) =>
      tenant.as("POST", "/auth/me/password", { current: tenant.ownerPassword, password });
    expect((await change("elevenchars")).status).toBe(422);
    expect((await change("twelve-chars")).status).toBe(204);
  });
});
