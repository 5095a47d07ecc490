import { z } from "@hono/zod-openapi";
import { keyPermissions } from "../../core/access.ts";
import { pageQuery } from "../../core/http/page.ts";
import { idPattern } from "../../core/ids.ts";

const name = z.string().trim().min(1).max(100);

export const apiKeyInput = z
  .object({
    name,
    permissions: z
      .array(z.enum(keyPermissions as [string, ...string[]]))
      .min(1)
      .max(keyPermissions.length)
      .transform((list) => [...new Set(list)] as typeof keyPermissions)
      .openapi({
        type: "array",
        description: "Some of your own; those that only a person can use are not among them.",
      }),
    expiresAt: z.iso
      .datetime({ offset: true })
      .nullish()
      .openapi({ description: "None: it holds until it is revoked." }),
    allowedAddresses: z
      .array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]))
      .max(50)
      .default([])
      .openapi({ description: "Addresses or networks (CIDR) it may be used from; empty: all." }),
  })
  .openapi("NewApiKey");
export type ApiKeyInput = z.output<typeof apiKeyInput>;

export const apiKeyPatch = z.object({ name }).openapi("ApiKeyPatch");

export const apiKeyAnswer = z
  .object({
    id: z.string().regex(idPattern("key")),
    name: z.string(),
    hint: z.string().openapi({ description: "The key's last characters." }),
    state: z.enum(["active", "expired", "revoked"]),
    permissions: z.array(z.string()),
    allowedAddresses: z.array(z.string()),
    createdBy: z.object({ id: z.string(), name: z.string() }),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime().nullable(),
    revokedAt: z.iso.datetime().nullable(),
    lastUsedAt: z.iso.datetime().nullable().openapi({ description: "To within ten minutes." }),
    lastUsedAddress: z.string().nullable(),
  })
  .openapi("ApiKey");

export const newApiKeyAnswer = apiKeyAnswer
  .extend({ key: z.string().openapi({ description: "The key itself, shown this once." }) })
  .openapi("ApiKeyWithSecret");

export const apiKeyId = z.object({ id: z.string().regex(idPattern("key")) });
export const apiKeyQuery = pageQuery;
