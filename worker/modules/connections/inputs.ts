import { z } from "@hono/zod-openapi";
import { pageQuery } from "../../core/http/page.ts";
import { idPattern } from "../../core/ids.ts";

export const connectionTest = z.object({ ok: z.boolean(), detail: z.string(), at: z.iso.datetime() });
export type ConnectionTest = z.infer<typeof connectionTest>;

const secretValue = z.string().trim().min(1).max(4000);

const fields = {
  name: z.string().trim().min(1).max(100),
  settings: z.record(z.string().max(60), z.union([z.string().max(8000), z.boolean(), z.number()])),
  secrets: z.record(z.string().max(60), secretValue),
};

export const connectionInput = z
  .object({
    provider: z.string().min(1).max(40),
    brandId: z
      .string()
      .max(60)
      .nullish()
      .openapi({ description: "Id or code of the brand it serves; none: all that have no own." }),
    name: fields.name.optional(),
    settings: fields.settings.default({}),
    secrets: fields.secrets.default({}),
  })
  .openapi("NewConnection");
export type ConnectionInput = z.output<typeof connectionInput>;

/** A default would overwrite what is not sent, so the patch has none. */
export const connectionPatch = z
  .object({ ...fields, state: z.enum(["active", "disabled"]) })
  .partial()
  .openapi("ConnectionPatch");
export type ConnectionPatch = z.output<typeof connectionPatch>;

export const connectionAnswer = z
  .object({
    id: z.string().regex(idPattern("con")),
    provider: z.string(),
    brandId: z.string().nullable(),
    name: z.string(),
    state: z.enum(["active", "disabled"]),
    settings: z.record(z.string(), z.unknown()),
    secrets: z
      .array(z.string())
      .openapi({ description: "Names of the secrets that are set. Their values never leave." }),
    webhookUrl: z.string().openapi({ description: "Where the provider is to send its webhooks." }),
    lastTest: connectionTest.nullable(),
    createdAt: z.iso.datetime(),
  })
  .openapi("Connection");

export const connectionId = z.object({ id: z.string().regex(idPattern("con")) });
export const connectionQuery = pageQuery.extend({ provider: z.string().max(40).optional() });

const field = z.object({
  name: z.string(),
  required: z.boolean(),
  label: z.object({ id: z.string(), en: z.string() }),
  type: z.enum(["text", "long", "number", "choice"]).optional(),
  choices: z.array(z.string()).readonly().optional(),
  hint: z.object({ id: z.string(), en: z.string() }).optional(),
});
export const providerAnswer = z
  .object({
    provider: z.string(),
    name: z.string(),
    perBrand: z.boolean(),
    secrets: z.array(field),
    settings: z.array(field),
  })
  .openapi("Provider");
