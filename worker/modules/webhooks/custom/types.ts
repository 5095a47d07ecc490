/** How a tenant describes a provider of its own. */
import { z } from "@hono/zod-openapi";

/** An endpoint's place in the address. */
export const endpointKey = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/;

const headerName = z.string().regex(/^[A-Za-z0-9_-]{1,60}$/);

/** How a call is proved to come from the provider. */
export const signatureScheme = z
  .discriminatedUnion("scheme", [
    /** A keyed hash over the raw body, in a header. */
    z.object({
      scheme: z.literal("hmac"),
      header: headerName,
      algorithm: z.enum(["sha1", "sha256", "sha512"]),
      encoding: z.enum(["hex", "base64"]),
      /** What stands before the hash, such as `sha256=`. */
      prefix: z.string().max(20).default(""),
    }),
    /** The secret itself, in a header. */
    z.object({ scheme: z.literal("token"), header: headerName, prefix: z.string().max(20).default("") }),
    /** Only the address list protects it. */
    z.object({ scheme: z.literal("none") }),
  ])
  .openapi("WebhookSignature");
export type SignatureScheme = z.infer<typeof signatureScheme>;

/** What is done with a call: the admins are told, or a payment of an invoice is booked. */
export const endpointActions = ["notify", "payment"] as const;
export type EndpointAction = (typeof endpointActions)[number];

/** One of our fields: where it stands in the call (`data.items[0].amount`), and what the provider's words mean here. */
const fromCall = z.object({
  path: z.string().min(1).max(200),
  values: z
    .record(z.string().max(100), z.string().max(100))
    .refine((values) => Object.keys(values).length <= 50)
    .optional(),
});
/** The same words for every call, where the provider has none. */
const fixedText = z.object({ text: z.string().trim().min(1).max(500) });

export const fieldSource = z.union([fromCall, fixedText]).openapi("WebhookField");
export type FieldSource = z.infer<typeof fieldSource>;
export type FieldMapping = Record<string, FieldSource>;
