/** A record of a file as what it says about a customer. Pure. */
import { Refusal } from "../../core/errors.ts";
import { parseInput } from "../../core/http/input.ts";
import { phoneNumber } from "../../core/phones.ts";
import { customerPatch } from "../customers/index.ts";
import type { z } from "zod";
import { importFields, reason, type ImportField, type ImportMapping, type Reason } from "./fields.ts";
import type { CsvRecord } from "./records.ts";

/** What a row gives for the customer; what is not there, an empty cell too, is left as it is. */
export type GivenValues = Omit<z.output<typeof customerPatch>, "brandId">;

export interface ImportRow {
  line: number;
  /** The name in the row, right or wrong. */
  name: string | null;
  number: number | undefined;
  brandKey: string | undefined;
  planName: string | undefined;
  /** Rupiah a period. */
  price: number | undefined;
  values: GivenValues;
  reasons: Reason[];
}

type Cells = Partial<Record<ImportField, string>>;

/** Reads a record by the mapping. Never throws for what stands in it: that is in `reasons`. */
export async function rowOf(record: CsvRecord, mapping: ImportMapping): Promise<ImportRow> {
  const cells: Cells = {};
  for (const field of importFields) {
    const column = mapping[field];
    const cell = column === undefined ? "" : (record.cells[column] ?? "");
    if (cell !== "") cells[field] = cell;
  }
  const cut = (["ktp", "phone"] as const).filter((field) => /^\d+([.,]\d+)?E\+?\d+$/i.test(cells[field] ?? ""));
  const given: Record<string, unknown> = {
    ...textsOf(cells),
    ...(cells.ktp !== undefined && !isMasked(cells.ktp) && { ktp: cells.ktp.replace(/[\s.'-]/g, "") }),
    ...(cells.phone !== undefined && { phone: withLeadingZero(cells.phone) }),
    ...(cells.installedOn !== undefined && { installedOn: isoDate(cells.installedOn) }),
    ...(cells.status !== undefined && { status: statusOf(cells.status) }),
    ...(cells.latitude !== undefined && { latitude: decimalOf(cells.latitude) }),
    ...(cells.longitude !== undefined && { longitude: decimalOf(cells.longitude) }),
  };
  for (const field of cut) delete given[field];
  const { values, reasons } = await checked(given);
  const number = numberOf(cells.number);
  const price = rupiahOf(cells.price);
  return {
    line: record.line,
    name: cells.name?.slice(0, 150) ?? null,
    number: number ?? undefined,
    brandKey: cells.brand?.slice(0, 60),
    planName: cells.plan,
    price: price ?? undefined,
    values,
    reasons: [
      ...cut.map(cutBySpreadsheet),
      ...(number === null ? [reason("number", "Bukan nomor pelanggan.", "Not a customer number.")] : []),
      ...(price === null ? [reason("price", "Bukan harga dalam rupiah.", "Not a price in rupiah.")] : []),
      ...((cells.plan?.length ?? 0) > 100
        ? [reason("plan", "Nama paket terlalu panjang.", "The plan's name is too long.")]
        : []),
      ...reasons,
    ],
  };
}

const textFields = ["name", "email", "address", "addressLine2", "block", "unit", "note"] as const;
const textsOf = (cells: Cells) =>
  Object.fromEntries(textFields.filter((field) => cells[field] !== undefined).map((field) => [field, cells[field]]));

/** Checked by the rules of the API; what is at fault is told in both languages. */
async function checked(given: Record<string, unknown>): Promise<{ values: GivenValues; reasons: Reason[] }> {
  const result = customerPatch.safeParse(given);
  if (result.success) return { values: result.data, reasons: [] };
  const [indonesian, english] = await Promise.all([faultsOf(given, "id"), faultsOf(given, "en")]);
  const byField = new Map<string, Reason>();
  indonesian.forEach(({ field, message }, n) => {
    const known = fieldOf(field);
    const words = (known && plainWords[known]) ?? [message.id, english[n]?.message.en ?? message.en];
    byField.set(field, reason(known, ...words));
  });
  return { values: {}, reasons: [...byField.values()] };
}

/** What is written for people who fill in a spreadsheet, where a rule's own words are for programs. */
const plainWords: Partial<Record<ImportField, [id: string, en: string]>> = {
  ktp: ["Nomor KTP terdiri dari 16 angka.", "A KTP number has 16 digits."],
  email: ["Bukan alamat email.", "Not an email address."],
  installedOn: [
    "Tulis tanggal yang ada, misalnya 2024-01-31 atau 31/01/2024.",
    "Write a date that exists, as 2024-01-31 or 31/01/2024.",
  ],
  status: ["Tulis Aktif atau Nonaktif.", "Write Aktif or Nonaktif (active or inactive)."],
  latitude: ["Tulis lintang dari -90 sampai 90.", "Write a latitude from -90 to 90."],
  longitude: ["Tulis bujur dari -180 sampai 180.", "Write a longitude from -180 to 180."],
};

const fieldOf = (name: string): ImportField | null => importFields.find((field) => field === name) ?? null;

const faultsOf = (given: Record<string, unknown>, locale: "id" | "en") =>
  parseInput(customerPatch, given, locale).then(
    () => [],
    (error: unknown) => {
      if (error instanceof Refusal) return error.options.fields ?? [];
      throw error;
    },
  );

const cutBySpreadsheet = (field: ImportField): Reason =>
  reason(
    field,
    "Angka ini sudah dipotong oleh aplikasi spreadsheet (misalnya 3,2E+15). Ubah kolomnya menjadi teks dan isi lagi.",
    "A spreadsheet has cut this number (as in 3.2E+15). Make the column text and fill it in again.",
  );

/** What an export shows of a KTP number to those who may not see it whole. It says nothing new. */
const isMasked = (ktp: string): boolean => /^\*+\d{4}$/.test(ktp);

/** Spreadsheets drop the zero that Indonesian numbers begin with. */
const withLeadingZero = (phone: string): string => {
  const bare = phone.replace(/^'/, "");
  return /^8[\d\s.-]{7,}$/.test(bare) && phoneNumber(bare) ? `0${bare}` : bare;
};

/** `2024-01-15`, `15/01/2024`, `15-1-2024` and `2024/01/15` as a business date; anything else as it is. */
function isoDate(text: string): string {
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]0{1,2}:00(?::00)?)?$/.exec(text);
  const local = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/.exec(text);
  const [year, month, day] = iso ? iso.slice(1) : local ? local.slice(1).reverse() : [];
  return year && month && day ? `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}` : text;
}

const statusWords: Record<string, string> = {
  ...{ aktif: "active", active: "active", ya: "active", "1": "active" },
  ...{ nonaktif: "inactive", "non aktif": "inactive", "non-aktif": "inactive", "tidak aktif": "inactive" },
  ...{ inactive: "inactive", berhenti: "inactive", "0": "inactive" },
};
const statusOf = (text: string): string => statusWords[text.toLowerCase()] ?? text;

/** `-6,2` and `-6.2`. */
const decimalOf = (text: string): number | string => {
  const value = Number(text.replace(",", "."));
  return Number.isFinite(value) ? value : text;
};

/** A customer's number; null for what is none. */
const numberOf = (text: string | undefined): number | null | undefined =>
  text === undefined ? undefined : /^#?\d{1,9}$/.test(text) ? Number(text.replace("#", "")) : null;

/** `Rp 150.000`, `150000`, `150.000,00`; null for what is no amount of whole rupiah. */
function rupiahOf(text: string | undefined): number | null | undefined {
  if (text === undefined) return undefined;
  const amount = text.replace(/^rp\.?\s*/i, "").replace(/,00$|,-$/, "");
  if (!/^\d{1,9}$|^\d{1,3}([.,]\d{3}){1,2}$/.test(amount)) return null;
  return Number(amount.replace(/[.,]/g, ""));
}
