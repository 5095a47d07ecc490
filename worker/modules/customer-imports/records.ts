/** A CSV, record by record, out of bytes that come in pieces (RFC 4180; records may also end with LF or CR alone). */
import { detectDelimiter, parseCsv } from "hucre/csv";
import { refuseField, type Refusal } from "../../core/errors.ts";
import { unguarded } from "../../core/tables.ts";

/** What stands in one record; longer ones come of a quote that was never closed. */
const longestRecordBytes = 64 * 1024;

export interface CsvRecord {
  /** Its number in the file, counted from 1, as a spreadsheet shows it. */
  line: number;
  cells: string[];
  /** The place beyond its last byte. */
  end: number;
}

export interface RecordsFrom {
  delimiter: string;
  /** The place of the first byte in the file, and how many records stand before it. */
  offset: number;
  line: number;
  /** Whether the bytes reach the file's end; otherwise what may be the beginning of a record is left out. */
  toEnd: boolean;
}

/** @throws Refusal naming `file` for text that is not UTF-8, and for a record that is too long */
export async function* csvRecords(
  chunks: AsyncIterable<Uint8Array>,
  { delimiter, offset, line, toEnd }: RecordsFrom,
): AsyncGenerator<CsvRecord> {
  const scanner = new RecordScanner(delimiter);
  let waiting: Uint8Array = new Uint8Array();
  let end = offset;
  for await (const chunk of chunks) {
    let from = 0;
    for (const at of scanner.ends(chunk)) {
      const bytes = joined(waiting, chunk.subarray(from, at));
      end += bytes.length;
      yield { line: ++line, cells: cellsOf(bytes, delimiter, line), end };
      [waiting, from] = [new Uint8Array(), at];
    }
    waiting = joined(waiting, chunk.subarray(from));
    if (waiting.length > longestRecordBytes) throw tooLong(line + 1);
  }
  if (toEnd && waiting.length > 0)
    yield { line: ++line, cells: cellsOf(waiting, delimiter, line), end: end + waiting.length };
}

const [quote, lineFeed, carriageReturn] = [0x22, 0x0a, 0x0d];

/** Finds where records end: a line break within quotes ends none. */
class RecordScanner {
  readonly #delimiter: number;
  #state: "fieldStart" | "field" | "quoted" | "quoteInQuoted" | "carriageReturn" = "fieldStart";

  constructor(delimiter: string) {
    this.#delimiter = delimiter.charCodeAt(0);
  }

  /** The places within `chunk` beyond each record that ends there. */
  *ends(chunk: Uint8Array): Generator<number> {
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] as number;
      if (this.#state === "carriageReturn") {
        this.#state = "fieldStart";
        if (byte === lineFeed) {
          yield at + 1;
          continue;
        }
        yield at;
      }
      if (this.#state === "quoted") {
        if (byte === quote) this.#state = "quoteInQuoted";
      } else if (byte === quote && this.#state !== "field") this.#state = "quoted";
      else if (byte === this.#delimiter) this.#state = "fieldStart";
      else if (byte === carriageReturn) this.#state = "carriageReturn";
      else if (byte === lineFeed) {
        this.#state = "fieldStart";
        yield at + 1;
      } else this.#state = "field";
    }
  }
}

const joined = (left: Uint8Array, right: Uint8Array): Uint8Array =>
  left.length === 0 ? right : Buffer.concat([left, right]);

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function cellsOf(bytes: Uint8Array, delimiter: string, line: number): string[] {
  if (bytes.length > longestRecordBytes) throw tooLong(line);
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    throw refuseField(
      "file",
      `Baris ${line} bukan UTF-8. Di Excel pilih “Simpan sebagai” lalu “CSV UTF-8”.`,
      `Line ${line} is not UTF-8. In Excel choose “Save as”, then “CSV UTF-8”.`,
    );
  }
  const [cells = []] = parseCsv(text, { delimiter, skipBom: false });
  return cells.map((cell) => unguarded(String(cell ?? "").replace(unprintable, "")).trim());
}

/** Neither store nor spreadsheet keeps these. */

const unprintable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

const tooLong = (line: number): Refusal =>
  refuseField(
    "file",
    `Baris ${line} tidak berakhir: mungkin ada tanda kutip yang tidak ditutup.`,
    `Line ${line} does not end: perhaps a quote was never closed.`,
  );

/** Whether a record says nothing. */
export const isBlank = ({ cells }: CsvRecord): boolean => cells.every((cell) => cell === "");

export interface CsvHead {
  delimiter: string;
  /** Where the text begins: behind a byte order mark. */
  offset: number;
}

/** What the first bytes of a file say about it. @throws Refusal naming `file` for what is no CSV in UTF-8 */
export function csvHead(head: Uint8Array): CsvHead {
  const isZip = head[0] === 0x50 && head[1] === 0x4b;
  if (isZip)
    throw refuseField(
      "file",
      "Ini berkas Excel. Simpan dahulu sebagai CSV UTF-8.",
      "This is an Excel file. Save it as CSV UTF-8 first.",
    );
  const isUtf16 = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  if (isUtf16)
    throw refuseField(
      "file",
      "Berkas ini UTF-16. Simpan dahulu sebagai CSV UTF-8.",
      "This file is UTF-16. Save it as CSV UTF-8 first.",
    );
  const offset = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
  return { delimiter: detectDelimiter(new TextDecoder().decode(head.subarray(offset))), offset };
}

/** Takes the first bytes off, at most `bytes` and a chunk, and gives all of them again. */
export async function peeked(source: AsyncIterable<Uint8Array>, bytes: number) {
  const iterator = source[Symbol.asyncIterator]();
  const chunks: Uint8Array[] = [];
  for (let length = 0; length < bytes;) {
    const { done, value } = await iterator.next();
    if (done) break;
    chunks.push(value);
    length += value.length;
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    yield* chunks;
    for (;;) {
      const { done, value } = await iterator.next();
      if (done) return;
      yield value;
    }
  }
  return { head: Buffer.concat(chunks), chunks: all() };
}
