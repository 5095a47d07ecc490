/** Digests, sealed secrets and passwords. Keys come from the environment; nothing here is logged. */
import { scrypt, timingSafeEqual } from "node:crypto";
import type { RandomBytes } from "./ids.ts";

const encoder = new TextEncoder();

export const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64url");
const fromBase64url = (value: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(value, "base64url"));

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

/** Seals and opens one tenant's secrets, and makes digests that only this tenant's data can match. */
export interface Vault {
  /** AES-GCM under the tenant's key, bound to `purpose`. Answers `s1.<nonce>.<ciphertext>`. */
  seal(purpose: string, plain: string): Promise<string>;
  /** @throws when the text was not sealed here, for this tenant and purpose. */
  open(purpose: string, sealed: string): Promise<string>;
  /** A keyed digest for finding an exact value without storing it. */
  digest(purpose: string, value: string): Promise<string>;
}

/**
 * The vault of a tenant. Its keys are derived (HKDF-SHA-256) from the master key and the tenant's id.
 * @param masterKey 32 bytes in base64
 */
export function tenantVault(masterKey: string, tenantId: string, random: RandomBytes): Vault {
  const derive = async (use: "seal" | "digest") => {
    const master = await crypto.subtle.importKey("raw", Buffer.from(masterKey, "base64"), "HKDF", false, ["deriveKey"]);
    const how = { name: "HKDF", hash: "SHA-256", salt: encoder.encode(tenantId), info: encoder.encode(`tepi:${use}`) };
    return use === "seal"
      ? crypto.subtle.deriveKey(how, master, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"])
      : crypto.subtle.deriveKey(how, master, { name: "HMAC", hash: "SHA-256", length: 256 }, false, ["sign"]);
  };
  const keys = new Map<string, Promise<CryptoKey>>();
  const key = (use: "seal" | "digest") => {
    const known = keys.get(use) ?? derive(use);
    keys.set(use, known);
    return known;
  };
  const context = (purpose: string) => encoder.encode(`${tenantId}:${purpose}`);
  return {
    async seal(purpose, plain) {
      const iv = new Uint8Array(random(12));
      const how = { name: "AES-GCM", iv, additionalData: context(purpose) };
      const sealed = await crypto.subtle.encrypt(how, await key("seal"), encoder.encode(plain));
      return `s1.${base64url(iv)}.${base64url(new Uint8Array(sealed))}`;
    },
    async open(purpose, sealed) {
      const [version, iv, ciphertext] = sealed.split(".");
      if (version !== "s1" || !iv || !ciphertext) throw new Error("Not a sealed text");
      const how = { name: "AES-GCM", iv: fromBase64url(iv), additionalData: context(purpose) };
      return new TextDecoder().decode(await crypto.subtle.decrypt(how, await key("seal"), fromBase64url(ciphertext)));
    },
    async digest(purpose, value) {
      const signed = await crypto.subtle.sign("HMAC", await key("digest"), encoder.encode(`${purpose}:${value}`));
      return base64url(new Uint8Array(signed));
    },
  };
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
