import { expect, test } from "vitest";
import { nearest } from "./line-chart.ts";

test.each([
  [-5, 0],
  [0, 0],
  [4, 0],
  [6, 1],
  [10, 1],
  [26, 3],
  [99, 3],
])("the point nearest to %d is number %d", (target, index) => {
  expect(nearest([0, 10, 20, 30], target)).toBe(index);
});

test("a single point is always the nearest", () => {
  expect(nearest([7], 100)).toBe(0);
});
