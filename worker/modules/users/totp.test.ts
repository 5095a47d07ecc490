import { Secret, TOTP } from "otpauth";
import { describe, expect, it } from "vitest";
import { TestTenant, type Person } from "../../../test/support/tenant.ts";
import { generatorOf } from "./second-factor.ts";

interface Problem {
  code: string;
  errors?: { field: string }[];
  access_token?: string;
}

let addresses = 0;
/** Every try from a fresh address, since sign-ins are limited by address. */
const fresh = (tenant: TestTenant) => ({ "cf-connecting-ip": `${tenant.slug}-${++addresses}` });

/** A member's way to the API, with the code that an app would show. */
class WithApp {
  readonly tenant: TestTenant;
  readonly person: Person;
  #secret = "";
  constructor(tenant: TestTenant, person: Person) {
    this.tenant = tenant;
    this.person = person;
  }

  static async of(tenant: TestTenant): Promise<WithApp> {
    return new WithApp(tenant, await tenant.person("cs"));
  }

  as = <T = Problem>(method: string, path: string, body?: unknown, headers = fresh(this.tenant)) =>
    this.tenant.call<T>(method, `/api/v1${path}`, {
      token: this.person.token,
      headers,
      ...(body !== undefined && { body }),
    });

  code = (stepsLater = 0): string =>
    new TOTP({ secret: Secret.fromBase32(this.#secret) }).generate({
      timestamp: this.tenant.clock.now() + stepsLater * 30_000,
    });

  /** Sets the app up and confirms it; gives the recovery codes. */
  async switchOn(): Promise<string[]> {
    const set = await this.as<{ secret: string; uri: string }>("POST", "/auth/me/totp", {
      password: this.person.password,
    });
    expect(set.status).toBe(201);
    this.#secret = set.body.secret;
    const confirmed = await this.as<{ recoveryCodes: string[] }>("POST", "/auth/me/totp/confirmation", {
      totp: this.code(),
    });
    expect(confirmed.status).toBe(200);
    this.tenant.clock.advance(30_000);
    return confirmed.body.recoveryCodes;
  }

  login = (factors: object = {}, headers = fresh(this.tenant)) =>
    this.tenant.call<Problem>("POST", "/api/v1/auth/login", {
      body: { identifier: this.person.username, password: this.person.password, ...factors },
      slug: this.tenant.slug,
      headers,
    });
}

describe("the code of an authenticator app", () => {
  // RFC 6238, appendix B, for SHA-1; the vectors have eight digits, ours are their last six.
  it.each([
    [59, "94287082"],
    [1111111109, "07081804"],
    [1111111111, "14050471"],
    [1234567890, "89005924"],
    [2000000000, "69279037"],
    [20000000000, "65353130"],
  ])("at second %i is that of RFC 6238", (seconds, expected) => {
    const secret = Secret.fromUTF8("12345678901234567890").base32;
    expect(generatorOf(secret, "x", "y").generate({ timestamp: seconds * 1000 })).toBe(expected.slice(2));
  });
});

describe("two-step sign-in", () => {
  it("is on only when a code has confirmed it, and then asks for one after the right password alone", async () => {
    const app = await WithApp.of(await TestTenant.signUp());
    const set = await app.as<{ uri: string; secret: string }>("POST", "/auth/me/totp", {
      password: app.person.password,
    });
    expect(set.body.uri).toMatch(/^otpauth:\/\/totp\/.*secret=[A-Z2-7]{32}&/);
    expect((await app.login()).status).toBe(200);
    const wrong = await app.as("POST", "/auth/me/totp/confirmation", { totp: "000000" });
    expect([wrong.status, wrong.body.errors?.map(({ field }) => field)]).toEqual([422, ["totp"]]);

    expect(await app.switchOn()).toHaveLength(10);
    expect((await app.as("GET", "/auth/me/totp")).body).toEqual({ enabled: true, recoveryCodesLeft: 10 });
    const asked = await app.login();
    expect([asked.status, asked.body.code]).toEqual([401, "totp_required"]);
    expect((await app.login({ password: "salah-sekali", totp: app.code() })).body.code).toBe("wrong_credentials");
    expect((await app.login({ totp: "000000" })).body.code).toBe("wrong_code");
    expect((await app.login({ totp: app.code() })).status).toBe(200);
    expect((await app.as("POST", "/auth/me/totp", { password: app.person.password })).status).toBe(409);
  });

  it("takes a code one step early or late, and none further off", async () => {
    const tenant = await TestTenant.signUp();
    const app = await WithApp.of(tenant);
    await app.switchOn();
    tenant.clock.advance(300_000);
    expect((await app.login({ totp: app.code(-2) })).status).toBe(401);
    expect((await app.login({ totp: app.code(2) })).status).toBe(401);
    expect((await app.login({ totp: app.code(-1) })).status).toBe(200);
    expect((await app.login({ totp: app.code(1) })).status).toBe(200);
  });

  it("takes a code once, neither again nor an earlier one after it", async () => {
    const tenant = await TestTenant.signUp();
    const app = await WithApp.of(tenant);
    await app.switchOn();
    tenant.clock.advance(300_000);
    const totp = app.code();
    expect((await app.login({ totp })).status).toBe(200);
    expect((await app.login({ totp })).body.code).toBe("wrong_code");
    expect((await app.login({ totp: app.code(-1) })).body.code).toBe("wrong_code");
    tenant.clock.advance(30_000);
    expect((await app.login({ totp: app.code() })).status).toBe(200);
  });

  it("lets one of many in that send the same code at the same moment", async () => {
    const app = await WithApp.of(await TestTenant.signUp());
    await app.switchOn();
    const totp = app.code();
    const answers = await Promise.all(Array.from({ length: 6 }, () => app.login({ totp })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401, 401, 401]);
  });

  it("takes each recovery code once in the code's place, however it is typed, also when sent twice at once", async () => {
    const app = await WithApp.of(await TestTenant.signUp());
    const [first = "", second = ""] = await app.switchOn();
    expect((await app.login({ recoveryCode: first.toUpperCase().replaceAll("-", " ") })).status).toBe(200);
    expect((await app.login({ recoveryCode: first })).body.code).toBe("wrong_code");
    const answers = await Promise.all([1, 2, 3].map(() => app.login({ recoveryCode: second })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401]);
    expect((await app.as("GET", "/auth/me/totp")).body).toEqual({ enabled: true, recoveryCodesLeft: 8 });
  });

  it("takes no recovery code of somebody else", async () => {
    const tenant = await TestTenant.signUp();
    const [app, other] = [await WithApp.of(tenant), await WithApp.of(tenant)];
    await app.switchOn();
    const [theirs = ""] = await other.switchOn();
    expect((await app.login({ recoveryCode: theirs })).body.code).toBe("wrong_code");
    expect((await other.login({ recoveryCode: theirs })).status).toBe(200);
  });

  it("has new recovery codes made for password and code, and the old ones are void", async () => {
    const app = await WithApp.of(await TestTenant.signUp());
    const [old = ""] = await app.switchOn();
    const body = { password: app.person.password };
    const renew = (given: object) =>
      app.as<Problem & { recoveryCodes: string[] }>("POST", "/auth/me/totp/recovery-codes", { ...body, ...given });
    expect((await renew({})).body.code).toBe("totp_required");
    const renewed = await renew({ totp: app.code() });
    expect([renewed.status, renewed.body.recoveryCodes.length]).toEqual([201, 10]);
    expect((await app.login({ recoveryCode: old })).status).toBe(401);
    expect((await app.login({ recoveryCode: renewed.body.recoveryCodes[9] })).status).toBe(200);
  });

  it("is switched off by password and code together, and can be set up again", async () => {
    const tenant = await TestTenant.signUp();
    const app = await WithApp.of(tenant);
    const [recoveryCode] = await app.switchOn();
    const off = (body: object) => app.as("POST", "/auth/me/totp/removal", body);
    expect((await off({ password: "salah-sekali", totp: app.code() })).status).toBe(422);
    expect((await off({ password: app.person.password, totp: "000000" })).status).toBe(422);
    expect((await off({ password: app.person.password, totp: app.code() })).status).toBe(204);
    expect((await app.login()).status).toBe(200);
    expect((await app.login({ recoveryCode })).status).toBe(200);
    expect((await app.as("GET", "/auth/me/totp")).body).toEqual({ enabled: false, recoveryCodesLeft: 0 });
    const [again] = await app.switchOn();
    expect((await off({ password: app.person.password, recoveryCode: again })).status).toBe(204);
  });

  it("of a colleague who lost phone and codes is switched off by who manages members, and all sessions end", async () => {
    const tenant = await TestTenant.signUp();
    const app = await WithApp.of(tenant);
    await app.switchOn();
    const shown = await tenant.as<{ twoFactor: boolean }>("GET", `/users/${app.person.id}`);
    expect(shown.body.twoFactor).toBe(true);
    expect((await tenant.as("DELETE", `/users/${app.person.id}/totp`)).status).toBe(204);
    expect((await app.as("GET", "/auth/me")).status).toBe(401);
    expect((await app.login()).status).toBe(200);
  });

  it("leaves neither secret nor codes in any log or list", async () => {
    const tenant = await TestTenant.signUp();
    const app = await WithApp.of(tenant);
    await app.switchOn();
    await app.login({ totp: app.code() });
    const shown = [
      await tenant.as("GET", "/activity-logs?limit=100"),
      await tenant.as("GET", `/users/${app.person.id}`),
    ];
    for (const { body } of shown) expect(JSON.stringify(body)).not.toMatch(/secretSealed|codeHash|s1\.|[A-Z2-7]{32}/);
  });
});

describe("guessing", () => {
  it("from one address uses up that address's tries of one user, and nobody else's", async () => {
    const tenant = await TestTenant.signUp();
    const app = await WithApp.of(tenant);
    const guess = (address: string, password = "salah-sekali") =>
      app.login({ password }, { "cf-connecting-ip": address });
    const context = await tenant.context();
    // The limit of sign-ins by address is counted apart, so tries are counted here as sign-ins over an hour would be.
    const pair = `attempts:${tenant.id}:${app.person.id}:stranger-${tenant.slug}`;
    for (let n = 0; n < 10; n++) await context.env.RATE_LIMITER.getByName(pair).count(10, 3600);
    const stranger = await guess(`stranger-${tenant.slug}`, app.person.password);
    expect([stranger.status, stranger.body.code]).toEqual([429, "rate_limited"]);
    expect(Number(stranger.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await guess(`home-${tenant.slug}`, app.person.password)).status).toBe(200);
  });

  it("counts wrong passwords and wrong codes alike, and a right sign-in forgets them", async () => {
    const tenant = await TestTenant.signUp();
    const app = await WithApp.of(tenant);
    await app.switchOn();
    tenant.clock.advance(60_000);
    const headers = { "cf-connecting-ip": `home-${tenant.slug}` };
    const pair = `attempts:${tenant.id}:${app.person.id}:home-${tenant.slug}`;
    const left = async () => {
      const state = await (await tenant.context()).env.RATE_LIMITER.getByName(pair).count(1000, 3600);
      return 1000 - state.remaining;
    };
    await app.login({ password: "salah-sekali" }, headers);
    await app.login({ totp: "000000" }, headers);
    expect(await left()).toBe(3);
    expect((await app.login({ totp: app.code() }, headers)).status).toBe(200);
    expect(await left()).toBe(1);
  });

  it("of codes by who knows the password stops after thirty from however many addresses; recovery codes still open", async () => {
    const app = await WithApp.of(await TestTenant.signUp());
    const [recoveryCode] = await app.switchOn();
    for (let n = 0; n < 3; n++) await app.login({ password: "salah-sekali", totp: "000000" });
    const statuses: number[] = [];
    for (let n = 0; n < 31; n++) statuses.push((await app.login({ totp: "000000" })).status);
    expect(statuses).toEqual([...Array<number>(30).fill(401), 429]);
    expect((await app.login({ totp: app.code() })).status).toBe(429);
    expect((await app.login({ recoveryCode })).status).toBe(200);
    expect((await app.login({ totp: app.code() })).status).toBe(200);
  });

  it("at a stolen session stops after ten wrong passwords or codes", async () => {
    const tenant = await TestTenant.signUp();
    const app = await WithApp.of(tenant);
    await app.switchOn();
    const statuses: number[] = [];
    for (let n = 0; n < 11; n++)
      statuses.push(
        (await app.as("POST", "/auth/me/totp/removal", { password: app.person.password, totp: "000000" })).status,
      );
    expect(statuses).toEqual([...Array<number>(10).fill(422), 429]);
    const right = await app.as("POST", "/auth/me/totp/removal", { password: app.person.password, totp: app.code() });
    expect(right.status).toBe(429);
  });
});
