import { z } from "@hono/zod-openapi";
import { refuseField } from "../../core/errors.ts";
import { pageQuery } from "../../core/http/page.ts";
import { daysBetween } from "../../core/time.ts";
import { tableFormats } from "../../core/tables.ts";
import { periodText } from "../billing/index.ts";
import { businessDate } from "../customers/index.ts";
import { ageBuckets } from "./ageing.ts";

export const brandId = z.string().trim().min(1).max(60).openapi({ description: "Id or code of a brand." });
export const brand = z.object({ id: z.string(), code: z.string(), name: z.string() });
export const fileFormats = [...tableFormats, "pdf"] as const;
const format = z.enum(fileFormats);
const contents = z.enum(["summary", "invoices"]).default("summary");

export const revenueGroups = ["day", "month", "brand", "status"] as const;

export const revenueQuery = z.object({
  from: businessDate.optional().openapi({ description: "First day. Default: the first of this month." }),
  to: businessDate.optional().openapi({ description: "Last day. Default: today." }),
  groupBy: z.enum(revenueGroups).default("month"),
  brandId: brandId.optional(),
});
export type RevenueQuery = z.output<typeof revenueQuery>;

const invoiceFigures = {
  invoices: z.int().openapi({ description: "Issued in this time; void ones are not among them." }),
  issued: z.int().openapi({ description: "Rupiah, tax included; of void invoices what credit notes had taken back." }),
  tax: z.int().openapi({ description: "PPN within what was issued." }),
  settled: z.int().openapi({ description: "What has been paid of these invoices until now." }),
  outstanding: z.int().openapi({ description: "What is still owed of them now." }),
};
const receivedFigures = {
  payments: z.int(),
  received: z.int().openapi({ description: "Money that came in at this time, whichever invoices it is for." }),
};
const creditedFigures = {
  credited: z.int().openapi({ description: "Credit notes of this time, tax included." }),
  creditedTax: z.int(),
  refunded: z.int().openapi({ description: "Money given back at this time." }),
};

export const revenueAnswer = z
  .object({
    from: z.string(),
    to: z.string(),
    groupBy: z.enum(revenueGroups),
    brand: brand.nullable(),
    rows: z.array(
      z.object({
        key: z.string().openapi({
          description:
            "A day, a month, a brand's id or an invoice's state. By state there are invoices alone, void ones too.",
        }),
        brand: brand.nullable(),
        ...invoiceFigures,
        ...z.object({ ...receivedFigures, ...creditedFigures }).partial().shape,
      }),
    ),
    total: z.object({ ...invoiceFigures, ...receivedFigures, ...creditedFigures }),
    void: z.object({ invoices: z.int(), issued: z.int() }),
    methods: z.array(z.object({ method: z.string(), ...receivedFigures })),
  })
  .openapi("RevenueReport");

export const receivablesQuery = z.object({
  on: businessDate
    .optional()
    .openapi({ description: "The day to which ages are counted. Default and earliest: today." }),
  brandId: brandId.optional(),
});
export type ReceivablesQuery = z.output<typeof receivablesQuery>;

const bucket = z.enum(ageBuckets).openapi({ description: "Days past due." });
const owedFigures = { invoices: z.int(), amount: z.int().openapi({ description: "Rupiah still owed." }) };
const aged = z.object({ buckets: z.array(z.object({ bucket, ...owedFigures })), ...owedFigures });

export const receivablesAnswer = z
  .object({ on: z.string(), brand: brand.nullable(), brands: z.array(aged.extend({ brand })), total: aged })
  .openapi("ReceivablesReport");

export const owedQuery = pageQuery.extend({ bucket, on: receivablesQuery.shape.on, brandId });
export type OwedQuery = z.output<typeof owedQuery>;

const customer = z
  .object({ id: z.string(), number: z.int(), name: z.string() })
  .nullable()
  .openapi({ description: "Null once the customer has been deleted." });

export const owedAnswer = z
  .object({
    id: z.string(),
    number: z.string().nullable(),
    customer,
    issuedOn: z.string().nullable(),
    dueOn: z.string(),
    daysPastDue: z.int().openapi({ description: "0 until the day it is due." }),
    total: z.int(),
    paid: z.int(),
    owed: z.int(),
  })
  .openapi("OwedInvoice");

export const taxQuery = z.object({
  month: periodText.optional().openapi({ description: "`YYYY-MM`. Default: this month." }),
  brandId: brandId.optional(),
});
export type TaxQuery = z.output<typeof taxQuery>;

const taxFigures = {
  invoices: z.int(),
  base: z.int().openapi({ description: "Taxable base (DPP), rupiah." }),
  tax: z.int().openapi({ description: "PPN, rupiah." }),
  total: z.int().openapi({ description: "Base and tax together." }),
};

export const taxAnswer = z
  .object({
    month: z.string(),
    brand: brand.nullable(),
    rows: z.array(z.object({ brand, taxRateBasisPoints: z.int(), ...taxFigures })),
    notes: z
      .array(z.object({ brand, notes: z.int(), base: z.int(), tax: z.int(), total: z.int() }))
      .openapi({ description: "Credit notes of the month, by brand." }),
    total: z.object(taxFigures).openapi({ description: "Of the invoices, less the credit notes." }),
  })
  .openapi("TaxReport");

export const taxedQuery = pageQuery.extend({ month: taxQuery.shape.month, brandId });
export type TaxedQuery = z.output<typeof taxedQuery>;

export const taxedAnswer = z
  .object({
    id: z.string(),
    number: z.string().nullable(),
    issuedOn: z.string(),
    customer,
    taxRateBasisPoints: z.int(),
    base: z.int(),
    tax: z.int(),
    total: z.int(),
  })
  .openapi("TaxedInvoice");

export const revenueFileQuery = revenueQuery.extend({ format });
export const receivablesFileQuery = receivablesQuery.extend({ format, contents });
export const taxFileQuery = taxQuery.extend({ format, contents });

/** Days of one report: four years, and a leap day. */
const mostDays = { day: 366, month: 1830, brand: 1830, status: 1830 } as const;

/** @throws Refusal naming `to` */
export function requireSpan({ from, to, groupBy }: { from: string; to: string; groupBy: keyof typeof mostDays }): void {
  if (to < from) throw refuseField("to", "Tidak boleh sebelum tanggal awal.", "Can't be before the first day.");
  const most = mostDays[groupBy];
  if (daysBetween(from, to) >= most) throw refuseField("to", `Paling lama ${most} hari.`, `At most ${most} days.`);
}
