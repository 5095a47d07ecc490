import { z } from "@hono/zod-openapi";
import { says } from "../../../core/http/input.ts";
import { pageQuery } from "../../../core/http/page.ts";
import { idPattern } from "../../../core/ids.ts";
import { businessDate } from "../../customers/index.ts";
import { amountLimits } from "../invoices/amounts.ts";
import { scopeInput } from "../reminders/inputs.ts";

const opening = z
  .object({
    weekday: z.int().min(1).max(7).openapi({ description: "Monday is 1, Sunday 7." }),
    fromHour: z.int().min(0).max(23),
    untilHour: z.int().min(1).max(24),
  })
  .refine(({ fromHour, untilHour }) => fromHour < untilHour, {
    ...says("Jam selesai harus sesudah jam mulai.", "The end must be after the beginning."),
    path: ["untilHour"],
  })
  .openapi("SuspensionOpening");

const once = says("Ada yang tertulis dua kali.", "One is written twice.");
const isSet = (list: readonly unknown[]): boolean => new Set(list).size === list.length;

const policySchema = z
  .object({
    enabled: z.boolean(),
    daysAfterDue: z.int().min(1).max(90),
    openings: z
      .array(opening)
      .max(7)
      .refine((list) => isSet(list.map(({ weekday }) => weekday)), once),
    closedDates: z.array(businessDate).max(100).refine(isSet, once),
    minimumOwed: z.int().min(0).max(amountLimits.total).openapi({ description: "Rupiah overdue." }),
    noticeDays: z.array(z.int().min(1).max(30)).max(3).refine(isSet, once),
  })
  .refine(({ enabled, openings }) => !enabled || openings.length > 0, {
    ...says("Pilih setidaknya satu hari.", "Choose at least one day."),
    path: ["openings"],
  })
  .refine(({ noticeDays, daysAfterDue }) => noticeDays.every((days) => days <= daysAfterDue), {
    ...says(
      "Pemberitahuan paling awal pada hari jatuh tempo.",
      "A notice comes no earlier than the day on which the invoice is due.",
    ),
    path: ["noticeDays"],
  });

export const policyInput = z
  .object({
    ...scopeInput,
    /** Null: the company's for a brand, else none. */
    policy: policySchema.nullable(),
  })
  .openapi("SuspensionPolicyInput");
export type PolicyInput = z.output<typeof policyInput>;

export const policyAnswer = z
  .object({
    brandId: z.string().nullable(),
    version: z.int(),
    isOwn: z
      .boolean()
      .openapi({ description: "False where it follows the company's, or the proposed one, which is off." }),
    policy: policySchema.openapi("SuspensionPolicy"),
    activeFrom: z
      .string()
      .nullable()
      .openapi({ description: "Nobody is suspended before this date, so that everybody gets the notices first." }),
    nextOpeningAt: z.iso.datetime().nullable(),
  })
  .openapi("SuspensionPolicyAnswer");

export const policiesAnswer = z.object({ data: z.array(policyAnswer) }).openapi("SuspensionPolicies");

const customerRef = z.object({ id: z.string(), number: z.int(), name: z.string() });
const subscriptionRef = z.object({ id: z.string(), number: z.int() });

export const previewRow = z
  .object({
    subscription: subscriptionRef.extend({ planName: z.string() }),
    customer: customerRef,
    invoice: z.object({ id: z.string(), number: z.string().nullable(), dueOn: z.string() }),
    owed: z
      .int()
      .openapi({ description: "Rupiah overdue of this subscription, and of no subscription in particular." }),
    daysLate: z.int(),
    verdict: z.enum(["due", "not_yet", "exempt", "below_minimum", "off"]),
    suspendsAt: z.iso.datetime().nullable(),
    exemptUntil: z.string().nullable().openapi({ description: "Null: for good, or not exempt at all." }),
  })
  .openapi("SuspensionPreview");
export const previewQuery = pageQuery;

const customerId = z.string().regex(idPattern("cus"));
const subscriptionId = z.string().regex(idPattern("sub"));

export const exemptionInput = z
  .object({
    customerId,
    subscriptionId: subscriptionId
      .nullable()
      .default(null)
      .openapi({ description: "Null: all subscriptions of the customer." }),
    until: businessDate.nullable().default(null).openapi({ description: "Its last day. Null: for good." }),
    reason: z.string().trim().min(1).max(300),
  })
  .openapi("NewSuspensionExemption");
export type ExemptionInput = z.output<typeof exemptionInput>;

export const exemptionAnswer = z
  .object({
    id: z.string().regex(idPattern("exm")),
    customer: customerRef.nullable(),
    subscription: subscriptionRef.nullable(),
    until: z.string().nullable(),
    isOver: z.boolean(),
    reason: z.string(),
    createdByName: z.string(),
    createdAt: z.iso.datetime(),
  })
  .openapi("SuspensionExemption");

export const exemptionQuery = pageQuery.extend({ customerId: customerId.optional() });
export type ExemptionQuery = z.output<typeof exemptionQuery>;
export const exemptionId = z.object({ id: z.string().regex(idPattern("exm")) });
