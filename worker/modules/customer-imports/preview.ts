/** What would become of a file's first rows: decided as the import decides them, and not written. */
import type { Context } from "../../core/context.ts";
import { Refusal } from "../../core/errors.ts";
import { unknownBrand } from "../tenancy/index.ts";
import { decide } from "./decide.ts";
import { proposedMapping, type ImportMapping } from "./fields.ts";
import { findAll } from "./found.ts";
import { loadCustomerImport, objectKey, requireMapping, type CustomerImport } from "./imports.ts";
import type { CustomerImportStart } from "./inputs.ts";
import { maskKtp, seesWhole } from "./masked.ts";
import { headBytes } from "./receive.ts";
import { csvRecords, isBlank, type CsvRecord } from "./records.ts";
import { rowOf } from "./rows.ts";

const previewRows = 10;

/** @throws Refusal `wrong_state` once it was started; naming `mapping` or `defaultBrandId` */
export async function previewCustomerImport(ctx: Context, id: string, input: CustomerImportStart) {
  const row = await loadCustomerImport(ctx, id);
  if (row.state !== "ready") throw new Refusal("wrong_state");
  const mapping: ImportMapping = input.mapping ?? proposedMapping(row.header);
  requireMapping(mapping, row.header.length);
  const records = await firstRecords(ctx, row);
  const rows = await Promise.all(records.map((each) => rowOf(each, mapping)));
  const found = await findAll(ctx, id, rows);
  const chosen = input.options.defaultBrandId;
  const brand =
    chosen === undefined
      ? found.firstBrandId
      : (found.brands.get(chosen) ?? found.brands.get(chosen.toUpperCase()))?.id;
  if (brand === undefined) throw unknownBrand("options.defaultBrandId");
  const { outcomes } = decide(ctx, rows, found, { ...input.options, defaultBrandId: brand });
  const isWhole = seesWhole(ctx, row);
  return {
    data: outcomes.map((outcome, n) => ({
      line: outcome.row.line,
      cells: maskKtp(records[n]?.cells ?? [], mapping, isWhole),
      outcome: outcome.kind,
      reasons:
        outcome.kind === "rejected"
          ? outcome.reasons.map(({ field, message }) => ({ field, message: message[ctx.locale] }))
          : [],
    })),
  };
}

async function firstRecords(ctx: Context, row: CustomerImport): Promise<CsvRecord[]> {
  const { dataOffset: offset, dataLine: line, bytes, delimiter } = row;
  const object = await ctx.env.FILES.get(`${ctx.tenant.id}/${objectKey(row.id)}`, {
    range: { offset, length: Math.min(2 * headBytes, bytes - offset) },
  });
  if (!object) throw new Refusal("not_found");
  const records: CsvRecord[] = [];
  for await (const record of csvRecords(object.body, {
    delimiter,
    offset,
    line,
    toEnd: offset + 2 * headBytes >= bytes,
  })) {
    if (!isBlank(record)) records.push(record);
    if (records.length === previewRows) break;
  }
  return records;
}
