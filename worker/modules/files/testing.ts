/** Files for tests: small, whole, and what is sometimes hidden in them. */
import { crc32, deflateSync } from "node:zlib";

/** The smallest PDF that counts as whole; text, so that any client can send it. */
export const samplePdf =
  "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\nxref\n0 1\ntrailer<</Root 1 0 R>>\nstartxref\n44\n%%EOF\n";

type Rgba = readonly [red: number, green: number, blue: number, alpha: number];

export const bytesOf = (...parts: (string | Uint8Array | number[])[]): Uint8Array<ArrayBuffer> =>
  new Uint8Array(
    Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : Buffer.from(part)))),
  );

const uint32 = (value: number) => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];

/** A chunk of a PNG: length, name, data, checksum. */
export function pngChunk(name: string, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const named = bytesOf(name, data);
  return bytesOf(uint32(data.length), named, uint32(crc32(named)));
}

export const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** The first chunk of a PNG of that size, eight bits of red, green, blue and alpha. */
export const pngHeader = (width: number, height: number) =>
  pngChunk("IHDR", bytesOf(uint32(width), uint32(height), [8, 6, 0, 0, 0]));

/** A PNG whose pixels `colour` gives. */
export function pngOf(width: number, height: number, colour: (x: number, y: number) => Rgba, extra = bytesOf()) {
  const rows = bytesOf(
    ...Array.from({ length: height }, (_, y) => [0, ...Array.from({ length: width }, (_x, x) => colour(x, y)).flat()]),
  );
  return bytesOf(
    pngSignature,
    pngHeader(width, height),
    extra,
    pngChunk("IDAT", deflateSync(rows)),
    pngChunk("IEND", bytesOf()),
  );
}

/** A green square. */
export const samplePng = pngOf(8, 8, () => [0, 160, 0, 255]);

/** The JPEG with an EXIF segment that tells how the camera was held and `note`, as a place would be told. */
export function withExif(jpeg: Uint8Array, orientation: number, note: string): Uint8Array<ArrayBuffer> {
  const uint16 = (value: number) => [value >> 8, value & 255];
  const directory = [
    ...uint16(1),
    ...uint16(0x0112),
    ...uint16(3),
    ...uint32(1),
    ...uint16(orientation),
    0,
    0,
    ...uint32(0),
  ];
  const payload = bytesOf("Exif\0\0", "MM", uint16(42), uint32(8), directory, note);
  return bytesOf(jpeg.subarray(0, 2), [0xff, 0xe1], uint16(payload.length + 2), payload, jpeg.subarray(2));
}
