/** What holds for every profile, whatever its routes. */
import { describe, expect, it } from "vitest";
import { TestTenant, withSettings } from "../../test/support/tenant.ts";
import { callerOf } from "./testing.ts";

const both = ["isp", "ppob"];
const lists: Record<string, string> = { fa: "/api/v1/notifications/", artacom: "/api/notifications/" };

interface Document {
  openapi: string;
  servers: { url: string }[];
  paths: Record<string, Record<string, { responses: Record<string, unknown> }>>;
  components: { schemas: Record<string, unknown> };
}

describe.each(Object.entries(lists))("the profile %s", (name, list) => {
  it("takes a path with and without its last slash, by prefix and by host", async () => {
    const tenant = await TestTenant.signUp({ kinds: both });
    const call = callerOf(tenant, name);
    const bare = list.replace(/\/$/, "");
    const byHost = await tenant.call("GET", `/compat/${name}${list}`, {
      token: tenant.token,
      host: `${tenant.slug}.localhost`,
    });
    expect([(await call("GET", list)).status, (await call("GET", bare)).status, byHost.status]).toEqual([
      200, 200, 200,
    ]);
  });

  it("is not there for a company of another kind, and no path is there that it does not document", async () => {
    const pawn = await TestTenant.signUp({ kinds: ["pawn"] });
    const tenant = await TestTenant.signUp({ kinds: both });
    const answers = [
      await callerOf(pawn, name)("GET", list),
      await callerOf(pawn, name)("GET", "/openapi.json", { token: undefined }),
      await callerOf(tenant, name)("GET", "/api/nothing"),
      await callerOf(tenant, name)("GET", "/api/v1/customers"),
    ];
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
  });

  it("is closed to another company's token, to none, and to one that has expired", async () => {
    const [tenant, other] = [await TestTenant.signUp({ kinds: both }), await TestTenant.signUp({ kinds: both })];
    const call = callerOf(tenant, name);
    const foreign = await call("GET", list, { token: other.token });
    const none = await call("GET", list, { token: undefined });
    tenant.clock.advance(3_601_000);
    const late = await call("GET", list);
    expect([foreign.status, none.status, late.status]).toEqual([404, 401, 401]);
  });

  it("describes itself by its own paths, below the company's own address, and the API's document stays without", async () => {
    const tenant = await TestTenant.signUp({ kinds: both });
    const { status, body } = await callerOf(tenant, name)<Document>("GET", "/openapi.json", { token: undefined });
    expect([status, body.openapi]).toEqual([200, "3.1.0"]);
    expect(body.servers).toEqual([{ url: `/t/${tenant.slug}/compat/${name}` }]);
    expect(Object.keys(body.paths)).toContain(list);
    const names = [...JSON.stringify(body).matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, schema]) => schema);
    expect(Object.keys(body.components.schemas)).toEqual(expect.arrayContaining(names));
    const refusals = Object.values(body.paths).flatMap((item) => Object.values(item).map(({ responses }) => responses));
    for (const { default: refused } of refusals) expect(refused).toHaveProperty(["content", "application/json"]);
    const api = await tenant.call<Document>("GET", "/api/v1/openapi.json");
    expect(Object.keys(api.body.paths).filter((path) => !path.startsWith("/api/v1/") && path.includes("api"))).toEqual(
      [],
    );
    expect(Object.keys(api.body.paths)).not.toContain(list === "/api/notifications/" ? list : "/compat/fa" + list);
  });

  it("counts towards the same limit as the API", async () => {
    const tenant = await TestTenant.signUp({ kinds: both });
    const api = await tenant.call("GET", "/api/v1/auth/me", { token: tenant.token });
    const profile = await callerOf(tenant, name)("GET", list);
    const left = [api, profile].map(({ headers }) => Number(headers.get("ratelimit-remaining")));
    expect((left[0] ?? 0) - (left[1] ?? 0)).toBe(1);
  });

  it("pages by skip and limit, within bounds", async () => {
    const tenant = await TestTenant.signUp({ kinds: both });
    const call = callerOf(tenant, name);
    const page = await call<Record<string, unknown>>("GET", `${list}?skip=3&limit=2`);
    expect(page.body).toMatchObject({ data: [], total_count: 0, skip: 3, limit: 2 });
    const usual = await call<Record<string, unknown>>("GET", list);
    expect(usual.body).toMatchObject({ skip: 0, limit: 15 });
    const beyond = await Promise.all(
      ["skip=-1", "skip=10001", "limit=0", "limit=101"].map((q) => call("GET", `${list}?${q}`)),
    );
    expect(beyond.map(({ status }) => status)).toEqual([422, 422, 422, 422]);
  });
});

describe("the errors of a profile", () => {
  it("of artacom are as its document shows: detail, status, error_code; fields; retry_after; 503", async () => {
    const tenant = await TestTenant.signUp({ kinds: both });
    const call = callerOf(tenant, "artacom");
    const missing = await call("PATCH", "/api/notifications/4711/read");
    expect([missing.status, missing.body]).toEqual([
      404,
      { detail: "Tidak ditemukan.", status: "error", error_code: "NOT_FOUND" },
    ]);
    const invalid = await call("GET", "/api/notifications/?limit=101");
    expect([invalid.status, invalid.body]).toEqual([
      422,
      {
        detail: { message: "Validation failed", errors: [{ field: "limit", message: expect.any(String) as string }] },
        status: "error",
        error_code: "VALIDATION_ERROR",
      },
    ]);
    await tenant.as("PUT", "/tenant/maintenance", { on: true, message: "Kami segera kembali." });
    const closed = await call("GET", "/api/notifications/");
    expect([closed.status, closed.body]).toMatchObject([
      503,
      { detail: "Kami segera kembali.", status: "error", error_code: "MAINTENANCE" },
    ]);
    tenant.env = withSettings({ RATE_LIMIT_FACTOR: "0.01" });
    await call("GET", "/api/notifications/");
    const limited = await call<{ retry_after: number }>("GET", "/api/notifications/");
    expect([limited.status, limited.body]).toMatchObject([429, { detail: "Rate limit exceeded" }]);
    expect(limited.body.retry_after).toBe(Number(limited.headers.get("retry-after")));
  });

  it("of fa are {detail}, with the fields at fault in words, in the caller's language", async () => {
    const tenant = await TestTenant.signUp({ kinds: both });
    const call = callerOf(tenant, "fa");
    const english = { headers: { "accept-language": "en" } };
    const missing = await call("POST", "/api/v1/notifications/4711/read", english);
    expect([missing.status, missing.body]).toEqual([404, { detail: "Not found." }]);
    const invalid = await call<{ detail: string }>("GET", "/api/v1/notifications/?limit=101", english);
    expect(invalid.body).toEqual({ detail: expect.stringMatching(/^Check the marked fields\. limit: /) as string });
    expect((await call("GET", "/api/nothing", english)).body).toEqual({ detail: "Not found." });
  });
});
