import { describe, expect, it } from "vitest";
import { TestTenant } from "../../../test/support/tenant.ts";

interface Customer {
  id: string;
  number: number;
  name: string;
  phone: string | null;
  ktp: string | null;
}
interface List {
  data: Customer[];
  nextCursor: string | null;
}

const add = async (tenant: TestTenant, body: Record<string, unknown>) => {
  const answer = await tenant.as<Customer>("POST", "/customers", body);
  expect(answer.status).toBe(201);
  return answer.body;
};
const find = async (tenant: TestTenant, query: string) => (await tenant.as<List>("GET", `/customers?${query}`)).body;

describe("customers", () => {
  it("get gapless numbers per tenant, also when added at once", async () => {
    const tenant = await TestTenant.signUp();
    const added = await Promise.all(["Anggrek", "Beringin", "Cempaka", "Dahlia"].map((name) => add(tenant, { name })));
    expect(added.map(({ number }) => number).sort()).toEqual([1, 2, 3, 4]);
  });

  it("are found by the beginning of any word of name, email, phone and address, each once", async () => {
    const tenant = await TestTenant.signUp();
    const toko = await add(tenant, {
      name: "Toko Tokomas Sentosa",
      email: "Toko.S@Example.com",
      phone: "0812-3456-7890",
      address: "Jl. Melati Raya No. 12",
    });
    await add(tenant, { name: "Warung Kenanga", phone: "+62 813 0000 1111" });
    expect(toko.phone).toBe("6281234567890");
    for (const q of [
      "toko",
      "TOKOMAS sen",
      "sento",
      "toko.s@ex",
      "0812",
      "081234",
      "+62812345",
      "melati raya",
      "12",
      "1",
    ])
      expect([q, (await find(tenant, `q=${encodeURIComponent(q)}`)).data.map(({ id }) => id)]).toEqual([q, [toko.id]]);
    expect((await find(tenant, "q=udi")).data).toEqual([]);
  });

  it("are found by their new words after a change, and no more by the old ones", async () => {
    const tenant = await TestTenant.signUp();
    const { id } = await add(tenant, { name: "Rotan" });
    await tenant.as("PATCH", `/customers/${id}`, { name: "Waru" });
    expect((await find(tenant, "q=rotan")).data).toEqual([]);
    expect((await find(tenant, "q=waru")).data.length).toBe(1);
  });

  it("page by key through every order and through a search without losing or repeating one", async () => {
    const tenant = await TestTenant.signUp();
    for (let n = 0; n < 7; n++) await add(tenant, { name: `Nama ${n % 3}` });
    for (const query of ["sort=name", "sort=-name", "sort=createdAt", "sort=-createdAt", "q=nama"]) {
      const seen: string[] = [];
      for (let cursor: string | null = ""; cursor !== null;) {
        const page = await find(tenant, `${query}&limit=2${cursor ? `&cursor=${cursor}` : ""}`);
        seen.push(...page.data.map(({ id }) => id));
        cursor = page.nextCursor;
      }
      expect([query, seen.length, new Set(seen).size]).toEqual([query, 7, 7]);
    }
  });

  it("keep the KTP number sealed: masked everywhere, found by its exact value, revealed with an audit line", async () => {
    const tenant = await TestTenant.signUp();
    const ktp = "3174012345678901";
    const { id, ktp: masked } = await add(tenant, { name: "Teratai", ktp });
    expect(masked).toBe("************8901");
    expect((await find(tenant, `q=${ktp}`)).data.map((row) => row.id)).toEqual([id]);
    expect((await find(tenant, "q=3174012345678900")).data).toEqual([]);
    const revealed = await tenant.as<{ ktp: string }>("POST", `/customers/${id}/reveal`, { fields: ["ktp"] });
    expect(revealed.body.ktp).toBe(ktp);
    const refused = await tenant.call("POST", `/api/v1/customers/${id}/reveal`, {
      token: await tenant.member("cs"),
      body: { fields: ["ktp"] },
    });
    expect(refused.status).toBe(403);
  });

  it("are gone after deletion: not shown, not found, without their person", async () => {
    const tenant = await TestTenant.signUp();
    const { id } = await add(tenant, { name: "Pergi Jauh", ktp: "3174012345678901" });
    expect((await tenant.as("DELETE", `/customers/${id}`)).status).toBe(204);
    expect((await tenant.as("GET", `/customers/${id}`)).status).toBe(404);
    expect((await find(tenant, "q=pergi")).data).toEqual([]);
    expect((await find(tenant, "q=3174012345678901")).data).toEqual([]);
    expect((await tenant.as("DELETE", `/customers/${id}`)).status).toBe(404);
  });

  it("of another tenant look like none", async () => {
    const [tenant, other] = [await TestTenant.signUp(), await TestTenant.signUp()];
    const { id } = await add(other, { name: "Milik Orang" });
    for (const [method, path] of [
      ["GET", ""],
      ["PATCH", ""],
      ["DELETE", ""],
      ["POST", "/reveal"],
    ] as const) {
      const body = method === "POST" ? { fields: ["ktp"] } : method === "PATCH" ? { name: "x" } : undefined;
      expect((await tenant.as(method, `/customers/${id}${path}`, body)).status).toBe(404);
    }
  });

  it("are refused with the field named when something is wrong with them", async () => {
    const tenant = await TestTenant.signUp();
    const wrong: [Record<string, unknown>, string][] = [
      [{ name: "" }, "name"],
      [{ name: "A", phone: "abc" }, "phone"],
      [{ name: "A", ktp: "123" }, "ktp"],
      [{ name: "A", installedOn: "2026-02-30" }, "installedOn"],
      [{ name: "A", brandId: "NOPE" }, "brandId"],
      [{ name: "A", latitude: 91 }, "latitude"],
      [{ name: 7 }, "name"],
    ];
    for (const [body, field] of wrong) {
      const answer = await tenant.as<{ code: string; errors: { field: string }[] }>("POST", "/customers", body);
      expect([answer.status, answer.body.errors.map((each) => each.field)]).toEqual([422, [field]]);
    }
    expect((await find(tenant, "")).data).toEqual([]);
  });
});
