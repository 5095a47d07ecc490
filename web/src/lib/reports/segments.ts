import { keepPreviousData, queryOptions } from "@tanstack/svelte-query";
import { api, unwrap, type Schemas } from "#lib/api/client.ts";
import { listQuery } from "#lib/api/list-query.ts";
import { invoiceEvents } from "#lib/billing/invoices.ts";
import type { Tone } from "#lib/components/ui/Badge.svelte";
import { m } from "#lib/paraglide/messages.js";

export type CustomerReport = Schemas["CustomerReport"];
export type CustomerRow = Schemas["CustomerInSegment"];
export type Behaviour = Schemas["CustomerBehaviour"];
export type Segment = Behaviour["segment"];
export type ChurnReport = Schemas["ChurnReport"];
export type ChurnMonth = ChurnReport["months"][number];

/** What changes who is in which segment. */
export const segmentEvents = [...invoiceEvents, "customer.created"];

export const segmentWords: Record<Segment, () => string> = {
  loyal: m.segments_loyal,
  late_payer: m.segments_late_payer,
  in_arrears: m.segments_in_arrears,
  new: m.segments_new,
};

export const segmentTones: Record<Segment, Tone> = {
  loyal: "good",
  late_payer: "warn",
  in_arrears: "bad",
  new: "neutral",
};

/** How many customers there are of each segment, of a brand and a status where they are given. */
export const segmentsQuery = (query: { brandId: string; status: string }) =>
  queryOptions({
    queryKey: ["reports", "customers", "totals", query],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/reports/customers", { signal, params: { query: listQuery(query) } })),
    placeholderData: keepPreviousData,
  });

/** How one customer pays. */
export const behaviourQuery = (id: string) =>
  queryOptions({
    queryKey: ["customers", "behaviour", id],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/customers/{id}/behaviour", { signal, params: { path: { id } } })),
  });

/** The churn of the months from `from` until now. */
export const churnQuery = (query: { from: string; brandId: string }) =>
  queryOptions({
    queryKey: ["reports", "churn", query],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/reports/churn", { signal, params: { query: listQuery(query) } })),
    placeholderData: keepPreviousData,
  });

/** Basis points as a ratio: 250 is 0.025. */
export const churnRatio = ({ churnBasisPoints }: Pick<ChurnMonth, "churnBasisPoints">): number =>
  (churnBasisPoints ?? 0) / 10_000;
