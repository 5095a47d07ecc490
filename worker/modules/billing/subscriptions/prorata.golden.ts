/**
 * Changes of plan worked out by hand, as a bookkeeper would check them. Each row: a period that is billed whole on the old
 * plan, the first day of the new one, and what is to come of it in rupiah.
 *
 * Given back is the old rate for the days from the change to the end of the period, charged is the new rate for them; a
 * rate is price less discount. What is due by a day is `rate × days ÷ days of the period`, half a rupiah upwards, and a
 * part is the difference of two such sums. The tax is of the difference, once; what is credited takes its share of the tax of
 * the invoice that billed the period.
 */
export interface GoldenChange {
  title: string;
  period: string;
  anchorDay: number;
  effectiveOn: string;
  /** Days that change hands, and days of the period. */
  days: [number, number];
  /** Price and discount for a full period. */
  from: [number, number];
  to: [number, number];
  /** PPN in percent, on top of the prices or within them. */
  tax: "none" | "11 % on top" | "11 % within";
  givenBack: number;
  charged: number;
  /** Rupiah, tax included: above 0 invoiced, below 0 credited. */
  difference: number;
  /** The tax within the difference. */
  taxOfDifference: number;
}

const row = (
  title: string,
  [period, anchorDay, effectiveOn]: [string, number, string],
  days: [number, number],
  [from, to]: [[number, number], [number, number]],
  tax: GoldenChange["tax"],
  [givenBack, charged, difference, taxOfDifference]: [number, number, number, number],
): GoldenChange => ({
  ...{ title, period, anchorDay, effectiveOn, days, from, to, tax },
  ...{ givenBack, charged, difference, taxOfDifference },
});

/** 150.000 → 250.000 and back, and variations. */
const up: [[number, number], [number, number]] = [
  [150_000, 0],
  [250_000, 0],
];
const down: [[number, number], [number, number]] = [
  [250_000, 0],
  [150_000, 0],
];

// prettier-ignore
export const goldenChanges: GoldenChange[] = [
  // title                                   period     anchor  first day       days       from → to      tax             given back  charged  difference  of it tax
  row("up, a third of November",             ["2026-11",  1, "2026-11-21"], [10, 30], up,   "none",        [ 50_000,  83_333,   33_333,      0]),
  row("down, a third of November",           ["2026-11",  1, "2026-11-21"], [10, 30], down, "none",        [ 83_333,  50_000,  -33_333,      0]),
  row("up, tax on top",                      ["2026-11",  1, "2026-11-21"], [10, 30], up,   "11 % on top", [ 50_000,  83_333,   37_000,  3_667]),
  row("down, tax on top",                    ["2026-11",  1, "2026-11-21"], [10, 30], down, "11 % on top", [ 83_333,  50_000,  -37_000, -3_667]),
  row("up, tax within",                      ["2026-11",  1, "2026-11-21"], [10, 30], up,   "11 % within", [ 50_000,  83_333,   33_333,  3_303]),
  row("down, tax within",                    ["2026-11",  1, "2026-11-21"], [10, 30], down, "11 % within", [ 83_333,  50_000,  -33_333, -3_303]),
  row("from the first day: the whole period",["2026-11",  1, "2026-11-01"], [30, 30], up,   "11 % on top", [150_000, 250_000,  111_000, 11_000]),
  row("on the last day",                     ["2026-11",  1, "2026-11-30"], [ 1, 30], up,   "none",        [  5_000,   8_333,    3_333,      0]),
  row("31 days",                             ["2026-12",  1, "2026-12-21"], [11, 31], up,   "none",        [ 53_226,  88_710,   35_484,      0]),
  row("anchor day 15, over the month's end", ["2026-11", 15, "2026-12-01"], [14, 30], up,   "none",        [ 70_000, 116_667,   46_667,      0]),
  row("anchor day 15, over the year's end",  ["2026-12", 15, "2027-01-01"], [14, 31], up,   "none",        [ 67_742, 112_903,   45_161,      0]),
  row("anchor day 28, February of 28 days",  ["2026-02", 28, "2026-03-14"], [14, 28], up,   "none",        [ 75_000, 125_000,   50_000,      0]),
  row("anchor day 28, February of 29 days",  ["2028-02", 28, "2028-03-14"], [14, 29], up,   "none",        [ 72_414, 120_690,   48_276,      0]),
  row("anchor day 1, February of 28 days",   ["2026-02",  1, "2026-02-15"], [14, 28], down, "none",        [125_000,  75_000,  -50_000,      0]),
  row("anchor day 1, February of 29 days",   ["2028-02",  1, "2028-02-15"], [15, 29], down, "none",        [129_310,  77_586,  -51_724,      0]),
  row("anchor day 29, to 28 February",       ["2026-01", 29, "2026-02-14"], [14, 30], up,   "none",        [ 70_000, 116_667,   46_667,      0]),
  row("anchor day 29, to 29 February",       ["2028-01", 29, "2028-02-14"], [15, 31], up,   "none",        [ 72_581, 120_968,   48_387,      0]),
  row("anchor day 29, from 28 February",     ["2026-02", 29, "2026-03-14"], [15, 29], up,   "none",        [ 77_586, 129_310,   51_724,      0]),
  row("anchor day 30, to 28 February",       ["2026-01", 30, "2026-02-14"], [14, 29], up,   "none",        [ 72_414, 120_690,   48_276,      0]),
  row("anchor day 30, from 29 February",     ["2028-02", 30, "2028-03-15"], [15, 30], up,   "none",        [ 75_000, 125_000,   50_000,      0]),
  row("anchor day 31, to 28 February",       ["2026-01", 31, "2026-02-14"], [14, 28], up,   "none",        [ 75_000, 125_000,   50_000,      0]),
  row("anchor day 31, from 28 February",     ["2026-02", 31, "2026-03-15"], [16, 31], up,   "none",        [ 77_419, 129_032,   51_613,      0]),
  row("anchor day 31, April",                ["2026-04", 31, "2026-05-15"], [16, 31], up,   "none",        [ 77_419, 129_032,   51_613,      0]),
  row("a discount that stays",               ["2026-11",  1, "2026-11-16"], [15, 30], [[150_000, 30_000], [250_000, 30_000]], "11 % on top", [60_000, 110_000,  55_500,  5_500]),
  row("a discount that goes",                ["2026-11",  1, "2026-11-16"], [15, 30], [[150_000, 30_000], [150_000,      0]], "none",        [60_000,  75_000,  15_000,      0]),
  row("a discount that comes",               ["2026-11",  1, "2026-11-16"], [15, 30], [[150_000,      0], [150_000, 30_000]], "11 % on top", [75_000,  60_000, -16_650, -1_650]),
  row("a discount beyond the price",         ["2026-11",  1, "2026-11-16"], [15, 30], [[ 10_000, 30_000], [150_000,      0]], "none",        [     0,  75_000,  75_000,      0]),
  row("to a plan that costs nothing",        ["2026-11",  1, "2026-11-16"], [15, 30], [[150_000,      0], [      0,      0]], "11 % within", [75_000,       0, -75_000, -7_433]),
  row("another plan at the same price",      ["2026-11",  1, "2026-11-16"], [15, 30], [[150_000,      0], [150_000,      0]], "11 % on top", [75_000,  75_000,       0,      0]),
  row("a rupiah a day, and none",            ["2026-11",  1, "2026-11-21"], [10, 30], [[     30,      0], [      0,      0]], "11 % on top", [    10,       0,     -11,     -1]),
  row("less than half a rupiah of tax",      ["2026-11",  1, "2026-11-30"], [ 1, 30], [[      0,      0], [    120,      0]], "11 % on top", [     0,       4,       4,      0]),
  row("half a rupiah and more of tax",       ["2026-11",  1, "2026-11-30"], [ 1, 30], [[      0,      0], [    150,      0]], "11 % on top", [     0,       5,       6,      1]),
];
