/** Customers by how they pay, and churn, as files. */
import type { z } from "@hono/zod-openapi";
import type { Context } from "../../core/context.ts";
import { mapped } from "../../core/streams.ts";
import { everyItem, type Cell } from "../../core/tables.ts";
import type { Segment } from "../customers/schema.ts";
import { brandNames } from "./brands.ts";
import { churnReport, type Churn } from "./churn.ts";
import type { churnFileQuery, customerFileQuery } from "./customer-inputs.ts";
import { listBehaviour } from "./customers.ts";
import { reportFile, said } from "./files.ts";
import { words } from "./words.ts";

type Words = Record<Context["locale"], string>;

/** What a segment is called; in Indonesian as the source system has it. */
export const segmentWords: Record<Segment, Words> = {
  loyal: { id: "Setia", en: "Loyal" },
  late_payer: { id: "Lunas telat", en: "Pays late" },
  in_arrears: { id: "Menunggak", en: "In arrears" },
  new: { id: "Belum ada riwayat", en: "No history" },
};

const statusWords: Record<"active" | "inactive", Words> = {
  active: { id: "Aktif", en: "Active" },
  inactive: { id: "Nonaktif", en: "Inactive" },
};

/** Rows of one query of a streamed file. */
const pageSize = 100;

/** Customers as they are listed, whatever their number. */
export async function customersFile(ctx: Context, { format, ...query }: z.output<typeof customerFileQuery>) {
  const [brands] = await ctx.store.read(brandNames(ctx));
  const names = new Map(brands.map(({ id, name }) => [id, name]));
  const found = everyItem((cursor) => listBehaviour(ctx, { ...query, limit: pageSize, cursor }));
  const { segment } = query;
  return reportFile(ctx, format, {
    name: segment === undefined ? "customers" : `customers-${segment.replace("_", "-")}`,
    title: "customersBySegment",
    about: segment === undefined ? "" : said(ctx, segmentWords[segment]),
    columns: [
      ["customerNumber", "number"],
      ["customer", "text"],
      ["phone", "text"],
      ["brand", "text"],
      ["status", "text"],
      ["segment", "text"],
      ["since", "date"],
      ["overdueInvoices", "number"],
      ["overdueAmount", "rupiah"],
      ["paidOnTime", "number"],
      ["paidLate", "number"],
      ["lastLateOn", "date"],
    ],
    rows: mapped(found, (row): Cell[] => [
      ...[row.number, row.name, row.phone, names.get(row.brandId) ?? "", said(ctx, statusWords[row.status])],
      ...[said(ctx, segmentWords[row.segment]), row.since, row.overdueInvoices, row.overdueAmount],
      ...[row.paidOnTime, row.paidLate, row.lastLateOn],
    ]),
  });
}

export async function churnFile(ctx: Context, { format, ...query }: z.output<typeof churnFileQuery>) {
  const { from, to, brand, months, total } = await churnReport(ctx, query);
  const cells = (head: Cell, churn: Churn): Cell[] => [
    ...[head, churn.activeAtStart, churn.started, churn.ended, churn.activeAtEnd],
    ...[churn.churnBasisPoints === null ? null : churn.churnBasisPoints / 100, churn.suspended, churn.restored],
  ];
  return reportFile(ctx, format, {
    name: `churn-${from}-${to}`,
    title: "churn",
    about: `${from} ${said(ctx, words.until)} ${to} · ${brand?.name ?? said(ctx, words.allBrands)}`,
    columns: [
      ["month", "text"],
      ["activeAtStart", "number"],
      ["started", "number"],
      ["ended", "number"],
      ["activeAtEnd", "number"],
      ["churnPercent", "number"],
      ["suspended", "number"],
      ["restored", "number"],
    ],
    rows: months.map(({ month, ...churn }) => cells(month, churn)),
    totals: cells(said(ctx, words.total), total),
  });
}
