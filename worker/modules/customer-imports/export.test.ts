import { parseCsv } from "hucre/csv";
import { readXlsx } from "hucre/xlsx";
import { describe, expect, it } from "vitest";
import type { TestTenant } from "../../../test/support/tenant.ts";
import { counts, customersOf, documentedHeader, imported, sent, seller } from "./testing.ts";

const people = `No Pelanggan,Nama,No KTP,Email,No Telepon,Layanan,Alamat,Status,Blok,Unit,Lintang,Bujur,Catatan
,"Toko ""Kenanga""",3174000000000001,kenanga@example.com,081200000001,Internet 50Mbps,"Jalan 1
RT 2",Aktif,A,7,-6.2,106.8,=1+1
,Kos Dahlia,,dahlia@example.com,,,,Nonaktif,,,,,
`;

async function exported(tenant: TestTenant, query = "", token = tenant.token) {
  const answer = await tenant.call<string>("GET", `/api/v1/customers/export${query}`, { token });
  expect(answer.status).toBe(200);
  return answer.body;
}
const cells = (csv: string) => parseCsv(csv) as string[][];

describe("An export of customers", () => {
  it("begins with the documented header, and is imported again without a change", async () => {
    const tenant = await seller();
    expect(counts(await imported(tenant, people))).toMatchObject({ created: 2, rejected: 0 });
    const csv = await exported(tenant, "?sort=createdAt");
    expect(cells(csv)[0]?.join(",").startsWith(documentedHeader)).toBe(true);
    expect(cells(csv)[1]).toEqual([
      ...['Toko "Kenanga"', "3174000000000001", "kenanga@example.com", "6281200000001", "Internet 50Mbps"],
      ...["Jalan 1\nRT 2", "", expect.any(String), "1", "Aktif", "", "A", "7", "-6.2", "106.8", "'=1+1"],
    ]);
    expect(counts(await imported(tenant, csv))).toEqual({
      state: "done",
      created: 0,
      updated: 0,
      unchanged: 2,
      rejected: 0,
    });
    expect(await exported(tenant, "?sort=createdAt")).toBe(csv);
  });

  it("is a workbook where that is asked for", async () => {
    const tenant = await seller();
    await imported(tenant, people);
    const answer = await tenant.fetch("GET", "/api/v1/customers/export?format=xlsx&sort=createdAt", {
      token: tenant.token,
    });
    expect(answer.headers.get("content-type")).toContain("spreadsheetml");
    const { sheets } = await readXlsx(new Uint8Array(await answer.arrayBuffer()));
    expect(sheets[0]?.rows.map((row) => row[0])).toEqual(["Nama", 'Toko "Kenanga"', "Kos Dahlia"]);
    expect(sheets[0]?.rows[1]?.[1]).toBe("3174000000000001");
  });

  it("holds what the list shows by the same filters, page after page", async () => {
    const tenant = await seller();
    const many = Array.from({ length: 1203 }, (_, n) => `Pelanggan ${n},${n % 2 ? "Aktif" : "Nonaktif"}`).join("\n");
    await imported(tenant, `Nama,Status\n${many}\n`);
    const names = async (query: string) =>
      cells(await exported(tenant, query))
        .slice(1)
        .map(([name]) => name);
    expect((await names("")).length).toBe(1203);
    expect(new Set(await names("?sort=name")).size).toBe(1203);
    expect((await names("?status=inactive")).length).toBe(602);
    expect(await names("?q=pelanggan+77")).toEqual(
      (await customersOf(tenant, "q=pelanggan+77&limit=100")).map(({ name }) => name),
    );
    expect(await names("?q=tidakada")).toEqual([]);
  });

  it("shows KTP numbers whole to who may reveal them alone, and writes down who took what", async () => {
    const tenant = await seller();
    await imported(tenant, people);
    const manager = await tenant.member("manager");
    expect(cells(await exported(tenant, "?sort=createdAt", manager))[1]?.[1]).toBe("************0001");
    expect(cells(await exported(tenant, "?sort=createdAt"))[1]?.[1]).toBe("3174000000000001");
    const log = await tenant.as<{ data: { action: string; after: { ktp: string } }[] }>(
      "GET",
      "/activity-logs?action=customers.exported",
    );
    expect(log.body.data.map(({ after }) => after.ktp)).toEqual(["whole", "masked"]);
    const masked = await exported(tenant, "", manager);
    expect(counts(await imported(tenant, masked))).toMatchObject({ unchanged: 2, updated: 0 });
  });

  it("of rejected rows masks KTP numbers for who did not send them and may not reveal them", async () => {
    const tenant = await seller();
    const done = await imported(tenant, "Nama,No KTP,Email\nA,3174000000000001,x\n");
    const manager = await tenant.member("manager");
    const path = `/api/v1/customer-imports/${done.id}/rejected`;
    expect((await tenant.call<string>("GET", path, { token: manager })).body).toContain("************0001");
    expect((await tenant.call<string>("GET", path, { token: tenant.token })).body).toContain("3174000000000001");
  });

  it("may be taken ten times in an hour, and a file sent five times (ART-14)", async () => {
    const tenant = await seller();
    const token = await tenant.member("admin");
    tenant.env = (await import("../../../test/support/tenant.ts")).env;
    const statuses = async (times: number, call: () => Promise<{ status: number }>) => {
      const list: number[] = [];
      for (let n = 0; n < times; n++) list.push((await call()).status);
      return list;
    };
    const exports = await statuses(11, () => tenant.call("GET", "/api/v1/customers/export", { token }));
    expect(exports).toEqual([...Array.from({ length: 10 }, () => 200), 429]);
    const imports = await statuses(6, () =>
      tenant.call("POST", "/api/v1/customer-imports", { token, body: "Nama\nA\n" }),
    );
    expect(imports).toEqual([...Array.from({ length: 5 }, () => 201), 429]);
  });

  it("has a template with the documented header, which takes filled rows", async () => {
    const tenant = await seller();
    const { body } = await tenant.as<string>("GET", "/customer-imports/template");
    expect(body.replace(/^\ufeff/, "").startsWith(documentedHeader)).toBe(true);
    const { mapping, columns } = await sent(tenant, `${body}\r\nToko Kenanga\r\n`);
    expect(Object.keys(mapping).length).toBe(columns.length);
  });
});
