/** What the reports on customers and churn take and give. */
import { z } from "@hono/zod-openapi";
import { pageQuery } from "../../core/http/page.ts";
import { periodText } from "../billing/index.ts";
import { segments } from "../customers/schema.ts";
import { brand, brandId, fileFormats } from "./inputs.ts";

const segment = z.enum(segments).openapi({
  description:
    "`in_arrears`: owes an invoice past its due date. `late_payer`: owes none, but of those due in the last twelve months " +
    "paid at least one late. `loyal`: paid at least one of them, and each in time. `new`: none of these.",
});
const status = z.enum(["active", "inactive"]);

const filters = { segment: segment.optional(), status: status.optional(), brandId: brandId.optional() };

export const customerGroups = ["segment", "status", "brand"] as const;

export const customerReportQuery = z.object({ ...filters, groupBy: z.enum(customerGroups).default("segment") });
export type CustomerReportQuery = z.output<typeof customerReportQuery>;

const customerFigures = {
  customers: z.int(),
  overdueInvoices: z.int(),
  overdueAmount: z.int().openapi({ description: "Rupiah owed past its due date." }),
};

export const customerReportAnswer = z
  .object({
    groupBy: z.enum(customerGroups),
    brand: brand.nullable(),
    rows: z.array(
      z.object({
        key: z.string().openapi({ description: "A segment, a status or a brand's id." }),
        brand: brand.nullable(),
        ...customerFigures,
      }),
    ),
    total: z.object(customerFigures),
  })
  .openapi("CustomerReport");

export const behaviourQuery = pageQuery.extend({
  q: z.string().trim().max(100).optional().openapi({
    description: "Finds by the beginning of any word of name, email, phone or address.",
  }),
  ...filters,
});
export type BehaviourQuery = z.output<typeof behaviourQuery>;

const behaviour = {
  segment,
  since: z.string().openapi({ description: "The date on which the customer came into the segment." }),
  overdueInvoices: z.int(),
  overdueAmount: z.int(),
  paidOnTime: z.int().openapi({ description: "Invoices paid in time, ever." }),
  paidLate: z.int().openapi({ description: "Invoices paid late, ever." }),
  lastLateOn: z.string().nullable().openapi({ description: "Due date of the youngest invoice that was paid late." }),
};

export const behaviourAnswer = z.object(behaviour).openapi("CustomerBehaviour");

export const customerRowAnswer = z
  .object({
    id: z.string(),
    number: z.int(),
    name: z.string(),
    phone: z.string().nullable(),
    brandId: z.string(),
    status,
    ...behaviour,
  })
  .openapi("CustomerInSegment");

export const customerFileQuery = z.object({
  q: behaviourQuery.shape.q,
  ...filters,
  format: z.enum(fileFormats),
});

export const churnQuery = z.object({
  from: periodText
    .optional()
    .openapi({ description: "First month, `YYYY-MM`. Default: eleven months before the last." }),
  to: periodText.optional().openapi({ description: "Last month. Default: this one." }),
  brandId: brandId.optional(),
});
export type ChurnQuery = z.output<typeof churnQuery>;

export const churnFileQuery = churnQuery.extend({ format: z.enum(fileFormats) });

const churnFigures = {
  activeAtStart: z.int().openapi({ description: "Subscriptions that ran on the day before, paused ones among them." }),
  started: z.int(),
  ended: z.int(),
  activeAtEnd: z.int().openapi({ description: "At the start, and what started, less what ended." }),
  churnBasisPoints: z.int().nullable().openapi({
    description:
      "What ended of those at the start: 250 is 2.5%. Of several months: of a month on average. Null where none ran then.",
  }),
  suspended: z.int().openapi({ description: "Paused in this time." }),
  restored: z.int().openapi({ description: "Went on after a pause." }),
};

export const churnAnswer = z
  .object({
    from: z.string(),
    to: z.string(),
    brand: brand.nullable(),
    months: z.array(z.object({ month: z.string(), ...churnFigures })),
    brands: z.array(z.object({ brand, ...churnFigures })),
    total: z.object(churnFigures),
  })
  .openapi("ChurnReport");
