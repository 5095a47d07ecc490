/** Subscriptions by the hundred: what an import of customers writes. */
import { sql } from "drizzle-orm";
import type { Statement } from "#dialect";
import type { Context } from "../../../core/context.ts";
import { lastNumber, raiseSequence } from "../../../db/sequences.ts";
import { createdAll } from "../../audit/index.ts";
import { countSubscriptions } from "../invoices/counted.ts";
import { subscriptions } from "../schema.ts";
import { beginning } from "./subscriptions.ts";

export interface OpenedSubscription {
  customerId: string;
  brandId: string;
  planId: string;
  /** Suspended ones are not billed until they are reactivated. */
  state: "active" | "suspended";
  /** Default: today. */
  startsOn: string | undefined;
}

/** A subscription at its plan's price as it will be written. @throws Refusal naming `startsOn` when it is out of range */
export const openedSubscription = (ctx: Context, { startsOn, ...terms }: OpenedSubscription) => ({
  ...terms,
  id: ctx.id("sub"),
  price: null,
  discount: 0,
  ...beginning(ctx, { startsOn }),
  createdAt: ctx.now(),
});

/** The parts that add subscriptions, numbered in their order. */
export function createdSubscriptions(
  ctx: Context,
  list: readonly ReturnType<typeof openedSubscription>[],
): Statement[] {
  if (list.length === 0) return [];
  const { store } = ctx;
  return [
    raiseSequence(store, "subscription", list.length),
    ...createdAll(
      ctx,
      subscriptions,
      list,
      { action: "subscription.created" },
      { number: ({ ordinal }) => sql`${lastNumber(store, "subscription")} - ${list.length} + ${ordinal}` },
    ),
    ...countSubscriptions(
      ctx,
      list.map((after) => ({ after })),
    ),
  ];
}
