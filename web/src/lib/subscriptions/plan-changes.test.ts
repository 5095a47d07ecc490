import { expect, test } from "vitest";
import { planChangeBody, planChangeFormOf } from "./plan-changes.ts";

const plan = { id: "pln_1", name: "Hemat", price: 200_000 };

test("a change begins with the terms as they are, an agreed price and a discount among them", () => {
  expect(planChangeFormOf({ plan, price: null, discount: 0 }, "2026-11-21")).toEqual({
    planId: "pln_1",
    effectiveOn: "2026-11-21",
    price: undefined,
    discount: undefined,
  });
  expect(planChangeFormOf({ plan, price: 0, discount: 5_000 }, "2026-11-21")).toMatchObject({
    price: 0,
    discount: 5_000,
  });
});

test("an amount left empty means the plan's price and no discount, whatever held before", () => {
  const form = { planId: "pln_2", effectiveOn: "2026-12-01", price: undefined, discount: undefined };
  expect(planChangeBody(form)).toEqual({ planId: "pln_2", effectiveOn: "2026-12-01", price: null, discount: 0 });
  expect(planChangeBody({ ...form, price: 0 }).price).toBe(0);
});
