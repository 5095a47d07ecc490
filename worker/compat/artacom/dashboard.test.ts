/** "Dashboard Endpoints", as they are documented. */
import { describe, expect, it } from "vitest";
import { TestTenant } from "../../../test/support/tenant.ts";
import { callerOf } from "../testing.ts";

interface Dashboard {
  stat_cards: { title: string; value: number; icon: string; color: string }[];
  revenue_summary: { total: number; periode: string; breakdown: { id_brand: string; total: number }[] };
  charts: { type: string; title: string; labels: string[]; datasets: { label: string; data: number[] }[] }[];
}
interface Segment {
  data: { id: number; nama: string; segmen: string; total_menunggak: number; lunas_telat: number }[];
  total_count: number;
  skip: number;
  limit: number;
  ringkasan: { segmen: string; jumlah: number; total_menunggak: number }[];
}

/**
 * A company with four customers: who paid in time, who paid late, who owes past the due date, and who has no invoice yet.
 * The first and the last are of the brand JAKINET.
 */
async function company() {
  const tenant = await TestTenant.signUp();
  await tenant.as("POST", "/brands", { code: "JAKINET", name: "Jakinet" });
  const call = callerOf(tenant, "artacom");
  const add = (nama: string, id_brand?: string) => call("POST", "/api/pelanggan/", { body: { nama, id_brand } });
  await add("Setia", "JAKINET");
  await add("Telat");
  await add("Menunggak");
  await add("Baru", "JAKINET");
  const bill = (pelanggan_id: number, tanggal_jatuh_tempo: string, harga: number) =>
    call("POST", "/api/invoices/", {
      body: { pelanggan_id, tanggal_jatuh_tempo, items: [{ deskripsi: "Internet 50Mbps", jumlah: 1, harga }] },
    });
  await bill(1, "2026-11-30", 500_000);
  await bill(2, "2026-11-01", 300_000);
  await bill(3, "2026-11-01", 200_000);
  await tenant.settle();
  for (const id of [1, 2]) await call("PATCH", `/api/invoices/${id}/status`, { body: { status_invoice: "Lunas" } });
  await tenant.settle();
  return { tenant, call };
}

describe("GET /api/dashboard/", () => {
  it("answers {stat_cards, revenue_summary, charts} as documented", async () => {
    const { call } = await company();
    const { status, body } = await call<Dashboard>("GET", "/api/dashboard/");
    expect([status, Object.keys(body)]).toEqual([200, ["stat_cards", "revenue_summary", "charts"]]);
    expect(body.stat_cards[0]).toEqual({ title: "Total Pelanggan", value: 4, icon: "users", color: "primary" });
    const value = (title: string) => body.stat_cards.find((card) => card.title === title)?.value;
    expect(
      ["Langganan Aktif", "Invoice Belum Lunas", "Invoice Jatuh Tempo", "Total Tunggakan", "Pendapatan Bulan Ini"].map(
        value,
      ),
    ).toEqual([0, 1, 1, 200_000, 800_000]);
    expect(body.revenue_summary).toMatchObject({
      total: 800_000,
      periode: "November 2026",
      breakdown: expect.arrayContaining([expect.objectContaining({ id_brand: "JAKINET", total: 500_000 })]) as unknown,
    });
    expect(body.revenue_summary.breakdown.reduce((sum, { total }) => sum + total, 0)).toBe(800_000);
    for (const { labels, datasets } of body.charts)
      for (const { data } of datasets) expect(data.length).toBe(labels.length);
    const [months, states] = body.charts;
    expect([months?.labels.length, months?.labels.at(-1)]).toEqual([12, "November 2026"]);
    expect(months?.datasets.map(({ label, data }) => [label, data.at(-1)])).toEqual([
      ["Ditagihkan", 1_000_000],
      ["Diterima", 800_000],
    ]);
    expect(states?.labels.map((label, n) => [label, states.datasets[0]?.data[n]]).sort()).toEqual([
      ["Jatuh Tempo", 1],
      ["Lunas", 2],
    ]);
  });

  it("names the month where the company is: in Jayapura the new year has begun", async () => {
    const tenant = await TestTenant.signUp({ timeZone: "Asia/Jayapura" });
    tenant.clock.set("2026-12-31T15:30:00Z");
    await tenant.signIn();
    const { body } = await callerOf(tenant, "artacom")<Dashboard>("GET", "/api/dashboard");
    expect(body.revenue_summary).toEqual({ total: 0, periode: "Januari 2027", breakdown: [] });
  });

  it("is not for technicians, and shows nothing of another company", async () => {
    const [{ tenant }, other] = [await company(), await TestTenant.signUp()];
    const token = await tenant.member("technician");
    expect((await callerOf(tenant, "artacom")("GET", "/api/dashboard/", { token })).status).toBe(403);
    const { body } = await callerOf(other, "artacom")<Dashboard>("GET", "/api/dashboard/");
    expect(body.stat_cards.map(({ value }) => value)).toEqual([0, 0, 0, 0, 0, 0]);
  });
});

describe("GET /api/dashboard/loyalitas-users-by-segment", () => {
  it("answers with the customers of a segment", async () => {
    const { call } = await company();
    const of = async (segmen: string) =>
      (await call<Segment>("GET", `/api/dashboard/loyalitas-users-by-segment?segmen=${segmen}`)).body;
    expect(await of("setia")).toMatchObject({
      data: [{ id: 1, nama: "Setia", segmen: "setia", id_brand: "JAKINET", total_menunggak: 0, lunas_tepat_waktu: 1 }],
      total_count: 1,
      skip: 0,
      limit: 15,
    });
    expect((await of("lunas-telat")).data).toMatchObject([{ id: 2, segmen: "lunas-telat", lunas_telat: 1 }]);
    expect((await of("menunggak")).data).toMatchObject([{ id: 3, invoice_menunggak: 1, total_menunggak: 200_000 }]);
  });

  it("answers without one with everybody, newest first, and how many are in each", async () => {
    const { call } = await company();
    const all = await call<Segment>("GET", "/api/dashboard/loyalitas-users-by-segment/?limit=3");
    expect(all.body.data.map(({ nama, segmen }) => [nama, segmen])).toEqual([
      ["Baru", "baru"],
      ["Menunggak", "menunggak"],
      ["Telat", "lunas-telat"],
    ]);
    expect(all.body).toMatchObject({ total_count: 4, skip: 0, limit: 3 });
    expect(all.body.ringkasan).toEqual([
      { segmen: "setia", jumlah: 1, total_menunggak: 0 },
      { segmen: "lunas-telat", jumlah: 1, total_menunggak: 0 },
      { segmen: "menunggak", jumlah: 1, total_menunggak: 200_000 },
      { segmen: "baru", jumlah: 1, total_menunggak: 0 },
    ]);
    const rest = await call<Segment>("GET", "/api/dashboard/loyalitas-users-by-segment?skip=3");
    expect(rest.body.data.map(({ id }) => id)).toEqual([1]);
  });

  it("refuses another segment, and shows nothing of another company", async () => {
    const [{ call }, other] = [await company(), await TestTenant.signUp()];
    const wrong = await call<{ detail: { errors: { field: string }[] } }>(
      "GET",
      "/api/dashboard/loyalitas-users-by-segment?segmen=loyal",
    );
    expect([wrong.status, wrong.body.detail.errors[0]?.field]).toEqual([422, "segmen"]);
    const { body } = await callerOf(other, "artacom")<Segment>("GET", "/api/dashboard/loyalitas-users-by-segment");
    expect(body).toMatchObject({ data: [], total_count: 0 });
  });
});
