import { expect, it } from "vitest";
import { TestTenant } from "../../../test/support/tenant.ts";

interface ConnectionBody {
  id: string;
  state: string;
  settings: Record<string, unknown>;
  secrets: string[];
}

it("switching a connection off keeps its settings and secrets", async () => {
  const tenant = await TestTenant.signUp();
  const settings = { from: "halo@contoh.example", allowUnsigned: true };
  const made = await tenant.as<ConnectionBody>("POST", "/connections", {
    provider: "postmark",
    settings,
    secrets: { serverToken: "token" },
  });
  await tenant.as("PATCH", `/connections/${made.body.id}`, { state: "disabled" });
  const kept = await tenant.as<ConnectionBody>("GET", `/connections/${made.body.id}`);
  expect(kept.body).toMatchObject({ state: "disabled", settings, secrets: ["serverToken", "webhookSecret"] });
});
