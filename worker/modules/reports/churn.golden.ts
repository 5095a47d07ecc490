/** Churn by example: what a company's subscriptions did on which days, and what the report says of each month. */
export interface Example {
  what: string;
  /** Day of the month, and what started, ended, paused and went on. */
  days: readonly { date: string; started?: number; ended?: number; suspended?: number; restored?: number }[];
  from: string;
  to: string;
  /** Month, active at start, started, ended, active at end, churn in basis points, suspended, restored. */
  months: readonly [string, number, number, number, number, number | null, number, number][];
}

export const examples: readonly Example[] = [
  {
    what: "nothing has happened",
    days: [],
    from: "2026-10",
    to: "2026-11",
    months: [
      ["2026-10", 0, 0, 0, 0, null, 0, 0],
      ["2026-11", 0, 0, 0, 0, null, 0, 0],
    ],
  },
  {
    what: "a company begins, and loses one of forty",
    days: [
      { date: "2026-09-01", started: 40 },
      { date: "2026-10-15", ended: 1 },
      { date: "2026-10-20", started: 3 },
    ],
    from: "2026-09",
    to: "2026-11",
    months: [
      ["2026-09", 0, 40, 0, 40, null, 0, 0],
      ["2026-10", 40, 3, 1, 42, 250, 0, 0],
      ["2026-11", 42, 0, 0, 42, 0, 0, 0],
    ],
  },
  {
    what: "what was before the first month counts as running at its start",
    days: [
      { date: "2020-01-31", started: 10 },
      { date: "2024-02-29", ended: 4 },
      { date: "2026-10-31", ended: 2 },
    ],
    from: "2026-10",
    to: "2026-11",
    months: [
      ["2026-10", 6, 0, 2, 4, 3333, 0, 0],
      ["2026-11", 4, 0, 0, 4, 0, 0, 0],
    ],
  },
  {
    what: "the last day of a month is that month's, the first of the next the next's",
    days: [
      { date: "2026-09-30", started: 3 },
      { date: "2026-10-01", started: 1 },
      { date: "2026-10-31", ended: 1 },
      { date: "2026-11-01", ended: 1 },
    ],
    from: "2026-10",
    to: "2026-11",
    months: [
      ["2026-10", 3, 1, 1, 3, 3333, 0, 0],
      ["2026-11", 3, 0, 1, 2, 3333, 0, 0],
    ],
  },
  {
    what: "a pause is no end",
    days: [
      { date: "2026-09-01", started: 2 },
      { date: "2026-10-05", suspended: 2 },
      { date: "2026-10-20", restored: 1 },
      { date: "2026-11-20", ended: 1 },
    ],
    from: "2026-10",
    to: "2026-11",
    months: [
      ["2026-10", 2, 0, 0, 2, 0, 2, 1],
      ["2026-11", 2, 0, 1, 1, 5000, 0, 0],
    ],
  },
  {
    what: "who comes and goes in one month ends, but not of those at the start",
    days: [
      { date: "2026-09-01", started: 1 },
      { date: "2026-10-02", started: 2 },
      { date: "2026-10-09", ended: 3 },
    ],
    from: "2026-10",
    to: "2026-10",
    months: [["2026-10", 1, 2, 3, 0, 30_000, 0, 0]],
  },
  {
    what: "half a basis point is rounded up",
    days: [
      { date: "2025-12-01", started: 16 },
      { date: "2026-01-09", ended: 1 },
      { date: "2026-01-10", started: 144_985 },
      { date: "2026-02-01", ended: 725 },
    ],
    from: "2026-01",
    to: "2026-02",
    months: [
      ["2026-01", 16, 144_985, 1, 145_000, 625, 0, 0],
      ["2026-02", 145_000, 0, 725, 144_275, 50, 0, 0],
    ],
  },
];
