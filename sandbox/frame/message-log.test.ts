import { describe, expect, test } from "vitest";

import { BucketLimit, RollingLimit } from "./limits.ts";
import { MessageLog } from "./message-log.ts";

const at = "2026-11-20T03:00:00.000Z";

describe("the log of messages", () => {
  test("counts a hundred thousand messages and keeps the newest", () => {
    const log = new MessageLog<{ to: string; at: string; text: string }>({ identity: ({ text }) => text });
    for (let index = 0; index < 100_000; index++) log.keep({ to: "1", at, text: String(index % 99_000) });
    expect(log.counts()).toEqual({ sent: 100_000, duplicates: 1000 });
    const kept = log.list();
    expect(kept).toHaveLength(20_000);
    expect(kept.at(-1)?.text).toBe("999");
  });

  test("takes what nothing identifies for no duplicate, and finds the newest", () => {
    const log = new MessageLog<{ to: string; at: string; id: number }>({ identity: () => undefined, kept: 2 });
    for (const id of [1, 2, 3]) log.keep({ to: "1", at, id });
    expect(log.counts()).toEqual({ sent: 3, duplicates: 0 });
    expect(log.list().map(({ id }) => id)).toEqual([2, 3]);
    expect(log.find(({ to }) => to === "1")?.id).toBe(3);
  });
});

describe("a limit", () => {
  test("of a bucket tells what is left, how long to wait, and when it is full", () => {
    const limit = new BucketLimit(2, 400);
    expect(limit.take("a", 1000)).toEqual({ isAllowed: true, waitMs: 0, remaining: 1, fullMs: 400 });
    expect(limit.take("a", 1000)).toEqual({ isAllowed: true, waitMs: 0, remaining: 0, fullMs: 800 });
    expect(limit.take("a", 1100)).toEqual({ isAllowed: false, waitMs: 300, remaining: 0, fullMs: 700 });
    expect(limit.take("b", 1100).isAllowed).toBe(true);
    expect(limit.take("a", 1400).isAllowed).toBe(true);
  });

  test("of a window of time holds for every such window; none at all is allowed where it is 0", () => {
    const limit = new RollingLimit(2, 1000);
    expect([0, 600, 900].map((now) => limit.take("a", now).isAllowed)).toEqual([true, true, false]);
    expect(limit.take("a", 900).waitMs).toBe(100);
    expect(limit.take("a", 1000).isAllowed).toBe(true);
    expect(new RollingLimit(0, 1000).take("a", 5)).toEqual({ isAllowed: false, waitMs: 1000 });
  });
});
