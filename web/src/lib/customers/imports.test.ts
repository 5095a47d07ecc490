import { expect, test } from "vitest";
import { paceOf, type CustomerImport } from "./imports.ts";

const running = { done: 4000, rows: 10_000, startedAt: "2026-11-21T03:00:00Z" } as CustomerImport;
const after = (seconds: number) => Date.parse("2026-11-21T03:00:00Z") + seconds * 1000;

test("the pace tells rows in a second and what is left at that pace", () => {
  expect(paceOf(running, after(10))).toEqual({ perSecond: 400, remainingSeconds: 15 });
});

test("nothing is foretold before anything is done", () => {
  expect(paceOf({ ...running, done: 0 }, after(10))).toBeUndefined();
  expect(paceOf(running, after(0))).toBeUndefined();
  expect(paceOf({ ...running, startedAt: null }, after(10))).toBeUndefined();
});
