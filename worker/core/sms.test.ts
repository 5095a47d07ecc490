import { describe, expect, it } from "vitest";
import { segmentsOf } from "./sms.ts";

describe("the parts of an SMS", () => {
  it.each([
    ["", "GSM-7", 0, 0],
    ["a".repeat(160), "GSM-7", 160, 1],
    ["a".repeat(161), "GSM-7", 161, 2],
    ["a".repeat(306), "GSM-7", 306, 2],
    ["a".repeat(307), "GSM-7", 307, 3],
    ["€".repeat(80), "GSM-7", 160, 1],
    ["€".repeat(81), "GSM-7", 162, 2],
    ["é@£Ωà\n", "GSM-7", 6, 1],
    ["日".repeat(70), "UCS-2", 70, 1],
    ["日".repeat(71), "UCS-2", 71, 2],
    ["日".repeat(134), "UCS-2", 134, 2],
    ["日".repeat(135), "UCS-2", 135, 3],
    ["😀".repeat(35), "UCS-2", 70, 1],
    ["Kode Anda 123456", "GSM-7", 16, 1],
    ["`", "UCS-2", 1, 1],
  ])("of %j", (text, encoding, units, segments) => {
    expect(segmentsOf(text)).toMatchObject({ encoding, units, segments });
  });

  it("split no character: an escape pair or a surrogate pair moves on as a whole", () => {
    const straddling = `${"a".repeat(152)}€${"a".repeat(152)}`;
    expect(segmentsOf(straddling)).toMatchObject({ units: 306, segments: 3 });
    expect(segmentsOf("😀".repeat(67))).toMatchObject({ units: 134, segments: 3, unitsPerSegment: 67 });
  });
});
