import { createExecutionContext } from "cloudflare:test";
import { expect, it } from "vitest";
import { createApp } from "../../worker/app.ts";
import { Clock, env, TestTenant } from "../support/tenant.ts";

it("answers 503 with Retry-After and a problem document while the store can't be reached", async () => {
  const tenant = await TestTenant.signUp();
  const unreachable = Object.create(env, { NEON_ENDPOINT: { value: "http://127.0.0.1:1/sql" } }) as typeof env;
  const app = createApp(new Clock());
  const get = (path: string) =>
    app.fetch(
      new Request(`http://localhost${path}`, { headers: { authorization: `Bearer ${tenant.token}` } }),
      unreachable,
      createExecutionContext(),
    );
  for (const path of ["/readyz", "/api/v1/customers"]) {
    const response = await get(path);
    const problem = await response.json<{ code: string }>();
    expect([path, response.status, problem.code]).toEqual([path, 503, "store_unavailable"]);
    expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
  }
  const back = await tenant.as("GET", "/customers");
  expect(back.status).toBe(200);
});
