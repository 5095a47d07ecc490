import { describe, expect, it } from "vitest";
import { TestTenant } from "../../../../test/support/tenant.ts";

interface Plan {
  id: string;
  number: number;
  name: string;
  archived: boolean;
  errors: { field: string }[];
}
interface List {
  data: Plan[];
  nextCursor: string | null;
}

const add = async (tenant: TestTenant, name: string, price = 150_000) => {
  const answer = await tenant.as<Plan>("POST", "/plans", { name, price });
  expect(answer.status).toBe(201);
  return answer.body;
};
const find = async (tenant: TestTenant, query: string) =>
  (await tenant.as<List>("GET", `/plans?${query}`)).body.data.map(({ name }) => name);

describe("plans", () => {
  it("are numbered, listed by name and found by its beginning, whatever the case", async () => {
    const tenant = await TestTenant.signUp();
    const added = [await add(tenant, "Rumah 20"), await add(tenant, "rumah 10"), await add(tenant, "Kantor 100")];
    expect(added.map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(await find(tenant, "")).toEqual(["Kantor 100", "rumah 10", "Rumah 20"]);
    expect(await find(tenant, "q=RUMAH")).toEqual(["rumah 10", "Rumah 20"]);
    expect(await find(tenant, "q=100")).toEqual([]);
    expect(await find(tenant, "sort=-createdAt&limit=3")).toHaveLength(3);
  });

  it("page by key through every order without losing or repeating one", async () => {
    const tenant = await TestTenant.signUp();
    for (let n = 0; n < 5; n++) await add(tenant, `Paket ${n}`);
    for (const query of ["sort=name", "sort=-name", "sort=createdAt", "sort=-createdAt", "q=paket"]) {
      const seen: string[] = [];
      for (let cursor: string | null = ""; cursor !== null;) {
        const page: List = (await tenant.as<List>("GET", `/plans?${query}&limit=2${cursor && `&cursor=${cursor}`}`))
          .body;
        seen.push(...page.data.map(({ id }) => id));
        cursor = page.nextCursor;
      }
      expect([query, seen.length, new Set(seen).size]).toEqual([query, 5, 5]);
    }
  });

  it("of one name are refused, also when they differ only in case or spaces", async () => {
    const tenant = await TestTenant.signUp();
    await add(tenant, "Rumah 20");
    const other = await add(tenant, "Rumah 30");
    const again = await tenant.as<Plan>("POST", "/plans", { name: " rumah   20 ", price: 1 });
    expect([again.status, again.body.errors.map(({ field }) => field)]).toEqual([422, ["name"]]);
    const renamed = await tenant.as<Plan>("PATCH", `/plans/${other.id}`, { name: "RUMAH 20" });
    expect([renamed.status, renamed.body.errors.map(({ field }) => field)]).toEqual([422, ["name"]]);
    expect((await tenant.as<Plan>("PATCH", `/plans/${other.id}`, { name: "rumah 30", price: 0 })).status).toBe(200);
  });

  it("are archived instead of removed, and come back", async () => {
    const tenant = await TestTenant.signUp();
    const { id } = await add(tenant, "Lama");
    await add(tenant, "Baru");
    expect((await tenant.as("DELETE", `/plans/${id}`)).status).toBe(204);
    expect((await tenant.as("DELETE", `/plans/${id}`)).status).toBe(204);
    expect(await find(tenant, "")).toEqual(["Baru"]);
    expect(await find(tenant, "archived=true")).toEqual(["Lama"]);
    expect(await find(tenant, "archived=all")).toEqual(["Baru", "Lama"]);
    expect((await tenant.as<Plan>("GET", `/plans/${id}`)).body.archived).toBe(true);
    expect((await tenant.as<Plan>("PATCH", `/plans/${id}`, { archived: false })).body.archived).toBe(false);
    expect(await find(tenant, "")).toEqual(["Baru", "Lama"]);
  });

  it("are refused with the field named when something is wrong with them", async () => {
    const tenant = await TestTenant.signUp();
    const wrong: [Record<string, unknown>, string][] = [
      [{ price: 1 }, "name"],
      [{ name: "A" }, "price"],
      [{ name: "A", price: -1 }, "price"],
      [{ name: "A", price: 1.5 }, "price"],
      [{ name: "A", price: 1_000_000_001 }, "price"],
      [{ name: "A", price: 1, downloadMbps: 0 }, "downloadMbps"],
    ];
    for (const [body, field] of wrong) {
      const answer = await tenant.as<Plan>("POST", "/plans", body);
      expect([answer.status, answer.body.errors.map((each) => each.field)]).toEqual([422, [field]]);
    }
  });

  it("are read by technicians, changed by leads, and unknown to other tenants", async () => {
    const [tenant, other] = [await TestTenant.signUp(), await TestTenant.signUp()];
    const { id } = await add(tenant, "Rumah");
    const token = await tenant.member("technician");
    expect((await tenant.call("GET", `/api/v1/plans/${id}`, { token })).status).toBe(200);
    expect((await tenant.call("PATCH", `/api/v1/plans/${id}`, { token, body: { price: 1 } })).status).toBe(403);
    for (const [method, body] of [
      ["GET", undefined],
      ["PATCH", { price: 1 }],
      ["DELETE", undefined],
    ] as const)
      expect((await other.as(method, `/plans/${id}`, body)).status).toBe(404);
  });
});
