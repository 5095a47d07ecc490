/** Customers by how they pay, in the words of "Get Customer Segmentation". */
import { z } from "@hono/zod-openapi";
import { listFrom, listOf, type SkipQuery } from "../../core/http/placed.ts";
import { dialled } from "../../core/phones.ts";
import type { customersBySkip } from "../../modules/reports/index.ts";
import { wordsFor } from "../words.ts";
import { status } from "./customer.ts";

/** Its three segments, and who is in none of them yet. */
export const segment = wordsFor({
  loyal: "setia",
  late_payer: "lunas-telat",
  in_arrears: "menunggak",
  new: "baru",
});

/** The source shows no fields of these. */
export const customerInSegment = z
  .object({
    id: z.int(),
    nama: z.string(),
    email: z.string().nullable(),
    no_telp: z.string().nullable(),
    alamat: z.string().nullable(),
    id_brand: z.string(),
    status: status.known,
    segmen: segment.known,
    sejak: z.string().openapi({ description: "The date on which the customer came into the segment." }),
    invoice_menunggak: z.int(),
    total_menunggak: z.int().openapi({ description: "Rupiah past their due date." }),
    lunas_tepat_waktu: z.int().openapi({ description: "Invoices paid in time, ever." }),
    lunas_telat: z.int().openapi({ description: "Invoices paid late, ever." }),
  })
  .openapi("PelangganSegmen");

const figures = { jumlah: z.int(), total_menunggak: z.int() };
export const segmentAnswer = listOf(customerInSegment)
  .extend({ ringkasan: z.array(z.object({ segmen: segment.known, ...figures })) })
  .openapi("Segmentasi");

type Found = Awaited<ReturnType<typeof customersBySkip>>;

export const showInSegment = (row: Found["data"][number]): z.input<typeof customerInSegment> => ({
  id: row.number,
  nama: row.name,
  email: row.email,
  no_telp: row.phone && dialled(row.phone),
  alamat: row.address,
  id_brand: row.brandCode,
  status: status.of(row.status),
  segmen: segment.of(row.segment),
  sejak: row.since,
  invoice_menunggak: row.overdueInvoices,
  total_menunggak: row.overdueAmount,
  lunas_tepat_waktu: row.paidOnTime,
  lunas_telat: row.paidLate,
});

export const showSegments = (found: Found, place: SkipQuery): z.input<typeof segmentAnswer> => ({
  ...listFrom(found, place, showInSegment),
  ringkasan: found.segments.map(({ segment: key, customers, overdueAmount }) => ({
    segmen: segment.of(key),
    jumlah: customers,
    total_menunggak: overdueAmount,
  })),
});
