import { describe, expect, it } from "vitest";
import { exportFields, headerOf, proposedMapping, templateFields } from "./fields.ts";
import { rowOf } from "./rows.ts";

const header = exportFields.map((field) => headerOf[field]).concat("Harga");
const mapping = proposedMapping(header);
const row = (cells: Partial<Record<string, string>>) =>
  rowOf({ line: 2, end: 0, cells: header.map((name) => cells[name] ?? "") }, mapping);
const faults = async (cells: Partial<Record<string, string>>) =>
  (await row(cells)).reasons.map(({ field, message }) => [field, message.en]);

describe("A header", () => {
  it("of an export speaks for every field", () => {
    expect(Object.values(mapping)).toEqual(header.map((_, column) => column));
  });

  it("begins as documented", () => {
    expect(templateFields.map((field) => headerOf[field]).join(",")).toMatch(
      /^Nama,No KTP,Email,No Telepon,Layanan,Alamat,Tanggal Instalasi \(YYYY-MM-DD\),ID Brand,/,
    );
  });

  it("is understood in English and in other spellings, each column once", () => {
    expect(proposedMapping(["NAME", "Package", "no. hp", "Nama", "Warna"])).toEqual({ name: 0, plan: 1, phone: 2 });
  });
});

describe("A row", () => {
  it("gives what its cells say, and nothing for empty ones", async () => {
    const { values, reasons, planName, brandKey, number } = await row({
      Nama: "Toko Kenanga",
      Email: "Kenanga@Example.com",
      "No Telepon": "0812-0000-1111",
      Layanan: "Rumah 20",
      "ID Brand": "JAKINET",
      "No Pelanggan": "12",
      Lintang: "-6,2",
    });
    expect(reasons).toEqual([]);
    expect(values).toEqual({
      name: "Toko Kenanga",
      email: "kenanga@example.com",
      phone: "6281200001111",
      latitude: -6.2,
    });
    expect([planName, brandKey, number]).toEqual(["Rumah 20", "JAKINET", 12]);
  });

  it.each([
    ["2024-01-15", "2024-01-15"],
    ["15/01/2024", "2024-01-15"],
    ["5-1-2024", "2024-01-05"],
    ["2024/1/5", "2024-01-05"],
    ["2024-01-15 00:00:00", "2024-01-15"],
  ])("takes the date %s", async (given, date) => {
    expect((await row({ [headerOf.installedOn]: given })).values.installedOn).toBe(date);
  });

  it.each([
    ["81234567890", "6281234567890"],
    ["+62 812 3456 7890", "6281234567890"],
    ["(021) 555-0100", "62215550100"],
  ])("takes the telephone number %s", async (given, phone) => {
    expect((await row({ "No Telepon": given })).values.phone).toBe(phone);
  });

  it.each([
    ["Aktif", "active"],
    ["NONAKTIF", "inactive"],
    ["inactive", "inactive"],
  ])("takes the status %s", async (given, status) => {
    expect((await row({ Status: given })).values.status).toBe(status);
  });

  it.each([
    ["Rp 150.000", 150_000],
    ["150000", 150_000],
    ["1.250.000,00", 1_250_000],
  ])("takes the price %s", async (given, price) => {
    expect((await row({ Harga: given })).price).toBe(price);
  });

  it("learns nothing from a masked KTP number", async () => {
    expect((await row({ "No KTP": "************3456" })).values).toEqual({});
  });

  it("says all that is wrong with it, by field", async () => {
    const found = await faults({
      Nama: "x".repeat(151),
      "No KTP": "123",
      Email: "bukan-email",
      [headerOf.installedOn]: "31/02/2024",
      "No Pelanggan": "12a",
      Harga: "murah",
      Status: "entah",
    });
    expect(found.map(([field]) => field).sort()).toEqual(
      ["email", "installedOn", "ktp", "name", "number", "price", "status"].sort(),
    );
    expect(found).toContainEqual(["installedOn", "Write a date that exists, as 2024-01-31 or 31/01/2024."]);
  });

  it("says when a spreadsheet has cut a number", async () => {
    const found = await faults({ "No KTP": "3,17E+15", "No Telepon": "8.12346E+10" });
    expect(found.map(([field]) => field)).toEqual(["ktp", "phone"]);
    expect(found[0]?.[1]).toContain("A spreadsheet has cut this number");
  });
});
