/** Pictures as pixels, four bytes each: red, green, blue, alpha. Pure. */
import { jpegSegments } from "./sniff.ts";

export interface Pixels {
  data: Uint8ClampedArray<ArrayBuffer>;
  width: number;
  height: number;
}

export interface Size {
  width: number;
  height: number;
}

/**
 * The middle square of a picture, scaled to `side`.
 * @param orientation how the camera was held: EXIF's 1–8 (CIPA DC-008, tag 0x0112); the result is upright
 */
export function sampleSquare(pixels: Pixels, side: number, orientation: number): Pixels {
  const square = Math.min(pixels.width, pixels.height);
  const [left, top] = [Math.floor((pixels.width - square) / 2), Math.floor((pixels.height - square) / 2)];
  const part = { left, top, width: square, height: square };
  return sample(pixels, part, { width: side, height: side }, orientation);
}

/** A whole picture, scaled to a size that is not larger; the size is of the picture as it is stored, the result upright. */
export const sampleWhole = (pixels: Pixels, size: Size, orientation: number): Pixels =>
  sample(pixels, { left: 0, top: 0, width: pixels.width, height: pixels.height }, size, orientation);

/** A part of a picture, scaled: each new pixel is the mean of those it covers, over white. */
function sample(
  { data, width: sourceWidth }: Pixels,
  part: Size & { left: number; top: number },
  { width, height }: Size,
  orientation: number,
): Pixels {
  const turned = turnsOnItsSide(orientation) ? { width: height, height: width } : { width, height };
  const target = new Uint8ClampedArray(width * height * 4).fill(255);
  const columnAt = (x: number) => part.left + Math.floor((x * part.width) / width);
  const rowAt = (y: number) => part.top + Math.floor((y * part.height) / height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const box = { x0: columnAt(x), x1: columnAt(x + 1), y0: rowAt(y), y1: rowAt(y + 1) };
      const [uprightX, uprightY] = upright(x, y, width - 1, height - 1, orientation);
      target.set(meanOverWhite(data, sourceWidth, box), (uprightY * turned.width + uprightX) * 4);
    }
  return { data: target, ...turned };
}

/** Whether an orientation makes a picture's width its height. */
export const turnsOnItsSide = (orientation: number): boolean => orientation >= 5 && orientation <= 8;

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

/** Where a stored pixel stands when the picture is upright. */
function upright(x: number, y: number, lastX: number, lastY: number, orientation: number): [number, number] {
  switch (orientation) {
    case 2:
      return [lastX - x, y];
    case 3:
      return [lastX - x, lastY - y];
    case 4:
      return [x, lastY - y];
    case 5:
      return [y, x];
    case 6:
      return [lastY - y, x];
    case 7:
      return [lastY - y, lastX - x];
    case 8:
      return [y, lastX - x];
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
