import * as z from "zod/mini";
import type { Schemas } from "#lib/api/client.ts";
import { m } from "#lib/paraglide/messages.js";
import type { Subscription } from "./subscriptions.ts";

const required = z.string().check(z.minLength(1, { error: () => m.common_required() }));
const anchorDay = z.string().check(
  z.trim(),
  z.refine((value: string) => value === "" || (/^\d{1,2}$/.test(value) && Number(value) >= 1 && Number(value) <= 31), {
    error: () => m.subscriptions_anchor_day_invalid(),
  }),
);
/** An amount left empty stands for the plan's price, or for no discount. */
const terms = { price: z.optional(z.number()), discount: z.optional(z.number()), anchorDay };

export const newSubscriptionSchema = z.object({
  customerId: required,
  planId: required,
  brandId: z.string(),
  startsOn: required,
  billFrom: z.string(),
  ...terms,
});
export type NewSubscriptionForm = z.infer<typeof newSubscriptionSchema>;

/** The body of `POST /api/v1/subscriptions`; what is left empty is the server's to choose. */
export const newSubscription = ({
  brandId,
  billFrom,
  anchorDay,
  price,
  discount,
  ...rest
}: NewSubscriptionForm): Schemas["NewSubscription"] => ({
  ...rest,
  price: price ?? null,
  discount: discount ?? 0,
  ...(anchorDay && { anchorDay: Number(anchorDay) }),
  ...(brandId && { brandId }),
  ...(billFrom && { billFrom }),
});

export const editSubscriptionSchema = z.object({
  planId: required,
  ...terms,
  anchorDay: anchorDay.check(z.minLength(1, { error: () => m.common_required() })),
});
export type EditSubscriptionForm = z.infer<typeof editSubscriptionSchema>;

export const editFormOf = ({ plan, price, discount, anchorDay }: Subscription): EditSubscriptionForm => ({
  planId: plan.id,
  price: price ?? undefined,
  discount: discount || undefined,
  anchorDay: String(anchorDay),
});

/** The body of `PATCH /api/v1/subscriptions/{id}`: only what differs. */
export function subscriptionChanges(form: EditSubscriptionForm, before: Subscription): Schemas["SubscriptionPatch"] {
  const wanted = {
    planId: form.planId,
    price: form.price ?? null,
    discount: form.discount ?? 0,
    anchorDay: Number(form.anchorDay),
  };
  const was = { ...before, planId: before.plan.id };
  return Object.fromEntries(Object.entries(wanted).filter(([key, value]) => value !== was[key as keyof typeof wanted]));
}
