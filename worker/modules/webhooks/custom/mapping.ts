/** What a tenant takes out of a call to its own inbound webhook: named fields, each found by a path. */
import { z } from "@hono/zod-openapi";
import { says } from "../../../core/http/input.ts";
import { asText, parsePath, valueAt } from "../../../core/paths.ts";

const longestValue = 1000;
const fieldName = /^[a-z][A-Za-z0-9]{0,39}$/;

/** `values` translates what the sender writes: `{"1": "success"}`; what is not in it is a problem. */
const fieldRule = z.object({
  path: z
    .string()
    .max(200)
    .refine(
      (text) => parsePath(text) !== undefined,
      says("Bukan jalur seperti data.items[0].id.", "Not a path such as data.items[0].id."),
    ),
  required: z.boolean().default(true),
  values: z
    .record(z.string().max(100), z.string().max(100))
    .refine((values) => Object.keys(values).length <= 50, says("Paling banyak 50.", "At most 50."))
    .optional(),
});
export const fieldMapping = z
  .record(z.string().regex(fieldName), fieldRule)
  .refine((mapping) => Object.keys(mapping).length <= 50, says("Paling banyak 50 isian.", "At most 50 fields."));
export type FieldMapping = z.output<typeof fieldMapping>;
type FieldRule = FieldMapping[string];

export interface MappingProblem {
  field: string;
  code: "path" | "missing" | "not-a-value" | "too-long" | "unknown-value";
  message: { id: string; en: string };
}

/** What was found, as text; fields with a problem, and optional ones that are not there, are left out. */
export interface Mapped {
  fields: Record<string, string>;
  problems: MappingProblem[];
}

type Found = { value: string | undefined } | Omit<MappingProblem, "field">;

/** Takes the fields out of a payload. Never throws; numbers and truth values become text. */
export function mapFields(mapping: FieldMapping, payload: unknown): Mapped {
  const found = Object.entries(mapping).map(([field, rule]) => ({ field, ...findField(rule, payload) }));
  const fields = found.flatMap((each) =>
    "value" in each && each.value !== undefined ? [[each.field, each.value] as const] : [],
  );
  const problems = found.flatMap((each) => ("code" in each ? [each] : []));
  return { fields: Object.fromEntries(fields), problems };
}

function findField({ path: text, required, values }: FieldRule, payload: unknown): Found {
  const path = parsePath(text);
  if (!path) return problem("path", `Jalur ${text} tidak dapat dibaca.`, `The path ${text} can't be read.`);
  const raw = valueAt(payload, path);
  if (raw === undefined || raw === null) {
    return required
      ? problem("missing", `Tidak ada isi di ${text}.`, `There is nothing at ${text}.`)
      : { value: undefined };
  }
  const value = asText(raw);
  if (value === undefined)
    return problem("not-a-value", `Isi di ${text} bukan teks atau angka.`, `What is at ${text} is no text or number.`);
  if (value.length > longestValue)
    return problem("too-long", `Isi di ${text} terlalu panjang.`, `What is at ${text} is too long.`);
  if (!values) return { value };
  if (Object.hasOwn(values, value)) return { value: values[value] };
  const shown = value.slice(0, 40);
  return problem(
    "unknown-value",
    `Nilai "${shown}" di ${text} tidak dikenal.`,
    `The value "${shown}" at ${text} is unknown.`,
  );
}

const problem = (code: MappingProblem["code"], id: string, en: string) => ({ code, message: { id, en } });
