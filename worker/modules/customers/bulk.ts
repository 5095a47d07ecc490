/** Customers by the hundred: what an import writes, in as many statements as one of them takes. */
import { sql } from "drizzle-orm";
import type { Statement } from "#dialect";
import type { Context } from "../../core/context.ts";
import { among, type BulkRow } from "../../db/bulk.ts";
import { addToCounters } from "../../db/counters.ts";
import { lastNumber, raiseSequence } from "../../db/sequences.ts";
import type { Row } from "../../db/store.ts";
import { changedAll, createdAll } from "../audit/index.ts";
import { behaviourParts } from "./behaviour.ts";
import { customers, customerTerms } from "./schema.ts";
import type { Customer } from "./service.ts";
import { termStatements } from "./term-statements.ts";

export type NewCustomer = BulkRow<typeof customers> & Pick<Row<typeof customers>, "id" | "brandId" | "name" | "status">;

/** The parts that add customers, numbered in their order. Unlike `createCustomer` they leave no event for each. */
export function createdCustomers(ctx: Context, list: readonly NewCustomer[]): Statement[] {
  if (list.length === 0) return [];
  const { store } = ctx;
  return [
    raiseSequence(store, "customer", list.length),
    ...createdAll(
      ctx,
      customers,
      list,
      { action: "customer.created" },
      { number: ({ ordinal }) => sql`${lastNumber(store, "customer")} - ${list.length} + ${ordinal}` },
    ),
    ...termStatements(ctx, list),
    ...addToCounters(store, [{ name: "customers", count: list.length }]),
    ...behaviourParts(
      ctx,
      list.map(({ id }) => id),
    ),
  ];
}

export interface CustomerChange {
  before: Customer;
  changes: Partial<Customer>;
}

/** The parts that change customers; the batch is refused when somebody else has changed one since it was read. */
export function changedCustomers(ctx: Context, list: readonly CustomerChange[]): Statement[] {
  if (list.length === 0) return [];
  const { store } = ctx;
  const byColumns = Map.groupBy(list, ({ changes }) => Object.keys(changes).sort().join());
  return [
    ...[...byColumns.values()].flatMap((alike) => changedAll(ctx, customers, alike, { action: "customer.updated" })),
    store.remove(
      customerTerms,
      among(
        customerTerms,
        "customerId",
        list.map(({ before }) => before.id),
      ),
    ),
    ...termStatements(
      ctx,
      list.map(({ before, changes }) => ({ ...before, ...changes })),
    ),
    ...behaviourParts(
      ctx,
      list.filter(({ changes }) => "brandId" in changes || "status" in changes).map(({ before }) => before.id),
    ),
  ];
}
