/** `cost.md`: written by the benchmark, read by `test/worker/cost.test.ts`. */
import { markdownTable } from "../table.ts";
import type { LargeCost } from "./large.ts";
import type { OperationCost } from "./measure.ts";

export interface CostReport {
  customers: number;
  /** Rows that letting a request in reads: tenant, session, user. */
  admission: number;
  small: OperationCost[];
  atSize: OperationCost[];
  large: LargeCost[];
}

const number = (value: number) => value.toLocaleString("en");

/** The whole document; the same figures give the same text. */
export function costDocument({ customers, admission, small, atSize, large }: CostReport): string {
  const sized = new Map(atSize.map((cost) => [cost.id, cost]));
  const operations = small.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return `# What requests ask of the store

Made by \`npm run bench -- cost\`; \`test/worker/cost.test.ts\` compares the round trips. A read may take 2 round trips, a write 3,
the principal's included; work after the answer is not counted. Rows are those that D1 read, ${admission} of them to let a
signed-in caller in. bench/README.md says how it is measured.

## Every operation

Rows in a company just signed up, and in one with ${number(customers)} customers, subscriptions and invoices.

${markdownTable(
  ["operation", "route", "round trips", "rows", `rows at ${number(customers)}`, "shown"],
  operations.map(({ id, method, path, roundTrips, rowsRead }) => [
    id,
    `${method} ${path}`,
    String(roundTrips),
    number(rowsRead),
    number(sized.get(id)?.rowsRead ?? 0),
    number(sized.get(id)?.rowsShown ?? 0),
  ]),
)}

## Lists, searches and details at ${number(customers)} customers

At most 3 rows read for each one shown, 20 in a search, besides the ${admission} that let the caller in. One row more counts as shown:
the one that tells whether there is a next page.

${markdownTable(
  ["what", "request", "round trips", "rows", "shown", "rows for each", "allowed"],
  large.map(({ name, path, roundTrips, rowsRead, rowsShown, rowsForEach, allowed }) => [
    name,
    path,
    String(roundTrips),
    number(rowsRead),
    String(rowsShown),
    rowsForEach.toFixed(1),
    rowsForEach > allowed ? `**${allowed}**` : String(allowed),
  ]),
)}
`;
}

/** The round trips by operation that a document says. */
export const roundTripsOf = (document: string): Record<string, number> =>
  Object.fromEntries(
    [...document.matchAll(/^\| (\w+) +\| \w+ \/\S+ +\| +(\d+) \|/gm)].map(([, id, trips]) => [id, Number(trips)]),
  );
