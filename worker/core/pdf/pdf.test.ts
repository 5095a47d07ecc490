/** Pages, read back from the files that are written. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reportPdf, type ReportOptions } from "./report.ts";
import { linesOfPdf, textsOfPdf } from "./testing.ts";
import { toWinAnsi } from "./winansi.ts";
import { newPdf } from "./writer.ts";
import { drawTable } from "./table.ts";
import { drawQr } from "./qr.ts";
import { cut, wrap } from "./wrap.ts";

const winAnsi = /^[\x20-\x7e¡-¬®-ÿ€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]*$/;
const anyText = fc.string({ unit: "binary", maxLength: 120 });
const length: (text: string) => number = (text) => text.length;

describe("a text in the standard fonts", () => {
  it.each([
    ["Toko Melati “Jaya” – Rp 150.000 €5…", "Toko Melati “Jaya” – Rp 150.000 €5…"],
    ["Café Zoë", "Café Zoë"],
    ["Cafe\u0301", "Café"],
    ["Toko 😀👍🏽 Melati", "Toko  Melati"],
    ["Łódź → Dvořák", "Lódz -> Dvorák"],
    ["ﬁber № ５", "fiber No 5"],
    ["baris\tsatu\u00a0dua\u200b", "baris satu dua"],
    ["电话 ꦗꦮ", "?? ??"],
    ["\ud800x", "?x"],
  ])("shows %j as %j", (given, shown) => {
    expect(toWinAnsi(given)).toBe(shown);
  });

  it("is always one that they have, whatever was given", () => {
    fc.assert(fc.property(anyText, (text) => winAnsi.test(toWinAnsi(text))));
  });
});

describe("lines", () => {
  it("never pass the width, lose no word, and break long words", () => {
    expect(wrap("satu dua  tiga\nempat", 8, length)).toEqual(["satu dua", "tiga", "empat"]);
    expect(wrap("a bcdefghijk l", 4, length)).toEqual(["a", "bcde", "fghi", "jk l"]);
    expect(wrap("", 4, length)).toEqual([""]);
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), fc.integer({ min: 1, max: 20 }), (text, width) => {
        const lines = wrap(text, width, length);
        expect(lines.every((line) => line.length <= width)).toBe(true);
        expect(lines.join("").replaceAll(/\s/g, "")).toBe(text.replaceAll(/\s/g, ""));
      }),
    );
  });

  it("that are cut say so", () => {
    expect([cut("satu dua", 8, length), cut("satu dua tiga", 9, length)]).toEqual(["satu dua", "satu dua…"]);
  });
});

const report = (rows: ReportOptions["rows"], more: Partial<ReportOptions> = {}) =>
  reportPdf({
    title: "Laporan pendapatan",
    subtitle: "Contoh Net\nNovember 2026",
    locale: "id",
    columns: [
      { header: "Pelanggan", type: "text" },
      { header: "Tanggal", type: "date" },
      { header: "Lembar", type: "number" },
      { header: "Jumlah", type: "rupiah" },
    ],
    rows,
    ...more,
  });

const manyRows = (count: number) =>
  Array.from({ length: count }, (_, n) => [`Pelanggan ${n + 1}`, "2026-11-25", n + 1, 150_000] as const);

describe("a report", () => {
  it("holds every row once, breaks over pages with the head repeated, and numbers them", async () => {
    const pages = textsOfPdf(await report(manyRows(100), { totals: ["Jumlah", null, 5050, 15_000_000] }));
    expect(pages.length).toBeGreaterThan(2);
    for (const [n, page] of pages.entries()) {
      expect(page).toContain("Pelanggan");
      expect(page.at(-1)).toBe(`Halaman ${n + 1} dari ${pages.length}`);
    }
    const all = pages.flat();
    expect(all.filter((text) => /^Pelanggan \d/.test(text))).toEqual(manyRows(100).map(([name]) => name));
    expect(all).toEqual(expect.arrayContaining(["25 Nov 2026", "Rp 150.000", "5.050", "Rp 15.000.000"]));
  });

  it("takes rows as they come, and says when there are none, or more than paper is for", async () => {
    async function* streamed() {
      yield await Promise.resolve(["Toko Melati", null, 1, 2]);
    }
    expect(linesOfPdf(await report(streamed()))).toContain("Toko Melati");
    expect(linesOfPdf(await report([]))).toContain("Tidak ada data untuk pilihan ini.");
    const cutOff = linesOfPdf(await report(manyRows(5001), { locale: "en", totals: ["Total", null, null, 7] }));
    expect(cutOff).toContain("Only the first 5,000 rows are printed, without totals.");
    expect(cutOff).not.toMatch(/Pelanggan 5001\n|Rp 7\n/);
  });

  it("is the same bytes for the same data", async () => {
    const [one, two] = [await report(manyRows(60)), await report(manyRows(60))];
    expect(Buffer.compare(Buffer.from(one), Buffer.from(two))).toBe(0);
  });

  it("takes any text in any place", async () => {
    await fc.assert(
      fc.asyncProperty(anyText, fc.array(fc.tuple(anyText, anyText, fc.integer(), fc.integer())), async (text, rows) => {
        const bytes = await report(rows, { title: text, subtitle: text, totals: [text, text, 1, 2] });
        expect(textsOfPdf(bytes).length).toBeGreaterThan(0);
      }),
      { numRuns: 40 },
    );
  });
});

describe("a page", () => {
  it("keeps a row that is taller than it, and what comes after", async () => {
    const pdf = await newPdf({ title: "x", locale: "en" });
    const columns = [{ header: "Note", width: 60 }];
    drawTable(pdf, columns, [["kata ".repeat(600)], ["akhir"]]);
    const pages = textsOfPdf(await pdf.bytes());
    expect(pages.at(-1)).toContain("akhir");
    expect(pages.at(-1)?.at(-1)).toBe(`Page ${pages.length} of ${pages.length}`);
  });

  it("refuses no picture: what is no JPEG is left out", async () => {
    const pdf = await newPdf({ title: "x", locale: "id" });
    expect(await pdf.jpeg(new Uint8Array([1, 2, 3]), { x: 0, y: 0, width: 9, height: 9 })).toBeUndefined();
    await drawQr(pdf, "https://tepi.example/pay/abc", { x: 48, y: 48, width: 90 });
    expect(textsOfPdf(await pdf.bytes())).toEqual([["Halaman 1 dari 1"]]);
  });
});
