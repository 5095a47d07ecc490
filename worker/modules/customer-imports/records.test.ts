import { describe, expect, it } from "vitest";
import { csvHead, csvRecords, peeked, type CsvRecord } from "./records.ts";

const text = [
  "Nama,Alamat\r\n",
  '"Toko ""Kenanga""","Jalan Melati 7\r\nRT 03, RW 05"\n',
  "\r\n",
  'Kos Dahlia,"",\r',
  "Warung É,'=1+1\r\n",
  '"Akhir","tanpa baris baru"',
].join("");
const expected = [
  ["Nama", "Alamat"],
  ['Toko "Kenanga"', "Jalan Melati 7\r\nRT 03, RW 05"],
  [""],
  ["Kos Dahlia", "", ""],
  ["Warung É", "=1+1"],
  ["Akhir", "tanpa baris baru"],
];
const bytes = new TextEncoder().encode(text);

async function* inPieces(content: Uint8Array, size: number) {
  for (let at = 0; at < content.length; at += size) yield content.slice(at, at + size);
}
async function all(source: AsyncIterable<Uint8Array>, from: { offset?: number; line?: number; toEnd?: boolean } = {}) {
  const records: CsvRecord[] = [];
  for await (const each of csvRecords(source, { delimiter: ",", offset: 0, line: 0, toEnd: true, ...from }))
    records.push(each);
  return records;
}
const sizes = Array.from({ length: bytes.length }, (_, n) => n + 1);

describe("Records of a CSV", () => {
  it("are the same however the bytes come in", async () => {
    for (const size of sizes) {
      const records = await all(inPieces(bytes, size));
      expect(records.map(({ cells }) => cells)).toEqual(expected);
      expect(records.map(({ line }) => line)).toEqual([1, 2, 3, 4, 5, 6]);
      expect(records.at(-1)?.end).toBe(bytes.length);
    }
  });

  it("go on from any place that one ended at, and never begin with half a record", async () => {
    const whole = await all(inPieces(bytes, bytes.length));
    for (const { end, line } of whole)
      for (const length of sizes.filter((size) => end + size <= bytes.length)) {
        const window = bytes.slice(end, end + length);
        const toEnd = end + length === bytes.length;
        const some = await all(inPieces(window, length), { offset: end, line, toEnd });
        expect(some).toEqual(whole.slice(line, line + some.length));
        if (toEnd) expect(some.length).toBe(whole.length - line);
      }
  });

  it("are refused where a quote is never closed, with the line on which it was opened", async () => {
    const open = new TextEncoder().encode(`Nama\nA\n"B${"x".repeat(70_000)}`);
    await expect(all(inPieces(open, 1000))).rejects.toMatchObject({
      options: {
        fields: [{ field: "file", message: { en: "Line 3 does not end: perhaps a quote was never closed." } }],
      },
    });
  });

  it("are refused where they are not UTF-8, with their line", async () => {
    const latin = new Uint8Array([...new TextEncoder().encode("Nama\nCaf"), 0xe9, 0x0a]);
    await expect(all(inPieces(latin, 4))).rejects.toMatchObject({
      options: { fields: [{ field: "file", message: { en: expect.stringContaining("Line 2 is not UTF-8") } }] },
    });
  });
});

describe("The first bytes of a file", () => {
  const head = (content: string) => csvHead(new TextEncoder().encode(content));

  it.each([
    ["Nama,Alamat\nA,B\n", ",", 0],
    ["Nama;Alamat\nA;B, C\n", ";", 0],
    ["\ufeffNama;Alamat\nA;B\n", ";", 3],
    ["Nama\tAlamat\nA\tB\n", "\t", 0],
    ["Nama\nA\n", ",", 0],
  ])("of %j say how it is written", (content, delimiter, offset) => {
    expect(head(content)).toEqual({ delimiter, offset });
  });

  it.each([
    ["a workbook", "PK\u0003\u0004", "This is an Excel file. Save it as CSV UTF-8 first."],
    ["UTF-16", "\u00ff\u00fe", "This file is UTF-16. Save it as CSV UTF-8 first."],
  ])("of %s are refused", (_, content, message) => {
    const bytes = Uint8Array.from(content, (each) => each.charCodeAt(0));
    expect(() => csvHead(bytes)).toThrow(
      expect.objectContaining({
        options: { fields: [{ field: "file", message: expect.objectContaining({ en: message }) }] },
      }),
    );
  });

  it("are given again with the rest", async () => {
    const { head: first, chunks } = await peeked(inPieces(bytes, 7), 20);
    expect(first.length).toBe(21);
    expect((await all(chunks)).map(({ cells }) => cells)).toEqual(expected);
  });
});
