import { describe, expect, it } from "vitest";
import { addCustomer, addInvoice, type PageBody } from "../../../test/support/billing.ts";
import { TestTenant } from "../../../test/support/tenant.ts";
import { markOverdue } from "../billing/index.ts";

interface Row {
  id: string;
  name: string;
  segment: string;
  overdueInvoices: number;
  overdueAmount: number;
  lastLateOn: string | null;
}
interface ReportBody {
  rows: {
    key: string;
    brand: { code: string } | null;
    customers: number;
    overdueInvoices: number;
    overdueAmount: number;
  }[];
  total: { customers: number; overdueAmount: number };
}

async function csvOf(tenant: TestTenant, path: string): Promise<string[]> {
  const headers = { "accept-language": "id" };
  const response = await tenant.fetch("GET", `/api/v1${path}`, { token: tenant.token, headers });
  expect(response.status).toBe(200);
  return (await response.text()).trim().split("\r\n");
}

/** Two who owe, one who pays late, one who pays in time, two without a history, one of them inactive and of another brand. */
async function company() {
  const tenant = await TestTenant.signUp();
  await tenant.as("POST", "/brands", { code: "LAIN", name: "Lain" });
  const owe = async (name: string, amounts: number[]) => {
    const customerId = await addCustomer(tenant, name);
    for (const amount of amounts) await addInvoice(tenant, { customerId, amount, dueOn: "2026-11-20" });
  };
  const pay = async (name: string, dueOn: string) => {
    const customerId = await addCustomer(tenant, name);
    const { id } = await addInvoice(tenant, { customerId, dueOn });
    await tenant.as("POST", `/invoices/${id}/payments`, { amount: 150_000, method: "cash" });
  };
  await owe("Budi Santoso", [50_000]);
  await owe("Citra Lestari", [50_000, 20_000]);
  await pay("Dewi Anggrek", "2026-11-20");
  await pay("Eko Prasetyo", "2026-11-30");
  await addCustomer(tenant, "Fajar Budiman");
  await addCustomer(tenant, "Gita Melati", { brandId: "LAIN", status: "inactive" });
  await markOverdue(await tenant.context());
  const report = async (query: string) => (await tenant.as<ReportBody>("GET", `/reports/customers?${query}`)).body;
  const list = async (query: string) =>
    (await tenant.as<PageBody<Row>>("GET", `/reports/customers/list?${query}`)).body;
  const names = async (query: string) => (await list(query)).data.map(({ name }) => name);
  return { tenant, report, list, names };
}

describe("the customer report", () => {
  it("counts customers and what they owe by segment, status and brand, and by any of them within another", async () => {
    const { report } = await company();
    const rows = async (query: string) =>
      (await report(query)).rows.map(({ key, brand, customers, overdueInvoices, overdueAmount }) => [
        ...[brand?.code ?? key, customers, overdueInvoices, overdueAmount],
      ]);
    expect(await rows("")).toEqual([
      ["loyal", 1, 0, 0],
      ["late_payer", 1, 0, 0],
      ["in_arrears", 2, 3, 120_000],
      ["new", 2, 0, 0],
    ]);
    expect(await rows("groupBy=status")).toEqual([
      ["active", 5, 3, 120_000],
      ["inactive", 1, 0, 0],
    ]);
    expect((await rows("groupBy=brand")).map(([, ...figures]) => figures)).toEqual(
      expect.arrayContaining([
        [5, 3, 120_000],
        [1, 0, 0],
      ]),
    );
    expect(await rows("groupBy=status&segment=new")).toEqual([
      ["active", 1, 0, 0],
      ["inactive", 1, 0, 0],
    ]);
    expect(await rows("segment=in_arrears&brandId=LAIN")).toEqual([["in_arrears", 0, 0, 0]]);
    expect((await report("")).total).toMatchObject({ customers: 6, overdueAmount: 120_000 });
  });

  it("lists a segment, who owes most first, and all customers newest first", async () => {
    const { list, names } = await company();
    expect((await list("segment=in_arrears")).data).toMatchObject([
      { name: "Citra Lestari", segment: "in_arrears", overdueInvoices: 2, overdueAmount: 70_000 },
      { name: "Budi Santoso", overdueInvoices: 1, overdueAmount: 50_000 },
    ]);
    expect((await list("segment=late_payer")).data).toMatchObject([{ name: "Dewi Anggrek", lastLateOn: "2026-11-20" }]);
    expect(await names("")).toEqual([
      ...["Gita Melati", "Fajar Budiman", "Eko Prasetyo", "Dewi Anggrek", "Citra Lestari", "Budi Santoso"],
    ]);
    expect(await names("segment=new&status=inactive")).toEqual(["Gita Melati"]);
    expect(await names("segment=new&brandId=LAIN")).toEqual(["Gita Melati"]);
    expect(await names("segment=new&brandId=LAIN&status=active")).toEqual([]);
    expect(await names("status=inactive")).toEqual(["Gita Melati"]);
    expect(await names("brandId=lain")).toEqual(["Gita Melati"]);
  });

  it.each(["", "segment=new", "segment=in_arrears", "q=budi"])("is paged by key: %s", async (query) => {
    const { list, names } = await company();
    const paged: string[] = [];
    for (let cursor: string | null = ""; cursor !== null;) {
      const page: PageBody<Row> = await list(`${query}&limit=1${cursor && `&cursor=${cursor}`}`);
      paged.push(...page.data.map(({ name }) => name));
      cursor = page.nextCursor;
    }
    expect(paged).toEqual(await names(query));
    expect(paged.length).toBeGreaterThan(1);
  });

  it("finds customers by the beginning of a word, within a segment too", async () => {
    const { names } = await company();
    expect(await names("q=budi")).toEqual(["Fajar Budiman", "Budi Santoso"].sort());
    expect(await names("q=budi&segment=in_arrears")).toEqual(["Budi Santoso"]);
    expect(await names("q=mel&status=inactive")).toEqual(["Gita Melati"]);
    expect(await names("q=%20")).toHaveLength(6);
  });

  it("comes as a file, with a segment's customers by its name in the reader's language", async () => {
    const { tenant } = await company();
    const lines = await csvOf(tenant, "/reports/customers/file?format=csv&segment=in_arrears");
    expect(lines).toHaveLength(3);
    expect(lines[1]).toContain("Citra Lestari");
    expect(lines[1]).toContain("Menunggak");
  });
});

it("a customer's page says how it pays, and nothing of who is deleted", async () => {
  const { tenant, list } = await company();
  const [first] = (await list("segment=in_arrears")).data;
  const path = `/customers/${first?.id}/behaviour`;
  expect((await tenant.as<Row>("GET", path)).body).toMatchObject({ segment: "in_arrears", overdueAmount: 70_000 });
  await tenant.as("DELETE", `/customers/${first?.id}`);
  expect((await tenant.as("GET", path)).status).toBe(404);
});
