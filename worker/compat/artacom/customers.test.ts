/** "Pelanggan Endpoints" without files, as they are documented. */
import { describe, expect, it } from "vitest";
import { addInvoice } from "../../../test/support/billing.ts";
import { TestTenant } from "../../../test/support/tenant.ts";
import { callerOf } from "../testing.ts";

interface Customer {
  id: number;
  nama: string;
  email: string | null;
  no_telp: string | null;
  no_ktp: string | null;
  alamat: string | null;
  created_at: string;
  updated_at: string;
}
interface List {
  data: Partial<Customer>[];
  total_count: number;
  skip: number;
  limit: number;
}
interface Refused {
  detail: { message: string; errors: { field: string; message: string }[] };
  status: string;
  error_code: string;
}

/** The document's body. */
const johnDoe = {
  nama: "John Doe",
  email: "john@example.com",
  no_telp: "08123456789",
  no_ktp: "1234567890123456",
  alamat: "Jl. Example No. 123",
  id_brand: "JAKINET",
  tanggal_instalasi: "2024-01-15",
};

/** A company with the document's brand. */
async function company() {
  const tenant = await TestTenant.signUp();
  await tenant.as("POST", "/brands", { code: "JAKINET", name: "Jakinet" });
  const call = callerOf(tenant, "artacom");
  const add = async (rest: Record<string, unknown> = {}) =>
    (await call<Customer>("POST", "/api/pelanggan/", { body: { ...johnDoe, ...rest } })).body;
  const find = async (query: string) => (await call<List>("GET", `/api/pelanggan/?${query}`)).body;
  const found = async (query: string) => (await find(query)).data.map(({ nama }) => nama);
  return { tenant, call, add, find, found };
}

describe("POST /api/pelanggan/", () => {
  it("takes the documented body and answers with the documented model", async () => {
    const { call } = await company();
    const made = await call<Customer>("POST", "/api/pelanggan/", { body: johnDoe });
    expect([made.status, made.body]).toEqual([
      201,
      {
        ...johnDoe,
        id: 1,
        no_ktp: "************3456",
        alamat_2: null,
        blok: null,
        unit: null,
        status: "Aktif",
        created_at: "2026-11-21T03:00:00.000Z",
        updated_at: "2026-11-21T03:00:00.000Z",
      },
    ]);
  });

  it("takes every field of the model, and a name alone", async () => {
    const { call, add } = await company();
    const rest = { alamat_2: "RT 01/RW 02", blok: "A", unit: "123", status: "Nonaktif" };
    expect(await add(rest)).toMatchObject(rest);
    const bare = await call<Customer>("POST", "/api/pelanggan", { body: { nama: "Jane Doe" } });
    expect([bare.status, bare.body]).toMatchObject([201, { id: 2, no_telp: null, no_ktp: null, status: "Aktif" }]);
  });

  it.each([
    [{ nama: "" }, "nama"],
    [{ nama: 7 }, "nama"],
    [{ email: "not an address" }, "email"],
    [{ no_telp: "abc" }, "no_telp"],
    [{ no_ktp: "123" }, "no_ktp"],
    [{ tanggal_instalasi: "2024-02-30" }, "tanggal_instalasi"],
    [{ id_brand: "NOPE" }, "id_brand"],
    [{ status: "active" }, "status"],
    [{ alamat_2: "x".repeat(301) }, "alamat_2"],
  ])("refuses %j and names the field as the source does", async (wrong, field) => {
    const { call, find } = await company();
    const refused = await call<Refused>("POST", "/api/pelanggan/", { body: { ...johnDoe, ...wrong } });
    expect([refused.status, refused.body]).toEqual([
      422,
      {
        detail: { message: "Validation failed", errors: [{ field, message: expect.any(String) as string }] },
        status: "error",
        error_code: "VALIDATION_ERROR",
      },
    ]);
    expect((await find("")).total_count).toBe(0);
  });

  it("refuses another company's brand as one that is not there, and what is no JSON with 400", async () => {
    const [{ call }, other] = [await company(), await company()];
    await other.tenant.as("POST", "/brands", { code: "LAIN", name: "Lain" });
    const foreign = await call<Refused>("POST", "/api/pelanggan/", { body: { ...johnDoe, id_brand: "LAIN" } });
    expect([foreign.status, foreign.body.detail.errors[0]?.field]).toEqual([422, "id_brand"]);
    expect((await call("POST", "/api/pelanggan/", { body: "{" })).status).toBe(400);
  });

  it("makes one customer of a request that is sent twice with one Idempotency-Key", async () => {
    const { call, find } = await company();
    const send = () =>
      call<Customer>("POST", "/api/pelanggan/", { body: johnDoe, headers: { "idempotency-key": "pelanggan-1" } });
    const [first, again] = [await send(), await send()];
    expect([again.status, again.body]).toEqual([201, first.body]);
    expect((await find("")).total_count).toBe(1);
  });
});

describe("GET /api/pelanggan/", () => {
  it("answers {data, total_count, skip, limit}, newest first, fifteen unless told otherwise", async () => {
    const { add, find } = await company();
    for (let n = 1; n <= 17; n++) await add({ nama: `John Doe ${n}` });
    const page = await find("");
    expect(page).toMatchObject({ total_count: 17, skip: 0, limit: 15 });
    expect([page.data.length, page.data[0]]).toMatchObject([15, { id: 17, email: "john@example.com" }]);
    const last = await find("skip=15&limit=100");
    expect([last.data.map(({ id }) => id), last.total_count]).toEqual([[2, 1], 17]);
    expect((await find("skip=17")).data).toEqual([]);
  });

  it("never shows a KTP number whole", async () => {
    const { call, add } = await company();
    await add();
    const answer = await call<List>("GET", "/api/pelanggan/");
    expect(answer.body.data[0]?.no_ktp).toBe("************3456");
    expect(JSON.stringify(answer.body)).not.toContain("1234567890123456");
  });

  it("searches name, email and phone by the beginning of their words, and not the address", async () => {
    const { add, found, find } = await company();
    await add({ nama: "Toko Melati", email: "toko.m@contoh.example", no_telp: "0812-3456-7890", alamat: "Jl. Raya" });
    await add({
      nama: "Warung Kenanga",
      email: "warung@contoh.example",
      no_telp: "+62 813 0000 1111",
      alamat: "Jl. Melati Toko 12",
    });
    for (const search of ["melati", "TOKO mel", "toko.m@contoh", "08123456", "0812-3456", "62812", "+6281234567890"])
      expect([search, await found(`search=${encodeURIComponent(search)}`)]).toEqual([search, ["Toko Melati"]]);
    expect((await found("search=contoh")).sort()).toEqual(["Toko Melati", "Warung Kenanga"]);
    expect(await find("search=contoh&limit=1&skip=1")).toMatchObject({ total_count: 2, skip: 1, limit: 1 });
    for (const search of ["lati", "raya", "...", "nothing"])
      expect([search, await found(`search=${search}`)]).toEqual([search, []]);
    expect((await found("search=")).length).toBe(2);
  });

  it("filters by address, by brand, and by all at once", async () => {
    const { add, found, find } = await company();
    await add({ nama: "Melati Satu", alamat: "Jl. Anggrek No. 123" });
    await add({ nama: "Anggrek Dua", alamat: "Jl. Melati Raya 5, Blok B" });
    await add({ nama: "Anggrek Tiga", alamat: "Jl. Melati Raya 7", id_brand: undefined });
    await add({ nama: "Tanpa Alamat", alamat: null });
    expect((await found("alamat=melati")).sort()).toEqual(["Anggrek Dua", "Anggrek Tiga"]);
    expect(await found(`alamat=${encodeURIComponent("Melati Raya 5, blok")}`)).toEqual(["Anggrek Dua"]);
    expect(await found(`alamat=${encodeURIComponent("No. 123")}`)).toEqual(["Melati Satu"]);
    expect(await found("alamat=tanpa")).toEqual([]);
    expect((await found("id_brand=JAKINET")).sort()).toEqual(["Anggrek Dua", "Melati Satu", "Tanpa Alamat"]);
    expect(await found("id_brand=jakinet&search=anggrek&alamat=raya")).toEqual(["Anggrek Dua"]);
    expect(await find("search=anggrek&alamat=melati&limit=1")).toMatchObject({ total_count: 2, data: [{}] });
    expect(await find("id_brand=NOPE")).toMatchObject({ data: [], total_count: 0 });
    expect(await find("id_brand=JAKINET")).toMatchObject({ total_count: 3 });
  });

  it("answers only the fields that are asked for", async () => {
    const { call, add, find } = await company();
    await add();
    const asked = await find("fields=id,nama,%20email,no_telp");
    expect(asked.data).toEqual([{ id: 1, nama: "John Doe", email: "john@example.com", no_telp: "08123456789" }]);
    expect((await find("fields=nama&search=john")).data).toEqual([{ nama: "John Doe" }]);
    const unknown = await call<Refused>("GET", "/api/pelanggan/?fields=id,sandi");
    expect([unknown.status, unknown.body.detail.errors[0]?.field]).toEqual([422, "fields"]);
  });

  it.each(["skip=-1", "limit=0", "limit=101", "limit=x"])("refuses %s", async (query) => {
    const { call } = await company();
    const { status, body } = await call<Refused>("GET", `/api/pelanggan/?${query}`);
    expect([status, body.detail.errors[0]?.field]).toEqual([422, query.split("=")[0]]);
  });

  it("shows nothing of another company", async () => {
    const [{ find }, other] = [await company(), await company()];
    await other.add();
    for (const query of ["", "search=john", "alamat=example", "id_brand=JAKINET"])
      expect([query, await find(query)]).toMatchObject([query, { data: [], total_count: 0 }]);
  });
});

describe("GET /api/pelanggan/{pelanggan_id}", () => {
  it("answers with the plan that the customer is on", async () => {
    const { tenant, call, add } = await company();
    const { id } = await add();
    const before = await call("GET", `/api/pelanggan/${id}`);
    expect(before.body).toMatchObject({ ...johnDoe, id, harga_layanan: null, data_teknis: null });
    const [customer] = (await tenant.as<{ data: { id: string }[] }>("GET", "/customers")).body.data;
    const subscribe = async (name: string, price: number) => {
      const plan = await tenant.as<{ id: string }>("POST", "/plans", { name, price });
      const body = { customerId: customer?.id, planId: plan.body.id };
      return (await tenant.as<{ id: string }>("POST", "/subscriptions", body)).body.id;
    };
    const slow = await subscribe("Internet 20Mbps", 250_000);
    const fast = await subscribe("Internet 50Mbps", 500_000);
    const plan = async () => (await call<{ harga_layanan: unknown }>("GET", `/api/pelanggan/${id}`)).body.harga_layanan;
    expect(await plan()).toEqual({ id: 2, nama_paket: "Internet 50Mbps", harga: 500_000 });
    await tenant.as("POST", `/subscriptions/${fast}/suspension`);
    expect(await plan()).toMatchObject({ id: 1 });
    await tenant.as("POST", `/subscriptions/${slow}/termination`, {});
    expect(await plan()).toMatchObject({ id: 2 });
  });

  it("shows the KTP number whole to who may reveal it and writes that down, and masked to everybody else", async () => {
    const { tenant, call, add } = await company();
    const { id } = await add();
    const as = async (token: string) => (await call<Customer>("GET", `/api/pelanggan/${id}`, { token })).body.no_ktp;
    const log = async () =>
      (await tenant.as<{ data: unknown[] }>("GET", "/activity-logs?action=customer.revealed")).body.data;
    expect(await as(await tenant.member("cs"))).toBe("************3456");
    expect(await log()).toEqual([]);
    const admin = await tenant.person("admin");
    expect(await as(admin.token)).toBe("1234567890123456");
    expect(await log()).toMatchObject([{ actor: { id: admin.id }, entity: "customer", after: { fields: ["ktp"] } }]);
  });

  it("is not there by another company's number, nor by one that never was, with or without the last slash", async () => {
    const [{ call }, other] = [await company(), await company()];
    const { id } = await other.add();
    for (const path of [`/api/pelanggan/${id}`, `/api/pelanggan/${id}/`, "/api/pelanggan/4711"]) {
      const missing = await call("GET", path);
      expect([missing.status, missing.body]).toEqual([
        404,
        { detail: "Tidak ditemukan.", status: "error", error_code: "NOT_FOUND" },
      ]);
      expect((await call("GET", path, { token: undefined })).status).toBe(401);
    }
    expect((await call("GET", "/api/pelanggan/satu")).status).toBe(422);
    expect((await call("GET", "/api/pelanggan/99999999999")).status).toBe(422);
  });
});

describe("PATCH /api/pelanggan/{pelanggan_id}", () => {
  it("takes the documented body, and leaves the rest as it was", async () => {
    const { tenant, call, add, found } = await company();
    const { id, created_at } = await add();
    tenant.clock.advance(60_000);
    const body = { nama: "John Smith", alamat: "Jl. Updated Address No. 456" };
    const changed = await call<Customer>("PATCH", `/api/pelanggan/${id}`, { body });
    const expected = {
      ...johnDoe,
      ...body,
      id,
      no_ktp: "************3456",
      created_at,
      updated_at: "2026-11-21T03:01:00.000Z",
    };
    expect([changed.status, changed.body]).toMatchObject([200, expected]);
    const shown = await call("GET", `/api/pelanggan/${id}`);
    expect(shown.body).toMatchObject({ ...expected, no_ktp: "1234567890123456" });
    expect([await found("search=smith"), await found("search=doe")]).toEqual([["John Smith"], []]);
  });

  it("clears what is null, moves to another brand, and makes inactive", async () => {
    const { tenant, call, add } = await company();
    await tenant.as("POST", "/brands", { code: "LAIN", name: "Lain" });
    const { id } = await add({ blok: "A" });
    const body = { blok: null, no_ktp: null, id_brand: "LAIN", status: "Nonaktif" };
    const changed = await call("PATCH", `/api/pelanggan/${id}/`, { body });
    expect(changed.body).toMatchObject({ ...body, nama: "John Doe" });
  });

  it("refuses what is wrong, what is another company's, and who may not", async () => {
    const [{ tenant, call, add }, other] = [await company(), await company()];
    const { id } = await add();
    const wrong = await call<Refused>("PATCH", `/api/pelanggan/${id}`, { body: { no_telp: "x", id_brand: "" } });
    expect([wrong.status, wrong.body.detail.errors.map(({ field }) => field)]).toEqual([422, ["no_telp", "id_brand"]]);
    const body = { nama: "John Smith" };
    expect((await other.call("PATCH", `/api/pelanggan/${id}`, { body })).status).toBe(404);
    const staff = await tenant.member("staff");
    const refused = await call("PATCH", `/api/pelanggan/${id}`, { token: staff, body });
    expect([refused.status, refused.body]).toMatchObject([403, { status: "error", error_code: "FORBIDDEN" }]);
  });
});

describe("DELETE /api/pelanggan/{pelanggan_id}", () => {
  it("answers 204 and takes person, lines and drafts; issued invoices stay, the unpaid void", async () => {
    const { tenant, call, add, find } = await company();
    const { id } = await add();
    const [customer] = (await tenant.as<{ data: { id: string }[] }>("GET", "/customers")).body.data;
    const customerId = customer?.id ?? "";
    await addInvoice(tenant, { customerId });
    await addInvoice(tenant, { customerId, draft: true });
    const gone = await call<undefined>("DELETE", `/api/pelanggan/${id}`);
    expect([gone.status, gone.body]).toEqual([204, undefined]);
    await tenant.settle();
    expect([(await call("GET", `/api/pelanggan/${id}`)).status, (await find("")).total_count]).toEqual([404, 0]);
    expect((await call("DELETE", `/api/pelanggan/${id}`)).status).toBe(404);
    const invoices = await call<{ data: unknown[] }>("GET", "/api/invoices/");
    expect(invoices.body.data).toMatchObject([{ id: 1, pelanggan_id: 1, status_invoice: "Dibatalkan" }]);
  });

  it("is for admins, and not for another company's", async () => {
    const [{ tenant, call, add }, other] = [await company(), await company()];
    const { id } = await add();
    const token = await tenant.member("cs");
    expect((await call("DELETE", `/api/pelanggan/${id}`, { token })).status).toBe(403);
    expect((await other.call("DELETE", `/api/pelanggan/${id}`)).status).toBe(404);
    expect((await call("GET", `/api/pelanggan/${id}`)).status).toBe(200);
  });
});
