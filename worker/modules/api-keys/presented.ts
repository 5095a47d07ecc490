/** A key as it is sent, `tepi_<shard>_<tenant>_<random>`: it says itself where it is to be looked up. */
import { sha256 } from "../../core/crypto.ts";
import { idAlphabet } from "../../core/ids.ts";

/** What a request's key says of itself, unchecked. */
export interface PresentedKey {
  tenantId: string;
  shard: number;
  /** SHA-256 of the whole key. Its random part has 260 bits, so that no salt or slow hash is needed. */
  hash: string;
}

export const keyStart = "tepi_";
export const randomLength = 52;
const pattern = new RegExp(`^${keyStart}(\\d{1,3})_([${idAlphabet}]{20})_[${idAlphabet}]{${randomLength}}$`);

/** The text of a new key. */
export const keyText = (tenant: { id: string; shard: number }, random: string): string =>
  `${keyStart}${tenant.shard}_${tenant.id.slice("ten_".length)}_${random}`;

/** Reads a key, or gives undefined for what can't be one. */
export async function presentedKey(text: string): Promise<PresentedKey | undefined> {
  const [, shard, tenant] = pattern.exec(text) ?? [];
  return shard && tenant ? { tenantId: `ten_${tenant}`, shard: Number(shard), hash: await sha256(text) } : undefined;
}
