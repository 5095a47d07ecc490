import { queryOptions } from "@tanstack/svelte-query";
import * as z from "zod/mini";
import { api, unwrap, type Schemas } from "#lib/api/client.ts";
import { ApiError } from "#lib/api/problem.ts";
import { problemLine } from "#lib/api/describe-problem.ts";
import type { Tone } from "#lib/components/ui/Badge.svelte";
import { m } from "#lib/paraglide/messages.js";
import { queryClient } from "#lib/query-client.ts";
import type { Subscription } from "./subscriptions.ts";

export type PlanChange = Schemas["PlanChange"];
export type PlanChangePreview = Schemas["PlanChangePreview"];
type PlanChangeState = PlanChange["state"];

export const planChangeStateWords: Record<PlanChangeState, () => string> = {
  planned: m.plan_changes_state_planned,
  applied: m.plan_changes_state_applied,
  cancelled: m.plan_changes_state_cancelled,
};
export const planChangeStateTones: Record<PlanChangeState, Tone> = {
  planned: "info",
  applied: "good",
  cancelled: "neutral",
};

const required = z.string().check(z.minLength(1, { error: () => m.common_required() }));

export const planChangeSchema = z.object({
  planId: required,
  effectiveOn: required,
  price: z.optional(z.number()),
  discount: z.optional(z.number()),
});
export type PlanChangeForm = z.infer<typeof planChangeSchema>;

/** The terms as they are now, from today. */
export const planChangeFormOf = (
  { plan, price, discount }: Pick<Subscription, "plan" | "price" | "discount">,
  today: string,
): PlanChangeForm => ({
  planId: plan.id,
  effectiveOn: today,
  price: price ?? undefined,
  discount: discount || undefined,
});

/** The body of a change; an amount left empty stands for the plan's price, or for no discount. */
export const planChangeBody = ({ planId, effectiveOn, price, discount }: PlanChangeForm): Schemas["NewPlanChange"] => ({
  planId,
  effectiveOn,
  price: price ?? null,
  discount: discount ?? 0,
});

/** What a finding of the server says, for a preview that can't be shown. */
export const previewProblem = (error: unknown): string =>
  (error instanceof ApiError && error.problem.errors?.map(({ message }) => message).join(" ")) || problemLine(error);

/** A subscription's newest changes of plan. */
export const planChangesQuery = (id: string) =>
  queryOptions({
    queryKey: ["subscriptions", "plan-changes", id],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/subscriptions/{id}/plan-changes", {
          signal,
          params: { path: { id }, query: { limit: 25 } },
        }),
      ),
  });

/** What a change would do. Each look is a new one: an invoice or a payment may have come in between. */
export const planChangePreviewQuery = (id: string, body: Schemas["NewPlanChange"]) =>
  queryOptions({
    queryKey: ["subscriptions", "plan-change-preview", id, body],
    queryFn: ({ signal }) =>
      unwrap(api.POST("/api/v1/subscriptions/{id}/plan-changes/preview", { signal, params: { path: { id } }, body })),
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });

/** Changes one, and has everything that shows it read again. Throws what the API throws. */
async function changed(call: Promise<{ data?: PlanChange }>): Promise<PlanChange> {
  const change = await unwrap(call);
  for (const key of ["subscriptions", "invoices", "payments", "credit-notes", "activity-logs"])
    void queryClient.invalidateQueries({ queryKey: [key] });
  return change;
}
export const changePlan = (id: string, body: Schemas["NewPlanChange"], headers: HeadersInit) =>
  changed(api.POST("/api/v1/subscriptions/{id}/plan-changes", { params: { path: { id } }, body, headers }));
export const cancelPlanChange = (id: string, changeId: string) =>
  changed(api.DELETE("/api/v1/subscriptions/{id}/plan-changes/{changeId}", { params: { path: { id, changeId } } }));
