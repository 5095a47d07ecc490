/** How long receivables are past due, in the buckets that accountants use. Pure. */
import { addDays, daysBetween } from "../../core/time.ts";

/** Days past due. What is due today or later is `current`. */
export const ageBuckets = ["current", "1-30", "31-60", "61-90", "over-90"] as const;
export type AgeBucket = (typeof ageBuckets)[number];

/** The most days past due of each bucket but the last. */
const mostDays: Record<Exclude<AgeBucket, "over-90">, number> = { current: 0, "1-30": 30, "31-60": 60, "61-90": 90 };
const limits = Object.entries(mostDays) as [AgeBucket, number][];

/** The bucket of what is due on one business date, seen from another. */
export function bucketOf(dueOn: string, on: string): AgeBucket {
  const days = daysBetween(dueOn, on);
  return limits.find(([, most]) => days <= most)?.[0] ?? "over-90";
}

/** Due dates of a bucket: `from` and `to` belong to it; one is missing where there is no limit. */
export function dueDatesOf(bucket: AgeBucket, on: string): { from?: string; to?: string } {
  const place = ageBuckets.indexOf(bucket);
  const most = limits[place]?.[1];
  const before = limits[place - 1]?.[1];
  return {
    ...(most !== undefined && { from: addDays(on, -most) }),
    ...(before !== undefined && { to: addDays(on, -before - 1) }),
  };
}

interface Owed {
  dueOn: string;
  count: number;
  amount: number;
}

/** What is owed by age; every bucket is there, in their order. */
export function aged(list: readonly Owed[], on: string) {
  const sums = new Map(ageBuckets.map((bucket) => [bucket, { bucket, invoices: 0, amount: 0 }]));
  for (const { dueOn, count, amount } of list) {
    const sum = sums.get(bucketOf(dueOn, on));
    if (!sum) continue;
    sum.invoices += count;
    sum.amount += amount;
  }
  const buckets = [...sums.values()];
  const all = (name: "invoices" | "amount") => buckets.reduce((sum, each) => sum + each[name], 0);
  return { buckets, invoices: all("invoices"), amount: all("amount") };
}
