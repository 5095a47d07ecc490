/**
 * What a file is, by its content alone: neither its name nor its header is believed. Sources: ITU-T T.81 annex B (JPEG),
 * W3C PNG section 5, ISO 32000-1 section 7.5 (PDF). Pure.
 */

export const fileTypes = ["image/jpeg", "image/png", "application/pdf"] as const;
export type FileType = (typeof fileTypes)[number];
export const imageTypes = ["image/jpeg", "image/png"] as const satisfies readonly FileType[];

export interface Sniffed {
  type: FileType;
  /** How many bytes the file itself takes; what was appended behind them is not part of it. */
  length: number;
  /** Of pictures: as stored, before a camera's orientation is applied. */
  width: number;
  height: number;
}

/** A file that begins as a known type and does not go on as one: truncated or forged. */
export class BrokenFile extends Error {}

/**
 * @returns undefined for content of any other type
 * @throws BrokenFile
 */
export function sniff(bytes: Uint8Array): Sniffed | undefined {
  if (startsWith(bytes, [0xff, 0xd8, 0xff])) return jpeg(bytes);
  if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return png(bytes);
  if (text(bytes, 0, 5) === "%PDF-") return pdf(bytes);
  return undefined;
}

const startsWith = (bytes: Uint8Array, signature: number[]) => signature.every((byte, at) => bytes[at] === byte);
const text = (bytes: Uint8Array, from: number, to: number) =>
  String.fromCharCode(...bytes.subarray(Math.max(0, from), to));
const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** A marker segment of a JPEG. */
export interface Segment {
  marker: number;
  /** Where its payload begins, and where the next marker does. */
  start: number;
  end: number;
}

const isStandalone = (marker: number) => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/** The segments of a JPEG until its end of image. Coded data between them is passed over. */
export function* jpegSegments(bytes: Uint8Array): Generator<Segment> {
  for (let at = 2; ;) {
    const marker = bytes[at + 1];
    if (bytes[at] !== 0xff || marker === undefined) throw new BrokenFile();
    if (marker === 0xff) {
      at++;
      continue;
    }
    const length = isStandalone(marker) || marker === 0xd9 ? 0 : viewOf(bytes).getUint16(within(bytes, at + 2, 2));
    const end = at + 2 + length;
    if (end > bytes.length || (length > 0 && length < 2)) throw new BrokenFile();
    yield { marker, start: at + 4, end };
    if (marker === 0xd9) return;
    at = marker === 0xda ? nextMarker(bytes, end) : end;
  }
}

/** Behind coded data: the next marker that is neither a stuffed byte nor a restart. */
function nextMarker(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    const marker = bytes[at + 1];
    if (marker !== undefined && marker !== 0x00 && marker !== 0xff && !isStandalone(marker)) return at;
  }
  throw new BrokenFile();
}

function within(bytes: Uint8Array, at: number, length: number): number {
  if (at + length > bytes.length) throw new BrokenFile();
  return at;
}

function jpeg(bytes: Uint8Array): Sniffed {
  let [width, height, scans, length] = [0, 0, 0, 0];
  for (const { marker, start, end } of jpegSegments(bytes)) {
    if (isFrame(marker)) {
      height = viewOf(bytes).getUint16(within(bytes, start + 1, 4));
      width = viewOf(bytes).getUint16(start + 3);
    }
    if (marker === 0xda) scans++;
    length = end;
  }
  if (width === 0 || height === 0 || scans === 0) throw new BrokenFile();
  return { type: "image/jpeg", length, width, height };
}

function png(bytes: Uint8Array): Sniffed {
  const view = viewOf(bytes);
  if (text(bytes, 12, 16) !== "IHDR" || view.getUint32(8) !== 13) throw new BrokenFile();
  const [width, height] = [view.getUint32(within(bytes, 16, 8)), view.getUint32(20)];
  let hasData = false;
  for (let at = 8; ;) {
    const length = view.getUint32(within(bytes, at, 12));
    const name = text(bytes, at + 4, at + 8);
    within(bytes, at + 12, length);
    at += 12 + length;
    if (name === "IDAT") hasData = true;
    if (name !== "IEND") continue;
    if (!hasData || width === 0 || height === 0) throw new BrokenFile();
    return { type: "image/png", length: at, width, height };
  }
}

function pdf(bytes: Uint8Array): Sniffed {
  const tail = text(bytes, bytes.length - 1024, bytes.length);
  if (!/^%PDF-[12]\.\d/.test(text(bytes, 0, 8)) || !/startxref\s+\d+\s+%%EOF/.test(tail)) throw new BrokenFile();
  return { type: "application/pdf", length: bytes.length, width: 0, height: 0 };
}
