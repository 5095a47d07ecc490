/** The rule of `segment.ts` by example. Today is 21 November 2026 unless a row says otherwise, in Jakarta. */
import type { Segment } from "../../customers/schema.ts";

/** An invoice of 100,000: when it was due, and what became of it. */
export type Fate =
  | { due: string; paid: string }
  | { due: string; owes: number }
  | { due: string; awaits: number }
  | { due: string; void: true }
  | { due: string; credited: string }
  | { due: string; nothing: true };

export interface Example {
  what: string;
  today?: string;
  invoices: readonly Fate[];
  segment: Segment;
  /** Until when time alone leaves it there: the due date that puts it there. */
  evidenceOn?: string;
}

export const examples: readonly Example[] = [
  // Nothing to judge by.
  { what: "has no invoice", invoices: [], segment: "new" },
  {
    what: "has a first invoice that is not due yet",
    invoices: [{ due: "2026-11-30", awaits: 100_000 }],
    segment: "new",
  },
  { what: "has paid a part before it is due", invoices: [{ due: "2026-11-30", awaits: 40_000 }], segment: "new" },
  { what: "had its only invoice voided", invoices: [{ due: "2026-10-10", void: true }], segment: "new" },
  { what: "had an invoice of nothing", invoices: [{ due: "2026-10-10", nothing: true }], segment: "new" },
  { what: "was credited the whole late", invoices: [{ due: "2026-10-10", credited: "2026-10-20" }], segment: "new" },
  {
    what: "paid long ago, and had nothing since",
    invoices: [{ due: "2025-10-10", paid: "2025-10-02" }],
    segment: "new",
  },

  // Loyal.
  {
    what: "paid its first invoice before it fell due",
    invoices: [{ due: "2026-11-30", paid: "2026-11-20" }],
    segment: "loyal",
    evidenceOn: "2026-11-30",
  },
  {
    what: "paid on the due date",
    invoices: [{ due: "2026-11-10", paid: "2026-11-10" }],
    segment: "loyal",
    evidenceOn: "2026-11-10",
  },
  {
    what: "paid in time every month, and has one to pay",
    invoices: [
      { due: "2026-09-10", paid: "2026-09-03" },
      { due: "2026-10-10", paid: "2026-10-09" },
      { due: "2026-11-25", awaits: 100_000 },
    ],
    segment: "loyal",
    evidenceOn: "2026-10-10",
  },
  {
    what: "paid late once, more than a year ago",
    invoices: [
      { due: "2025-11-10", paid: "2025-12-01" },
      { due: "2026-10-10", paid: "2026-10-10" },
    ],
    segment: "loyal",
    evidenceOn: "2026-10-10",
  },
  {
    what: "paid late exactly a year ago",
    invoices: [
      { due: "2025-11-21", paid: "2025-12-01" },
      { due: "2026-10-10", paid: "2026-10-10" },
    ],
    segment: "loyal",
    evidenceOn: "2026-10-10",
  },

  // Pays late.
  {
    what: "paid a day late",
    invoices: [{ due: "2026-11-10", paid: "2026-11-11" }],
    segment: "late_payer",
    evidenceOn: "2026-11-10",
  },
  {
    what: "paid late the day after a year ago",
    invoices: [
      { due: "2025-11-22", paid: "2025-12-01" },
      { due: "2026-10-10", paid: "2026-10-10" },
    ],
    segment: "late_payer",
    evidenceOn: "2025-11-22",
  },
  {
    what: "paid late one time of three",
    invoices: [
      { due: "2026-08-10", paid: "2026-08-02" },
      { due: "2026-09-10", paid: "2026-09-30" },
      { due: "2026-10-10", paid: "2026-10-01" },
    ],
    segment: "late_payer",
    evidenceOn: "2026-09-10",
  },
  {
    what: "paid this year what fell due long ago",
    invoices: [
      { due: "2025-06-10", paid: "2026-11-20" },
      { due: "2026-10-10", paid: "2026-10-10" },
    ],
    segment: "loyal",
    evidenceOn: "2026-10-10",
  },
  {
    what: "paid late on the leap day, a year and a day before",
    today: "2029-03-01",
    invoices: [{ due: "2028-02-29", paid: "2028-03-15" }],
    segment: "new",
  },
  {
    what: "paid late on the leap day, a year before",
    today: "2029-02-28",
    invoices: [{ due: "2028-02-29", paid: "2028-03-15" }],
    segment: "late_payer",
    evidenceOn: "2028-02-29",
  },

  // In arrears.
  {
    what: "owes an invoice past its due date",
    invoices: [{ due: "2026-11-10", owes: 100_000 }],
    segment: "in_arrears",
  },
  { what: "owes the rest of one", invoices: [{ due: "2026-11-10", owes: 1 }], segment: "in_arrears" },
  { what: "owes one from years ago", invoices: [{ due: "2023-01-10", owes: 100_000 }], segment: "in_arrears" },
  {
    what: "owes one, and paid others late and in time",
    invoices: [
      { due: "2026-08-10", paid: "2026-08-02" },
      { due: "2026-09-10", paid: "2026-09-30" },
      { due: "2026-10-10", owes: 100_000 },
    ],
    segment: "in_arrears",
  },
];

/** Where the due date ends: 17:00 in UTC is midnight in Jakarta, 15:00 in Jayapura. */
export const midnights = [
  { zone: "Asia/Jakarta", paidAt: "2026-11-10T16:59:59.999Z", segment: "loyal" },
  { zone: "Asia/Jakarta", paidAt: "2026-11-10T17:00:00.000Z", segment: "late_payer" },
  { zone: "Asia/Makassar", paidAt: "2026-11-10T15:59:59.999Z", segment: "loyal" },
  { zone: "Asia/Makassar", paidAt: "2026-11-10T16:00:00.000Z", segment: "late_payer" },
  { zone: "Asia/Jayapura", paidAt: "2026-11-10T14:59:59.999Z", segment: "loyal" },
  { zone: "Asia/Jayapura", paidAt: "2026-11-10T15:00:00.000Z", segment: "late_payer" },
] as const;
