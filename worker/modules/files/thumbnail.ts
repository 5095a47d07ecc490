/**
 * Small square pictures, made anew from pixels, so that nothing of the original file but its looks is left: no EXIF, no
 * place, no comment. Why these codecs and limits: docs/decisions/0010-images.md.
 */
import { refuseField } from "../../core/errors.ts";
import { orientationOf, sampleSquare } from "./pixels.ts";
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
export async function thumbnail(
  bytes: Uint8Array<ArrayBuffer>,
  { type, width, height }: Sniffed,
  side: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const limit = pixelLimits[type] ?? 0;
  if (width * height > limit) throw tooManyPixels(limit);
  const codecs = await import("./codecs.ts");
  const decoded = await codecs.decode(bytes, type).catch(() => undefined);
  // A decoder that disagrees with the header was led to another picture than the one that was checked.
  if (!decoded || decoded.width !== width || decoded.height !== height)
    throw refuseField("file", "Gambar ini tidak dapat dibaca.", "This picture can't be read.");
  const orientation = type === "image/jpeg" ? orientationOf(bytes) : 1;
  return codecs.encodeJpeg(sampleSquare(decoded, Math.min(side, width, height), orientation), jpegQuality);
}

function tooManyPixels(limit: number) {
  const megapixels = Math.floor(limit / 100_000) / 10;
  return refuseField(
    "file",
    `Gambar ini terlalu besar: paling banyak ${String(megapixels).replace(".", ",")} megapiksel. Perkecil dahulu.`,
    `This picture is too large: at most ${megapixels} megapixels. Make it smaller first.`,
  );
}
