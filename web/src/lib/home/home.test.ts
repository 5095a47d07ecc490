import { expect, test } from "vitest";
import type { Viewer } from "#lib/shell/nav.ts";
import { attentionFor } from "./attention.ts";
import { firstSteps } from "./first-steps.ts";
import { isFresh, type AttentionKind, type Overview } from "./overview.ts";

const overview = (kinds: AttentionKind[], issued = 0): Overview => ({
  today: "2026-11-20",
  attention: kinds.map((kind) => ({ kind, count: 1, amount: null })),
  cards: {
    customers: 0,
    activeSubscriptions: 0,
    unpaidAmount: 0,
    unpaidCount: 0,
    overdueAmount: 0,
    overdueCount: 0,
    paidThisMonth: 0,
    issuedThisMonth: issued,
  },
  revenue: [{ date: "2026-11-20", issued, paid: 0 }],
});
const owner = (...kinds: string[]): Viewer => ({
  is: (...asked) => asked.some((kind) => kinds.includes(kind)),
  can: () => true,
});
const ids = (steps: { id: string; done: boolean }[]) => steps.map(({ id, done }) => (done ? `${id} ✓` : id));

test("a new internet provider is led from its brand to its first invoice", () => {
  const fresh = overview(["no_online_payment", "no_plan", "no_customer"]);
  expect(isFresh(fresh)).toBe(true);
  expect(ids(firstSteps(owner("isp"), fresh, []))).toEqual(["brand", "plan", "customer", "connection", "invoice"]);
});

test("who sells no internet is not asked for internet plans", () => {
  expect(ids(firstSteps(owner("pawn"), overview([]), []))).not.toContain("plan");
});

test("a step that is done says so", () => {
  const begun = overview(["no_online_payment"]);
  expect(ids(firstSteps(owner("ppob"), begun, []))).toEqual(["brand", "customer ✓", "connection", "invoice"]);
});

test("a company that bills is past its first steps, and online payment is then a matter of its own", () => {
  const running = overview(["overdue_invoices", "no_online_payment"], 150_000);
  expect(isFresh(running)).toBe(false);
  const shown = attentionFor(running.attention, owner("isp"), isFresh(running));
  expect(shown.map(({ kind }) => kind)).toEqual(["overdue_invoices", "no_online_payment"]);
});

test("nobody is shown what they can't do anything about", () => {
  const cs: Viewer = { is: () => true, can: (permission) => permission === "invoices:read" };
  const shown = attentionFor(overview(["overdue_invoices", "failed_webhooks"]).attention, cs, false);
  expect(shown.map(({ href }) => href)).toEqual(["/invoices?state=overdue"]);
});
