import { describe, expect, it } from "vitest";
import { addCustomer, addInvoice } from "../../../test/support/billing.ts";
import { TestTenant } from "../../../test/support/tenant.ts";
import { linesOfPdf } from "../../core/pdf/testing.ts";

/** A company with 130 customers' invoices, more than one page of a walk, taxed at 11 %. */
async function biller(count: number) {
  const tenant = await TestTenant.signUp();
  const brand = { code: "NET", name: "Net Melati", taxRateBasisPoints: 1100 };
  const brandId = (await tenant.as<{ id: string }>("POST", "/brands", brand)).body.id;
  const token = await tenant.member("owner");
  const customerId = await addCustomer(tenant, "=Toko; Melati, Jaya");
  for (let n = 0; n < count; n++) {
    if (n % 40 === 0) tenant.token = await tenant.member("owner");
    await addInvoice(tenant, { customerId, brandId, amount: 100_000 + n, dueOn: "2026-10-15" });
  }
  tenant.token = token;
  return tenant;
}

const fileOf = async (tenant: TestTenant, path: string) => {
  const response = await tenant.fetch("GET", `/api/v1/reports/${path}`, {
    token: tenant.token,
    headers: { "accept-language": "id" },
  });
  const bytes = new Uint8Array(await response.arrayBuffer());
  return { response, bytes, lines: new TextDecoder().decode(bytes).trim().split("\r\n") };
};

describe("a report's file", () => {
  it("as CSV has every invoice behind the tax once, sums as the last line, and no formula", async () => {
    const tenant = await biller(130);
    const { response, lines } = await fileOf(tenant, "tax/file?format=csv&contents=invoices&month=2026-11");
    expect(response.headers.get("content-disposition")).toContain(`tax-invoices-2026-11-${tenant.slug}.csv`);
    expect(lines[0]).toContain("Nomor,Tanggal terbit,Pelanggan,Merek,Tarif,DPP,PPN,Total");
    expect(lines).toHaveLength(132);
    expect(lines[1]).toContain(`"'=Toko; Melati, Jaya"`);
    const cells = lines.slice(1, -1).map((line) => line.split(",").slice(-3).map(Number));
    const sum = (n: number) => cells.reduce((all, row) => all + (row[n] ?? 0), 0);
    expect(lines.at(-1)?.split(",").slice(-3).map(Number)).toEqual([sum(0), sum(1), sum(2)]);
    expect(sum(0) + sum(1)).toBe(sum(2));
    const owed = await fileOf(tenant, "receivables/file?format=csv&contents=invoices");
    expect(owed.lines).toHaveLength(131);
    expect(owed.lines[1]).toContain("31–60 hari");
  });

  it("as a workbook is one, and as PDF says title, company, span and sums", async () => {
    const tenant = await biller(2);
    for (const path of ["revenue", "receivables", "tax"]) {
      const { response, bytes } = await fileOf(tenant, `${path}/file?format=xlsx`);
      expect(response.headers.get("content-type")).toContain("spreadsheetml");
      expect(String.fromCharCode(...bytes.slice(0, 2))).toBe("PK");
    }
    const { response, bytes } = await fileOf(tenant, "revenue/file?format=pdf&groupBy=brand");
    expect(response.headers.get("content-type")).toBe("application/pdf");
    const text = linesOfPdf(bytes);
    for (const each of ["Laporan pendapatan", "Contoh Net", "2026-11-01 s.d. 2026-11-21", "Net Melati", "Rp 222.001"])
      expect(text).toContain(each);
  });

  it("is limited to ten in an hour for each user", async () => {
    const tenant = await TestTenant.signUp();
    const states: number[] = [];
    for (let n = 0; n < 11; n++) states.push((await fileOf(tenant, "revenue/file?format=csv")).response.status);
    expect(states).toEqual([...Array<number>(10).fill(200), 429]);
  });
});
