import { queryOptions } from "@tanstack/svelte-query";
import { api, unwrap, type Schemas } from "#lib/api/client.ts";
import { invoiceEvents } from "#lib/billing/invoices.ts";

export type Overview = Schemas["Overview"];
export type AttentionKind = Overview["attention"][number]["kind"];

/** What the home page shows of the business. */
export const overviewQuery = () =>
  queryOptions({
    queryKey: ["overview"],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/reports/overview", { signal })),
  });

/** What changes it. */
export const overviewEvents = [...invoiceEvents, "customer.created", "billing_run.changed"];

export const needs = ({ attention }: Overview, kind: AttentionKind): boolean =>
  attention.some((each) => each.kind === kind);

/** Was anything billed or paid, lately or still open? */
export const hasBilled = ({ cards, revenue }: Overview): boolean =>
  cards.unpaidCount > 0 || cards.paidThisMonth > 0 || revenue.some(({ issued, paid }) => issued > 0 || paid > 0);

/** Is the company still being set up, so that its first steps say more than its numbers? */
export const isFresh = (overview: Overview): boolean =>
  needs(overview, "no_customer") || needs(overview, "no_plan") || !hasBilled(overview);
