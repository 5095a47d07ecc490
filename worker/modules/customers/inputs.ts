import { z } from "@hono/zod-openapi";
import { says } from "../../core/http/input.ts";
import { pageQuery } from "../../core/http/page.ts";
import { idPattern } from "../../core/ids.ts";
import { phoneNumber } from "../../core/phones.ts";
import { isDate } from "../../core/time.ts";

const optionalText = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .transform((value) => value || null)
    .nullish();

export const businessDate = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, { abort: true })
  .refine(isDate, says("Tanggal ini tidak ada.", "There is no such date."))
  .openapi({ format: "date" });

const phone = z
  .string()
  .trim()
  .max(30)
  .refine((value) => phoneNumber(value) !== undefined, says("Nomor telepon tidak dikenal.", "Not a phone number."))
  .transform((value) => phoneNumber(value) as string);

/** The fields of a customer, for whoever takes one in. */
export const customerFields = {
  name: z.string().trim().min(1).max(150),
  brandId: z.string().trim().min(1).max(60).openapi({ description: "Id or code of the brand." }),
  email: z.email().trim().toLowerCase().max(200).nullish(),
  phone: phone.nullish(),
  address: optionalText(300),
  addressLine2: optionalText(300),
  block: optionalText(30),
  unit: optionalText(30),
  latitude: z.number().min(-90).max(90).nullish(),
  longitude: z.number().min(-180).max(180).nullish(),
  ktp: z
    .string()
    .regex(/^\d{16}$/)
    .nullish()
    .openapi({ description: "Number of the identity card. Kept sealed; answered masked." }),
  installedOn: businessDate.nullish(),
  note: optionalText(1000),
  status: z.enum(["active", "inactive"]),
};

export const customerInput = z
  .object({
    ...customerFields,
    brandId: customerFields.brandId.optional(),
    status: customerFields.status.default("active"),
  })
  .openapi("NewCustomer");
export type CustomerInput = z.output<typeof customerInput>;

export const customerPatch = z.object(customerFields).partial().openapi("CustomerPatch");
export type CustomerPatch = z.output<typeof customerPatch>;

export const customerAnswer = z
  .object({
    id: z.string().regex(idPattern("cus")),
    number: z.int(),
    brandId: z.string(),
    name: z.string(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    address: z.string().nullable(),
    addressLine2: z.string().nullable(),
    block: z.string().nullable(),
    unit: z.string().nullable(),
    latitude: z.number().nullable(),
    longitude: z.number().nullable(),
    ktp: z.string().nullable().openapi({ example: "************3456" }),
    installedOn: z.string().nullable(),
    note: z.string().nullable(),
    status: z.enum(["active", "inactive"]),
    createdAt: z.iso.datetime(),
  })
  .openapi("Customer");

export const customerQuery = pageQuery.extend({
  q: z.string().trim().max(100).optional().openapi({
    description:
      "Finds by the beginning of any word of name, email, phone or address; a KTP number by its exact value.",
  }),
  brandId: z.string().max(60).optional(),
  status: z.enum(["active", "inactive"]).optional(),
  sort: z.enum(["-createdAt", "createdAt", "name", "-name"]).default("-createdAt"),
});
export type CustomerQuery = z.output<typeof customerQuery>;

export const customerId = z.object({ id: z.string().regex(idPattern("cus")) });

export const customerFileId = customerId.extend({ fileId: z.string().regex(idPattern("fil")) });
export const customerFileInput = z
  .object({
    fileId: z.string().regex(idPattern("fil")).openapi({ description: "A file sent with the purpose attachment." }),
  })
  .openapi("CustomerFile");

export const revealInput = z
  .object({
    fields: z
      .array(z.enum(["ktp"]))
      .min(1)
      .max(1),
  })
  .openapi("Reveal");
export const revealAnswer = z.object({ ktp: z.string().nullable() }).openapi("Revealed");
