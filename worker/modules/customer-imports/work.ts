/**
 * Working a file off, a chunk of rows at a time. One batch writes the chunk's rows, what became of each, and how far the
 * file is done: a row is worked off once, however often and by whomever its chunk is tried.
 */
import { violation, type Statement } from "#dialect";
import type { Context } from "../../core/context.ts";
import { insertRows } from "../../db/bulk.ts";
import { changed } from "../audit/index.ts";
import { createdPlans, createdSubscriptions } from "../billing/index.ts";
import {
  changedCustomers,
  createdCustomers,
  sealKtp,
  type CustomerChange,
  type NewCustomer,
} from "../customers/index.ts";
import { commit, movedBy, watchSteps, type Steps } from "../outbox/index.ts";
import { decide, type Addition, type Decision, type Outcome, type Update } from "./decide.ts";
import { reason, type ImportMapping, type ImportOptions } from "./fields.ts";
import { findAll } from "./found.ts";
import {
  changedEvent,
  importById,
  importJob,
  loadCustomerImport,
  objectKey,
  placeOf,
  type CustomerImport,
} from "./imports.ts";
import { csvRecords, isBlank, type CsvRecord } from "./records.ts";
import { rowOf } from "./rows.ts";
import { customerImportRejections, customerImportRows, customerImports } from "./schema.ts";

/** Rows of a batch, and of one where the store refused a larger one: the last is small enough to say which row it was. */
const chunkRows = [250, 250, 20, 1];
const chunksOfOneStep = 12;
/** Longer than a chunk's rows usually are; what is beyond its last whole row is read again. */
const windowBytes = 256 * 1024;

/** The work on one import. */
export const customerImportSteps: Steps = {
  place: async (ctx, id) => {
    const [[row]] = await ctx.store.read(importById(ctx, id));
    return row?.state === "running" ? placeOf(row) : undefined;
  },
  async step(ctx, id) {
    for (let chunks = 0; chunks < chunksOfOneStep; chunks++) {
      let isOver = false;
      const isOurs = await movedBy(
        () => loadCustomerImport(ctx, id),
        chunkRows.length,
        async (row, refused) => {
          isOver = row.state !== "running";
          if (!isOver) await importChunk(ctx, row, chunkRows[refused] as number);
        },
      );
      if (isOver || !isOurs) return isOurs;
    }
    return true;
  },
};

/** Works the rows off that stand next. Behind the last one the import is done. */
export async function importChunk(ctx: Context, row: CustomerImport, limit: number): Promise<void> {
  const records = await nextRecords(ctx, row, limit);
  if (!records) return fail(ctx, row);
  const rows = await Promise.all(
    records.filter((each) => !isBlank(each)).map((each) => rowOf(each, row.mapping as ImportMapping)),
  );
  const found = await findAll(ctx, row.id, rows);
  const decision = decide(ctx, rows, found, row.options as ImportOptions);
  try {
    await commit(ctx, await chunkParts(ctx, row, records, decision));
  } catch (error) {
    // The store refused the one row of its own accord, not for the sake of the import's version.
    if (limit > 1 || !violation(error) || (await loadCustomerImport(ctx, row.id)).version !== row.version) throw error;
    await commit(ctx, await chunkParts(ctx, row, records, refused(decision)));
  }
}

/** The records from the import's place on, or undefined when its file is gone. */
async function nextRecords(ctx: Context, row: CustomerImport, limit: number): Promise<CsvRecord[] | undefined> {
  const { offset, line, bytes, delimiter } = row;
  if (offset >= bytes) return [];
  const object = await ctx.env.FILES.get(`${ctx.tenant.id}/${objectKey(row.id)}`, {
    range: { offset, length: Math.min(windowBytes, bytes - offset) },
  });
  if (!object) return undefined;
  const from = { delimiter, offset, line, toEnd: offset + windowBytes >= bytes };
  const records: CsvRecord[] = [];
  for await (const record of csvRecords(object.body, from)) {
    records.push(record);
    if (records.length === limit) break;
  }
  return records;
}

const refused = ({ outcomes }: Decision): Decision => ({
  plans: [],
  outcomes: outcomes.map(({ row }) => ({
    kind: "rejected",
    row,
    reasons: [reason(null, "Ditolak oleh penyimpanan data.", "Refused by the store.")],
  })),
});

async function chunkParts(ctx: Context, row: CustomerImport, records: CsvRecord[], { outcomes, plans }: Decision) {
  const last = records.at(-1) ?? { end: row.offset, line: row.line };
  const isLast = last.end >= row.bytes;
  const state = isLast ? ("done" as const) : ("running" as const);
  const counted = (kind: Outcome["kind"]) => row[kind] + outcomes.filter((each) => each.kind === kind).length;
  const changes = {
    state,
    offset: last.end,
    line: last.line,
    created: counted("created"),
    updated: counted("updated"),
    unchanged: counted("unchanged"),
    rejected: counted("rejected"),
    finishedAt: isLast ? ctx.now() : null,
  };
  const additions = outcomes.flatMap((each) => (each.kind === "created" ? each.addition : []));
  const updates = outcomes.flatMap((each) => (each.kind === "updated" ? (each.update ?? []) : []));
  const subscriptions = outcomes.flatMap((each) => ("subscription" in each ? (each.subscription ?? []) : []));
  const action = isLast ? "customer_import.finished" : "customer_import.progressed";
  return [
    ...changed(ctx, customerImports, row, changes, { action }),
    ...createdPlans(ctx, plans),
    ...createdCustomers(ctx, await Promise.all(additions.map((each) => added(ctx, each)))),
    ...changedCustomers(ctx, await Promise.all(updates.map((each) => changeOf(ctx, each)))),
    ...createdSubscriptions(ctx, subscriptions),
    ...outcomeRows(ctx, row.id, outcomes),
    ...(isLast ? [] : [watchSteps(ctx, { job: importJob, id: row.id, place: placeOf({ version: row.version + 1 }) })]),
    changedEvent(ctx, { id: row.id, state }),
  ];
}

const added = async (ctx: Context, { id, brandId, values: { ktp, ...values } }: Addition): Promise<NewCustomer> => ({
  ...values,
  ...(await sealKtp(ctx, ktp)),
  id,
  brandId,
  createdAt: ctx.now(),
});

const changeOf = async (ctx: Context, { before, changes, ktp }: Update): Promise<CustomerChange> => ({
  before,
  changes: { ...changes, ...(ktp !== undefined && (await sealKtp(ctx, ktp))) },
});

/** What became of each row. */
function outcomeRows({ store }: Context, importId: string, outcomes: readonly Outcome[]): Statement[] {
  const rejected = outcomes.flatMap((each) =>
    each.kind === "rejected"
      ? [{ importId, line: each.row.line, name: each.row.name, reasons: each.reasons.slice(0, 20) }]
      : [],
  );
  const taken = outcomes.flatMap((each) =>
    each.kind === "rejected" ? [] : [{ importId, customerId: each.customerId, line: each.row.line }],
  );
  return [
    ...(taken.length > 0 ? [insertRows(store, customerImportRows, taken)] : []),
    ...(rejected.length > 0 ? [insertRows(store, customerImportRejections, rejected)] : []),
  ];
}

async function fail(ctx: Context, row: CustomerImport): Promise<void> {
  const changes = { state: "failed" as const, finishedAt: ctx.now() };
  await commit(ctx, [
    ...changed(ctx, customerImports, row, changes, { action: "customer_import.failed" }),
    changedEvent(ctx, { id: row.id, state: "failed" }),
  ]);
}
