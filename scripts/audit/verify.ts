/** Checks an exported log by its chain. Of Tepi it knows the hash function, and nothing else. */
import { chainHash, firstPreviousHash, type ChainedEntry } from "../../worker/modules/audit/hash.ts";

interface Line {
  entry: ChainedEntry;
  link: { position: number; hash: string; previousHash: string };
}

/** The first place where the chain does not hold. */
export interface Break {
  position: number;
  /** The entry that stands there, or undefined where one is missing. */
  entryId: string | undefined;
  differs: string;
}

export interface Head {
  position: number;
  hash: string;
}

export interface Verdict {
  entries: number;
  head: Head | undefined;
  broken: Break | undefined;
}

export interface VerifyOptions {
  /** A filtered export: positions may be left out, and what follows a gap is checked by itself. */
  partial?: boolean;
  /** A head that was known before: the log must still contain it. */
  expected?: Head | undefined;
}

/** Reads the lines of an export in their order, until the first that does not hold. */
export async function verifyLog(
  lines: Iterable<string> | AsyncIterable<string>,
  { partial = false, expected }: VerifyOptions = {},
): Promise<Verdict> {
  let head: Head | undefined;
  let entries = 0;
  let seen = expected === undefined;
  for await (const text of lines) {
    if (text.trim() === "") continue;
    const broken = await breakOf(text, head, partial);
    if (broken) return { entries, head, broken };
    const { position, hash } = (JSON.parse(text) as Line).link;
    if (position === expected?.position) {
      if (hash !== expected.hash) return { entries, head, broken: unexpected(position, text, expected.hash) };
      seen = true;
    }
    head = { position, hash };
    entries++;
  }
  const cut = `missing: the log ends at position ${head?.position ?? 0}, and it was known to reach ${expected?.position}`;
  const broken = seen ? undefined : { position: (head?.position ?? 0) + 1, entryId: undefined, differs: cut };
  return { entries, head, broken };
}

const unexpected = (position: number, text: string, hash: string): Break => ({
  position,
  entryId: (JSON.parse(text) as Line).entry.id,
  differs: `hash: it was known to be ${hash}`,
});

async function breakOf(text: string, head: Head | undefined, partial: boolean): Promise<Break | undefined> {
  const next = (head?.position ?? 0) + 1;
  const line = parse(text);
  if (!line) return { position: next, entryId: undefined, differs: "line: it is not of an export" };
  const { entry, link } = line;
  const at = { position: link.position, entryId: entry.id };
  if (link.position < next) return { ...at, differs: `position: ${next} was to come` };
  const gap = link.position > next;
  if (gap && !partial)
    return {
      position: next,
      entryId: undefined,
      differs: `missing: position ${link.position} (${entry.id}) comes next`,
    };
  const previousHash = gap ? link.previousHash : (head?.hash ?? firstPreviousHash);
  if (link.previousHash !== previousHash) return { ...at, differs: `previousHash: it is not the hash of ${next - 1}` };
  const hash = await chainHash(entry, link.previousHash);
  return hash === link.hash ? undefined : { ...at, differs: "hash: the entry is not the one that was sealed" };
}

function parse(text: string): Line | undefined {
  try {
    const line = JSON.parse(text) as Partial<Line>;
    const whole = typeof line.entry?.id === "string" && Number.isInteger(line.link?.position);
    return whole ? (line as Line) : undefined;
  } catch {
    return undefined;
  }
}
