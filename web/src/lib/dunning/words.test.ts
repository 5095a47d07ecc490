import { beforeEach, expect, test } from "vitest";
import { i18n } from "#lib/i18n.svelte.ts";
import type { Policy } from "./dunning.ts";
import { offsetWords, openingWords, policyWords, scheduleSummary } from "./words.ts";

const policy: Policy = {
  enabled: true,
  daysAfterDue: 7,
  openings: [1, 2, 3, 4].map((weekday) => ({ weekday, fromHour: 8, untilHour: 16 })),
  closedDates: ["2026-12-25"],
  minimumOwed: 50_000,
  noticeDays: [1, 3],
};
const plain = (text: string) => text.replace(/\s/g, " ");

beforeEach(() => i18n.set("id"));

test("days of the same hours are said together, whatever their order", () => {
  expect(openingWords(policy.openings.toReversed())).toBe("Senin–Kamis 08.00–16.00");
  expect(openingWords([...policy.openings, { weekday: 5, fromHour: 8, untilHour: 11 }])).toBe(
    "Senin–Kamis 08.00–16.00, Jumat 08.00–11.00",
  );
  expect(openingWords([1, 3, 4].map((weekday) => ({ weekday, fromHour: 0, untilHour: 24 })))).toBe(
    "Senin 00.00–24.00, Rabu–Kamis 00.00–24.00",
  );
  i18n.set("en");
  expect(openingWords(policy.openings)).toBe("Monday–Thursday 08:00–16:00");
});

test("a policy says what it will do", () => {
  const words = policyWords(policy, "2026-11-26").map(plain);
  expect(words[0]).toContain("7 hari setelah jatuh tempo, Senin–Kamis 08.00–16.00");
  expect(words.join(" ")).toContain("Rp 50.000");
  expect(words.join(" ")).toContain("3 hari dan 1 hari");
  expect(words.join(" ")).toContain("25 Des 2026");
  expect(words.at(-1)).toContain("26 Nov 2026");
  expect(policyWords({ ...policy, enabled: false }, null)).toHaveLength(1);
});

test("a reminder is said from the customer's side of the due date", () => {
  expect([-3, 0, 7].map(offsetWords)).toEqual([
    "3 hari sebelum jatuh tempo",
    "Pada hari jatuh tempo",
    "7 hari setelah jatuh tempo",
  ]);
  const rule = (offsetDays: number, enabled = true) => ({ offsetDays, hour: 9, outlets: null, enabled });
  expect(scheduleSummary([rule(3), rule(-3), rule(7, false)])).toBe(
    "3 hari sebelum jatuh tempo pukul 09.00; 3 hari setelah jatuh tempo pukul 09.00",
  );
});
