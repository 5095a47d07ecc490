import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeJpeg } from "./codecs.ts";
import { orientationOf } from "./pixels.ts";
import { BrokenFile, sniff } from "./sniff.ts";
import { bytesOf, samplePdf, samplePng, withExif } from "./testing.ts";

const samples = async () => {
  const data = new Uint8ClampedArray(24 * 16 * 4).map((_, at) => (at * 7) % 256);
  const jpeg = withExif(await encodeJpeg({ data, width: 24, height: 16 }, 80), 6, "x");
  return [
    { bytes: jpeg, found: { type: "image/jpeg", length: jpeg.length, width: 24, height: 16 } },
    { bytes: samplePng, found: { type: "image/png", length: samplePng.length, width: 8, height: 8 } },
    { bytes: bytesOf(samplePdf), found: { type: "application/pdf", length: samplePdf.length, width: 0, height: 0 } },
  ];
};
/** What is found, undefined, or "broken"; anything else that is thrown is thrown on. */
const outcome = (bytes: Uint8Array) => {
  try {
    return sniff(bytes);
  } catch (error) {
    if (error instanceof BrokenFile) return "broken";
    throw error;
  }
};

describe("sniffing", () => {
  it("finds type and size, and no end but the file's own", async () => {
    for (const { bytes, found } of await samples()) {
      expect(outcome(bytes)).toEqual(found);
      const appended = outcome(bytesOf(bytes, "PK\u0003\u0004"));
      expect(appended).toEqual(found.type === "application/pdf" ? { ...found, length: bytes.length + 4 } : found);
    }
  });

  it("takes no beginning of a file for a whole one", async () => {
    for (const { bytes, found } of await samples()) {
      // A PDF may end without its last line break.
      const shortest = found.type === "application/pdf" ? bytes.length - 1 : bytes.length;
      for (let length = 0; length < shortest; length++)
        expect(["broken", undefined]).toContain(outcome(bytes.subarray(0, length)));
    }
  });

  it("says that a garbled file is broken, or what it is, and never fails otherwise", async () => {
    const known = await samples();
    fc.assert(
      fc.property(
        fc.constantFrom(...known),
        fc.array(fc.tuple(fc.nat(2000), fc.nat(255)), { minLength: 1, maxLength: 12 }),
        ({ bytes }, changes) => {
          const garbled = bytes.slice();
          for (const [at, value] of changes) garbled[at % garbled.length] = value;
          const found = outcome(garbled);
          if (found === undefined || found === "broken") return;
          expect(found.length).toBeLessThanOrEqual(garbled.length);
          if (found.type === "image/jpeg") expect(orientationOf(garbled)).toBeGreaterThanOrEqual(0);
        },
      ),
      { numRuns: 3000 },
    );
  });
});
