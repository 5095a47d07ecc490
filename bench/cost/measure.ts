/** What each operation asks of the store, read from the answers' `Server-Timing` (setting `METER=on`). */
import { fill, operations } from "../../test/walks/operations.ts";
import type { TypicalCall } from "./call.ts";
import { calls } from "./calls.ts";
import type { Company, Premises } from "./premises.ts";

export interface Cost {
  roundTrips: number;
  rowsRead: number;
  /** Rows of a list, or 1. */
  rowsShown: number;
}

export interface OperationCost extends Cost {
  id: string;
  method: string;
  path: string;
}

/** Round trips a request may take, the principal's included (ARCHITECTURE.md). */
export const allowedRoundTrips = (method: string, id?: string): number =>
  (id === undefined ? undefined : works[id]) ?? (method === "GET" ? 2 : 3);

/** What works something off while its sender waits, and how many round trips that takes. */
const works: Record<string, number> = { artacomImportCustomers: 12 };

/**
 * Makes one call and reads its cost.
 * @throws when the call does not succeed, for then nothing would be measured
 */
export async function costOf(company: Company, method: string, path: string, call: TypicalCall = {}): Promise<Cost> {
  const { token = company.token, slug, headers, body, query } = call;
  const answer = await company.call<{ data?: unknown[]; id: string }>(method, query ? `${path}?${query}` : path, {
    token: token ?? undefined,
    body: body === undefined && method !== "GET" && method !== "DELETE" ? {} : body,
    slug,
    headers,
  });
  const succeeded = call.status ? answer.status === call.status : answer.status < 300;
  if (!succeeded) throw new Error(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  const said = /store;desc="(\d+) round trips, (\d+) rows"/.exec(answer.headers.get("server-timing") ?? "");
  if (!said) throw new Error(`${method} ${path} does not say its cost; is METER on?`);
  await call.after?.(answer.body);
  return { roundTrips: Number(said[1]), rowsRead: Number(said[2]), rowsShown: answer.body?.data?.length ?? 1 };
}

/**
 * Measures a typical call of every operation of the OpenAPI document that `calls` knows, in its order.
 * @param nextPremises where the next call is made
 */
export async function costOfOperations(nextPremises: () => Promise<Premises>): Promise<OperationCost[]> {
  const known = new Map(operations().map((operation) => [operation.id, operation]));
  const costs: OperationCost[] = [];
  for (const [id, prepare] of Object.entries(calls)) {
    const operation = known.get(id);
    if (!operation) throw new Error(`bench/cost/calls.ts has a call of ${id}, which is no operation`);
    const { method, path } = operation;
    const premises = await nextPremises();
    const call = await prepare(premises);
    costs.push({ id, method, path, ...(await costOf(premises.company, method, fill(path, call.ids ?? {}), call)) });
  }
  return costs;
}
