/** Sealed secrets, under a master key that can be changed: each sealed text names its key. Nothing here is logged. */
import { createHash } from "node:crypto";
import { base64url, fromBase64url } from "./crypto.ts";
import type { RandomBytes } from "./ids.ts";

/** Master keys, 32 bytes in base64 each. Texts are sealed under `current`; during a rotation `previous` opens as well. */
export interface Keyring {
  current: string;
  previous?: string | undefined;
}

/** Seals and opens one tenant's secrets, and makes digests that only this tenant's data can match. */
export interface Vault {
  /** AES-GCM under the tenant's key, bound to `purpose`. Answers `s2.<key id>.<nonce>.<ciphertext>`. */
  seal(purpose: string, plain: string): Promise<string>;
  /** @throws when the text was not sealed here, for this tenant and purpose, under a key that is set. */
  open(purpose: string, sealed: string): Promise<string>;
  /** A keyed digest for finding an exact value without storing it. */
  digest(purpose: string, value: string): Promise<string>;
  /** Every digest that the value may be stored under: during a rotation that of the previous key too. */
  digests(purpose: string, value: string): Promise<string[]>;
  /** Whether a text is sealed under the current key, so that a rotation has nothing to do. */
  isCurrent(sealed: string): boolean;
}

const encoder = new TextEncoder();

/** Names a master key in what it sealed: 32 bits of a digest, which tell nothing of 256. */
export const masterKeyId = (masterKey: string): string =>
  createHash("sha256").update(`tepi:key-id:${masterKey}`).digest("hex").slice(0, 8);

/** The vault of a tenant. Its keys are derived (HKDF-SHA-256) from a master key and the tenant's id. */
export function tenantVault({ current, previous }: Keyring, tenantId: string, random: RandomBytes): Vault {
  const derived = new Map<string, Promise<CryptoKey>>();
  const key = (masterKey: string, use: "seal" | "digest") => {
    const name = `${use}:${masterKey}`;
    const found = derived.get(name) ?? derive(masterKey, tenantId, use);
    derived.set(name, found);
    return found;
  };
  const context = (purpose: string) => encoder.encode(`${tenantId}:${purpose}`);
  const masterKeys = previous ? [current, previous] : [current];
  const currentStart = `s2.${masterKeyId(current)}.`;

  async function openUnder(masterKey: string, purpose: string, iv: string, ciphertext: string): Promise<string> {
    const how = { name: "AES-GCM", iv: bytesOf(iv), additionalData: context(purpose) };
    const opened = await crypto.subtle.decrypt(how, await key(masterKey, "seal"), bytesOf(ciphertext));
    return new TextDecoder().decode(opened);
  }
  async function digestUnder(masterKey: string, purpose: string, value: string): Promise<string> {
    const signed = await crypto.subtle.sign(
      "HMAC",
      await key(masterKey, "digest"),
      encoder.encode(`${purpose}:${value}`),
    );
    return base64url(new Uint8Array(signed));
  }
  return {
    async seal(purpose, plain) {
      const iv = new Uint8Array(random(12));
      const how = { name: "AES-GCM", iv, additionalData: context(purpose) };
      const sealed = await crypto.subtle.encrypt(how, await key(current, "seal"), encoder.encode(plain));
      return `${currentStart}${base64url(iv)}.${base64url(new Uint8Array(sealed))}`;
    },
    async open(purpose, sealed) {
      const { keyId, iv, ciphertext } = parts(sealed);
      // Texts of the first form name no key: the one that opens is theirs.
      const candidates = masterKeys.filter((masterKey) => keyId === undefined || keyId === masterKeyId(masterKey));
      for (const masterKey of candidates.slice(0, -1))
        try {
          return await openUnder(masterKey, purpose, iv, ciphertext);
        } catch {
          // The next one then.
        }
      const last = candidates.at(-1);
      if (!last) throw new Error(`Sealed under the master key ${keyId}, which is not set`);
      return openUnder(last, purpose, iv, ciphertext);
    },
    digest: (purpose, value) => digestUnder(current, purpose, value),
    digests: (purpose, value) => Promise.all(masterKeys.map((masterKey) => digestUnder(masterKey, purpose, value))),
    isCurrent: (sealed) => sealed.startsWith(currentStart),
  };
}

/** Whether a text has the form of a sealed one. */
export const isSealed = (text: string): boolean => /^s(1|2\.[0-9a-f]{8})\.[\w-]{16}\.[\w-]{22,}$/.test(text);

/** Bytes by their one spelling: the last letter has spare bits, which decoding passes over. */
function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const bytes = fromBase64url(text);
  if (base64url(bytes) !== text) throw new Error("Not a sealed text");
  return bytes;
}

function parts(sealed: string): { keyId: string | undefined; iv: string; ciphertext: string } {
  if (!isSealed(sealed)) throw new Error("Not a sealed text");
  const [ciphertext = "", iv = "", keyId] = sealed.split(".").slice(1).reverse();
  return { keyId, iv, ciphertext };
}

async function derive(masterKey: string, tenantId: string, use: "seal" | "digest"): Promise<CryptoKey> {
  const master = await crypto.subtle.importKey("raw", Buffer.from(masterKey, "base64"), "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: encoder.encode(tenantId), info: encoder.encode(`tepi:${use}`) };
  return use === "seal"
    ? crypto.subtle.deriveKey(how, master, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"])
    : crypto.subtle.deriveKey(how, master, { name: "HMAC", hash: "SHA-256", length: 256 }, false, ["sign"]);
}
