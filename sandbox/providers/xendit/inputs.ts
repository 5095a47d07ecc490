import { z } from "zod";

import type { Channel } from "./channels.ts";
import { channels } from "./channels.ts";
import { XenditError } from "./errors.ts";

/** One year, the longest an invoice may live. */
const maxDurationSeconds = 365 * 24 * 60 * 60;

/** The double's choice; the facts name the error but not the amount. */
const maxAmount = 1_000_000_000;

const webUrl = z.url({ protocol: /^https?$/ }).max(2000);

/** Body of `POST /v2/invoices` (facts, section 2). Fields this double has no use for pass unchecked. */
export const createInvoiceInput = z.looseObject({
  external_id: z.string().min(1).max(1000),
  /** Decimals in IDR are truncated. */
  amount: z.number().min(1).transform(Math.trunc),
  payer_email: z.email().optional(),
  description: z.string().max(2000).optional(),
  invoice_duration: z.int().min(1).max(maxDurationSeconds).optional(),
  currency: z.literal("IDR").optional(),
  success_redirect_url: webUrl.optional(),
  failure_redirect_url: webUrl.optional(),
  payment_methods: z.array(z.string()).optional(),
  customer: z.looseObject({}).optional(),
  customer_notification_preference: z.looseObject({}).optional(),
  should_send_email: z.boolean().optional(),
  items: z
    .array(z.looseObject({ name: z.string().min(1), price: z.number(), quantity: z.number().positive() }))
    .max(100)
    .optional(),
  fees: z.array(z.looseObject({ type: z.string().min(1), value: z.number() })).optional(),
  locale: z.enum(["id", "en"]).optional(),
  metadata: z
    .record(z.string().max(40), z.union([z.string().max(500), z.number(), z.boolean()]))
    .refine((metadata) => Object.keys(metadata).length <= 50, "metadata may have at most 50 keys")
    .optional(),
});
export type CreateInvoiceInput = z.infer<typeof createInvoiceInput>;

/** Body of `POST /callback_urls/{type}`. */
export const callbackUrlInput = z.looseObject({ url: webUrl });

/** Query of `GET /v2/invoices`; `statuses` repeats or is a JSON array. */
export const listInput = z.object({
  external_id: z.string().optional(),
  statuses: z.array(z.enum(["PENDING", "PAID", "SETTLED", "EXPIRED"])).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(10),
});

/**
 * @throws XenditError `API_VALIDATION_ERROR` with one entry per field
 */
export function parseInput<T extends z.ZodType>(schema: T, value: unknown): z.infer<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
  const message = "There is invalid input in one of the required request fields.";
  throw new XenditError(400, "API_VALIDATION_ERROR", message, errors);
}

/**
 * The channels an invoice can be paid through: those asked for (all by default) whose minimum the amount reaches.
 * @throws XenditError for no or unknown channels, and for amounts none of them takes
 */
export function offeredChannels({ amount, payment_methods }: CreateInvoiceInput): Channel[] {
  if (payment_methods?.length === 0) {
    throw new XenditError(400, "NO_COLLECTION_METHODS_ERROR", "Your account has no payment methods configured.");
  }
  const unknown = payment_methods?.filter((code) => !channels.some((channel) => channel.code === code)) ?? [];
  if (unknown.length > 0) {
    const message = `The payment method choices did not match with the available one: ${unknown.join(", ")}.`;
    throw new XenditError(400, "UNAVAILABLE_PAYMENT_METHOD_ERROR", message);
  }
  if (amount > maxAmount) {
    throw new XenditError(400, "MAXIMUM_TRANSFER_AMOUNT_ERROR", `The maximum amount is ${maxAmount}.`);
  }
  const asked = channels.filter(({ code }) => !payment_methods || payment_methods.includes(code));
  const offered = asked.filter(({ minAmount }) => amount >= minAmount);
  if (offered.length === 0) {
    const minAmount = Math.min(...asked.map((channel) => channel.minAmount));
    throw new XenditError(400, "MINIMUM_TRANSFER_AMOUNT_ERROR", `The minimum amount is ${minAmount}.`);
  }
  return offered;
}
