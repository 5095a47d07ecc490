/** What chains the log: each link's hash covers its entry and the hash before it. Imports nothing, so that a checker can use it. */

/** An entry as it is sealed and exported. The tenant's id is not in it: a log verifies wherever it is kept. */
export interface ChainedEntry {
  id: string;
  entity: string;
  entityId: string;
  version: number;
  action: string;
  actorId: string;
  actor: unknown;
  before: unknown;
  after: unknown;
  requestId: string;
  /** ISO 8601, UTC, milliseconds. */
  at: string;
}

/** What the first link follows. */
export const firstPreviousHash = "0".repeat(64);

/** SHA-256, in hexadecimal, of the hash before, a line feed, and the entry as canonical JSON. */
export async function chainHash(entry: ChainedEntry, previousHash: string): Promise<string> {
  const bytes = new TextEncoder().encode(`${previousHash}\n${canonicalJson(entry)}`);
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** JSON without spaces, with the keys of each object in the order of their UTF-16 code units (RFC 8785). */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(",")}}`;
}
