import { parseCsv } from "hucre/csv";
import { readXlsx } from "hucre/xlsx";
import { describe, expect, it } from "vitest";
import { mapped } from "./streams.ts";
import { cutRows, everyItem, tableFile, unguarded, type Cell, type TableColumn, type TableFormat } from "./tables.ts";

const columns: TableColumn[] = [
  { header: "Nama", type: "text" },
  { header: "Tagihan", type: "rupiah" },
  { header: "Kuota", type: "number" },
  { header: "Jatuh tempo", type: "date" },
];
const rows: Cell[][] = [
  ["Warung Sejahtera", 150_000, 2.5, "2026-11-30"],
  ['Kos "Melati", blok B', -25_000, null, null],
  ["Baris satu\nbaris dua", 0, 3, "2024-02-29"],
];
const formulas = ["=1+1", "+62", "-1", "@x", "\tx", "\rx", "'=1+1", "it's"];

async function* some(list: readonly Cell[][]) {
  yield* list;
}
const file = (format: TableFormat, list: readonly Cell[][], bom?: boolean) =>
  tableFile({ format, fileName: "tagihan", columns, rows: some(list), ...(bom !== undefined && { bom }) });
const bytes = async (answer: Response) => new Uint8Array(await answer.arrayBuffer());

describe("A table as CSV", () => {
  it("reads back as it was written", async () => {
    const answer = file("csv", rows);
    expect(answer.headers.get("content-disposition")).toBe('attachment; filename="tagihan.csv"');
    expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(parseCsv(await answer.text())).toEqual([
      ["Nama", "Tagihan", "Kuota", "Jatuh tempo"],
      ["Warung Sejahtera", "150000", "2.5", "2026-11-30"],
      ['Kos "Melati", blok B', "-25000", "", ""],
      ["Baris satu\nbaris dua", "0", "3", "2024-02-29"],
    ]);
  });

  it("says that it is UTF-8, unless told not to", async () => {
    expect([...(await bytes(file("csv", rows))).slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect([...(await bytes(file("csv", rows, false))).slice(0, 2)]).toEqual(
      [..."Na"].map((each) => each.charCodeAt(0)),
    );
  });

  it("holds no text that a spreadsheet would take for a formula, and gives each back", async () => {
    const written = parseCsv(
      await file(
        "csv",
        formulas.map((text) => [text]),
      ).text(),
    ).slice(1);
    const texts = written.map(([text]) => String(text));
    expect(texts).toEqual(["'=1+1", "'+62", "'-1", "'@x", "'\tx", "'\rx", "''=1+1", "it's"]);
    expect(texts.map(unguarded)).toEqual(formulas);
  });
});

describe("A table as a workbook", () => {
  it("keeps numbers as numbers, rupiah with their format, dates as dates, and formulas as text", async () => {
    const book = await readXlsx(await bytes(file("xlsx", [...rows, ...formulas.map((text) => [text])])), {
      readStyles: true,
    });
    const [sheet] = book.sheets;
    const read = (sheet?.rows ?? []).map((row) => [...row]);
    expect(
      read.slice(0, 4).map((row) => row.map((cell) => (cell instanceof Date ? cell.toISOString() : cell))),
    ).toEqual([
      ["Nama", "Tagihan", "Kuota", "Jatuh tempo"],
      ["Warung Sejahtera", 150_000, 2.5, "2026-11-30T00:00:00.000Z"],
      ['Kos "Melati", blok B', -25_000, null, null],
      ["Baris satu\nbaris dua", 0, 3, "2024-02-29T00:00:00.000Z"],
    ]);
    expect(read.slice(4).map(([text]) => text)).toEqual(formulas);
    expect(sheet?.cells?.get("1,1")?.style?.numFmt).toContain('"Rp"');
    expect([...(sheet?.cells?.values() ?? [])].filter(({ formula }) => formula)).toEqual([]);
  });
});

describe("A large table", () => {
  it.each(["csv", "xlsx"] as const)("as %s is read no faster than it is taken", async (format) => {
    let made = 0;
    async function* endless() {
      for (;;) yield [`Pelanggan ${++made}`, made, made, "2026-11-30"];
    }
    const reader = tableFile({ format, fileName: "besar", columns, rows: endless() }).body?.getReader();
    await reader?.read();
    await reader?.read();
    const [atTwo] = [made];
    await reader?.read();
    expect(atTwo).toBeGreaterThan(0);
    expect(made).toBeLessThan(50_000);
    await reader?.cancel();
    const atEnd = made;
    await Promise.resolve();
    expect(made).toBe(atEnd);
  });
});

it("A list is walked to its end, page by page", async () => {
  const asked: (string | undefined)[] = [];
  const list = async (cursor: string | undefined) => {
    asked.push(cursor);
    const from = Number(cursor ?? 0);
    return { data: [from, from + 1], nextCursor: from < 4 ? String(from + 2) : null };
  };
  const items: number[] = [];
  for await (const item of mapped(everyItem(list), (each) => each * 10)) items.push(item);
  expect(items).toEqual([0, 10, 20, 30, 40, 50]);
  expect(asked).toEqual([undefined, "2", "4"]);
});

it("A table that is cut says so where no import takes it in", async () => {
  const cutOf = async (length: number) => {
    const list: (readonly Cell[])[] = [];
    const source = some(Array.from({ length }, (_, n) => [`Pelanggan ${n}`, n]));
    for await (const row of cutRows(source, "en", 3)) list.push(row);
    return list.slice(3);
  };
  expect(await cutOf(3)).toEqual([]);
  expect(await cutOf(5)).toEqual([[null, "Cut at 50,000 rows. Narrow it down with the filters and export again."]]);
});
