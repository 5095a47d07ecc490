/**
 * Small pictures, made anew from pixels, so that nothing of the original file but its looks is left: no EXIF, no place, no
 * comment. Why these codecs and limits: docs/decisions/0010-images.md.
 */
import { refuseField } from "../../core/errors.ts";
import { orientationOf, sampleSquare, sampleWhole, turnsOnItsSide, type Pixels, type Size } from "./pixels.ts";
import type { FileType, Sniffed } from "./sniff.ts";

/**
 * The most pixels that are decoded, by type: checked on the header, since a few bytes can unfold to gigabytes. A decoded
 * JPEG takes about 8 bytes a pixel and a PNG 14, of the 128 MB that a Worker has.
 */
const pixelLimits: Partial<Record<FileType, number>> = { "image/jpeg": 12_600_000, "image/png": 5_000_000 };

const jpegQuality = 85;

/**
 * A picture cut to its middle square, at most `side` pixels wide, upright, as JPEG; what was transparent is white.
 * @param found what `requireType` found of it
 * @throws Refusal naming `file`, when it has too many pixels or can't be decoded
 */
export const thumbnail = (
  bytes: Uint8Array<ArrayBuffer>,
  found: Sniffed,
  side: number,
): Promise<Uint8Array<ArrayBuffer>> =>
  remade(bytes, found, (pixels, orientation) =>
    sampleSquare(pixels, Math.min(side, found.width, found.height), orientation),
  );

/**
 * A whole picture, upright, made so small that it fits into a box, as JPEG; what was transparent is white.
 * @param found what `requireType` found of it
 * @throws Refusal naming `file`, when it has too many pixels or can't be decoded
 */
export const fitted = (bytes: Uint8Array<ArrayBuffer>, found: Sniffed, box: Size): Promise<Uint8Array<ArrayBuffer>> =>
  remade(bytes, found, (pixels, orientation) => {
    const room = turnsOnItsSide(orientation) ? { width: box.height, height: box.width } : box;
    const scale = Math.min(1, room.width / pixels.width, room.height / pixels.height);
    const scaled = (length: number) => Math.max(1, Math.round(length * scale));
    return sampleWhole(pixels, { width: scaled(pixels.width), height: scaled(pixels.height) }, orientation);
  });

async function remade(
  bytes: Uint8Array<ArrayBuffer>,
  { type, width, height }: Sniffed,
  sample: (pixels: Pixels, orientation: number) => Pixels,
): Promise<Uint8Array<ArrayBuffer>> {
  const limit = pixelLimits[type] ?? 0;
  if (width * height > limit) throw tooManyPixels(limit);
  const codecs = await import("./codecs.ts");
  const decoded = await codecs.decode(bytes, type).catch(() => undefined);
  // A decoder that disagrees with the header was led to another picture than the one that was checked.
  if (!decoded || decoded.width !== width || decoded.height !== height)
    throw refuseField("file", "Gambar ini tidak dapat dibaca.", "This picture can't be read.");
  return codecs.encodeJpeg(sample(decoded, type === "image/jpeg" ? orientationOf(bytes) : 1), jpegQuality);
}

function tooManyPixels(limit: number) {
  const megapixels = Math.floor(limit / 100_000) / 10;
  return refuseField(
    "file",
    `Gambar ini terlalu besar: paling banyak ${String(megapixels).replace(".", ",")} megapiksel. Perkecil dahulu.`,
    `This picture is too large: at most ${megapixels} megapixels. Make it smaller first.`,
  );
}
