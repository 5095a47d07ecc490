/** Pictures as pixels, four bytes each: red, green, blue, alpha. Pure. */
import { jpegSegments } from "./sniff.ts";

export interface Pixels {
  data: Uint8ClampedArray<ArrayBuffer>;
  width: number;
  height: number;
}

/**
 * The middle square of a picture, scaled to `side`: each new pixel is the mean of those it covers, over white.
 * @param orientation how the camera was held: EXIF's 1–8 (CIPA DC-008, tag 0x0112); the result is upright
 */
export function sampleSquare({ data, width, height }: Pixels, side: number, orientation: number): Pixels {
  const square = Math.min(width, height);
  const [left, top] = [Math.floor((width - square) / 2), Math.floor((height - square) / 2)];
  const target = new Uint8ClampedArray(side * side * 4).fill(255);
  const edge = (at: number) => Math.floor((at * square) / side);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const box = { x0: left + edge(x), x1: left + edge(x + 1), y0: top + edge(y), y1: top + edge(y + 1) };
      const [uprightX, uprightY] = upright(x, y, side - 1, orientation);
      target.set(meanOverWhite(data, width, box), (uprightY * side + uprightX) * 4);
    }
  return { data: target, width: side, height: side };
}

interface Box {
  x0: number;
  x1: number;
  y0: number;
  y1: number;
}

function meanOverWhite(data: Uint8ClampedArray, width: number, { x0, x1, y0, y1 }: Box): number[] {
  const sum = [0, 0, 0];
  for (let y = y0; y < y1; y++)
    for (let x = x0; x < x1; x++) {
      const at = (y * width + x) * 4;
      const alpha = data[at + 3] as number;
      for (let n = 0; n < 3; n++) sum[n] = (sum[n] as number) + (data[at + n] as number) * alpha + 255 * (255 - alpha);
    }
  const weight = 255 * (x1 - x0) * (y1 - y0);
  return sum.map((value) => Math.round(value / weight));
}

/** Where a stored pixel of a square stands when it is upright. */
function upright(x: number, y: number, last: number, orientation: number): [number, number] {
  switch (orientation) {
    case 2:
      return [last - x, y];
    case 3:
      return [last - x, last - y];
    case 4:
      return [x, last - y];
    case 5:
      return [y, x];
    case 6:
      return [last - y, x];
    case 7:
      return [last - y, last - x];
    case 8:
      return [y, last - x];
    default:
      return [x, y];
  }
}

const exifMarker = 0xe1;
const orientationTag = 0x0112;

/** The orientation that a JPEG's EXIF tells (CIPA DC-008, section 4.5), or 1. */
export function orientationOf(bytes: Uint8Array): number {
  for (const { marker, start, end } of jpegSegments(bytes)) {
    if (marker === 0xda) return 1;
    const isExif = marker === exifMarker && String.fromCharCode(...bytes.subarray(start, start + 4)) === "Exif";
    if (isExif)
      return orientationIn(new DataView(bytes.buffer, bytes.byteOffset + start + 6, Math.max(0, end - start - 6)));
  }
  return 1;
}

/** Reads the tag from the first directory of a TIFF header; whatever is not as it should be counts as upright. */
function orientationIn(tiff: DataView): number {
  try {
    const littleEndian = tiff.getUint16(0) === 0x4949;
    const directory = tiff.getUint32(4, littleEndian);
    const entries = tiff.getUint16(directory, littleEndian);
    for (let n = 0; n < entries; n++) {
      const at = directory + 2 + n * 12;
      if (tiff.getUint16(at, littleEndian) === orientationTag) return tiff.getUint16(at + 8, littleEndian);
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return 1;
}
