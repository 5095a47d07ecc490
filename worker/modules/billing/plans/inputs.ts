import { z } from "@hono/zod-openapi";
import { pageQuery } from "../../../core/http/page.ts";
import { idPattern } from "../../../core/ids.ts";
import { amountLimits } from "../invoices/amounts.ts";

const speed = z.int().min(1).max(1_000_000).nullish().openapi({ description: "Mbps." });

const fields = {
  name: z.string().trim().min(1).max(100),
  price: z.int().min(0).max(amountLimits.unitPrice).openapi({ description: "Rupiah for each full period." }),
  downloadMbps: speed,
  uploadMbps: speed,
  description: z
    .string()
    .trim()
    .max(500)
    .transform((value) => value || null)
    .nullish(),
};

export const planInput = z.object(fields).openapi("NewPlan");
export type PlanInput = z.output<typeof planInput>;

export const planPatch = z
  .object({ ...fields, archived: z.boolean().openapi({ description: "Archived plans can't be chosen any more." }) })
  .partial()
  .openapi("PlanPatch");
export type PlanPatch = z.output<typeof planPatch>;

export const planAnswer = z
  .object({
    id: z.string().regex(idPattern("pln")),
    number: z.int(),
    name: z.string(),
    price: z.int(),
    downloadMbps: z.int().nullable(),
    uploadMbps: z.int().nullable(),
    description: z.string().nullable(),
    archived: z.boolean(),
    createdAt: z.iso.datetime(),
  })
  .openapi("Plan");

export const planQuery = pageQuery.extend({
  q: z.string().trim().max(100).optional().openapi({ description: "Beginning of the name." }),
  archived: z.enum(["true", "false", "all"]).default("false"),
  sort: z.enum(["name", "-name", "createdAt", "-createdAt"]).default("name"),
});
export type PlanQuery = z.output<typeof planQuery>;

export const planId = z.object({ id: z.string().regex(idPattern("pln")) });
