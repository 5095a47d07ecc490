import { parseCsv } from "hucre/csv";
import { readXlsx } from "hucre/xlsx";
import { describe, expect, it } from "vitest";
import { addCustomer, addInvoice } from "../../../../test/support/billing.ts";
import { TestTenant } from "../../../../test/support/tenant.ts";

async function company() {
  const tenant = await TestTenant.signUp();
  const customerId = await addCustomer(tenant);
  const [first, second] = [await addInvoice(tenant, { customerId }), await addInvoice(tenant, { customerId })];
  await tenant.as("POST", `/invoices/${first.id}/payments`, { amount: 1000, method: "cash", note: "=1+1" });
  return { tenant, customerId, first, second };
}
const table = async (tenant: TestTenant, path: string) =>
  parseCsv((await tenant.as<string>("GET", path)).body) as string[][];

describe("An export of invoices", () => {
  it("holds what the list shows by the same filters, amounts as numbers", async () => {
    const { tenant } = await company();
    const [header, ...rows] = await table(tenant, "/invoices/export");
    expect(header?.slice(0, 3)).toEqual(["Nomor", "No Pelanggan", "Nama"]);
    const listed = await tenant.as<{ data: { number: string; total: number; paid: number; due: number }[] }>(
      "GET",
      "/invoices",
    );
    expect(rows.map((row) => [row[0], ...row.slice(10)])).toEqual(
      listed.body.data.map(({ number, total, paid, due }) => [number, ...[total, paid, due].map(String)]),
    );
    expect((await table(tenant, "/invoices/export?state=paid")).length).toBe(1);
  });

  it("is a workbook in the caller's language where that is asked for", async () => {
    const { tenant } = await company();
    const answer = await tenant.fetch("GET", "/api/v1/invoices/export?format=xlsx", {
      token: tenant.token,
      headers: { "accept-language": "en" },
    });
    const { sheets } = await readXlsx(new Uint8Array(await answer.arrayBuffer()));
    expect(sheets[0]?.rows[0]?.slice(0, 3)).toEqual(["Number", "Customer number", "Name"]);
    expect(typeof sheets[0]?.rows[1]?.[10]).toBe("number");
    expect(sheets[0]?.rows[1]?.[4]).toBeInstanceOf(Date);
  });
});

describe("An export of payments", () => {
  it("holds what the list shows, and writes down who took it", async () => {
    const { tenant, first } = await company();
    const [, ...rows] = await table(tenant, "/payments/export");
    expect(rows).toEqual([
      [expect.stringMatching(/^2026-11-21$/), "1", expect.any(String), first.number, "cash", "1000", "0", "'=1+1"],
    ]);
    const log = await tenant.as<{ data: { action: string }[] }>("GET", "/activity-logs?action=payments.exported");
    expect(log.body.data.length).toBe(1);
  });
});
