import * as z from "zod/mini";
import type { Schemas } from "#lib/api/client.ts";
import { businessDay } from "#lib/i18n.svelte.ts";
import { m } from "#lib/paraglide/messages.js";
import { momentOfLocal } from "#lib/local-moment.ts";

/** What the server gives no key: what only a person has, and what would outlive the key's own revocation or undo the company. */
const personal = new Set([
  ...["profile:read", "profile:write", "notifications:read", "live:read", "api-keys:write"],
  ...["users:write", "ownership:write", "roles:write", "invitations:write"],
  ...["tenant:suspend", "tenant:delete", "exports:read", "exports:write", "imports:write"],
]);

/** What of one's own permissions a key can be given. */
export const givable = (own: readonly string[]): string[] => own.filter((permission) => !personal.has(permission));

/** Sees and changes nothing. */
export const onlySees = (permission: string): boolean => permission.endsWith(":read");

const address = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]);
const linesOf = (text: string): string[] => [
  ...new Set(
    text
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean),
  ),
];
const wrongLine = (text: string) => linesOf(text).find((line) => !address.safeParse(line).success);

export const keyName = z
  .string()
  .check(z.trim(), z.minLength(1, { error: () => m.common_required() }), z.maxLength(100));

/** The form of a new key; its output is what the API takes. `expiresOn` is a day of the company's zone, to its end. */
export const keySchema = (timeZone: string) =>
  z.pipe(
    z.object({
      name: keyName,
      permissions: z.array(z.string()).check(z.minLength(1, { error: () => m.keys_permissions_required() })),
      expiresOn: z
        .string()
        .check(z.refine((day) => day === "" || day >= businessDay(), { error: () => m.keys_expires_passed() })),
      allowedAddresses: z.string().check(
        z.refine((text) => wrongLine(text) === undefined, {
          error: ({ input }) => m.keys_addresses_invalid({ line: wrongLine(String(input)) ?? "" }),
        }),
        z.refine((text) => linesOf(text).length <= 50, { error: () => m.keys_addresses_too_many() }),
      ),
    }),
    z.transform(({ name, permissions, expiresOn, allowedAddresses }): Schemas["NewApiKey"] => ({
      name,
      permissions,
      expiresAt: expiresOn ? momentOfLocal(`${expiresOn}T23:59`, timeZone) : null,
      allowedAddresses: linesOf(allowedAddresses),
    })),
  );
