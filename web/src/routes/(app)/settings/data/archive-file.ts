/** An archive as a file of this device: a tar whose first entry, `manifest.json`, lists the rest. Read as a stream. */
import { createTarDecoder, type ParsedTarEntry } from "modern-tar";
import * as z from "zod/mini";
import type { Schemas } from "#lib/api/client.ts";

export type Manifest = Schemas["ArchiveManifest"];

const manifestLimitBytes = 16 * 1024 * 1024;
/** Enough to hide the way there and back, few enough for a phone's memory: each part is read whole. */
const partsAtOnce = 3;

/** Only what this page itself uses; the server checks the rest. */
const shape = z.looseObject({
  format: z.literal("tepi-archive"),
  tenant: z.looseObject({ slug: z.string(), name: z.string() }),
  madeAt: z.string(),
  parts: z.array(z.looseObject({ name: z.string(), rows: z.number(), bytes: z.number() })),
});

async function* entriesOf(file: Blob): AsyncGenerator<ParsedTarEntry> {
  const reader = file.stream().pipeThrough(createTarDecoder()).getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** The list of contents, or undefined where the file is no archive. */
export async function readManifest(file: Blob): Promise<Manifest | undefined> {
  try {
    for await (const { header, body } of entriesOf(file)) {
      if (header.name !== "manifest.json" || header.size > manifestLimitBytes) return undefined;
      const read = shape.safeParse(await new Response(body).json());
      return read.success ? (read.data as unknown as Manifest) : undefined;
    }
  } catch {
    return undefined;
  }
  return undefined;
}

/** What the parts of an archive add up to, or those named. */
export function totalOf({ parts }: Manifest, names?: ReadonlySet<string>): { rows: number; bytes: number } {
  const counted = names ? parts.filter(({ name }) => names.has(name)) : parts;
  return {
    rows: counted.reduce((sum, { rows }) => sum + rows, 0),
    bytes: counted.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

/**
 * Sends the parts that are missing, some at a time; ends early, by throwing, where one can't be sent.
 * @returns whether the file held all of them
 */
export async function sendParts(
  file: Blob,
  missing: ReadonlySet<string>,
  send: (name: string, bytes: Uint8Array<ArrayBuffer>) => Promise<void>,
): Promise<boolean> {
  const left = new Set(missing);
  const sending = new Set<Promise<void>>();
  let refused: { error: unknown } | undefined;
  for await (const { header, body } of entriesOf(file)) {
    if (!left.delete(header.name)) {
      await body.cancel();
      continue;
    }
    const bytes = new Uint8Array(await new Response(body).arrayBuffer());
    const part = send(header.name, bytes)
      .catch((error: unknown) => {
        refused ??= { error };
      })
      .finally(() => sending.delete(part));
    sending.add(part);
    if (sending.size >= partsAtOnce) await Promise.race(sending);
    if (refused) throw refused.error;
  }
  await Promise.all(sending);
  if (refused) throw (refused as { error: unknown }).error;
  return left.size === 0;
}
