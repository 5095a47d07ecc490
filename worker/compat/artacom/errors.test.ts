/** "Error Handling", "Rate Limiting" and maintenance, as they are documented. */
import { describe, expect, it, vi } from "vitest";
import { TestTenant, withSettings } from "../../../test/support/tenant.ts";
import { callerOf } from "../testing.ts";

interface Refused {
  detail: unknown;
  status: string;
  error_code: string;
  retry_after?: number;
}

async function company() {
  const tenant = await TestTenant.signUp();
  const call = callerOf(tenant, "artacom");
  const customer = { nama: "John Doe", no_ktp: "1234567890123456" };
  await call("POST", "/api/pelanggan/", { body: customer });
  await call("POST", "/api/invoices/", { body: { pelanggan_id: 1, items: [{ deskripsi: "Internet", harga: 1000 }] } });
  return { tenant, call };
}

describe("an error", () => {
  it("is {detail, status, error_code} under each documented status code", async () => {
    const { tenant, call } = await company();
    const paid = () => call<Refused>("PATCH", "/api/invoices/1/status", { body: { status_invoice: "Lunas" } });
    await paid();
    const staff = await tenant.member("staff");
    const answers = [
      await call<Refused>("POST", "/api/pelanggan/", { body: "{" }),
      await call<Refused>("GET", "/api/pelanggan/", { token: undefined }),
      await call<Refused>("DELETE", "/api/pelanggan/1", { token: staff }),
      await call<Refused>("GET", "/api/pelanggan/2"),
      await call<Refused>("PATCH", "/api/invoices/1/status", { body: { status_invoice: "Dibatalkan" } }),
    ];
    expect(answers.map(({ status, body }) => [status, body.status, body.error_code])).toEqual([
      [400, "error", "MALFORMED_REQUEST"],
      [401, "error", "UNAUTHENTICATED"],
      [403, "error", "FORBIDDEN"],
      [404, "error", "NOT_FOUND"],
      [409, "error", "WRONG_STATE"],
    ]);
    for (const { body } of answers) expect(Object.keys(body)).toEqual(["detail", "status", "error_code"]);
    for (const { body } of answers) expect(body.detail).toEqual(expect.any(String));
  });

  it("of a field is as documented, in the caller's language", async () => {
    const { call } = await company();
    const refused = await call<Refused>("POST", "/api/pelanggan/", {
      body: { nama: "John Doe", email: "john", no_telp: "abc" },
      headers: { "accept-language": "en" },
    });
    expect([refused.status, refused.body.detail]).toEqual([
      422,
      {
        message: "Validation failed",
        errors: [
          { field: "email", message: expect.stringContaining("email") as string },
          { field: "no_telp", message: "Not a phone number." },
        ],
      },
    ]);
  });

  it("of the server's own making says nothing of its cause", async () => {
    const { tenant, call } = await company();
    const logged = vi.spyOn(console, "error").mockImplementation(() => {});
    tenant.env = withSettings({ MASTER_KEY: Buffer.alloc(32, 9).toString("base64") });
    const failed = await call<Refused>("GET", "/api/pelanggan/1");
    expect([failed.status, failed.body]).toEqual([
      500,
      { detail: "Ada yang salah di pihak kami.", status: "error", error_code: "INTERNAL" },
    ]);
    logged.mockRestore();
  });
});

describe("the rate limits", () => {
  it("let a user ask a hundred times a minute, and then say when to come back", async () => {
    const { call } = await company();
    const statuses: number[] = [];
    for (let n = 0; n < 98; n++) statuses.push((await call("GET", "/api/notifications/?limit=1")).status);
    expect(new Set(statuses)).toEqual(new Set([200]));
    const limited = await call<Refused>("GET", "/api/pelanggan/");
    expect([limited.status, limited.body.detail]).toEqual([429, "Rate limit exceeded"]);
    expect(limited.body.retry_after).toBeGreaterThan(0);
    expect(limited.body.retry_after).toBeLessThanOrEqual(60);
  });
});

describe("maintenance", () => {
  it("answers 503 to every call, sign-in too, and ends with it", async () => {
    const { tenant, call } = await company();
    await tenant.as("PUT", "/tenant/maintenance", { on: true });
    const login = { username: "pemilik", password: tenant.ownerPassword };
    const answers = [
      await call<Refused>("POST", "/api/users/token", { token: undefined, body: login }),
      await call<Refused>("GET", "/api/pelanggan/"),
      await call<Refused>("POST", "/api/invoices/", { body: {} }),
      await call<Refused>("GET", "/api/activity-logs/"),
    ];
    for (const { status, body } of answers)
      expect([status, body]).toMatchObject([503, { status: "error", error_code: "MAINTENANCE" }]);
    await tenant.as("PUT", "/tenant/maintenance", { on: false });
    expect((await call("GET", "/api/pelanggan/")).status).toBe(200);
  });
});
