import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { expect, it, vi } from "vitest";
import { env } from "../test/support/tenant.ts";

const slow = { account: { burst: 1, everyMs: 60_000 } };
const pacer = () => env.PACER.getByName(`test:${crypto.randomUUID()}`);
const kept = (slots: readonly { kept: boolean }[]) => slots.map((slot) => slot.kept);

it("holds an account's pace through a restart", async () => {
  const own = pacer();
  expect(kept(await own.reserve(["a"], slow, 0))).toEqual([true]);
  await evictDurableObject(own);
  expect(kept(await own.reserve(["b"], slow, 0))).toEqual([false]);
});

it("lets nothing go while the provider wants it held back", async () => {
  const own = pacer();
  const fast = { burst: 5, everyMs: 1 };
  await own.hold(undefined, fast, 60_000);
  const [slot] = await own.reserve(["a"], { account: fast }, 0);
  expect(slot?.kept).toBe(false);
  expect(slot?.delayMs).toBeGreaterThan(50_000);
});

it("leaves nothing behind once it has been idle", async () => {
  const own = pacer();
  const paces = { account: { burst: 1, everyMs: 1 }, recipient: { burst: 1, everyMs: 1 } };
  await own.reserve(["a", "b"], paces, 1000);
  const rows = () =>
    runInDurableObject(own, (_, { storage }) => storage.sql.exec("select key from buckets").toArray().length);
  expect(await rows()).toBe(3);
  await vi.waitFor(async () => {
    expect(await runDurableObjectAlarm(own)).toBe(true);
    expect(await rows()).toBe(0);
  });
});
