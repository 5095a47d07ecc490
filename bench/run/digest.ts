/** What a run has issued, read from the store and boiled down to a few figures. */
import { createHash } from "node:crypto";
import { and, asc, gt, lte } from "drizzle-orm";
import type { TenantStore } from "../../worker/db/store.ts";
import { invoiceItems, invoices } from "../../worker/modules/billing/schema.ts";

export interface Issued {
  invoices: number;
  /** Of subscription, period, items and totals of every invoice, whatever its id and number. */
  digest: string;
  /** Whether the numbers are 1, 2, 3, … */
  isGapless: boolean;
  /** Whether each subscription's month is on one invoice only. */
  isBilledOnce: boolean;
}

const pageSize = 5000;

/** Reads every invoice with a number, and its items. */
export async function issuedBy(store: TenantStore): Promise<Issued> {
  const lines: string[] = [];
  const numbers: number[] = [];
  const billed = new Set<string>();
  for (let after = ""; ;) {
    const [page] = await store.read(
      store.db
        .select()
        .from(invoices)
        .where(store.own(invoices, gt(invoices.id, after)))
        .orderBy(asc(invoices.id))
        .limit(pageSize),
    );
    const last = page.at(-1)?.id;
    if (last === undefined) break;
    const items = await itemsBetween(store, after, last);
    for (const { id, subscriptionId, period, subtotal, discount, tax, total, dueOn, number } of page) {
      lines.push(JSON.stringify([subscriptionId, period, items.get(id), subtotal, discount, tax, total, dueOn]));
      billed.add(`${subscriptionId} ${period}`);
      numbers.push(Number(number?.split("-").at(-1)));
    }
    after = last;
  }
  numbers.sort((a, b) => a - b);
  return {
    invoices: lines.length,
    digest: createHash("sha256").update(lines.sort().join("\n")).digest("hex").slice(0, 16),
    isGapless: numbers.every((number, index) => number === index + 1),
    isBilledOnce: billed.size === lines.length,
  };
}

/** The items by their invoice. */
async function itemsBetween(store: TenantStore, after: string, last: string): Promise<Map<string, unknown[]>> {
  const { invoiceId, line, description, quantity, unitPrice, amount } = invoiceItems;
  const [rows] = await store.read(
    store.db
      .select({ invoiceId, line, description, quantity, unitPrice, amount })
      .from(invoiceItems)
      .where(store.own(invoiceItems, and(gt(invoiceId, after), lte(invoiceId, last))))
      .orderBy(asc(invoiceId), asc(line)),
  );
  const items = new Map<string, unknown[]>();
  for (const { invoiceId: id, ...item } of rows) items.set(id, [...(items.get(id) ?? []), item]);
  return items;
}
