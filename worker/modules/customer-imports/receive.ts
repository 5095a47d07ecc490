/** A file that comes in: stored and looked through at once, so that it is never whole in memory. */
import { eq } from "drizzle-orm";
import type { Context } from "../../core/context.ts";
import { refuseField, Refusal } from "../../core/errors.ts";
import type { Incoming } from "../../core/http/upload.ts";
import { ObjectWriter, removeObjects } from "../../core/objects.ts";
import { changed, created } from "../audit/index.ts";
import { commitAndRead } from "../outbox/index.ts";
import { importById, objectKey, showCustomerImport, type CustomerImport } from "./imports.ts";
import { csvHead, csvRecords, isBlank, peeked, type CsvRecord } from "./records.ts";
import { customerImports } from "./schema.ts";

export const importLimits = { bytes: 20 * 1024 * 1024, rows: 50_000, columns: 100 };

/** How much of a file says how it is written. */
export const headBytes = 64 * 1024;
const keptMs = 30 * 86_400_000;

/**
 * Takes a CSV in.
 * @throws Refusal naming `file` for what is no CSV in UTF-8, `too_large` beyond the limits
 */
export async function receiveCustomerImport(ctx: Context, { chunks, name }: Incoming) {
  const id = ctx.id("cim");
  const row = {
    id,
    state: "receiving" as const,
    fileName: name?.slice(0, 200) ?? null,
    header: [],
    requestedBy: ctx.actor.id,
    expiresAt: ctx.now() + keptMs,
    createdAt: ctx.now(),
  };
  // The row before the object, so that nothing is stored that no row speaks of.
  await ctx.store.atomic(created(ctx, customerImports, row, { action: "customer_import.received" }));
  const seen = await store(ctx, id, chunks).catch((error: unknown) => giveUp(ctx, id, error));
  const [found] = await commitAndRead(
    ctx,
    changed(ctx, customerImports, { id, version: 1 }, { ...seen, state: "ready" }, { action: "customer_import.read" }),
    importById(ctx, id),
  );
  return showCustomerImport(found as CustomerImport);
}

/** What could not be read leaves nothing behind but its line in the log. */
async function giveUp(ctx: Context, id: string, error: unknown): Promise<never> {
  await removeObjects(ctx, objectKey(id));
  await ctx.store.atomic([ctx.store.remove(customerImports, eq(customerImports.id, id))]);
  throw error;
}

type Seen = Pick<CustomerImport, "bytes" | "delimiter" | "header" | "dataOffset" | "dataLine" | "rows">;

async function store(ctx: Context, id: string, source: AsyncIterable<Uint8Array>): Promise<Seen> {
  const writer = new ObjectWriter(ctx, objectKey(id));
  try {
    const { head, chunks } = await peeked(source, headBytes);
    if (head.length === 0) throw emptyFile();
    const { delimiter, offset } = csvHead(head);
    let bytes = 0;
    async function* kept(): AsyncGenerator<Uint8Array> {
      for await (const chunk of chunks) {
        await writer.write(chunk);
        const skipped = Math.max(0, Math.min(chunk.length, offset - bytes));
        bytes += chunk.length;
        if (skipped < chunk.length) yield chunk.subarray(skipped);
      }
    }
    const seen = await lookedThrough(csvRecords(kept(), { delimiter, offset, line: 0, toEnd: true }));
    await writer.close();
    return { ...seen, bytes, delimiter };
  } catch (error) {
    await writer.abort();
    throw error;
  }
}

/** Finds the header and counts what stands below it. */
async function lookedThrough(records: AsyncIterable<CsvRecord>) {
  let header: CsvRecord | undefined;
  let rows = 0;
  for await (const record of records) {
    if (isBlank(record)) continue;
    if (header && ++rows > importLimits.rows) throw tooManyRows();
    header ??= record;
  }
  if (!header || rows === 0) throw emptyFile();
  if (header.cells.length > importLimits.columns) throw tooManyColumns();
  return {
    header: header.cells.map((cell) => cell.slice(0, 200)),
    dataOffset: header.end,
    dataLine: header.line,
    rows,
  };
}

const emptyFile = (): Refusal =>
  refuseField("file", "Tidak ada baris di bawah judul kolom.", "There are no rows below the header.");

const tooManyColumns = (): Refusal =>
  refuseField("file", `Paling banyak ${importLimits.columns} kolom.`, `At most ${importLimits.columns} columns.`);

const tooManyRows = (): Refusal =>
  new Refusal("too_large", {
    detail: {
      id: "Paling banyak 50.000 baris sekali impor. Bagi berkasnya.",
      en: "At most 50,000 rows at a time. Split the file.",
    },
  });
