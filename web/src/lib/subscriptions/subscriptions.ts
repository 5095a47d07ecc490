import { queryOptions } from "@tanstack/svelte-query";
import { api, unwrap, type Schemas } from "#lib/api/client.ts";
import { listQuery } from "#lib/api/list-query.ts";
import type { Tone } from "#lib/components/ui/Badge.svelte";
import { m } from "#lib/paraglide/messages.js";
import { queryClient } from "#lib/query-client.ts";

export type Subscription = Schemas["Subscription"];
export type SubscriptionState = Subscription["state"];
/** What can be done to one; the names are also those of its dialogs in the URL. */
export type SubscriptionAction = "plan" | "edit" | "suspend" | "reactivate" | "terminate";

const takes: Record<SubscriptionState, readonly SubscriptionAction[]> = {
  active: ["plan", "edit", "suspend", "terminate"],
  suspended: ["plan", "edit", "reactivate", "terminate"],
  terminated: [],
};
/** Does its state allow this? The server decides; this only hides what it would refuse. */
export const subscriptionTakes = ({ state }: Subscription, action: SubscriptionAction): boolean =>
  takes[state].includes(action);

export const subscriptionStateWords: Record<SubscriptionState, () => string> = {
  active: m.subscriptions_state_active,
  suspended: m.subscriptions_state_suspended,
  terminated: m.subscriptions_state_terminated,
};
export const subscriptionStateTones: Record<SubscriptionState, Tone> = {
  active: "good",
  suspended: "warn",
  terminated: "neutral",
};

/** What a full period costs before tax. */
export const monthlyPrice = ({ effectivePrice, discount }: Subscription): number => effectivePrice - discount;

/** One subscription by id. */
export const subscriptionQuery = (id: string) =>
  queryOptions({
    queryKey: ["subscriptions", "one", id],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/subscriptions/{id}", { signal, params: { path: { id } } })),
  });

/** A page of subscriptions; `filters` as the page's URL has them. */
export const subscriptionListQuery = (filters: Record<string, string>, cursor = "") =>
  queryOptions({
    queryKey: ["subscriptions", "list", filters, cursor],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/subscriptions", { signal, params: { query: listQuery(filters, cursor) } })),
  });

const one = (id: string) => ({ params: { path: { id } } });
/** Changes one, and shows the answer wherever it stands. Throws what the API throws. */
async function changed(call: Promise<{ data?: Subscription }>): Promise<Subscription> {
  const subscription = await unwrap(call);
  queryClient.setQueryData(subscriptionQuery(subscription.id).queryKey, subscription);
  void queryClient.invalidateQueries({ queryKey: ["subscriptions", "list"] });
  void queryClient.invalidateQueries({ queryKey: ["activity-logs"] });
  return subscription;
}
export const createSubscription = (body: Schemas["NewSubscription"], headers: HeadersInit) =>
  changed(api.POST("/api/v1/subscriptions", { body, headers }));
export const updateSubscription = (id: string, body: Schemas["SubscriptionPatch"]) =>
  changed(api.PATCH("/api/v1/subscriptions/{id}", { ...one(id), body }));
export const suspendSubscription = (id: string) => changed(api.POST("/api/v1/subscriptions/{id}/suspension", one(id)));
export const reactivateSubscription = (id: string) =>
  changed(api.DELETE("/api/v1/subscriptions/{id}/suspension", one(id)));
/** Ends it after `endsOn`; without a day, today. */
export const terminateSubscription = (id: string, endsOn: string | undefined) =>
  changed(api.POST("/api/v1/subscriptions/{id}/termination", { ...one(id), body: endsOn ? { endsOn } : {} }));
