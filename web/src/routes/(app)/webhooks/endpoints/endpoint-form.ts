import * as z from "zod/mini";
import type { Schemas } from "#lib/api/client.ts";
import { m } from "#lib/paraglide/messages.js";

export type Endpoint = Schemas["WebhookEndpoint"];
export type Action = Endpoint["action"];
type Source = Schemas["WebhookField"];

type FieldWords = { required: boolean; label: () => string; hint?: () => string };

/** The fields of each action, as the server takes them. */
export const actionFields: Record<Action, Record<string, FieldWords>> = {
  notify: {
    title: { required: true, label: m.endpoints_field_title },
    message: { required: true, label: m.endpoints_field_message },
    id: { required: false, label: m.endpoints_field_id, hint: m.endpoints_hint_id },
  },
  payment: {
    invoiceNumber: { required: true, label: m.endpoints_field_invoiceNumber },
    amount: { required: true, label: m.endpoints_field_amount, hint: m.endpoints_hint_amount },
    reference: { required: true, label: m.endpoints_field_reference, hint: m.endpoints_hint_reference },
    status: { required: false, label: m.endpoints_field_status, hint: m.endpoints_hint_status },
    method: { required: false, label: m.endpoints_field_method },
    paidAt: { required: false, label: m.endpoints_field_paidAt, hint: m.endpoints_hint_paidAt },
    id: { required: false, label: m.endpoints_field_id, hint: m.endpoints_hint_id },
  },
};
export const actionWords: Record<Action, () => string> = {
  notify: m.endpoints_action_notify,
  payment: m.endpoints_action_payment,
};

const linesOf = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);

/** `SETTLED = paid`, a line each. A word may hold an equals sign, its meaning may not. */
export function valuesOf(text: string): Record<string, string> {
  const pairs = linesOf(text).flatMap((line) => {
    const at = line.lastIndexOf("=");
    const [word, meaning] = [line.slice(0, at).trim(), line.slice(at + 1).trim()];
    return at > 0 && word && meaning ? [[word, meaning] as const] : [];
  });
  return Object.fromEntries(pairs);
}
const wrongPair = (text: string) => linesOf(text).find((line) => Object.keys(valuesOf(line)).length === 0);
const writtenValues = (values: Record<string, string> | undefined): string =>
  Object.entries(values ?? {})
    .map(([word, meaning]) => `${word} = ${meaning}`)
    .join("\n");

/** The path grammar of the server: names with dots, places in brackets, odd names in brackets and quotes. */
const name = /[^.[\]"']+/.source;
const bracket = /\[\d{1,6}\]|\["[^"]+"\]|\['[^']+'\]/.source;
const pathPattern = new RegExp(`^(?:${name}|${bracket})(?:\\.${name}|${bracket})*$`);
export const isPath = (path: string): boolean => pathPattern.test(path);

const address = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]);
const wrongAddress = (text: string) => linesOf(text).find((line) => !address.safeParse(line).success);

const mapped = z.object({
  source: z.enum(["path", "text"]),
  path: z.string().check(z.trim(), z.maxLength(200)),
  text: z.string().check(z.trim(), z.maxLength(500)),
  values: z.string(),
});
export type MappedField = z.infer<typeof mapped>;

const required = { error: () => m.common_required() };

/** The form of an endpoint. Its key is chosen once; a secret that is set may stay as it is. */
export const endpointSchema = z
  .object({
    name: z.string().check(z.trim(), z.minLength(1, required), z.maxLength(100)),
    key: z
      .string()
      .check(z.trim(), z.regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/, { error: () => m.endpoints_key_invalid() })),
    scheme: z.enum(["hmac", "token", "none"]),
    header: z.string().check(z.trim()),
    algorithm: z.enum(["sha1", "sha256", "sha512"]),
    encoding: z.enum(["hex", "base64"]),
    prefix: z.string().check(z.maxLength(20)),
    secret: z.string().check(
      z.maxLength(500),
      z.refine((secret) => secret === "" || secret.length >= 8, { error: () => m.endpoints_secret_short() }),
    ),
    allowedAddresses: z.string().check(
      z.refine((text) => wrongAddress(text) === undefined, {
        error: ({ input }) => m.endpoints_addresses_invalid({ line: wrongAddress(String(input)) ?? "" }),
      }),
    ),
    action: z.enum(["notify", "payment"]),
    mapping: z.record(z.string(), mapped),
  })
  .check((context) => {
    const { scheme, header, allowedAddresses, action, mapping } = context.value;
    const complain = (path: string[], message: string) =>
      context.issues.push({ code: "custom", input: undefined, path, message });
    if (scheme !== "none" && !/^[A-Za-z0-9_-]{1,60}$/.test(header))
      complain(["header"], header === "" ? m.common_required() : m.endpoints_header_invalid());
    if (scheme === "none" && linesOf(allowedAddresses).length === 0)
      complain(["allowedAddresses"], m.endpoints_addresses_needed());
    for (const [field, { required: needed }] of Object.entries(actionFields[action])) {
      const { source, path = "", text = "", values = "" } = mapping[field] ?? {};
      const given = source === "text" ? text : path;
      if (needed && given === "") complain(["mapping", field], m.common_required());
      else if (source === "path" && path !== "" && !isPath(path))
        complain(["mapping", field], m.endpoints_mapping_invalid());
      const wrong = source === "path" ? wrongPair(values) : undefined;
      if (wrong !== undefined) complain(["values", field], m.endpoints_values_invalid({ line: wrong }));
    }
  });
export type EndpointForm = z.infer<typeof endpointSchema>;

const fieldOf = (source: Source | undefined): MappedField => ({
  source: source && "text" in source ? "text" : "path",
  path: source && "path" in source ? source.path : "",
  text: source && "text" in source ? source.text : "",
  values: source && "path" in source ? writtenValues(source.values) : "",
});

export function endpointFormOf(endpoint?: Endpoint): EndpointForm {
  const signature = endpoint?.signature;
  const fields = [...new Set(Object.values(actionFields).flatMap((all) => Object.keys(all)))];
  return {
    name: endpoint?.name ?? "",
    key: endpoint?.key ?? "",
    scheme: signature?.scheme ?? "hmac",
    header: signature && "header" in signature ? signature.header : "X-Signature",
    algorithm: signature?.scheme === "hmac" ? signature.algorithm : "sha256",
    encoding: signature?.scheme === "hmac" ? signature.encoding : "hex",
    prefix: signature && "prefix" in signature ? signature.prefix : "",
    secret: "",
    allowedAddresses: endpoint?.allowedAddresses.join("\n") ?? "",
    action: endpoint?.action ?? "payment",
    mapping: Object.fromEntries(fields.map((field) => [field, fieldOf(endpoint?.mapping[field])])),
  };
}

/** How calls are proved, as the API takes it. */
export function signatureOf({ scheme, header, algorithm, encoding, prefix }: EndpointForm): Endpoint["signature"] {
  if (scheme === "none") return { scheme };
  return scheme === "token" ? { scheme, header, prefix } : { scheme, header, algorithm, encoding, prefix };
}

/** The fields of the chosen action that say something. */
export function mappingOf({ action, mapping }: Pick<EndpointForm, "action" | "mapping">): Record<string, Source> {
  const sources = Object.keys(actionFields[action]).flatMap((field): [string, Source][] => {
    const { source, path = "", text = "", values = "" } = mapping[field] ?? {};
    if (source === "text") return text.trim() ? [[field, { text: text.trim() }]] : [];
    const words = valuesOf(values);
    if (!path.trim()) return [];
    return [[field, { path: path.trim(), ...(Object.keys(words).length > 0 && { values: words }) }]];
  });
  return Object.fromEntries(sources);
}

/** What creating and changing an endpoint have in common. */
export const endpointBody = (form: EndpointForm) => ({
  name: form.name,
  signature: signatureOf(form),
  allowedAddresses: linesOf(form.allowedAddresses),
  action: form.action,
  mapping: mappingOf(form),
});
