import { expect, test } from "vitest";
import { newPlan, planChanges, planFormOf, planSchema } from "./plan-form.ts";
import { planSpeed, type Plan } from "./plans.ts";

const plan: Plan = {
  id: "pln_1",
  number: 1,
  name: "Rumah",
  price: 200_000,
  downloadMbps: 50,
  uploadMbps: null,
  description: null,
  archived: false,
  createdAt: "2026-11-01T00:00:00.000Z",
};

test("a form that nobody touched changes nothing", () => {
  expect(planChanges(planFormOf(plan), plan)).toEqual({});
});

test("an emptied speed is sent as unknown", () => {
  expect(planChanges({ ...planFormOf(plan), downloadMbps: "", price: 0 }, plan)).toEqual({
    downloadMbps: null,
    price: 0,
  });
});

test("a plan needs a name and a price, though the price may be zero", () => {
  const form = { ...planFormOf(), name: "Gratis", price: 0 };
  expect(planSchema.safeParse(form).success).toBe(true);
  expect(newPlan(form).price).toBe(0);
  expect(planSchema.safeParse({ ...form, price: undefined }).success).toBe(false);
  expect(planSchema.safeParse({ ...form, name: " " }).success).toBe(false);
});

test.each(["0", "-1", "1.5", "cepat"])("%s is no speed", (downloadMbps) => {
  expect(planSchema.safeParse({ ...planFormOf(plan), downloadMbps }).success).toBe(false);
});

test("a speed is told once where both ways are the same or one is unknown", () => {
  expect(planSpeed({ downloadMbps: 50, uploadMbps: 25 })).toBe("50/25 Mbps");
  expect(planSpeed({ downloadMbps: 50, uploadMbps: 50 })).toBe("50 Mbps");
  expect(planSpeed({ downloadMbps: 50, uploadMbps: null })).toBe("50 Mbps");
  expect(planSpeed({ downloadMbps: null, uploadMbps: null })).toBe("");
});
