/** Which columns and rows each report has as a file. */
import type { Context } from "../../core/context.ts";
import { everyItem, type Cell } from "../../core/tables.ts";
import type { z } from "@hono/zod-openapi";
import type { InvoiceState } from "../billing/index.ts";
import { ageBuckets } from "./ageing.ts";
import type { BrandName } from "./brands.ts";
import { reportFile, said, type Column } from "./files.ts";
import type { receivablesFileQuery, revenueFileQuery, taxFileQuery } from "./inputs.ts";
import { listOwed, receivablesReport } from "./receivables.ts";
import { revenueReport } from "./revenue.ts";
import { listTaxed, listTaxedNotes, taxReport } from "./tax.ts";
import { bucketWords, rateText, stateWords, words } from "./words.ts";

/** Rows of one query of a streamed file. */
const pageSize = 500;

const brandName = (ctx: Context, brand: BrandName | null): string => brand?.name ?? said(ctx, words.allBrands);
const joined = (...parts: string[]) => parts.join(" · ");

const moneyColumns: Column[] = [
  ["payments", "number"],
  ["received", "rupiah"],
  ["credited", "rupiah"],
  ["refunded", "rupiah"],
];

export async function revenueFile(ctx: Context, { format, ...query }: z.output<typeof revenueFileQuery>) {
  const { from, to, groupBy, brand, rows, total } = await revenueReport(ctx, query);
  const isMoney = groupBy !== "status";
  const columns: Column[] = [
    [groupBy, groupBy === "day" ? "date" : "text"],
    ["invoices", "number"],
    ["issued", "rupiah"],
    ["ppn", "rupiah"],
    ["settled", "rupiah"],
    ["outstanding", "rupiah"],
    ...(isMoney ? moneyColumns : []),
  ];
  const cells = (head: Cell, row: Omit<(typeof rows)[number], "key" | "brand">): Cell[] => [
    ...[head, row.invoices, row.issued, row.tax, row.settled, row.outstanding],
    ...(isMoney ? [row.payments ?? 0, row.received ?? 0, row.credited ?? 0, row.refunded ?? 0] : []),
  ];
  const head = ({ key, brand: own }: (typeof rows)[number]) =>
    groupBy === "brand" ? (own?.name ?? key) : groupBy === "status" ? said(ctx, stateWords[key as InvoiceState]) : key;
  return reportFile(ctx, format, {
    name: `revenue-${from}-${to}`,
    title: "revenue",
    about: joined(`${from} ${said(ctx, words.until)} ${to}`, brandName(ctx, brand)),
    columns,
    rows: rows.map((row) => cells(head(row), row)),
    totals: cells(groupBy === "day" ? null : said(ctx, words.total), total),
  });
}

export async function receivablesFile(
  ctx: Context,
  { format, contents, ...query }: z.output<typeof receivablesFileQuery>,
) {
  const { on, brand, brands, total } = await receivablesReport(ctx, query);
  const about = joined(`${said(ctx, words.on)} ${on}`, brandName(ctx, brand));
  if (contents === "summary")
    return reportFile(ctx, format, {
      name: `receivables-${on}`,
      title: "receivables",
      about,
      columns: [
        ["brand", "text"],
        ["age", "text"],
        ["invoices", "number"],
        ["owed", "rupiah"],
      ],
      rows: brands.flatMap(({ brand: own, buckets }) =>
        buckets.map((each): Cell[] => [own.name, said(ctx, bucketWords[each.bucket]), each.invoices, each.amount]),
      ),
      totals: [said(ctx, words.total), null, total.invoices, total.amount],
    });
  return reportFile(ctx, format, {
    name: `receivable-invoices-${on}`,
    title: "receivableInvoices",
    about,
    columns: [
      ["number", "text"],
      ["customer", "text"],
      ["brand", "text"],
      ["dueOn", "date"],
      ["daysPastDue", "number"],
      ["age", "text"],
      ["invoiceTotal", "rupiah"],
      ["settled", "rupiah"],
      ["owed", "rupiah"],
    ],
    rows: owedRows(
      ctx,
      on,
      brands.map((each) => each.brand),
    ),
  });
}

/** Open invoices brand by brand, the longest due first. */
async function* owedRows(ctx: Context, on: string, brands: readonly BrandName[]): AsyncGenerator<Cell[]> {
  for (const { id: brandId, name } of brands)
    for (const bucket of ageBuckets.toReversed()) {
      const found = everyItem((cursor) => listOwed(ctx, { bucket, on, brandId, limit: pageSize, cursor }));
      for await (const row of found)
        yield [
          ...[row.number, row.customer?.name ?? said(ctx, words.deleted), name, row.dueOn, row.daysPastDue],
          ...[said(ctx, bucketWords[bucket]), row.total, row.paid, row.owed],
        ];
    }
}

export async function taxFile(ctx: Context, { format, contents, ...query }: z.output<typeof taxFileQuery>) {
  if (contents === "invoices") return taxedFile(ctx, { format, ...query });
  const { month, brand, rows, notes, total } = await taxReport(ctx, query);
  return reportFile(ctx, format, {
    name: `tax-${month}`,
    title: "tax",
    about: joined(month, brandName(ctx, brand)),
    columns: [
      ["brand", "text"],
      ["rate", "text"],
      ["invoices", "number"],
      ["base", "rupiah"],
      ["ppn", "rupiah"],
      ["invoiceTotal", "rupiah"],
    ],
    rows: [
      ...rows.map((row): Cell[] => [
        ...[row.brand.name, rateText(row.taxRateBasisPoints, ctx.locale)],
        ...[row.invoices, row.base, row.tax, row.total],
      ]),
      ...notes.map((row): Cell[] => [
        ...[row.brand.name, said(ctx, words.credited), null],
        ...[-row.base, -row.tax, -row.total],
      ]),
    ],
    totals: [said(ctx, words.total), null, total.invoices, total.base, total.tax, total.total],
  });
}

async function taxedFile(ctx: Context, { format, ...query }: Omit<z.output<typeof taxFileQuery>, "contents">) {
  const { month, brand, rows, notes, total } = await taxReport(ctx, query);
  const taxed = [...new Map([...rows, ...notes].map((row) => [row.brand.id, row.brand])).values()];
  return reportFile(ctx, format, {
    name: `tax-invoices-${month}`,
    title: "taxedInvoices",
    about: joined(month, brandName(ctx, brand)),
    columns: [
      ["number", "text"],
      ["issuedOn", "date"],
      ["customer", "text"],
      ["brand", "text"],
      ["rate", "text"],
      ["base", "rupiah"],
      ["ppn", "rupiah"],
      ["invoiceTotal", "rupiah"],
    ],
    rows: taxedRows(ctx, month, taxed),
    totals: [said(ctx, words.total), null, null, null, null, total.base, total.tax, total.total],
  });
}

/** Invoices, then credit notes as what they take away, brand by brand. */
async function* taxedRows(ctx: Context, month: string, brands: readonly BrandName[]): AsyncGenerator<Cell[]> {
  const of = (list: typeof listTaxed | typeof listTaxedNotes, brandId: string) =>
    everyItem<TaxedRow>((cursor) => list(ctx, { month, brandId, limit: pageSize, cursor }));
  for (const { id: brandId, name } of brands) {
    const cells = (row: TaxedRow, sign: 1 | -1): Cell[] => [
      ...[row.number, row.issuedOn, row.customer?.name ?? said(ctx, words.deleted), name],
      ...[rateText(row.taxRateBasisPoints, ctx.locale), sign * row.base, sign * row.tax, sign * row.total],
    ];
    for await (const row of of(listTaxed, brandId)) yield cells(row, 1);
    for await (const row of of(listTaxedNotes, brandId)) yield cells(row, -1);
  }
}
type TaxedRow = Awaited<ReturnType<typeof listTaxed | typeof listTaxedNotes>>["data"][number];
