import { queryOptions } from "@tanstack/svelte-query";
import { api, unwrap, type Schemas } from "#lib/api/client.ts";
import { m } from "#lib/paraglide/messages.js";

export type CreditNote = Schemas["CreditNote"];
export type CreditNoteSummary = Schemas["CreditNoteSummary"];
type Cause = CreditNote["cause"];

/** What happens to a customer's credit and to what its invoices owe by credit notes. */
export const creditEvents = ["credit_note.issued", "credit.added"] as const;

/** Why a credit note was issued, in the reader's words. */
export const creditNoteCauseWords: Record<Cause, () => string> = {
  correction: m.credit_notes_cause_correction,
  compensation: m.credit_notes_cause_compensation,
  plan_change: m.credit_notes_cause_plan_change,
};

/** One credit note by id. */
export const creditNoteQuery = (id: string) =>
  queryOptions({
    queryKey: ["credit-notes", "one", id],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/credit-notes/{id}", { signal, params: { path: { id } } })),
  });
