/** "Reports Endpoints", as they are documented. */
import { describe, expect, it } from "vitest";
import { TestTenant } from "../../../test/support/tenant.ts";
import { callerOf } from "../testing.ts";

interface Row {
  group: string;
  jumlah_invoice: number;
  total_tagihan: number;
  total_dibayar: number;
  total_belum_dibayar: number;
  total_diterima: number | null;
}
interface Revenue {
  start_date: string;
  end_date: string;
  group_by: string;
  data: Row[];
  total: Row;
}
interface Group {
  group: string;
  jumlah: number;
  total_menunggak: number;
}
interface Customers {
  data: { id: number }[];
  total_count: number;
  per_segment: Group[];
  per_status: Group[];
  per_brand: Group[];
}
interface Refused {
  detail: { errors: { field: string }[] };
}

/** A company with invoices of October and November: one paid, one owed, one overdue; two brands, one customer inactive. */
async function company() {
  const tenant = await TestTenant.signUp();
  await tenant.as("POST", "/brands", { code: "JAKINET", name: "Jakinet" });
  const call = callerOf(tenant, "artacom");
  tenant.clock.set("2026-10-10T03:00:00Z");
  await tenant.signIn();
  const as = () => ({ token: tenant.token });
  for (const body of [{ nama: "Satu", id_brand: "JAKINET" }, { nama: "Dua" }, { nama: "Tiga", status: "Nonaktif" }])
    await call("POST", "/api/pelanggan/", { ...as(), body });
  const send = (method: string, path: string, body: unknown) => call(method, path, { ...as(), body });
  const invoice = (pelanggan_id: number, tanggal_jatuh_tempo: string, harga: number) =>
    send("POST", "/api/invoices/", {
      pelanggan_id,
      tanggal_jatuh_tempo,
      items: [{ deskripsi: "Internet", jumlah: 1, harga }],
    });
  await invoice(1, "2026-10-20", 500_000);
  await send("PATCH", "/api/invoices/1/status", { status_invoice: "Lunas" });
  tenant.clock.set("2026-11-21T03:00:00Z");
  await tenant.signIn();
  await invoice(2, "2026-12-01", 300_000);
  await invoice(2, "2026-11-01", 200_000);
  await tenant.settle();
  const get = async <T>(path: string) => call<T>("GET", path, as());
  return { tenant, get };
}

describe("GET /api/reports/revenue", () => {
  it("groups by month, brand or status between two dates", async () => {
    const { get } = await company();
    const report = async (group_by: string) =>
      (await get<Revenue>(`/api/reports/revenue?start_date=2026-10-01&end_date=2026-11-30&group_by=${group_by}`)).body;
    const months = await report("month");
    expect(months).toMatchObject({ start_date: "2026-10-01", end_date: "2026-11-30", group_by: "month" });
    expect(
      months.data.map(({ group, total_tagihan, total_diterima }) => [group, total_tagihan, total_diterima]),
    ).toEqual([
      ["2026-10", 500_000, 500_000],
      ["2026-11", 500_000, 0],
    ]);
    expect(months.total).toMatchObject({
      jumlah_invoice: 3,
      total_tagihan: 1_000_000,
      total_dibayar: 500_000,
      total_belum_dibayar: 500_000,
      total_diterima: 500_000,
    });
    const brands = await report("brand");
    expect(brands.data.find(({ group }) => group === "JAKINET")).toMatchObject({
      jumlah_invoice: 1,
      total_tagihan: 500_000,
    });
    expect(brands.data.length).toBe(2);
    const states = await report("status");
    expect(states.data.map(({ group, total_tagihan }) => [group, total_tagihan]).sort()).toEqual([
      ["Jatuh Tempo", 200_000],
      ["Lunas", 500_000],
      ["Menunggu Pembayaran", 300_000],
    ]);
    for (const { total } of [brands, states]) expect(total).toEqual(months.total);
  });

  it("is of this month by month where nothing is said", async () => {
    const { get } = await company();
    const { status, body } = await get<Revenue>("/api/reports/revenue/");
    expect([status, body]).toMatchObject([
      200,
      { start_date: "2026-11-01", end_date: "2026-11-21", group_by: "month", data: [{ group: "2026-11" }] },
    ]);
  });

  it.each([
    ["start_date=2026-02-30", "start_date"],
    ["end_date=kemarin", "end_date"],
    ["group_by=week", "group_by"],
    ["start_date=2026-12-01&end_date=2026-11-01", "end_date"],
    ["start_date=2000-01-01&end_date=2026-11-01", "end_date"],
  ])("refuses %s and names %s", async (query, field) => {
    const tenant = await TestTenant.signUp();
    const refused = await callerOf(tenant, "artacom")<Refused>("GET", `/api/reports/revenue?${query}`);
    expect([refused.status, refused.body.detail.errors.map((each) => each.field)]).toEqual([422, [field]]);
  });
});

describe("GET /api/reports/customers", () => {
  it("counts customers by segment, status and brand, and lists them", async () => {
    const { get } = await company();
    const { status, body } = await get<Customers>("/api/reports/customers");
    expect([status, body]).toMatchObject([200, { data: [{ id: 3 }, { id: 2 }, { id: 1 }], total_count: 3 }]);
    expect(body.per_segment.map(({ group, jumlah }) => [group, jumlah])).toEqual([
      ["setia", 1],
      ["lunas-telat", 0],
      ["menunggak", 1],
      ["baru", 1],
    ]);
    expect(body.per_status.map(({ group, jumlah }) => [group, jumlah])).toEqual([
      ["Aktif", 2],
      ["Nonaktif", 1],
    ]);
    expect(body.per_brand.map(({ jumlah }) => jumlah).sort()).toEqual([1, 2]);
  });

  it("filters by segment, status and brand, each and together", async () => {
    const { get } = await company();
    const found = async (query: string) => {
      const { body } = await get<Customers>(`/api/reports/customers?${query}`);
      expect(body.per_brand.reduce((sum, { jumlah }) => sum + jumlah, 0)).toBe(body.total_count);
      return [body.data.map(({ id }) => id), body.total_count];
    };
    expect(await found("segment=menunggak")).toEqual([[2], 1]);
    expect(await found("status=Nonaktif")).toEqual([[3], 1]);
    expect(await found("brand=JAKINET")).toEqual([[1], 1]);
    expect(await found("segment=setia&status=Aktif&brand=jakinet")).toEqual([[1], 1]);
    expect(await found("segment=setia&status=Nonaktif")).toEqual([[], 0]);
    expect(await found("skip=1&limit=1")).toEqual([[2], 3]);
  });

  it("refuses unknown words and brands by the source's names, another company's too, and who may not", async () => {
    const [{ tenant, get }, other] = [await company(), await TestTenant.signUp()];
    await other.as("POST", "/brands", { code: "LAIN", name: "Lain" });
    for (const [query, field] of [
      ["segment=loyal", "segment"],
      ["status=active", "status"],
      ["brand=LAIN", "brand"],
    ]) {
      const refused = await get<Refused>(`/api/reports/customers?${query}`);
      expect([refused.status, refused.body.detail.errors.map((each) => each.field)]).toEqual([422, [field]]);
    }
    const token = await tenant.member("technician");
    for (const path of ["/api/reports/customers", "/api/reports/revenue"])
      expect((await callerOf(tenant, "artacom")("GET", path, { token })).status).toBe(403);
  });
});
