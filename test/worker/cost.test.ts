/** What a request asks of the store, against `bench/cost.md`, on both stores. */
import { beforeAll, describe, expect, it } from "vitest";
import checkedIn from "../../bench/cost.md?raw";
import { calls as typicalCalls } from "../../bench/cost/calls.ts";
import { allowedRoundTrips, costOfOperations, type OperationCost } from "../../bench/cost/measure.ts";
import type { Premises } from "../../bench/cost/premises.ts";
import { roundTripsOf } from "../../bench/cost/table.ts";
import { premisesOf } from "../support/premises.ts";
import { TestTenant } from "../support/tenant.ts";
import { operations } from "../walks/operations.ts";

const advice = "If that is meant, run `npm run bench -- cost` and commit bench/cost.md";

/** A user may make a hundred requests in a minute, and each call needs a few. */
const callsOfOne = 12;
let current: Promise<Premises>;
let calls = 0;

function nextPremises(): Promise<Premises> {
  if (calls++ % callsOfOne === 0) current = newPremises();
  return current;
}

const newPremises = async (): Promise<Premises> =>
  premisesOf(await TestTenant.signUp({ kinds: ["isp", "ppob", "pawn"] }));

describe("the cost of a request", () => {
  let costs: OperationCost[];
  beforeAll(async () => {
    costs = await costOfOperations(nextPremises);
  }, 240_000);

  it("is known for every operation", () => {
    expect(Object.keys(typicalCalls).sort()).toEqual(
      operations()
        .map(({ id }) => id)
        .sort(),
    );
  });

  it("is at most 2 round trips to read and 3 to write", () => {
    const over = costs.filter(({ id, method, roundTrips }) => roundTrips > allowedRoundTrips(method, id));
    expect(over.map(({ id, method, roundTrips }) => `${id}: ${method} takes ${roundTrips}`)).toEqual([]);
  });

  it("has not changed unseen", () => {
    const measured = Object.fromEntries(costs.map(({ id, roundTrips }) => [id, roundTrips]));
    expect(measured, `The round trips differ from bench/cost.md. ${advice}`).toEqual(roundTripsOf(checkedIn));
  });
});
