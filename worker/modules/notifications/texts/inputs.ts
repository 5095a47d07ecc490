import { z } from "@hono/zod-openapi";
import { locales } from "../../../core/errors.ts";
import { pageQuery } from "../../../core/http/page.ts";
import { groups } from "../kind.ts";
import { outlets } from "../types.ts";

const words = z.object({ id: z.string(), en: z.string() });
const kindWords = z.object({
  id: z.object({ name: z.string(), description: z.string() }),
  en: z.object({ name: z.string(), description: z.string() }),
});

export const templateQuery = pageQuery.extend({
  kind: z.string().max(60).optional(),
  outlet: z.enum(outlets).optional(),
  locale: z.enum(locales).optional(),
  own: z.enum(["true"]).optional().openapi({ description: "Only those that this company has words of its own for." }),
  q: z.string().trim().max(100).optional().openapi({ description: "Words of the kind's name or description." }),
});
export type TemplateQuery = z.output<typeof templateQuery>;

export const templatePath = z.object({
  kind: z.string().max(60).openapi({ example: "invoice.issued" }),
  outlet: z.enum(outlets),
  locale: z.enum(locales),
});
export type TemplatePath = z.output<typeof templatePath>;

/** What names an approved template (Cloud API, message templates): small letters, digits and underscores. */
const providerTemplate = z.object({
  name: z
    .string()
    .trim()
    .regex(/^[a-z0-9_]{1,512}$/),
  language: z
    .string()
    .trim()
    .regex(/^[a-z]{2,3}(_[A-Z]{2})?$/),
  parameters: z.array(z.string().max(60)).max(20),
});
const texts = {
  subject: z.string().max(1000).nullable().default(null),
  body: z.string().max(8000).nullable().default(null),
  providerTemplate: providerTemplate.nullable().default(null),
};
const expectedVersion = z.int().min(0).optional().openapi({
  description: "The version that was read: refused with 409 when there is another by now. 0: none was saved yet.",
});

export const templateInput = z
  .object({ ...texts, version: expectedVersion })
  .openapi("TemplateTexts", { description: "In Liquid. Null: the default's." });
export type TemplateInput = z.output<typeof templateInput>;

export const previewInput = z
  .object({
    subject: texts.subject.unwrap().optional(),
    body: texts.body.unwrap().optional(),
    providerTemplate: texts.providerTemplate.unwrap().optional(),
  })
  .openapi("TemplateDraft", { description: "What is not named is as it was saved; null is the default's." });
export type PreviewInput = z.output<typeof previewInput>;

export const restoreInput = z.object({ version: z.int().min(1) }).openapi("TemplateRestore");

const key = {
  kind: z.string(),
  group: z.enum(groups),
  words: kindWords,
  outlet: z.enum(outlets),
  locale: z.enum(locales),
  isDefault: z.boolean(),
  version: z.int().openapi({ description: "0: never changed." }),
};
export const templateSummary = z.object(key).openapi("TemplateSummary");

export const templateAnswer = z
  .object({
    ...key,
    subject: z.string().nullable(),
    body: z.string().nullable(),
    providerTemplate: providerTemplate.nullable(),
    hasSubject: z.boolean(),
    defaults: z.object({ subject: z.string().nullable(), body: z.string() }),
    variables: z.array(
      z.object({
        name: z.string(),
        type: z.enum(["text", "number", "rupiah", "date", "instant", "url"]),
        label: words,
        example: z.string(),
        secret: z.boolean(),
      }),
    ),
  })
  .openapi("Template");

export const templateVersion = z
  .object({
    version: z.int(),
    subject: z.string().nullable(),
    body: z.string().nullable(),
    providerTemplate: providerTemplate.nullable(),
    savedBy: z.object({ id: z.string(), name: z.string() }),
    createdAt: z.iso.datetime(),
  })
  .openapi("TemplateVersion");

export const previewAnswer = z
  .object({
    source: z
      .enum(["notification", "invoice", "examples"])
      .openapi({ description: "What it is filled with: the newest of its kind, the newest invoice, or examples." }),
    message: z
      .object({
        subject: z.string().nullable(),
        text: z.string(),
        html: z.string().nullable(),
        link: z.object({ label: z.string(), url: z.string() }).nullable(),
        template: providerTemplate.nullable(),
        characters: z.int(),
        segments: z
          .object({
            encoding: z.enum(["GSM-7", "UCS-2"]),
            units: z.int(),
            segments: z.int(),
            unitsPerSegment: z.int(),
          })
          .nullable(),
      })
      .nullable()
      .openapi({ description: "Null where the texts have faults." }),
    faults: z.array(z.object({ field: z.string(), message: z.string() })),
  })
  .openapi("TemplatePreview");
