/** The columns of a customers' file: what each is called, written and read. Pure. */
import type { Locale } from "../../core/errors.ts";
import { normalise } from "../../core/terms.ts";

/** In the order in which a file is written: first those of the documented header (artacom, "Import Pelanggan from CSV"). */
export const importFields = [
  ...(["name", "ktp", "email", "phone", "plan", "address", "installedOn", "brand"] as const),
  ...(["number", "status", "addressLine2", "block", "unit", "latitude", "longitude", "note", "price"] as const),
] as const;
export type ImportField = (typeof importFields)[number];

/** Which column of the file, counted from 0, holds a field. */
export type ImportMapping = { [F in ImportField]?: number | undefined };

export interface ImportOptions {
  /** Whether rows of customers that are there change them; otherwise such rows change nothing. */
  updateExisting: boolean;
  /** Whether an unknown plan is added at the row's price; otherwise the row is rejected. */
  createPlans: boolean;
  /** For rows without a brand. */
  defaultBrandId: string;
}

/** Why a row is not taken. Without a field it concerns the row as a whole. */
export interface Reason {
  field: ImportField | null;
  message: Record<Locale, string>;
}

export const reason = (field: ImportField | null, id: string, en: string): Reason => ({ field, message: { id, en } });

const documentedHeader = "Nama,No KTP,Email,No Telepon,Layanan,Alamat,Tanggal Instalasi (YYYY-MM-DD),ID Brand".split(
  ",",
);
const ourHeader = "No Pelanggan,Status,Alamat 2,Blok,Unit,Lintang,Bujur,Catatan,Harga".split(",");

/** What a field's column is called in files that we write. */
export const headerOf: Record<ImportField, string> = Object.fromEntries(
  importFields.map((field, n) => [field, [...documentedHeader, ...ourHeader][n] as string]),
) as Record<ImportField, string>;

/** The fields that an export holds: everything that an import reads back. A price is its plan's. */
export const exportFields = importFields.filter((field) => field !== "price");
/** The fields of the template. */
export const templateFields = exportFields.filter((field) => field !== "number");

/** Other names by which files call a field, lower-cased. */
const otherNames: Record<ImportField, string[]> = {
  name: ["nama pelanggan", "nama lengkap", "name", "customer", "customer name", "full name"],
  ktp: ["ktp", "nik", "nomor ktp", "no nik", "id card", "id card number", "identity number"],
  email: ["alamat email", "e mail", "surel", "email address"],
  phone: [
    ...["telepon", "no telp", "no hp", "nomor hp", "hp", "nomor telepon", "telp", "whatsapp", "no wa", "no whatsapp"],
    ...["phone", "phone number", "mobile"],
  ],
  plan: ["paket", "nama paket", "paket layanan", "plan", "package", "service"],
  address: ["alamat pemasangan", "alamat lengkap", "address", "alamat 1"],
  installedOn: [
    ...["tanggal instalasi", "tgl instalasi", "tanggal pasang", "tgl pasang", "tanggal pemasangan"],
    ...["installed on", "installation date", "install date", "installation date yyyy mm dd"],
  ],
  brand: ["brand", "merek", "kode brand", "id merek", "kode merek", "brand id", "brand code"],
  number: ["nomor pelanggan", "id pelanggan", "customer number", "customer no", "customer id"],
  status: ["status pelanggan", "state"],
  addressLine2: ["alamat kedua", "address line 2", "address 2"],
  block: ["block"],
  unit: ["no rumah", "nomor rumah", "unit number", "house number"],
  latitude: ["latitude", "lat"],
  longitude: ["longitude", "lng", "long", "lon"],
  note: ["keterangan", "note", "notes", "remarks"],
  price: ["harga paket", "harga layanan", "tarif", "price", "monthly price"],
};

const fieldOfName = new Map(
  importFields.flatMap((field) => [normalise(headerOf[field]), ...otherNames[field]].map((name) => [name, field])),
);

/** The column that reports add to a file; a file that is sent again may still have it. */
export const reasonHeader: Record<Locale, string> = { id: "Alasan", en: "Reason" };
export const isReasonHeader = (name: string): boolean => ["alasan", "reason"].includes(normalise(name));

/** The mapping that a header speaks for: its first column of each known name. */
export function proposedMapping(header: readonly string[]): ImportMapping {
  const mapping: ImportMapping = {};
  header.forEach((name, column) => {
    const field = fieldOfName.get(normalise(name));
    if (field) mapping[field] ??= column;
  });
  return mapping;
}
