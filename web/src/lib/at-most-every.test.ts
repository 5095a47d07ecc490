import { expect, test } from "vitest";
import { atMostEvery } from "./at-most-every.ts";

function clock() {
  let due: (() => void) | undefined;
  return {
    after: (_: number, work: () => void) => {
      due = work;
      return () => (due = undefined);
    },
    pass: () => {
      const work = due;
      due = undefined;
      work?.();
    },
  };
}

test("the first call runs at once, a burst after it runs once more", () => {
  const { after, pass } = clock();
  let runs = 0;
  const refresh = atMostEvery(100, () => runs++, after);
  for (let call = 0; call < 50; call++) refresh.run();
  expect(runs).toBe(1);
  pass();
  expect(runs).toBe(2);
  pass();
  expect(runs).toBe(2);
});

test("after a quiet period the next call runs at once again", () => {
  const { after, pass } = clock();
  let runs = 0;
  const refresh = atMostEvery(100, () => runs++, after);
  refresh.run();
  pass();
  refresh.run();
  expect(runs).toBe(2);
});

test("nothing runs once it is stopped", () => {
  const { after, pass } = clock();
  let runs = 0;
  const refresh = atMostEvery(100, () => runs++, after);
  refresh.run();
  refresh.run();
  refresh.stop();
  pass();
  expect(runs).toBe(1);
});
