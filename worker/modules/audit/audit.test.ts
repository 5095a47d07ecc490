import { expect, it } from "vitest";
import type { PageBody } from "../../../test/support/billing.ts";
import { TestTenant } from "../../../test/support/tenant.ts";

interface LogBody {
  action: string;
}

it("the log of a kind of thing holds its changes and what was only noted of it, and nothing else", async () => {
  const tenant = await TestTenant.signUp();
  const identity = { tenant: tenant.slug, identifier: "pemilik", password: tenant.ownerPassword };
  await tenant.call("POST", "/api/v1/auth/login", { body: identity });
  const actions = async (query: string) =>
    (await tenant.as<PageBody<LogBody>>("GET", `/activity-logs?${query}`)).body.data.map(({ action }) => action);
  expect(await actions("entity=user")).toEqual(["user.signed_in", "user.created"]);
  expect(await actions("entity=brand")).toEqual(["brand.created"]);
  expect((await tenant.as("GET", "/activity-logs?entity=%25")).status).toBe(422);
});
