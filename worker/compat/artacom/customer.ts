/** "Pelanggan Model": its fields, in and out. */
import { z } from "@hono/zod-openapi";
import { says } from "../../core/http/input.ts";
import { dialled } from "../../core/phones.ts";
import type { CustomerWithPlan } from "../../modules/billing/index.ts";
import { customerFields, type CustomerInFull } from "../../modules/customers/index.ts";
import { backwards, renamed, wordsFor } from "../words.ts";
import { showTechnicalData, technicalData } from "./technical-data.ts";

export const status = wordsFor({ active: "Aktif", inactive: "Nonaktif" });

/** The services' names by its own. */
export const names = {
  nama: "name",
  email: "email",
  no_telp: "phone",
  no_ktp: "ktp",
  alamat: "address",
  alamat_2: "addressLine2",
  blok: "block",
  unit: "unit",
  tanggal_instalasi: "installedOn",
  id_brand: "brandId",
  status: "status",
} as const;
export const fieldNames = backwards(names);

const fields = {
  nama: customerFields.name,
  email: customerFields.email,
  no_telp: customerFields.phone,
  no_ktp: customerFields.ktp,
  alamat: customerFields.address,
  alamat_2: customerFields.addressLine2,
  blok: customerFields.block,
  unit: customerFields.unit,
  tanggal_instalasi: customerFields.installedOn,
  id_brand: customerFields.brandId.openapi({ description: "Code of the brand." }),
  status: status.taken,
};

export const newCustomer = z
  .object({ ...fields, id_brand: fields.id_brand.optional(), status: status.taken.default("active") })
  .openapi("PelangganCreate");
export const customerPatch = z.object(fields).partial().openapi("PelangganUpdate");

export const inputOf = (given: z.output<typeof newCustomer>) => renamed(given, names);
export const patchOf = (given: z.output<typeof customerPatch>) => renamed(given, names);

const model = {
  id: z.int(),
  nama: z.string(),
  email: z.string().nullable(),
  no_telp: z.string().nullable().openapi({ example: "08123456789" }),
  no_ktp: z.string().nullable().openapi({
    description: "Masked. In the answer for one customer it is whole for who may reveal it, and that is logged.",
    example: "************3456",
  }),
  alamat: z.string().nullable(),
  alamat_2: z.string().nullable(),
  blok: z.string().nullable(),
  unit: z.string().nullable(),
  tanggal_instalasi: z.string().nullable().openapi({ example: "2024-01-15" }),
  id_brand: z.string().openapi({ example: "JAKINET" }),
  status: status.known,
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
};
export const customer = z.object(model).openapi("Pelanggan");
/** A line of a list, which may be asked for in part. */
export const customerLine = z.object(model).partial().openapi("PelangganLine");
type Customer = z.input<typeof customer>;

export const customerDetail = z
  .object({
    ...model,
    harga_layanan: z.object({ id: z.int(), nama_paket: z.string(), harga: z.int() }).nullable(),
    data_teknis: technicalData.nullable(),
  })
  .openapi("PelangganDetail");

const fieldList = Object.keys(model) as (keyof Customer)[];
/** `fields=id,nama`: what of a customer is answered. */
export const fieldsQuery = z
  .string()
  .max(300)
  .transform((text) => text.split(",").flatMap((name) => name.trim() || []))
  .refine(
    (asked) => asked.every((name) => (fieldList as string[]).includes(name)),
    says(`Kolom yang ada: ${fieldList.join(", ")}.`, `The fields are: ${fieldList.join(", ")}.`),
  )
  .openapi({ type: "string", description: "Comma-separated; all where it is left out.", example: "id,nama,no_telp" });

/** Those fields of a customer that were asked for. */
export const pick = (shown: Customer, asked: readonly string[] = []): Partial<Customer> =>
  asked.length === 0 ? shown : Object.fromEntries(Object.entries(shown).filter(([name]) => asked.includes(name)));

export const showCustomer = (row: CustomerInFull): Customer => ({
  id: row.number,
  nama: row.name,
  email: row.email,
  no_telp: row.phone && dialled(row.phone),
  no_ktp: row.ktp,
  alamat: row.address,
  alamat_2: row.addressLine2,
  blok: row.block,
  unit: row.unit,
  tanggal_instalasi: row.installedOn,
  id_brand: row.brandCode,
  status: status.of(row.status),
  created_at: row.createdAt,
  updated_at: row.updatedAt,
});

export const showDetail = ({ plan, ...row }: CustomerWithPlan): z.input<typeof customerDetail> => ({
  ...showCustomer(row),
  harga_layanan: plan && { id: plan.number, nama_paket: plan.name, harga: plan.price },
  data_teknis: showTechnicalData(),
});
