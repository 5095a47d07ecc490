/** Digests and passwords. Sealed secrets are in `vault.ts`. Nothing here is logged. */
import { scrypt, timingSafeEqual } from "node:crypto";
import type { RandomBytes } from "./ids.ts";

const encoder = new TextEncoder();

export const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64url");
export const fromBase64url = (value: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Buffer.from(value, "base64url"));

/** SHA-256 of a text or of bytes, in hexadecimal. */
export async function sha256(value: string | Uint8Array<ArrayBuffer>): Promise<string> {
  const bytes = typeof value === "string" ? encoder.encode(value) : value;
  return Buffer.from(await crypto.subtle.digest("SHA-256", bytes)).toString("hex");
}

/** Whether two texts are the same, in a time that does not tell where they differ. */
export async function sameSecret(left: string, right: string): Promise<boolean> {
  const [a, b] = await Promise.all([sha256(left), sha256(right)]);
  return timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

/** A key made from a passphrase (scrypt, 2^15 · 8 · 1), in base64. */
export const deriveKey = async (passphrase: string, salt: string): Promise<string> =>
  Buffer.from(await scryptHash(passphrase, encoder.encode(salt), { n: 2 ** 15, r: 8, p: 1 })).toString("base64");

/** scrypt's cost. OWASP lists 2^14, 8, 5; tests use less. */
export interface PasswordCost {
  n: number;
  r: number;
  p: number;
}

/** Hashes a password as `scrypt$n$r$p$salt$hash`, which names its own cost so that it can be raised later. */
export async function hashPassword(password: string, cost: PasswordCost, random: RandomBytes): Promise<string> {
  const salt = random(16);
  const hash = await scryptHash(password, salt, cost);
  return ["scrypt", cost.n, cost.r, cost.p, base64url(salt), base64url(hash)].join("$");
}

/** Checks a password. `outdated` says that the stored hash is cheaper than `cost` and should be made anew. */
export async function verifyPassword(
  password: string,
  stored: string,
  cost: PasswordCost,
): Promise<{ matches: boolean; outdated: boolean }> {
  const [scheme, n, r, p, salt, hash] = stored.split("$");
  if (scheme !== "scrypt" || !salt || !hash) return { matches: false, outdated: false };
  const used = { n: Number(n), r: Number(r), p: Number(p) };
  const expected = fromBase64url(hash);
  const actual = await scryptHash(password, fromBase64url(salt), used);
  const matches = expected.length === actual.length && timingSafeEqual(expected, actual);
  return { matches, outdated: matches && used.n * used.r * used.p < cost.n * cost.r * cost.p };
}

function scryptHash(password: string, salt: Uint8Array, { n, r, p }: PasswordCost): Promise<Uint8Array> {
  const options = { N: n, r, p, maxmem: 128 * n * r * 2 + 1024 * 1024 };
  return new Promise((resolve, reject) =>
    scrypt(password.normalize("NFKC"), salt, 32, options, (error, key) => (error ? reject(error) : resolve(key))),
  );
}
