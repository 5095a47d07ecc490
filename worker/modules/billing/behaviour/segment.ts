/**
 * The segment of a customer, from how it pays its invoices. Pure. The rule, in the order in which it is asked:
 *
 * 1. `in_arrears` (menunggak): it owes an invoice that is past its due date.
 * 2. `late_payer` (lunas-telat): it owes none, but of the last twelve months' invoices at least one was paid late.
 * 3. `loyal` (setia): it paid at least one of the last twelve months' invoices, and each of them in time.
 * 4. `new`: none of these; there is nothing yet, or nothing any more, to judge by.
 *
 * - The last twelve months go by the invoices' due dates, in the company's calendar: due after today's date a year ago.
 * - Paid is paid in full. An invoice is paid on the date of the payment that settled it, as it was received, not as it was
 *   typed in; on the due date is in time. One paid before it falls due counts from then on.
 * - A part of the money changes what is owed, not the segment.
 * - Past its due date is what the hourly task has marked overdue, or what was paid after its due date before it came to that.
 * - Void invoices and drafts count for nothing, nor does a settled one of which nothing was paid: of nothing, or credited whole.
 * - What a credit note takes off is owed no longer; if nothing is left then, the invoice is settled on that date. What is
 *   paid with the customer's credit is paid on the date it is used.
 * - Who has ended every subscription, or is inactive, is judged the same, and is `new` a year after the last due date. A
 *   deleted customer is in no segment.
 */
import { addMonths, dateIn, dayOfMonth, type TimeZone } from "../../../core/time.ts";
import type { Segment } from "../../customers/schema.ts";
import { owedOf } from "../invoices/owed.ts";

/** What of an invoice says how its customer pays. */
export interface JudgedInvoice {
  state: string;
  total: number;
  paid: number;
  credited: number;
  dueOn: string;
  paidAt: number | null;
}

/** How a customer pays: over all time, and what is owed past its due date now. Amounts in rupiah. */
export interface Behaviour {
  overdueCount: number;
  overdueAmount: number;
  paidOnTimeCount: number;
  paidLateCount: number;
  /** Due date of the youngest invoice that was paid in time. */
  lastOnTimeOn: string | null;
  /** Due date of the youngest invoice that was paid late. */
  lastLateOn: string | null;
}

export function behaviourOf(invoices: readonly JudgedInvoice[], zone: TimeZone): Behaviour {
  const overdue = invoices.filter(({ state }) => state === "overdue");
  const settled = invoices.filter(({ state, paid }) => state === "paid" && paid > 0);
  const isLate = ({ paidAt, dueOn }: JudgedInvoice) => paidAt !== null && dateIn(zone, paidAt) > dueOn;
  const late = settled.filter(isLate);
  const onTime = settled.filter((invoice) => !isLate(invoice));
  const youngest = (list: JudgedInvoice[]) =>
    list.reduce<string | null>((last, { dueOn }) => (last === null || dueOn > last ? dueOn : last), null);
  return {
    overdueCount: overdue.length,
    overdueAmount: overdue.reduce((sum, invoice) => sum + owedOf(invoice), 0),
    paidOnTimeCount: onTime.length,
    paidLateCount: late.length,
    lastOnTimeOn: youngest(onTime),
    lastLateOn: youngest(late),
  };
}

/** Today's date a year ago: what fell due after it is of the last twelve months. */
export const yearBefore = (today: string): string =>
  dayOfMonth(addMonths(today.slice(0, 7), -12), Number(today.slice(8)));

/** What decides a segment. */
export type Evidence = Pick<Behaviour, "overdueCount" | "lastOnTimeOn" | "lastLateOn">;

/**
 * The segment, and the due date that puts the customer there: a year later it no longer does. Null where time alone changes
 * nothing.
 */
export function judge(
  { overdueCount, lastOnTimeOn, lastLateOn }: Evidence,
  today: string,
): { segment: Segment; evidenceOn: string | null } {
  const since = yearBefore(today);
  if (overdueCount > 0) return { segment: "in_arrears", evidenceOn: null };
  if (lastLateOn !== null && lastLateOn > since) return { segment: "late_payer", evidenceOn: lastLateOn };
  if (lastOnTimeOn !== null && lastOnTimeOn > since) return { segment: "loyal", evidenceOn: lastOnTimeOn };
  return { segment: "new", evidenceOn: null };
}
