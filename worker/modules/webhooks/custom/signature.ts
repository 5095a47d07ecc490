/** How a call to a tenant's own inbound webhook proves where it comes from. */
import { z } from "@hono/zod-openapi";
import { createHmac } from "node:crypto";
import { sameSecret } from "../../../core/crypto.ts";

const name = z.string().regex(/^[A-Za-z0-9_-]{1,60}$/);
const prefix = z.string().max(40).default("");

/** - `hmac-header`: the raw body's HMAC. - `token-…`: the secret itself. `prefix` stands before either (`sha256=`, `Bearer `). */
export const signatureRule = z.discriminatedUnion("scheme", [
  z.object({
    scheme: z.literal("hmac-header"),
    header: name,
    algorithm: z.enum(["sha256", "sha1", "sha512"]).default("sha256"),
    encoding: z.enum(["hex", "base64"]).default("hex"),
    prefix,
  }),
  z.object({ scheme: z.literal("token-header"), header: name, prefix }),
  /** `header` names the field of the query. */
  z.object({ scheme: z.literal("token-query"), header: name }),
  z.object({ scheme: z.literal("none") }),
]);
export type SignatureRule = z.output<typeof signatureRule>;

/**
 * Whether a call is authentic, in a time that does not tell how much of it was right. `none` takes every call; a rule
 * without a secret takes none. Never throws.
 */
export async function verifySignature(
  rule: SignatureRule,
  secret: string,
  headers: Headers,
  body: string | Uint8Array,
  query: URLSearchParams,
): Promise<boolean> {
  if (rule.scheme === "none") return true;
  const given = rule.scheme === "token-query" ? query.get(rule.header) : headerOf(headers, rule.header);
  if (secret === "" || given === null) return false;
  if (rule.scheme === "token-query") return sameSecret(given, secret);
  if (!given.startsWith(rule.prefix)) return false;
  const shown = given.slice(rule.prefix.length);
  if (rule.scheme === "token-header") return sameSecret(shown, secret);
  const expected = createHmac(rule.algorithm, secret).update(body).digest(rule.encoding);
  return sameSecret(rule.encoding === "hex" ? shown.toLowerCase() : shown, expected);
}

/** A name that no header can have is in none. */
const headerOf = (headers: Headers, header: string): string | null =>
  name.safeParse(header).success ? headers.get(header) : null;
