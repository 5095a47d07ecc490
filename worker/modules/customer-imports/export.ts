/** Customers as a file, by the filters of the list. An import reads it again, and changes nothing. */
import { asc, eq, ne } from "drizzle-orm";
import { holds } from "../../core/access.ts";
import type { Context } from "../../core/context.ts";
import type { Page } from "../../core/http/page.ts";
import { dialled } from "../../core/phones.ts";
import { cutRows, everyItem, tableFile, type Cell, type TableColumn, type TableFormat } from "../../core/tables.ts";
import { dateIn } from "../../core/time.ts";
import { among } from "../../db/bulk.ts";
import { noted } from "../audit/index.ts";
import { plans, subscriptions } from "../billing/schema.ts";
import { listCustomers, walkCustomers, type CustomerFilters } from "../customers/index.ts";
import { brands } from "../tenancy/schema.ts";
import { exportFields, headerOf, type ImportField } from "./fields.ts";
import type { CustomerExportQuery } from "./inputs.ts";

const pageRows = 500;

/** Which customers a file holds, and how. */
interface CustomerFile {
  format: TableFormat;
  /** What the log says that they were chosen by. */
  filters: object;
  page(cursor: string | undefined): Promise<Page<Listed>>;
  /** How a telephone number is written; as it is stored, if nothing else is said. */
  phone?(stored: string): string;
  /** Most rows; without it the file is cut at what a file may hold, and says so. */
  limit?: number;
}

/** Streams them, and writes down who took them, by which filters, and whether with whole KTP numbers. */
async function customerFile(ctx: Context, file: CustomerFile): Promise<Response> {
  const isWhole = holds(ctx.actor, "customers:reveal");
  const after = { ...file.filters, format: file.format, ktp: isWhole ? "whole" : "masked" };
  await ctx.store.atomic([
    noted(ctx, { entity: "customer_export", entityId: ctx.tenant.id, action: "customers.exported", after }),
  ]);
  const rows = exportRows(ctx, file, isWhole);
  return tableFile({
    format: file.format,
    fileName: `pelanggan-${ctx.tenant.slug}-${dateIn(ctx.tenant.timeZone, ctx.now())}`,
    columns: exportFields.map(columnOf),
    rows: file.limit === undefined ? cutRows(rows, ctx.locale) : first(rows, file.limit),
  });
}

/** By the filters of the list. */
export const exportCustomers = (ctx: Context, { format, ...filters }: CustomerExportQuery): Promise<Response> =>
  customerFile(ctx, {
    format,
    filters,
    page: (cursor) => listCustomers(ctx, { ...filters, limit: pageRows, cursor }),
  });

/** As CSV by place, telephone numbers as they are dialled: for other systems. */
export const exportCustomersBySkip = (
  ctx: Context,
  { skip, limit, ...filters }: CustomerFilters & { skip: number; limit: number },
): Promise<Response> =>
  customerFile(ctx, {
    format: "csv",
    filters: { ...filters, skip, limit },
    page: (cursor) => walkCustomers(ctx, { ...filters, skip, limit: pageRows, cursor }),
    phone: dialled,
    limit,
  });

async function* first<T>(items: AsyncIterable<T>, most: number): AsyncGenerator<T> {
  let count = 0;
  for await (const item of items) {
    yield item;
    if (++count === most) return;
  }
}

const types: Partial<Record<ImportField, TableColumn["type"]>> = {
  installedOn: "date",
  latitude: "number",
  longitude: "number",
};
const columnOf = (field: ImportField): TableColumn => ({ header: headerOf[field], type: types[field] ?? "text" });

type Listed = Awaited<ReturnType<typeof listCustomers>>["data"][number];

async function* exportRows(ctx: Context, file: CustomerFile, isWhole: boolean): AsyncGenerator<Cell[]> {
  const page = async (cursor: string | undefined) => {
    const found = await file.page(cursor);
    return { ...found, data: await withWords(ctx, found.data) };
  };
  for await (const each of everyItem(page)) {
    const { phone } = each.customer;
    const shown = { ...each.customer, phone: phone && (file.phone?.(phone) ?? phone) };
    yield rowOfCustomer({ ...each, customer: shown }, isWhole ? await openedKtp(ctx, shown) : shown.ktp);
  }
}

interface Worded {
  customer: Listed;
  brandCode: string;
  planName: string;
}

/** Each customer with its brand's code and the name of its oldest plan that has not ended. */
async function withWords({ store }: Context, list: Listed[]): Promise<Worded[]> {
  if (list.length === 0) return [];
  const ids = list.map(({ id }) => id);
  const brandIds = [...new Set(list.map(({ brandId }) => brandId))];
  const [lines, brandRows] = await store.read(
    store.db
      .select({ customerId: subscriptions.customerId, planName: plans.name })
      .from(subscriptions)
      .innerJoin(plans, store.own(plans, eq(plans.id, subscriptions.planId)))
      .where(store.own(subscriptions, among(subscriptions, "customerId", ids), ne(subscriptions.state, "terminated")))
      .orderBy(asc(subscriptions.customerId), asc(subscriptions.id)),
    store.db
      .select({ id: brands.id, code: brands.code })
      .from(brands)
      .where(store.own(brands, among(brands, "id", brandIds))),
  );
  const planNames = new Map(lines.reverse().map(({ customerId, planName }) => [customerId, planName]));
  const codes = new Map(brandRows.map(({ id, code }) => [id, code]));
  return list.map((customer) => ({
    customer,
    brandCode: codes.get(customer.brandId) ?? "",
    planName: planNames.get(customer.id) ?? "",
  }));
}

const openedKtp = (ctx: Context, { ktpSealed }: Listed): Promise<string> | null =>
  ktpSealed === null ? null : ctx.vault.open("ktp", ktpSealed);

const statusWords = { active: "Aktif", inactive: "Nonaktif" } as const;

function rowOfCustomer({ customer, brandCode, planName }: Worded, ktp: string | null): Cell[] {
  const cells: Partial<Record<ImportField, Cell>> = {
    ...customer,
    ktp,
    plan: planName,
    brand: brandCode,
    number: String(customer.number),
    status: statusWords[customer.status],
  };
  return exportFields.map((field) => cells[field] ?? null);
}
