import { eq, getTableColumns } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { Clock, type TestTenant } from "../../../test/support/tenant.ts";
import { runJobs } from "../../../test/support/everything.ts";
import { counters } from "../../db/counters.ts";
import { auditEntries } from "../audit/schema.ts";
import { subscriptions } from "../billing/schema.ts";
import { customers } from "../customers/schema.ts";
import {
  counts,
  customersOf,
  documentedHeader,
  imported,
  rejections,
  sent,
  seller,
  type ImportBody,
} from "./testing.ts";

const example = `${documentedHeader}
John Doe,1234567890123456,john@example.com,08123456789,Internet 50Mbps,"Jl. Example No. 123",2024-01-15,JAKINET
`;

interface SubscriptionBody {
  state: string;
  startsOn: string;
  plan: { name: string };
  number: number;
}
const linesOf = async (tenant: TestTenant, customerId: string) =>
  (await tenant.as<{ data: SubscriptionBody[] }>("GET", `/subscriptions?customerId=${customerId}`)).body.data;

describe("An import of customers", () => {
  it("takes the documented example over as it is written (ART-5)", async () => {
    const tenant = await seller();
    const done = await imported(tenant, example);
    expect(counts(done)).toEqual({ state: "done", created: 1, updated: 0, unchanged: 0, rejected: 0 });
    const [john] = await customersOf(tenant);
    expect(john).toMatchObject({
      number: 1,
      name: "John Doe",
      ktp: "************3456",
      email: "john@example.com",
      phone: "628123456789",
      address: "Jl. Example No. 123",
      installedOn: "2024-01-15",
      status: "active",
    });
    const brands = await tenant.as<{ data: { id: string; code: string }[] }>("GET", "/brands");
    expect(brands.body.data.find(({ id }) => id === john?.brandId)?.code).toBe("JAKINET");
    expect(await linesOf(tenant, john?.id ?? "")).toMatchObject([
      { state: "active", startsOn: "2024-01-15", plan: { name: "Internet 50Mbps" }, number: 1 },
    ]);
  });

  it("reads a file as people's programs write it: form, semicolons, byte order mark, line breaks within quotes", async () => {
    const tenant = await seller();
    const csv =
      '\ufeffNama;Alamat;No Telepon\r\n"Toko; Kenanga";"Jalan Melati 7\r\nRT 03";81234567890\r\n\r\nKos Dahlia;;\r\n';
    const form = new FormData();
    form.append("file", new File([csv], "pelanggan lama.csv", { type: "text/csv" }));
    const answer = await tenant.as<ImportBody>("POST", "/customer-imports", form);
    expect(answer.body).toMatchObject({ fileName: "pelanggan lama.csv", delimiter: ";", rows: 2, state: "ready" });
    await tenant.as("POST", `/customer-imports/${answer.body.id}/start`, {});
    await runJobs(tenant);
    expect(await customersOf(tenant)).toMatchObject([
      { name: "Toko; Kenanga", address: "Jalan Melati 7\r\nRT 03", phone: "6281234567890" },
      { name: "Kos Dahlia", address: null },
    ]);
  });

  it("proposes a mapping by the header, and takes another one", async () => {
    const tenant = await seller();
    const { id, columns, mapping } = await sent(tenant, "Pelanggan;Kota;HP\nToko Kenanga;Bandung;081200001111\n");
    expect([columns, mapping]).toEqual([["Pelanggan", "Kota", "HP"], { phone: 2 }]);
    const refused = await tenant.as<{ errors: { field: string }[] }>("POST", `/customer-imports/${id}/start`, {});
    expect([refused.status, refused.body.errors[0]?.field]).toEqual([422, "mapping.name"]);
    const beyond = await tenant.as("POST", `/customer-imports/${id}/start`, { mapping: { name: 0, note: 3 } });
    const twice = await tenant.as("POST", `/customer-imports/${id}/start`, { mapping: { name: 0, note: 0 } });
    expect([beyond.status, twice.status]).toEqual([422, 422]);
    await tenant.as("POST", `/customer-imports/${id}/start`, { mapping: { name: 0, address: 1, phone: 2 } });
    await runJobs(tenant);
    expect(await customersOf(tenant)).toMatchObject([{ name: "Toko Kenanga", address: "Bandung" }]);
  });

  it("shows before it starts what would become of the first rows, and writes nothing", async () => {
    const tenant = await seller();
    await imported(tenant, "Nama,Email\nToko Kenanga,kenanga@example.com\n");
    const { id } = await sent(tenant, "Nama,Email\nKenanga,kenanga@example.com\nKos Dahlia,\nX,bukan-email\n");
    const answer = await tenant.as<{ data: { outcome: string; reasons: { field: string }[] }[] }>(
      "POST",
      `/customer-imports/${id}/preview`,
      {},
    );
    expect(answer.body.data.map(({ outcome }) => outcome)).toEqual(["updated", "created", "rejected"]);
    expect(answer.body.data[2]?.reasons[0]?.field).toBe("email");
    expect((await customersOf(tenant)).map(({ name }) => name)).toEqual(["Toko Kenanga"]);
  });

  it("takes each row whole or not at all, and no row for its neighbour's fault", async () => {
    const tenant = await seller();
    const done = await imported(
      tenant,
      `${documentedHeader}
Toko Kenanga,,kenanga@example.com,,Internet 50Mbps,,,
Kos Dahlia,12,,,Internet 50Mbps,,,
Warung Melati,,,,Paket Lama,,,
Rumah Anggrek,,,,,,,TIDAKADA
,,,081200002222,,,,
Ruko Teratai,,,,Internet 50Mbps,,2099-01-01,
Bengkel Cempaka,,,081200003333,,,,
`,
    );
    expect(counts(done)).toEqual({ state: "done", created: 2, updated: 0, unchanged: 0, rejected: 5 });
    expect((await customersOf(tenant)).map(({ number, name }) => [number, name])).toEqual([
      [1, "Toko Kenanga"],
      [2, "Bengkel Cempaka"],
    ]);
    expect(await rejections(tenant, done.id)).toEqual([
      [3, ["ktp", "Nomor KTP terdiri dari 16 angka."]],
      [4, ["plan", "Tidak ada paket bernama Paket Lama."]],
      [5, ["brand", "Merek tidak dikenal."]],
      [6, ["name", "Nama wajib diisi."]],
      [7, ["installedOn", "Paling lambat setahun dari sekarang."]],
    ]);
    expect((await rejections(tenant, done.id, "en"))[1]).toEqual([4, ["plan", "There is no plan called Paket Lama."]]);
  });

  it("gives the rejected rows as a file that can be mended and sent again", async () => {
    const tenant = await seller();
    const csv = `${documentedHeader},Warna\n"Kos ""Dahlia""",3174000000000001,,,Paket Lama,"Jalan 1\nRT 2",,,biru\nToko Kenanga,,,,,,,,\n`;
    const done = await imported(tenant, csv);
    const report = await tenant.as<string>("GET", `/customer-imports/${done.id}/rejected?format=csv`);
    expect(report.headers.get("content-disposition")).toMatch(/attachment; filename="ditolak-cim_.*\.csv"/);
    expect(report.body.replace(/^\ufeff/, "")).toBe(
      `${documentedHeader},Warna,Alasan\r\n"Kos ""Dahlia""",3174000000000001,,,Paket Lama,"Jalan 1\nRT 2",,,biru,Layanan: Tidak ada paket bernama Paket Lama.`,
    );
    const again = await imported(tenant, report.body.replace("Paket Lama,", "Internet 50Mbps,"));
    expect(counts(again)).toEqual({ state: "done", created: 1, updated: 0, unchanged: 0, rejected: 0 });
    const still = await imported(tenant, report.body);
    const second = await tenant.as<string>("GET", `/customer-imports/${still.id}/rejected?format=csv`, undefined, {
      "accept-language": "en",
    });
    expect(second.body.split("\r\n")[0]?.endsWith(",Warna,Reason")).toBe(true);
  });

  it("refuses what is no CSV, is empty, too large or has too many rows, and keeps nothing of it", async () => {
    const tenant = await seller();
    const refuse = async (body: unknown) => {
      const answer = await tenant.as<{ errors?: { field: string; message: string }[] }>(
        "POST",
        "/customer-imports",
        body,
      );
      return [answer.status, answer.body.errors?.[0]?.field];
    };
    expect(await refuse("")).toEqual([422, "file"]);
    expect(await refuse("Nama\n")).toEqual([422, "file"]);
    expect(await refuse(new Uint8Array([0x50, 0x4b, 3, 4, 1]))).toEqual([422, "file"]);
    expect(await refuse(new Uint8Array([0x4e, 0x0a, 0xe9, 0x0a]))).toEqual([422, "file"]);
    expect(await refuse(`Nama\n"${"x".repeat(70_000)}`)).toEqual([422, "file"]);
    expect(await refuse(`Nama\n${"a\n".repeat(50_001)}`)).toEqual([413, undefined]);
    expect(await refuse(`Nama\n${"abcdefghi\n".repeat(2_200_000)}`)).toEqual([413, undefined]);
    expect((await tenant.as<{ data: unknown[] }>("GET", "/customer-imports")).body.data).toEqual([]);
    const { objects } = await tenant.env.FILES.list({ prefix: `${tenant.id}/customer-imports/` });
    expect(objects).toEqual([]);
  });

  it("numbers customers without a gap, counts and finds them as if they had been added one by one", async () => {
    const tenant = await seller();
    await tenant.as("POST", "/customers", { name: "Satu" });
    const rows = Array.from(
      { length: 30 },
      (_, n) =>
        `Pelanggan ${n},3174${String(n).padStart(12, "0")},,08120000${String(n).padStart(4, "0")},Internet 50Mbps,Jalan ${n},,`,
    );
    const done = await imported(tenant, `${documentedHeader}\n${rows.join("\n")}\nRusak,1,,,,,,\n`);
    expect(counts(done)).toMatchObject({ created: 30, rejected: 1 });
    await tenant.as("POST", "/customers", { name: "Terakhir" });
    const all = await customersOf(tenant);
    expect(all.map(({ number }) => number)).toEqual(Array.from({ length: 32 }, (_, n) => n + 1));
    for (const query of ["q=pelanggan+7", "q=081200000007", "q=3174000000000007", "q=jalan+7"])
      expect((await customersOf(tenant, query)).map(({ name }) => name)).toEqual(["Pelanggan 7"]);
    expect((await customersOf(tenant, "q=9")).map(({ number }) => number)).toContain(9);
    const { store } = await tenant.context();
    const [counted] = await store.read(store.db.select().from(counters).where(store.own(counters)));
    expect(Object.fromEntries(counted.map(({ name, count }) => [name, count]))).toMatchObject({
      customers: 32,
      "subscriptions.active": 30,
    });
    const [entries] = await store.read(
      store.db
        .select()
        .from(auditEntries)
        .where(store.own(auditEntries, eq(auditEntries.action, "customer.created"))),
    );
    expect(entries.length).toBe(32);
    expect(JSON.stringify(entries)).not.toContain("3174000000000007");
  });

  it("pauses the line of a customer who is inactive, and bills nobody for it", async () => {
    const tenant = await seller();
    await imported(tenant, "Nama,Layanan,Status\nToko Kenanga,Internet 50Mbps,Nonaktif\n");
    const [customer] = await customersOf(tenant);
    expect(customer?.status).toBe("inactive");
    expect(await linesOf(tenant, customer?.id ?? "")).toMatchObject([{ state: "suspended" }]);
  });

  it("adds unknown plans where that was asked for, once each and at the row's price", async () => {
    const tenant = await seller();
    const csv = "Nama,Layanan,Harga\nA,Rumah 20,Rp 150.000\nB,rumah  20,\nC,Rumah 30,\nD,Rumah 40,99000\n";
    const done = await imported(tenant, csv, { options: { createPlans: true } });
    expect(counts(done)).toMatchObject({ created: 3, rejected: 1 });
    expect(await rejections(tenant, done.id, "en")).toEqual([
      [4, ["price", "The plan Rumah 30 is new; give its price."]],
    ]);
    const plans = await tenant.as<{ data: { name: string; price: number }[] }>("GET", "/plans");
    expect(plans.body.data.map(({ name, price }) => [name, price])).toEqual([
      ["Internet 50Mbps", 250_000],
      ["Rumah 20", 150_000],
      ["Rumah 40", 99_000],
    ]);
  });

  it("goes one at a time, and is given up at any time without losing what is in", async () => {
    const tenant = await seller();
    const [first, second] = [await sent(tenant, "Nama\nA\n"), await sent(tenant, "Nama\nB\n")];
    const start = (id: string) => tenant.as<{ code: string }>("POST", `/customer-imports/${id}/start`, {});
    expect((await start(first.id)).status).toBe(202);
    const refused = await start(second.id);
    expect([refused.status, refused.body.code]).toEqual([409, "wrong_state"]);
    const cancelled = await tenant.as<ImportBody>("POST", `/customer-imports/${first.id}/cancel`);
    expect(cancelled.body.state).toBe("cancelled");
    await runJobs(tenant);
    expect(await customersOf(tenant)).toEqual([]);
    expect((await start(second.id)).status).toBe(202);
    expect((await start(first.id)).status).toBe(409);
  });

  it("is refused with another company's brand", async () => {
    const [tenant, other] = [await seller(), await seller()];
    const theirs = await other.as<{ data: { id: string }[] }>("GET", "/brands");
    const { id } = await sent(tenant, "Nama\nA\n");
    const answer = await tenant.as<{ errors: { field: string }[] }>("POST", `/customer-imports/${id}/start`, {
      options: { defaultBrandId: theirs.body.data[0]?.id },
    });
    expect([answer.status, answer.body.errors[0]?.field]).toEqual([422, "options.defaultBrandId"]);
  });

  it("is answered the same to a repeated request, and received once", async () => {
    const tenant = await seller();
    const send = () =>
      tenant.as<ImportBody>("POST", "/customer-imports", "Nama\nA\n", {
        "idempotency-key": "one",
        "content-length": "7",
      });
    const [first, again] = [await send(), await send()];
    expect([again.status, again.body.id]).toEqual([201, first.body.id]);
    expect((await tenant.as<{ data: unknown[] }>("GET", "/customer-imports")).body.data.length).toBe(1);
  });

  it("keeps the file for a month, then what it became alone", async () => {
    const clock = new Clock();
    const tenant = await seller({ clock });
    const done = await imported(tenant, "Nama,Email\nA,x\nB,\n");
    clock.advance(31 * 86_400_000);
    await tenant.signIn();
    const { tendCustomerImports } = await import("./index.ts");
    await tendCustomerImports(await tenant.context());
    expect((await tenant.as("GET", `/customer-imports/${done.id}/rejected`)).status).toBe(404);
    const kept = await tenant.as<ImportBody>("GET", `/customer-imports/${done.id}`);
    expect([counts(kept.body), kept.body.expiresAt]).toEqual([counts(done), null]);
    expect(await rejections(tenant, done.id)).toEqual([]);
    const { objects } = await tenant.env.FILES.list({ prefix: `${tenant.id}/customer-imports/` });
    expect(objects).toEqual([]);
  });
});

describe("A file that is imported again", () => {
  const rowsOf = async (tenant: TestTenant) => {
    const { store } = await tenant.context();
    const [people, lines] = await store.read(
      store.db.select(getTableColumns(customers)).from(customers).where(store.own(customers)).orderBy(customers.id),
      store.db.select().from(subscriptions).where(store.own(subscriptions)).orderBy(subscriptions.id),
    );
    return { people, lines };
  };

  it("writes nothing where nothing is new", async () => {
    const tenant = await seller();
    await imported(tenant, example);
    const before = await rowsOf(tenant);
    const again = await imported(tenant, example);
    expect(counts(again)).toEqual({ state: "done", created: 0, updated: 0, unchanged: 1, rejected: 0 });
    expect(await rowsOf(tenant)).toEqual(before);
  });

  it("updates instead of doubling, by number, KTP, email or telephone, and leaves what a cell does not say", async () => {
    const tenant = await seller();
    const first = await imported(
      tenant,
      "Nama,No KTP,Email,No Telepon,Alamat\nA,,,,Jalan 1\nB,3174000000000002,,,Jalan 2\nC,,c@example.com,,Jalan 3\nD,,,081200000004,Jalan 4\n",
    );
    expect(counts(first)).toMatchObject({ created: 4 });
    const again = await imported(
      tenant,
      "No Pelanggan,Nama,No KTP,Email,No Telepon\n1,A baru,,,\n,B baru,3174 0000 0000 0002,b@example.com,\n,C baru,,C@example.com,081200000033\n,D baru,,,+62 812 0000 0004\n",
    );
    expect(counts(again)).toEqual({ state: "done", created: 0, updated: 4, unchanged: 0, rejected: 0 });
    expect((await customersOf(tenant)).map(({ name, address, email }) => [name, address, email])).toEqual([
      ["A baru", "Jalan 1", null],
      ["B baru", "Jalan 2", "b@example.com"],
      ["C baru", "Jalan 3", "c@example.com"],
      ["D baru", "Jalan 4", null],
    ]);
    expect((await customersOf(tenant, "q=baru")).length).toBe(4);
    expect((await customersOf(tenant, "q=081200000033")).map(({ name }) => name)).toEqual(["C baru"]);
  });

  it("does not touch who is there, where that was asked for", async () => {
    const tenant = await seller();
    await imported(tenant, example);
    const again = await imported(tenant, example.replace("John Doe", "Jane Doe"), {
      options: { updateExisting: false },
    });
    expect(counts(again)).toMatchObject({ updated: 0, unchanged: 1 });
    expect((await customersOf(tenant)).map(({ name }) => name)).toEqual(["John Doe"]);
  });

  it("takes nobody with another KTP number for the same, and says so where it can't tell two apart", async () => {
    const tenant = await seller();
    await imported(
      tenant,
      "Nama,No KTP,No Telepon\nA,3174000000000001,081200000001\nB,3174000000000002,081200000001\n",
    );
    expect((await customersOf(tenant)).length).toBe(2);
    const done = await imported(
      tenant,
      "Nama,No KTP,No Telepon,No Pelanggan\nC,3174000000000003,081200000001,\nD,,081200000001,\nE,,,99\n",
    );
    expect(counts(done)).toMatchObject({ created: 1, rejected: 2 });
    expect(await rejections(tenant, done.id, "en")).toEqual([
      [3, ["phone", "Several customers match (1, 2). Give the customer number."]],
      [4, ["number", "There is no customer 99. Leave the number empty for a new customer."]],
    ]);
  });

  it("catches rows of one customer in one file, near to each other or far", async () => {
    const tenant = await seller();
    await imported(tenant, "Nama,Email\nLama,lama@example.com\n");
    const between = Array.from({ length: 300 }, (_, n) => `Pelanggan ${n},p${n}@example.com`).join("\n");
    const done = await imported(
      tenant,
      `Nama,Email\nA,a@example.com\nA lagi,a@example.com\nLama,lama@example.com\n${between}\nA jauh,a@example.com\nLama jauh,lama@example.com\n`,
    );
    expect(counts(done)).toMatchObject({ created: 301, unchanged: 1, rejected: 3 });
    expect(await rejections(tenant, done.id, "en")).toEqual([
      [3, [null, "Line 2 of this file is about the same customer."]],
      [305, [null, "Line 2 of this file is about the same customer."]],
      [306, [null, "Line 4 of this file is about the same customer."]],
    ]);
  });

  it("changes no plan, opens a line for who has none, and says where a plan is changed", async () => {
    const tenant = await seller();
    await tenant.as("POST", "/plans", { name: "Rumah 20", price: 150_000 });
    await imported(tenant, "Nama,Email,Layanan\nA,a@example.com,Internet 50Mbps\nB,b@example.com,\n");
    const done = await imported(tenant, "Nama,Email,Layanan\nA,a@example.com,Rumah 20\nB,b@example.com,Rumah 20\n");
    expect(counts(done)).toMatchObject({ updated: 1, rejected: 1 });
    expect(await rejections(tenant, done.id, "en")).toEqual([
      [2, ["plan", "This customer is on another plan. Change it on the subscription's page."]],
    ]);
    const [a, b] = await customersOf(tenant);
    expect((await linesOf(tenant, a?.id ?? "")).map(({ plan }) => plan.name)).toEqual(["Internet 50Mbps"]);
    expect((await linesOf(tenant, b?.id ?? "")).map(({ plan }) => plan.name)).toEqual(["Rumah 20"]);
  });
});
