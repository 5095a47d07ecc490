/** What a request asks of the store, against `bench/cost.md`, on both stores. */
import { env as bindings } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import checkedIn from "../../bench/cost.md?raw";
import { calls as typicalCalls } from "../../bench/cost/calls.ts";
import { allowedRoundTrips, costOfOperations, type OperationCost } from "../../bench/cost/measure.ts";
import { Premises } from "../../bench/cost/premises.ts";
import { addFinishedExport, stopExport } from "../../bench/seed/export.ts";
import { addColleague } from "../../bench/seed/colleague.ts";
import { roundTripsOf } from "../../bench/cost/table.ts";
import { prepareRun } from "../../worker/modules/billing/run-jobs.ts";
import { mailsTo } from "../support/mail.ts";
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

async function newPremises(): Promise<Premises> {
  const tenant = await TestTenant.signUp();
  const ctx = await tenant.context();
  return Premises.of(tenant, {
    tokenSecret: ctx.settings.TOKEN_SECRET,
    operatorToken: ctx.settings.OPERATOR_TOKEN,
    sandboxUrl: bindings.TEST_SANDBOX_URL,
    period: "2026-11",
    colleague: () => addColleague(ctx.store, tenant.token, ctx.settings.TOKEN_SECRET),
    exported: () => addFinishedExport(ctx.store),
    stopExport: () => stopExport(ctx.store),
    prepared: (runId) => prepareRun(ctx, { runId }),
    worked: () => tenant.settle(),
    mailed: async (address) => {
      await tenant.settle();
      return (await mailsTo(address)).findLast(({ text }) => text.includes("reset-password"))?.text ?? "";
    },
  });
}

describe("the cost of a request", () => {
  let costs: OperationCost[];
  beforeAll(async () => {
    costs = await costOfOperations(nextPremises);
  }, 60_000);

  it("is known for every operation", () => {
    expect(Object.keys(typicalCalls).sort()).toEqual(
      operations()
        .map(({ id }) => id)
        .sort(),
    );
  });

  it("is at most 2 round trips to read and 3 to write", () => {
    const over = costs.filter(({ method, roundTrips }) => roundTrips > allowedRoundTrips(method));
    expect(over.map(({ id, method, roundTrips }) => `${id}: ${method} takes ${roundTrips}`)).toEqual([]);
  });

  it("has not changed unseen", () => {
    const measured = Object.fromEntries(costs.map(({ id, roundTrips }) => [id, roundTrips]));
    expect(measured, `The round trips differ from bench/cost.md. ${advice}`).toEqual(roundTripsOf(checkedIn));
  });
});
