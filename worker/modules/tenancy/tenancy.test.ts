import { describe, expect, it } from "vitest";
import { TestTenant } from "../../../test/support/tenant.ts";

interface Refused {
  code: string;
  detail: string;
  errors?: { field: string; message: string }[];
}
interface Tenant {
  name: string;
  state: string;
  maintenance: { message: string | null } | null;
  settings: { dueDays: number };
}

const form = (slug: string, changes: object = {}) => ({
  name: "Contoh Net",
  slug,
  kinds: ["isp"],
  owner: { name: "Pemilik", email: "p@example.com", username: "pemilik", password: "kuda-laut-biru" },
  ...changes,
});

describe("sign-up", () => {
  it("makes a tenant with its owner and a brand whose code is the slug in capitals", async () => {
    const tenant = await TestTenant.signUp();
    const brands = await tenant.as<{ data: { code: string }[] }>("GET", "/brands");
    expect(brands.body.data.map(({ code }) => code)).toEqual([tenant.slug.toUpperCase()]);
  });

  it("gives one address to one of many who ask for it at once, and leaves nothing of the others", async () => {
    const tenant = await TestTenant.signUp();
    const slug = `rebut-${tenant.slug}`;
    const answers = await Promise.all(
      Array.from({ length: 4 }, (_, n) =>
        tenant.call<Refused>("POST", "/api/v1/tenants", {
          body: form(slug),
          headers: { "cf-connecting-ip": `${slug}-${n}` },
        }),
      ),
    );
    expect(answers.filter(({ status }) => status === 201).length).toBe(1);
    for (const { body } of answers.filter(({ status }) => status !== 201)) expect(body.errors?.[0]?.field).toBe("slug");
  });

  it("refuses addresses that are malformed, reserved or odd, and passwords that everybody tries first", async () => {
    const tenant = await TestTenant.signUp();
    const refused = async (body: object) => {
      const headers = { "cf-connecting-ip": crypto.randomUUID() };
      const answer = await tenant.call<Refused>("POST", "/api/v1/tenants", { body, headers });
      return [answer.status, answer.body.errors?.map(({ field }) => field)];
    };
    for (const slug of ["ab", "-abc", "abc-", "a--b", "Abc", "a.b", "api", "www", "xn--abc", "x".repeat(41)])
      expect([slug, ...(await refused(form(slug)))]).toEqual([slug, 422, ["slug"]]);
    const owner = form("ok-nama").owner;
    for (const password of ["rahasia123", "11111111", "short12"])
      expect(await refused(form("ok-nama", { owner: { ...owner, password } }))).toEqual([422, ["owner.password"]]);
    expect(await refused(form("ok-nama", { kinds: [] }))).toEqual([422, ["kinds"]]);
    expect(await refused(form("ok-nama", { timeZone: "Europe/Paris" }))).toEqual([422, ["timeZone"]]);
  });

  it("sends a mail by whose link the owner confirms the address", async () => {
    const tenant = await TestTenant.signUp();
    await tenant.settle();
    const { env } = await import("cloudflare:workers");
    const mailbox = await fetch(`${env.TEST_SANDBOX_URL}/postmark/_mailbox?to=${tenant.slug}@example.com`);
    const { messages } = (await mailbox.json()) as { messages: { text: string }[] };
    const token = /confirm\?token=(\S+)/.exec(messages[0]?.text ?? "")?.[1] ?? "";
    expect((await tenant.call("POST", "/api/v1/auth/confirm-email", { body: { token } })).status).toBe(204);
    const me = await tenant.as<{ user: { emailConfirmed: boolean } }>("GET", "/auth/me");
    expect(me.body.user.emailConfirmed).toBe(true);
    const forged = await tenant.call<Refused>("POST", "/api/v1/auth/confirm-email", { body: { token: tenant.token } });
    expect([forged.status, forged.body.code]).toEqual([400, "invalid_token"]);
  });
});

describe("maintenance", () => {
  it("answers 503 with Retry-After to all but signing in and switching it off; webhooks are stored meanwhile", async () => {
    const tenant = await TestTenant.signUp();
    const on = { on: true, message: "Pindah server", until: "2030-01-01T00:00:00Z" };
    expect((await tenant.as("PUT", "/tenant/maintenance", on)).status).toBe(200);
    const closed = await tenant.as<Refused>("GET", "/customers");
    expect([closed.status, closed.body.code, closed.body.detail]).toEqual([503, "maintenance", "Pindah server"]);
    expect(Number(closed.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await tenant.as("GET", "/auth/me")).status).toBe(200);
    const webhook = await tenant.call("POST", "/webhooks/xendit", { slug: tenant.slug, body: {} });
    expect(webhook.status).toBe(401);
    expect((await tenant.as("PUT", "/tenant/maintenance", { on: false })).status).toBe(200);
    expect((await tenant.as("GET", "/customers")).status).toBe(200);
  });
});

describe("suspension", () => {
  it("answers 403 until the owner reactivates", async () => {
    const tenant = await TestTenant.signUp();
    expect((await tenant.as<Tenant>("POST", "/tenant/suspension")).body.state).toBe("suspended");
    expect((await tenant.as<Refused>("GET", "/customers")).body.code).toBe("tenant_suspended");
    expect((await tenant.as("POST", "/tenant/suspension")).status).toBe(409);
    expect((await tenant.as<Tenant>("DELETE", "/tenant/suspension")).body.state).toBe("active");
    expect((await tenant.as("GET", "/customers")).status).toBe(200);
  });
});

describe("settings", () => {
  it("change one at a time, by one writer at a time", async () => {
    const tenant = await TestTenant.signUp();
    const patched = await tenant.as<Tenant>("PATCH", "/tenant", { settings: { dueDays: 14 } });
    expect(patched.body).toMatchObject({ name: "Contoh Net", settings: { dueDays: 14, anchorDay: 1 } });
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, n) => tenant.as("PATCH", "/tenant", { settings: { dueDays: n + 1 } })),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 409]));
  });

  it("let pages of allowed origins read answers, and no others", async () => {
    const tenant = await TestTenant.signUp();
    await tenant.as("PATCH", "/tenant", { settings: { allowedOrigins: ["https://toko.example"] } });
    const from = async (origin: string) =>
      (await tenant.as("GET", "/auth/me", undefined, { origin })).headers.get("access-control-allow-origin");
    expect(await from("https://toko.example")).toBe("https://toko.example");
    expect(await from("https://jahat.example")).toBeNull();
  });
});

describe("answers", () => {
  it("come in the caller's language, with the request's id and secure headers", async () => {
    const tenant = await TestTenant.signUp();
    const [indonesian, english] = [
      await tenant.as<Refused>("GET", "/customers/cus_00000000000000000000", undefined, { "accept-language": "id-ID" }),
      await tenant.as<Refused>("GET", "/customers/cus_00000000000000000000", undefined, { "accept-language": "en" }),
    ];
    expect([indonesian.body.detail, english.body.detail]).toEqual(["Tidak ditemukan.", "Not found."]);
    expect(english.headers.get("content-type")).toBe("application/problem+json");
    expect(english.headers.get("x-request-id")).toMatch(/^req_/);
    expect(english.headers.get("x-content-type-options")).toBe("nosniff");
    expect(english.headers.get("ratelimit-limit")).toBe("100");
  });

  it("to malformed requests are clear and change nothing", async () => {
    const tenant = await TestTenant.signUp();
    const post = (body: string, headers: Record<string, string> = {}) =>
      tenant.call<Refused>("POST", "/api/v1/customers", { token: tenant.token, body, headers });
    expect((await post("{")).status).toBe(400);
    expect((await post("[]")).status).toBe(422);
    expect((await post("null")).status).toBe(422);
    expect((await post("a=b", { "content-type": "application/x-www-form-urlencoded" })).status).toBe(415);
    expect((await post(JSON.stringify({ name: "x".repeat(300_000) }))).status).toBe(413);
    for (const path of [
      "/customers?limit=0",
      "/customers?limit=101",
      "/customers?cursor=kacau",
      "/customers?sort=x",
      "/customers/x",
    ])
      expect([path, (await tenant.as("GET", path)).status]).toEqual([path, 422]);
    expect((await tenant.as("GET", "/nothing-here")).status).toBe(404);
    const list = await tenant.as<{ data: unknown[] }>("GET", "/customers");
    expect(list.body.data).toEqual([]);
  });
});
