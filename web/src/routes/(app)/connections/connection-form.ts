import * as z from "zod/mini";
import type { Schemas } from "#lib/api/client.ts";
import { m } from "#lib/paraglide/messages.js";

export type Connection = Schemas["Connection"];
export type Provider = Schemas["Provider"];

/** Not a field of any provider: calls without its secret are taken too (contract, Webhooks without a signature scheme). */
const allowUnsigned = "allowUnsigned";
export const takesUnsigned = ({ settings }: Connection): boolean => settings[allowUnsigned] === true;

const texts = z.record(z.string(), z.string().check(z.trim(), z.maxLength(8000)));

/** The form of a provider: its required fields must be there, but a secret that is set may stay untouched. */
export const connectionSchema = (provider: Provider, connection?: Connection) =>
  z
    .object({
      name: z.string().check(z.trim(), z.maxLength(100), z.minLength(1, { error: () => m.common_required() })),
      brandId: z.string(),
      settings: texts,
      secrets: texts,
      allowUnsigned: z.boolean(),
    })
    .check((context) => {
      const missing = (part: "settings" | "secrets") =>
        provider[part].filter(
          ({ name, required }) =>
            required && !context.value[part][name] && !(part === "secrets" && connection?.secrets.includes(name)),
        );
      for (const part of ["settings", "secrets"] as const)
        for (const { name } of missing(part))
          context.issues.push({
            code: "custom",
            input: context.value[part][name],
            path: [part, name],
            message: m.common_required(),
          });
      for (const { name, type } of provider.settings)
        if (type === "number" && context.value.settings[name] && !/^\d{1,9}$/.test(context.value.settings[name]))
          context.issues.push({
            code: "custom",
            input: context.value.settings[name],
            path: ["settings", name],
            message: m.connections_number_invalid(),
          });
    });
export type ConnectionForm = z.infer<ReturnType<typeof connectionSchema>>;

/** The secrets to ask for: the provider's, and those of the connection that its settings name. */
export const secretFields = (provider: Provider, connection?: Connection): Provider["secrets"] => [
  ...provider.secrets,
  ...(connection?.secrets ?? [])
    .filter((name) => !provider.secrets.some((secret) => secret.name === name))
    .map((name) => ({ name, required: false, label: { id: name, en: name } })),
];

/** Names of secrets that a description of a gateway asks for: `{{secret.apiKey}}`. */
export const namedSecrets = (settings: Record<string, string>): string[] => [
  ...new Set(
    Object.values(settings).flatMap((text) =>
      [...text.matchAll(/\{\{\s*secret\.(\w+)\s*\}\}/g)].map(([, name]) => name as string),
    ),
  ),
];

/** The form's beginning. Secrets are never known here, so their fields are empty. */
export const connectionFormOf = (provider: Provider, connection?: Connection): ConnectionForm => ({
  name: connection?.name ?? provider.name,
  brandId: connection?.brandId ?? "",
  settings: Object.fromEntries(
    provider.settings.map(({ name, choices }) => [name, String(connection?.settings[name] ?? choices?.[0] ?? "")]),
  ),
  secrets: Object.fromEntries(secretFields(provider, connection).map(({ name }) => [name, ""])),
  allowUnsigned: connection ? takesUnsigned(connection) : false,
});

const filled = (values: Record<string, string>) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ""));
const settingsOf = ({ settings, allowUnsigned: unsigned }: ConnectionForm, provider: Provider) => ({
  ...Object.fromEntries(
    Object.entries(filled(settings)).map(([name, value]) => [
      name,
      provider.settings.find((field) => field.name === name)?.type === "number" ? Number(value) : value,
    ]),
  ),
  ...(unsigned && { [allowUnsigned]: true }),
});

/** The body of `POST /api/v1/connections`. */
export const newConnection = (form: ConnectionForm, provider: Provider): Schemas["NewConnection"] => ({
  provider: provider.provider,
  name: form.name,
  ...(form.brandId && { brandId: form.brandId }),
  settings: settingsOf(form, provider),
  secrets: filled(form.secrets),
});

/** The body of `PATCH /api/v1/connections/{id}`: secrets that were not typed stay as they are. */
export function connectionChanges(
  form: ConnectionForm,
  connection: Connection,
  provider: Provider,
): Schemas["ConnectionPatch"] {
  const settings = settingsOf(form, provider);
  const secrets = filled(form.secrets);
  return {
    ...(form.name !== connection.name && { name: form.name }),
    ...(JSON.stringify(settings) !== JSON.stringify(connection.settings) && { settings }),
    ...(Object.keys(secrets).length > 0 && { secrets }),
  };
}
