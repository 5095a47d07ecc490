import { z } from "@hono/zod-openapi";
import { pageQuery } from "../../core/http/page.ts";
import { idPattern } from "../../core/ids.ts";

/** A moment, or a business date. */
export const moment = z.union([z.iso.datetime({ offset: true }), z.iso.date()]);

/** The filters of requirement ART-12, and what a timeline of one thing needs. */
const auditFilters = z.object({
  userId: z.string().max(60).optional().openapi({ description: "Who did it." }),
  action: z.string().max(60).optional().openapi({ description: "What was done, such as `invoice.issued`." }),
  entity: z
    .string()
    .max(60)
    .regex(/^[a-z_]+$/)
    .optional()
    .openapi({ description: "Kind of thing, such as `invoice`." }),
  entityId: z.string().max(60).optional(),
  from: moment.optional().openapi({ description: "Moment, or business date in the company's time zone." }),
  until: moment.optional().openapi({ description: "Moment, or business date: that day is included." }),
});
export type AuditFilters = z.output<typeof auditFilters>;

export const auditQuery = pageQuery.extend(auditFilters.shape);
export type AuditQuery = z.output<typeof auditQuery>;

export const auditExportQuery = auditFilters.extend({
  format: z
    .enum(["jsonl", "csv"])
    .default("jsonl")
    .openapi({ description: "JSON Lines hold what `npm run audit:verify` checks; CSV is for reading." }),
});
export type AuditExportQuery = z.output<typeof auditExportQuery>;

export const chainAnswer = z
  .object({
    head: z.object({ position: z.int(), hash: z.string(), at: z.iso.datetime() }).nullable(),
    unsealed: z.int().openapi({ description: "Entries that the chain does not hold yet; every minute takes them in." }),
  })
  .openapi("ActivityChain");

export const auditAnswer = z
  .object({
    id: z.string().regex(idPattern("aud")),
    entity: z.string(),
    entityId: z.string(),
    version: z.int(),
    action: z.string(),
    actor: z.object({
      kind: z.enum(["user", "apiKey", "webhook", "system", "public"]),
      id: z.string(),
      name: z.string(),
    }),
    before: z.record(z.string(), z.unknown()).nullable(),
    after: z.record(z.string(), z.unknown()).nullable(),
    requestId: z.string(),
    at: z.iso.datetime(),
  })
  .openapi("ActivityLog");
