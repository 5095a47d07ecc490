import { endpoint, type App } from "../../../core/http/endpoint.ts";
import { pageOf } from "../../../core/http/page.ts";
import {
  subscriptionAnswer,
  subscriptionId,
  subscriptionInput,
  subscriptionPatch,
  subscriptionQuery,
  terminationInput,
} from "./inputs.ts";
import { reactivateSubscription, suspendSubscription, terminateSubscription } from "./lifecycle.ts";
import { createSubscription, getSubscription, listSubscriptions, updateSubscription } from "./subscriptions.ts";

export function subscriptionRoutes(app: App): void {
  const all = { path: "/subscriptions", tag: "Subscriptions", limit: "general", status: 200 } as const;
  const one = { ...all, path: "/subscriptions/{id}", params: subscriptionId, response: subscriptionAnswer } as const;
  const write = { ...one, access: "subscriptions:write" } as const;
  endpoint(
    app,
    {
      ...all,
      method: "get",
      id: "listSubscriptions",
      summary: "Subscriptions, of a customer, on a plan or in a state",
      access: "subscriptions:read",
      query: subscriptionQuery,
      response: pageOf(subscriptionAnswer),
    },
    (ctx, { query }) => listSubscriptions(ctx, query),
  );
  endpoint(
    app,
    {
      ...all,
      method: "post",
      id: "createSubscription",
      summary: "Put a customer on a plan",
      access: "subscriptions:write",
      body: subscriptionInput,
      status: 201,
      response: subscriptionAnswer,
    },
    (ctx, { body }) => createSubscription(ctx, body),
  );
  endpoint(
    app,
    { ...one, method: "get", id: "getSubscription", summary: "A subscription", access: "subscriptions:read" },
    (ctx, { params }) => getSubscription(ctx, params.id),
  );
  endpoint(
    app,
    {
      ...write,
      method: "patch",
      id: "updateSubscription",
      summary: "Change plan, price, discount or anchor day, from the first day that is not billed yet",
      body: subscriptionPatch,
    },
    (ctx, { params, body }) => updateSubscription(ctx, params.id, body),
  );
  const suspension = { ...write, path: "/subscriptions/{id}/suspension" } as const;
  endpoint(
    app,
    { ...suspension, method: "post", id: "suspendSubscription", summary: "Pause it; a pause is not billed" },
    (ctx, { params }) => suspendSubscription(ctx, params.id),
  );
  endpoint(
    app,
    {
      ...suspension,
      method: "delete",
      id: "reactivateSubscription",
      summary: "End the pause; billing goes on from today",
    },
    (ctx, { params }) => reactivateSubscription(ctx, params.id),
  );
  endpoint(
    app,
    {
      ...write,
      path: "/subscriptions/{id}/termination",
      method: "post",
      id: "terminateSubscription",
      summary: "End it, today or on a day to come",
      body: terminationInput,
    },
    (ctx, { params, body }) => terminateSubscription(ctx, params.id, body.endsOn),
  );
}
