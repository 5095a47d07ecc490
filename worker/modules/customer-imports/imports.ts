/** Imports of customers, as people send, start, watch and cancel them. Their rows are worked off by `work.ts`. */
import { desc, eq, lt, gt, asc } from "drizzle-orm";
import { violation } from "#dialect";
import type { Context } from "../../core/context.ts";
import { refuseField, Refusal } from "../../core/errors.ts";
import { decodeCursor, pageFrom, type PageQuery } from "../../core/http/page.ts";
import { isoInstant } from "../../core/time.ts";
import type { Row } from "../../db/store.ts";
import { changed } from "../audit/index.ts";
import { commitAndRead, event, startSteps, watchSteps } from "../outbox/index.ts";
import { brandQuery, firstBrandQuery, unknownBrand } from "../tenancy/index.ts";
import { proposedMapping, type ImportMapping } from "./fields.ts";
import type { CustomerImportStart } from "./inputs.ts";
import { customerImportRejections, customerImports } from "./schema.ts";

export type CustomerImport = Row<typeof customerImports>;

export const importJob = "customers.import";
export const placeOf = ({ version }: Pick<CustomerImport, "version">): string => String(version);
export const objectKey = (id: string): string => `customer-imports/${id}.csv`;

export const importById = (ctx: Context, id: string) =>
  ctx.store.db
    .select()
    .from(customerImports)
    .where(ctx.store.own(customerImports, eq(customerImports.id, id)));

/** @throws Refusal `not_found` */
export async function loadCustomerImport(ctx: Context, id: string): Promise<CustomerImport> {
  const [[row]] = await ctx.store.read(importById(ctx, id));
  if (!row) throw new Refusal("not_found");
  return row;
}

export const getCustomerImport = async (ctx: Context, id: string) =>
  showCustomerImport(await loadCustomerImport(ctx, id));

/** Imports, newest first. */
export async function listCustomerImports(ctx: Context, { limit, cursor }: PageQuery) {
  const after = decodeCursor(cursor, 1);
  const [rows] = await ctx.store.read(
    ctx.store.db
      .select()
      .from(customerImports)
      .where(ctx.store.own(customerImports, after && lt(customerImports.id, String(after[0]))))
      .orderBy(desc(customerImports.id))
      .limit(limit + 1),
  );
  return pageFrom(rows, limit, showCustomerImport, ({ id }) => [id]);
}

/**
 * Starts the work on a file's rows.
 * @throws Refusal `wrong_state` when it was started before or another one is running; naming `mapping` or `defaultBrandId`
 */
export async function startCustomerImport(ctx: Context, id: string, input: CustomerImportStart) {
  const started = await beginCustomerImport(ctx, id, input);
  ctx.defer(startSteps(ctx, { job: importJob, id }));
  return started;
}

/** The same for who does the first step at once, or queues it. */
export async function beginCustomerImport(ctx: Context, id: string, input: CustomerImportStart) {
  const { defaultBrandId, ...options } = input.options;
  const [[before], [brand]] = await ctx.store.read(
    importById(ctx, id),
    defaultBrandId === undefined ? firstBrandQuery(ctx) : brandQuery(ctx, defaultBrandId),
  );
  if (!before) throw new Refusal("not_found");
  if (before.state !== "ready") throw wrongState(before);
  if (!brand || brand.archivedAt !== null) throw unknownBrand("options.defaultBrandId");
  const mapping = input.mapping ?? proposedMapping(before.header);
  requireMapping(mapping, before.header.length);
  const changes = {
    state: "running" as const,
    mapping,
    options: { ...options, defaultBrandId: brand.id },
    offset: before.dataOffset,
    line: before.dataLine,
    startedAt: ctx.now(),
  };
  try {
    const [row] = await commitAndRead(
      ctx,
      [
        ...changed(ctx, customerImports, before, changes, { action: "customer_import.started" }),
        watchSteps(ctx, { job: importJob, id, place: placeOf({ version: before.version + 1 }) }),
        changedEvent(ctx, { id, state: "running" }),
      ],
      importById(ctx, id),
    );
    return showCustomerImport(row as CustomerImport);
  } catch (error) {
    if (violation(error)?.name !== "customer_imports_running") throw error;
    throw new Refusal("wrong_state", {
      detail: {
        id: "Masih ada impor pelanggan yang berjalan. Tunggu sampai selesai.",
        en: "Another import of customers is still running. Wait until it is done.",
      },
    });
  }
}

export const changedEvent = (ctx: Context, { id, state }: Pick<CustomerImport, "id" | "state">) =>
  event(ctx, "customer_import.changed", { importId: id, state });

const wrongState = ({ state }: CustomerImport): Refusal =>
  new Refusal("wrong_state", {
    detail: {
      id: `Impor berstatus ${state}, jadi ini tidak bisa dilakukan.`,
      en: `The import is ${state}, so this can't be done.`,
    },
  });

/** @throws Refusal naming `mapping` */
export function requireMapping(mapping: ImportMapping, columns: number): void {
  const used = Object.values(mapping);
  if (mapping.name === undefined && mapping.number === undefined)
    throw refuseField("mapping.name", "Pilih kolom yang berisi nama.", "Choose the column that holds the name.");
  const outside = Object.entries(mapping).find(([, column]) => column >= columns);
  if (outside)
    throw refuseField(`mapping.${outside[0]}`, "Kolom ini tidak ada di berkas.", "The file has no such column.");
  if (new Set(used).size < used.length)
    throw refuseField("mapping", "Satu kolom hanya untuk satu isian.", "One column can fill one field only.");
}

/** How often a cancellation is tried anew when a chunk of rows was written at that very moment. */
const cancelAttempts = 8;

/** Gives an import up. Rows that are in stay. */
export async function cancelCustomerImport(ctx: Context, id: string) {
  for (let attempt = 1; ; attempt++) {
    const before = await loadCustomerImport(ctx, id);
    if (!["receiving", "ready", "running"].includes(before.state)) throw wrongState(before);
    const changes = { state: "cancelled" as const, finishedAt: ctx.now() };
    try {
      const [row] = await commitAndRead(
        ctx,
        [
          ...changed(ctx, customerImports, before, changes, { action: "customer_import.cancelled" }),
          changedEvent(ctx, { id, state: "cancelled" }),
        ],
        importById(ctx, id),
      );
      return showCustomerImport(row as CustomerImport);
    } catch (error) {
      if (!violation(error) || attempt === cancelAttempts) throw error;
    }
  }
}

/** Rows that were not taken, in the file's order. */
export async function listRejections(ctx: Context, id: string, { limit, cursor }: PageQuery) {
  const after = decodeCursor(cursor, 1);
  const [[found], rows] = await ctx.store.read(
    importById(ctx, id),
    rejectionsQuery(ctx, id, Number(after?.[0] ?? 0), limit + 1),
  );
  if (!found) throw new Refusal("not_found");
  return pageFrom(
    rows,
    limit,
    (row) => showRejection(ctx, row),
    ({ line }) => [line],
  );
}

export const showRejection = ({ locale }: Context, { line, name, reasons }: Row<typeof customerImportRejections>) => ({
  line,
  name,
  reasons: reasons.map(({ field, message }) => ({ field, message: message[locale] })),
});

export const rejectionsQuery = ({ store }: Context, id: string, afterLine: number, limit: number) =>
  store.db
    .select()
    .from(customerImportRejections)
    .where(
      store.own(
        customerImportRejections,
        eq(customerImportRejections.importId, id),
        gt(customerImportRejections.line, afterLine),
      ),
    )
    .orderBy(asc(customerImportRejections.line))
    .limit(limit);

const moment = (at: number | null): string | null => (at === null ? null : isoInstant(at));

/** An import as the API shows it. */
export const showCustomerImport = (row: CustomerImport) => ({
  ...row,
  columns: row.header,
  mapping: row.mapping ?? proposedMapping(row.header),
  done: row.created + row.updated + row.unchanged + row.rejected,
  startedAt: moment(row.startedAt),
  finishedAt: moment(row.finishedAt),
  expiresAt: moment(row.expiresAt),
  createdAt: isoInstant(row.createdAt),
});
