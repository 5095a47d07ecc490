import { z } from "@hono/zod-openapi";
import { says } from "../../../core/http/input.ts";
import { pageQuery } from "../../../core/http/page.ts";
import { idPattern } from "../../../core/ids.ts";
import { actionFields } from "./fields.ts";
import { parsePath } from "../../../core/paths.ts";
import { endpointActions, endpointKey, fieldSource, signatureScheme } from "./types.ts";

const mostAddresses = 50;
const key = z
  .string()
  .regex(endpointKey)
  .openapi({ description: "Its place in the address `/t/{slug}/webhooks/{key}`; it stays as it is." });
const name = z.string().trim().min(1).max(100);
const secret = z.string().min(8).max(500);
const allowedAddresses = z
  .array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]))
  .max(mostAddresses)
  .openapi({ description: "Addresses or networks (CIDR) that may call; empty: all." });
const fieldName = z.string().max(40);
const mapping = z.record(fieldName, fieldSource).openapi({
  description: Object.entries(actionFields)
    .map(([action, fields]) => {
      const names = Object.entries(fields).map(([field, { required }]) => (required ? field : `${field}?`));
      return `Action \`${action}\`: ${names.join(", ")}.`;
    })
    .join(" "),
});
const action = z.enum(endpointActions);
const state = z.enum(["active", "disabled"]);

/** What must fit together, told by the field at fault. Fields that are not given are not looked at. */
const checked = <T extends z.ZodType<{ action?: "notify" | "payment"; mapping?: z.output<typeof mapping> }>>(
  schema: T,
) =>
  schema.superRefine((input, context) => {
    if (!input.mapping) return;
    const complain = (field: string, id: string, en: string) =>
      context.addIssue({ code: "custom", path: ["mapping", field], ...says(id, en) });
    const rules = input.action === undefined ? undefined : actionFields[input.action];
    for (const [field, source] of Object.entries(input.mapping)) {
      if (rules && !Object.hasOwn(rules, field)) complain(field, "Isian tidak dikenal.", "Unknown field.");
      if ("path" in source && !parsePath(source.path))
        complain(field, "Jalur ini tidak benar. Contoh: data.items[0].amount", "No such path: data.items[0].amount");
    }
    for (const [field, { required }] of Object.entries(rules ?? {}))
      if (required && !Object.hasOwn(input.mapping, field)) complain(field, "Wajib dipetakan.", "Must be mapped.");
  });

export const endpointInput = checked(
  z.object({
    key,
    name,
    signature: signatureScheme,
    secret: secret.optional().openapi({ description: "The provider's own; without it one is made and shown once." }),
    allowedAddresses: allowedAddresses.default([]),
    action,
    mapping,
  }),
).openapi("NewWebhookEndpoint");
export type EndpointInput = z.output<typeof endpointInput>;

export const endpointPatch = z
  .object({ name, state, signature: signatureScheme, allowedAddresses, action, mapping })
  .partial()
  .refine(({ action: given, mapping: fields }) => given === undefined || fields !== undefined, {
    path: ["mapping"],
    ...says("Kirim bersama pemetaannya.", "Send it with its mapping."),
  })
  .openapi("WebhookEndpointPatch");
export type EndpointPatch = z.output<typeof endpointPatch>;

/** The mapping of a patch, once its action is known. */
export const mappingOfAction = checked(z.object({ action, mapping }));

export const secretInput = z.object({ secret: secret.optional() }).openapi("NewWebhookSecret");

export const endpointAnswer = z
  .object({
    id: z.string().regex(idPattern("wep")),
    key: z.string(),
    name: z.string(),
    state,
    signature: signatureScheme,
    hasSecret: z.boolean().openapi({ description: "Whether a secret is set. It is never answered again." }),
    allowedAddresses: z.array(z.string()),
    action,
    mapping: z.record(z.string(), fieldSource),
    webhookUrl: z.string().openapi({ description: "Where the provider is to send its calls." }),
    createdAt: z.iso.datetime(),
  })
  .openapi("WebhookEndpoint");
export const endpointWithSecret = endpointAnswer
  .extend({
    secret: z.string().nullable().openapi({ description: "The secret that was made for you, shown this once." }),
  })
  .openapi("WebhookEndpointWithSecret");

export const endpointId = z.object({ id: z.string().regex(idPattern("wep")) });
export const endpointQuery = pageQuery;

const headerValue = z
  .string()
  .max(4000)
  .regex(/^[\t\x20-\x7e\x80-\xff]*$/);
export const tryInput = z
  .object({
    signature: signatureScheme.optional(),
    secret: z.string().max(500).optional(),
    headers: z
      .record(z.string().regex(/^[A-Za-z0-9_-]{1,60}$/), headerValue)
      .refine((headers) => Object.keys(headers).length <= 50)
      .default({}),
    body: z.string().max(100_000).default(""),
    action,
    mapping: z.record(fieldName, fieldSource).default({}).openapi({ description: "As far as it is written." }),
  })
  .openapi("TryWebhook");
export type TryInput = z.output<typeof tryInput>;

export const tryAnswer = z
  .object({
    signature: z
      .object({
        header: z.string(),
        expected: z
          .string()
          .nullable()
          .openapi({ description: "What the provider should send; null without a secret, and for a token." }),
        valid: z.boolean().nullable().openapi({ description: "Null while there is nothing to compare." }),
      })
      .nullable(),
    fields: z.array(
      z.object({
        field: z.string(),
        required: z.boolean(),
        value: z.union([z.string(), z.number()]).nullable(),
        error: z.string().nullable(),
      }),
    ),
    does: z.enum([...endpointActions, "ignored", "failed"]),
    problem: z.string().nullable().openapi({ description: "What is wrong with the call as a whole." }),
    invoice: z
      .enum(["found", "unknown"])
      .nullable()
      .openapi({ description: "Whether the invoice of a payment is there; only for who may read invoices." }),
  })
  .openapi("TriedWebhook");
