/** Customers as a file, by the filters of the list. An import reads it again, and changes nothing. */
import { asc, eq, ne } from "drizzle-orm";
import { holds } from "../../core/access.ts";
import type { Context } from "../../core/context.ts";
import { cutRows, everyItem, tableFile, type Cell, type TableColumn } from "../../core/tables.ts";
import { dateIn } from "../../core/time.ts";
import { among } from "../../db/bulk.ts";
import { noted } from "../audit/index.ts";
import { plans, subscriptions } from "../billing/schema.ts";
import { listCustomers } from "../customers/index.ts";
import { brands } from "../tenancy/schema.ts";
import { exportFields, headerOf, type ImportField } from "./fields.ts";
import type { CustomerExportQuery } from "./inputs.ts";

const pageRows = 500;

/** Streams them, and writes down who took them, by which filters, and whether with whole KTP numbers. */
export async function exportCustomers(ctx: Context, { format, ...filters }: CustomerExportQuery): Promise<Response> {
  const isWhole = holds(ctx.actor, "customers:reveal");
  const after = { ...filters, format, ktp: isWhole ? "whole" : "masked" };
  await ctx.store.atomic([
    noted(ctx, { entity: "customer_export", entityId: ctx.tenant.id, action: "customers.exported", after }),
  ]);
  return tableFile({
    format,
    fileName: `pelanggan-${ctx.tenant.slug}-${dateIn(ctx.tenant.timeZone, ctx.now())}`,
    columns: exportFields.map(columnOf),
    rows: cutRows(exportRows(ctx, filters, isWhole), ctx.locale),
  });
}

const types: Partial<Record<ImportField, TableColumn["type"]>> = {
  installedOn: "date",
  latitude: "number",
  longitude: "number",
};
const columnOf = (field: ImportField): TableColumn => ({ header: headerOf[field], type: types[field] ?? "text" });

type Filters = Omit<CustomerExportQuery, "format">;
type Listed = Awaited<ReturnType<typeof listCustomers>>["data"][number];

async function* exportRows(ctx: Context, filters: Filters, isWhole: boolean): AsyncGenerator<Cell[]> {
  const page = async (cursor: string | undefined) => {
    const found = await listCustomers(ctx, { ...filters, limit: pageRows, cursor });
    return { ...found, data: await withWords(ctx, found.data) };
  };
  for await (const each of everyItem(page))
    yield rowOfCustomer(each, isWhole ? await openedKtp(ctx, each.customer) : each.customer.ktp);
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
