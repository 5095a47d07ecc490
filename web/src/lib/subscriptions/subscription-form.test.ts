import { expect, test } from "vitest";
import { editFormOf, newSubscription, newSubscriptionSchema, subscriptionChanges } from "./subscription-form.ts";
import type { Subscription } from "./subscriptions.ts";

const subscription: Subscription = {
  id: "sub_1",
  number: 1,
  state: "active",
  customer: { id: "cus_1", number: 1, name: "Contoh" },
  plan: { id: "pln_1", name: "Hemat", price: 200_000 },
  brandId: "brd_1",
  price: null,
  effectivePrice: 200_000,
  discount: 0,
  anchorDay: 1,
  startsOn: "2026-11-01",
  endsOn: null,
  nextPeriod: "2026-12",
  billFrom: "2026-12-01",
  suspension: null,
  createdAt: "2026-11-01T00:00:00.000Z",
};
const form = {
  customerId: "cus_1",
  planId: "pln_1",
  brandId: "",
  startsOn: "2026-11-21",
  billFrom: "",
  price: undefined,
  discount: undefined,
  anchorDay: "",
};

test("an amount left empty means the plan's price and no discount, an empty day the company's own", () => {
  expect(newSubscription(form)).toEqual({
    customerId: "cus_1",
    planId: "pln_1",
    startsOn: "2026-11-21",
    price: null,
    discount: 0,
  });
});

test("a price of zero is an agreed price, not an empty one", () => {
  expect(newSubscription({ ...form, price: 0 }).price).toBe(0);
});

test.each(["0", "32", "x"])("%s is no day of a month", (anchorDay) => {
  expect(newSubscriptionSchema.safeParse({ ...form, anchorDay }).success).toBe(false);
});

test("only what differs is sent, and an emptied price falls back to the plan's", () => {
  const before = { ...subscription, price: 150_000, effectivePrice: 150_000 };
  expect(subscriptionChanges(editFormOf(before), before)).toEqual({});
  expect(subscriptionChanges({ ...editFormOf(before), price: undefined, planId: "pln_2" }, before)).toEqual({
    price: null,
    planId: "pln_2",
  });
});
