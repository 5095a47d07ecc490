import { queryOptions } from "@tanstack/svelte-query";
import { api, unwrap, type Schemas } from "#lib/api/client.ts";

export type Invoice = Schemas["Invoice"];
export type InvoiceSummary = Schemas["InvoiceSummary"];

/** What happens to invoices, as the live room tells it. A part payment is told by its payment alone. */
export const invoiceEvents = [
  "invoice.issued",
  "invoice.paid",
  "invoice.overdue",
  "invoice.voided",
  "payment.received",
] as const;

/** One invoice by id. */
export const invoiceQuery = (id: string) =>
  queryOptions({
    queryKey: ["invoices", "one", id],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/invoices/{id}", { signal, params: { path: { id } } })),
  });

/** Is money owed of it, so that it can be paid or voided? */
export const isPayable = ({ state }: Pick<Invoice, "state">): boolean =>
  state === "awaiting_payment" || state === "overdue";

/** Is something of it left that a credit note can take back? */
export const isCreditable = ({ state, total, credited }: Pick<Invoice, "state" | "total" | "credited">): boolean =>
  (isPayable({ state }) || state === "paid") && credited < total;
