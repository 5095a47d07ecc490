/** Whether a call bears the provider's proof. Compared in a time that does not tell where it differs. */
import { sameSecret } from "../../../core/crypto.ts";
import type { SignatureScheme } from "./types.ts";

const hashes = { sha1: "SHA-1", sha256: "SHA-256", sha512: "SHA-512" } as const;
const encoder = new TextEncoder();

/** Headers whose value is a proof, or may be: never kept. */
export const secretHeadersOf = (signature: SignatureScheme): string[] =>
  signature.scheme === "none" ? [] : [signature.header.toLowerCase()];

/** What the provider should send for this body (RFC 2104 for `hmac`); undefined where nothing is to be sent. */
export async function expectedSignature(
  signature: SignatureScheme,
  secret: string,
  body: string,
): Promise<string | undefined> {
  if (signature.scheme === "none") return undefined;
  if (signature.scheme === "token") return signature.prefix + secret;
  const how = { name: "HMAC", hash: hashes[signature.algorithm] };
  const key = await crypto.subtle.importKey("raw", encoder.encode(secret), how, false, ["sign"]);
  const signed = Buffer.from(await crypto.subtle.sign("HMAC", key, encoder.encode(body)));
  return signature.prefix + signed.toString(signature.encoding);
}

/** Whether a call is proved. Without a secret nothing is, but where the scheme asks for none. */
export async function verifySignature(
  signature: SignatureScheme,
  { secret, headers, body }: { secret: string; headers: Headers; body: string },
): Promise<boolean> {
  if (signature.scheme === "none") return true;
  const given = headers.get(signature.header)?.trim() ?? "";
  if (secret === "" || given === "") return false;
  const expected = (await expectedSignature(signature, secret, body)) ?? "";
  return sameSecret(isHex(signature) ? lowerHash(given, signature.prefix) : given, expected.trim());
}

const isHex = (signature: SignatureScheme): signature is SignatureScheme & { scheme: "hmac" } =>
  signature.scheme === "hmac" && signature.encoding === "hex";

/** Some providers write the hash in capitals. */
const lowerHash = (given: string, prefix: string): string =>
  given.slice(0, prefix.length) + given.slice(prefix.length).toLowerCase();
