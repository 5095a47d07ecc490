import { expect, it } from "vitest";
import { TestTenant } from "../../../test/support/tenant.ts";

interface OverviewBody {
  attention: { kind: string }[];
}

it("an internet provider is asked for a plan until it has one, others never", async () => {
  const kinds = async (tenant: TestTenant) =>
    (await tenant.as<OverviewBody>("GET", "/reports/overview")).body.attention.map(({ kind }) => kind);
  const provider = await TestTenant.signUp();
  expect(await kinds(provider)).toContain("no_plan");
  await provider.as("POST", "/customers", { name: "Pelanggan Contoh" });
  expect(await kinds(provider)).toContain("no_plan");
  await provider.as("POST", "/plans", { name: "Hemat", price: 150_000 });
  expect(await kinds(provider)).not.toContain("no_plan");
  expect(await kinds(await TestTenant.signUp({ kinds: ["ppob"] }))).not.toContain("no_plan");
});
