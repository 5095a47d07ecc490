import { describe, expect, it } from "vitest";
import { decode, encodeJpeg } from "./codecs.ts";
import { requireType } from "./service.ts";
import { bytesOf, pngChunk, pngHeader, pngOf, pngSignature, withExif } from "./testing.ts";
import { fitted, thumbnail } from "./thumbnail.ts";
import type { Refusal } from "../../core/errors.ts";

type Colour = readonly [number, number, number, number];
const red: Colour = [255, 0, 0, 255];
const blue: Colour = [0, 0, 255, 255];
const green: Colour = [0, 128, 0, 255];
const white: Colour = [255, 255, 255, 255];

const jpegOf = async (width: number, height: number, colour: (x: number, y: number) => Colour) => {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let at = 0; at < width * height; at++) data.set(colour(at % width, Math.floor(at / width)), at * 4);
  return encodeJpeg({ data, width, height }, 95);
};
const shrink = async (bytes: Uint8Array<ArrayBuffer>, side = 256) => {
  const small = await thumbnail(bytes, requireType(bytes, ["image/jpeg", "image/png"]), side);
  return { small, pixels: await decode(small, "image/jpeg") };
};
/** The name of the colour that a pixel comes nearest to, since JPEG keeps none exactly. */
const colourAt = ({ data, width }: { data: Uint8ClampedArray; width: number }, x: number, y: number): string => {
  const at = (y * width + x) * 4;
  const distance = (colour: Colour) =>
    [0, 1, 2].reduce((sum, n) => sum + Math.abs((data[at + n] ?? 0) - (colour[n] ?? 0)), 0);
  const known = Object.entries({ red, blue, green, white });
  return known.toSorted(([, a], [, b]) => distance(a) - distance(b))[0]?.[0] ?? "";
};
const refusalOf = (work: Promise<unknown>) =>
  work.then(
    () => "taken",
    (error: Refusal) => error.options?.fields?.[0]?.message.en ?? String(error),
  );

describe("a thumbnail", () => {
  it("is at most as large as asked, square, cut from the middle, and never blown up", async () => {
    const wide = await jpegOf(900, 300, (x) => (x < 300 ? red : x < 600 ? green : blue));
    const { pixels } = await shrink(wide);
    expect([pixels.width, pixels.height]).toEqual([256, 256]);
    for (const [x, y] of [
      [3, 3],
      [128, 128],
      [252, 252],
    ] as const)
      expect(colourAt(pixels, x, y)).toBe("green");
    const tiny = await shrink(pngOf(10, 20, () => red));
    expect([tiny.pixels.width, tiny.pixels.height]).toEqual([10, 10]);
  });

  it("that is fitted into a box is whole and upright, and never blown up", async () => {
    const fit = async (bytes: Uint8Array<ArrayBuffer>) =>
      decode(
        await fitted(bytes, requireType(bytes, ["image/jpeg", "image/png"]), { width: 200, height: 100 }),
        "image/jpeg",
      );
    const wide = await jpegOf(900, 300, (x) => (x < 450 ? red : blue));
    const pixels = await fit(wide);
    expect([pixels.width, pixels.height, colourAt(pixels, 5, 5), colourAt(pixels, 195, 60)]).toEqual([
      ...[200, 67],
      ...["red", "blue"],
    ]);
    // Held on its side: what was stored at the left is above.
    const turned = await fit(withExif(wide, 6, ""));
    expect([turned.width, turned.height, colourAt(turned, 5, 5), colourAt(turned, 5, 95)]).toEqual([
      ...[33, 100],
      ...["red", "blue"],
    ]);
    const tiny = await fit(pngOf(10, 20, () => red));
    expect([tiny.width, tiny.height]).toEqual([10, 20]);
  });

  it("holds no EXIF, no place and no comment of the original", async () => {
    const plain = await jpegOf(300, 300, () => green);
    const note = "GPSLatitude 6 10 31 S; Kamera Rahasia";
    const comment = bytesOf([0xff, 0xfe, 0, 2 + note.length], note);
    const tagged = bytesOf(withExif(plain, 1, note).subarray(0, -2), comment, [0xff, 0xd9]);
    const text = pngOf(300, 300, () => green, pngChunk("tEXt", bytesOf(`Comment\0${note}`)));
    for (const original of [tagged, text]) {
      expect(Buffer.from(original).toString("latin1")).toContain(note);
      const { small } = await shrink(original);
      const kept = Buffer.from(small).toString("latin1");
      for (const word of ["Exif", "GPS", "Rahasia", "tEXt"]) expect(kept).not.toContain(word);
    }
  });

  it("stands upright, however the camera was held", async () => {
    // Stored: red to the left above, blue to the right above, green to the left below, white to the right below.
    const stored = await jpegOf(64, 64, (x, y) => (y < 32 ? (x < 32 ? red : blue) : x < 32 ? green : white));
    const corners = async (orientation: number) => {
      const { pixels } = await shrink(withExif(stored, orientation, ""), 64);
      return [
        [8, 8],
        [56, 8],
        [8, 56],
        [56, 56],
      ].map(([x = 0, y = 0]) => colourAt(pixels, x, y));
    };
    expect(await corners(1)).toEqual(["red", "blue", "green", "white"]);
    expect(await corners(2)).toEqual(["blue", "red", "white", "green"]);
    expect(await corners(3)).toEqual(["white", "green", "blue", "red"]);
    expect(await corners(4)).toEqual(["green", "white", "red", "blue"]);
    expect(await corners(5)).toEqual(["red", "green", "blue", "white"]);
    expect(await corners(6)).toEqual(["green", "red", "white", "blue"]);
    expect(await corners(7)).toEqual(["white", "blue", "green", "red"]);
    expect(await corners(8)).toEqual(["blue", "white", "red", "green"]);
    expect(await corners(99)).toEqual(["red", "blue", "green", "white"]);
  });

  it("shows white where the original was transparent", async () => {
    const { pixels } = await shrink(pngOf(64, 64, (x) => (x < 32 ? [255, 0, 0, 0] : blue)));
    expect([colourAt(pixels, 8, 32), colourAt(pixels, 56, 32)]).toEqual(["white", "blue"]);
  });

  it("is not made of what would unfold to more pixels than are decoded", async () => {
    const bomb = bytesOf(
      pngSignature,
      pngHeader(50_000, 50_000),
      pngChunk("IDAT", bytesOf()),
      pngChunk("IEND", bytesOf()),
    );
    expect(await refusalOf(shrink(bomb))).toContain("at most 5 megapixels");
    const photo = Buffer.from(await jpegOf(16, 16, () => red));
    const frame = photo.indexOf(Buffer.from([0xff, 0xc0])) + photo.indexOf(Buffer.from([0xff, 0xc2])) + 1;
    photo.writeUInt16BE(60_000, frame + 5);
    photo.writeUInt16BE(60_000, frame + 7);
    expect(await refusalOf(shrink(new Uint8Array(photo)))).toContain("at most 12.6 megapixels");
  });

  it("is not made of pictures that look whole and can't be decoded", async () => {
    const hollow = bytesOf(
      pngSignature,
      pngHeader(8, 8),
      pngChunk("IDAT", bytesOf("not deflated")),
      pngChunk("IEND", bytesOf()),
    );
    expect(await refusalOf(shrink(hollow))).toBe("This picture can't be read.");
    expect((await shrink(pngOf(8, 8, () => red))).pixels.width).toBe(8);
  });
});
