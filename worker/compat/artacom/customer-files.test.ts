/** "Export Pelanggan to CSV" and "Import Pelanggan from CSV", as they are documented. */
import { parseCsv } from "hucre/csv";
import { describe, expect, it } from "vitest";
import { runJobs } from "../../../test/support/everything.ts";
import { TestTenant } from "../../../test/support/tenant.ts";
import { callerOf } from "../testing.ts";

interface Imported {
  message: string;
  import_id: string;
  status: string;
  total_rows: number;
  created: number;
  updated: number;
  unchanged: number;
  rejected: number;
  errors: { row: number; nama: string | null; errors: { field: string | null; message: string }[] }[];
}
interface Refused {
  detail: { errors: { field: string }[] };
}

const header = "Nama,No KTP,Email,No Telepon,Layanan,Alamat,Tanggal Instalasi (YYYY-MM-DD),ID Brand";
/** The document's file. */
const template = `${header}
John Doe,1234567890123456,john@example.com,08123456789,Internet 50Mbps,"Jl. Example No. 123",2024-01-15,JAKINET
`;

/** A company with the document's brand and plan. */
async function company() {
  const tenant = await TestTenant.signUp();
  await tenant.as("POST", "/brands", { code: "JAKINET", name: "Jakinet" });
  await tenant.as("POST", "/plans", { name: "Internet 50Mbps", price: 500_000 });
  const call = callerOf(tenant, "artacom");
  const send = (csv: string, token = tenant.token) => {
    const body = new FormData();
    body.set("file", new File([csv], "pelanggan.csv", { type: "text/csv" }));
    return call<Imported>("POST", "/api/pelanggan/import", { token, body });
  };
  const exported = async (query = "", token = tenant.token) => {
    const answer = await call<string>("GET", `/api/pelanggan/export/csv?${query}`, { token });
    return { ...answer, rows: parseCsv(String(answer.body).replace(/^\ufeff/, "")) as string[][] };
  };
  return { tenant, call, send, exported };
}

describe("POST /api/pelanggan/import", () => {
  it("takes the documented file, and says how many of its rows became what", async () => {
    const { tenant, call, send } = await company();
    const done = await send(template);
    expect([done.status, done.body]).toEqual([
      200,
      {
        message: "Import selesai",
        import_id: expect.stringMatching(/^cim_/) as string,
        status: "done",
        total_rows: 1,
        created: 1,
        updated: 0,
        unchanged: 0,
        rejected: 0,
        errors: [],
      },
    ]);
    const shown = await call("GET", "/api/pelanggan/1");
    expect(shown.body).toMatchObject({
      nama: "John Doe",
      no_ktp: "1234567890123456",
      no_telp: "08123456789",
      alamat: "Jl. Example No. 123",
      tanggal_instalasi: "2024-01-15",
      id_brand: "JAKINET",
      harga_layanan: { nama_paket: "Internet 50Mbps", harga: 500_000 },
    });
    const again = await send(template.replace("John Doe", "John Smith"));
    expect(again.body).toMatchObject({ created: 0, updated: 1, rejected: 0 });
    expect((await send(template.replace("John Doe", "John Smith"))).body).toMatchObject({ unchanged: 1 });
    expect((await tenant.as<{ data: unknown[] }>("GET", "/customers")).body.data).toHaveLength(1);
  });

  it("tells of each rejected row its line and why, by the source's names, and takes the others", async () => {
    const { send } = await company();
    const rows = [
      "Jane Doe,123,not an address,08123456780,Internet 50Mbps,,2024-01-15,JAKINET",
      "Jack Doe,,,08123456781,Tidak Ada,,,JAKINET",
      "Joan Doe,,,08123456782,,,,NOPE",
      "Jill Doe,,,08123456783,,,,",
    ];
    const done = await send(`${header}\n${rows.join("\n")}\n`);
    expect(done.body).toMatchObject({ total_rows: 4, created: 1, rejected: 3 });
    expect(
      done.body.errors.map(({ row, nama, errors }) => [row, nama, errors.map(({ field }) => field).sort()]),
    ).toEqual([
      [2, "Jane Doe", ["email", "no_ktp"]],
      [3, "Jack Doe", ["layanan"]],
      [4, "Joan Doe", ["id_brand"]],
    ]);
    for (const { errors } of done.body.errors) for (const { message } of errors) expect(message).not.toBe("");
  });

  it("works a long file off in the background and says that it does", async () => {
    const { tenant, call, send } = await company();
    const rows = Array.from({ length: 3200 }, (_, n) => `Pelanggan ${n},,,,,,,`);
    const begun = await send(`${header}\n${rows.join("\n")}\n`);
    expect([begun.status, begun.body]).toMatchObject([
      200,
      { message: "Import sedang berjalan", status: "running", total_rows: 3200, created: 3000 },
    ]);
    await runJobs(tenant);
    expect((await call("GET", "/api/pelanggan/?limit=1")).body).toMatchObject({ total_count: 3200 });
  });

  it("refuses what is no file of customers, and names it", async () => {
    const { call, send } = await company();
    for (const csv of ["", header, "Kolom,Lain\n1,2\n"]) {
      const refused = await send(csv);
      expect([
        csv,
        refused.status,
        (refused.body as unknown as Refused).detail.errors.map(({ field }) => field),
      ]).toEqual([csv, 422, ["file"]]);
    }
    const form = new FormData();
    form.set("other", "x");
    const none = await call<Refused>("POST", "/api/pelanggan/import", { body: form });
    expect([none.status, none.body.detail.errors[0]?.field]).toEqual([422, "file"]);
  });

  it("is for who leads, and may be done five times in an hour", async () => {
    const { tenant, send } = await company();
    expect((await send(template, await tenant.member("cs"))).status).toBe(403);
    const manager = await tenant.member("manager");
    const statuses: number[] = [];
    for (let n = 0; n < 6; n++) statuses.push((await send(template, manager)).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
  });
});

describe("GET /api/pelanggan/export/csv", () => {
  it("begins with the documented header, and holds what was imported", async () => {
    const { send, exported } = await company();
    await send(template);
    const file = await exported();
    expect([file.status, file.headers.get("content-type")]).toEqual([200, "text/csv; charset=utf-8"]);
    expect(file.rows[0]?.join(",").startsWith(header)).toBe(true);
    expect(file.rows[1]?.slice(0, 8)).toEqual(
      ["John Doe", "1234567890123456", "john@example.com", "08123456789", "Internet 50Mbps"].concat([
        "Jl. Example No. 123",
        "2024-01-15",
        "JAKINET",
      ]),
    );
    expect((await send(String(file.body))).body).toMatchObject({ unchanged: 1, rejected: 0 });
  });

  it("filters as the list does, and goes from `skip` on for `limit` rows", async () => {
    const { call, send, exported } = await company();
    const rows = Array.from(
      { length: 1100 },
      (_, n) => `Pelanggan ${n},,,,,Jl. ${n % 2 ? "Mawar" : "Melati"} ${n},,JAKINET`,
    );
    await send(`${header}\n${rows.join("\n")}\nMelati Raya,,,,,Jl. Anggrek,,\n`);
    const names = async (query: string) => (await exported(query)).rows.slice(1).map(([name]) => name);
    expect((await names("")).length).toBe(1101);
    expect(new Set(await names("search=pelanggan")).size).toBe(1100);
    expect((await names("alamat=melati")).length).toBe(550);
    expect(await names("id_brand=JAKINET&search=melati")).toEqual([]);
    const list = await call<{ data: { nama: string }[] }>("GET", "/api/pelanggan/?alamat=mawar&skip=20&limit=30");
    expect(await names("alamat=mawar&skip=20&limit=30")).toEqual(list.body.data.map(({ nama }) => nama));
    expect(await names("skip=600&limit=2")).toEqual((await names("")).slice(600, 602));
  });

  it("shows KTP numbers whole to who may reveal them alone, and is logged", async () => {
    const { tenant, send, exported } = await company();
    await send(template);
    const manager = await tenant.member("manager");
    expect((await exported("", manager)).rows[1]?.[1]).toBe("************3456");
    expect((await exported()).rows[1]?.[1]).toBe("1234567890123456");
    const log = await tenant.as<{ data: unknown[] }>("GET", "/activity-logs?action=customers.exported");
    expect(log.body.data).toMatchObject([{ after: { ktp: "whole" } }, { after: { ktp: "masked" } }]);
  });

  it("is for who leads, within bounds, ten times in an hour, and shows nothing of another company", async () => {
    const [{ tenant, send, exported }, other] = [await company(), await company()];
    await other.send(template);
    expect((await exported("", await tenant.member("cs"))).status).toBe(403);
    expect((await exported("limit=50001")).status).toBe(422);
    await send(template.replace("John Doe", "Jane Doe"));
    const manager = await tenant.member("manager");
    const answers: (string | number | undefined)[] = [];
    for (let n = 0; n < 11; n++) {
      const { status, rows } = await exported("", manager);
      answers.push(status === 200 ? rows[1]?.[0] : status);
    }
    expect(answers).toEqual([...Array.from({ length: 10 }, () => "Jane Doe"), 429]);
  });
});
