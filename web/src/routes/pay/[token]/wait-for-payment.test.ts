import { expect, test } from "vitest";
import { waitForPayment, waitMs } from "./wait-for-payment.ts";

/** A clock that a test moves on, and a payment that arrives when the test says so. */
function world() {
  const waits: number[] = [];
  let due: (() => void) | undefined;
  const it = { arrived: false as boolean | Error, asked: 0, gaveUp: 0, waits };
  const wait = waitForPayment({
    ask: async () => {
      it.asked++;
      if (it.arrived instanceof Error) throw it.arrived;
      return it.arrived;
    },
    onGiveUp: () => it.gaveUp++,
    after: (milliseconds, work) => {
      waits.push(milliseconds);
      due = work;
      return () => (due = undefined);
    },
  });
  const pass = async () => {
    const work = due;
    due = undefined;
    work?.();
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
    return work !== undefined;
  };
  return { it, wait, pass };
}

test("asks ever more seldom, and stops asking once the payment is there", async () => {
  const { it, pass } = world();
  await pass();
  await pass();
  it.arrived = true;
  await pass();
  expect(await pass()).toBe(false);
  expect([it.asked, it.gaveUp]).toEqual([3, 0]);
  expect(it.waits).toEqual([waitMs(0), waitMs(1), waitMs(2)]);
  expect(waitMs(1)).toBeGreaterThan(waitMs(0));
  expect(waitMs(1_000)).toBe(15_000);
});

test("a connection that fails for a while is no reason to stop, but it ends after a few minutes", async () => {
  const { it, pass } = world();
  it.arrived = new Error("offline");
  let passed = 0;
  while (await pass()) passed++;
  expect(it.gaveUp).toBe(1);
  expect(it.asked).toBe(passed);
  const total = it.waits.reduce((sum, each) => sum + each, 0);
  expect(total).toBeGreaterThan(3 * 60_000);
  expect(total).toBeLessThan(6 * 60_000);
});

test("who comes back to the page sees at once, and who has left is asked about no more", async () => {
  const { it, wait, pass } = world();
  wait.askNow();
  expect(it.asked).toBe(1);
  await pass();
  wait.stop();
  expect(await pass()).toBe(false);
  wait.askNow();
  expect(it.asked).toBe(1);
});
