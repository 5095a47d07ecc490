import { queryOptions } from "@tanstack/svelte-query";
import { api, unwrap, type Schemas } from "#lib/api/client.ts";
import { m } from "#lib/paraglide/messages.js";

export type Payment = Schemas["Payment"];
export type PaymentAlert = NonNullable<Payment["alert"]>;

/** One payment by id. */
export const paymentQuery = (id: string) =>
  queryOptions({
    queryKey: ["payments", "one", id],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/payments/{id}", { signal, params: { path: { id } } })),
  });

/** What is odd about a payment, what became of the money, and what settling it means. */
export const alertWords: Record<PaymentAlert, { title: () => string; body: (words: { amount: string }) => string }> = {
  overpaid: { title: m.payments_alert_overpaid, body: m.payments_alert_overpaid_body },
  late: { title: m.payments_alert_late, body: m.payments_alert_late_body },
  mismatch: { title: m.payments_alert_mismatch, body: m.payments_alert_mismatch_body },
  unmatched: { title: m.payments_alert_unmatched, body: m.payments_alert_unmatched_body },
};

/** Does somebody still have to look at it? */
export const needsAttention = ({ alert, alertResolvedAt }: Pick<Payment, "alert" | "alertResolvedAt">): boolean =>
  alert !== null && alertResolvedAt === null;
