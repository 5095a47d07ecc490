/** What the kinds that come of a reminder have in common: which of them it is, and that the invoice is still owed. */
import type { Context } from "../../../core/context.ts";
import { dateIn, daysBetween } from "../../../core/time.ts";
import type { Event } from "../../outbox/index.ts";
import type { Occasion, Variable } from "../kind.ts";
import { invoiceOccasion, invoiceVariables } from "./invoice-values.ts";

/** What a reminder says on the day on which it is told. */
type Stage = "soon" | "today" | "overdue" | "notice";

export const reminderVariables: Record<string, Variable> = {
  ...invoiceVariables,
  days: { type: "number", label: { id: "Selisih hari dari jatuh tempo", en: "Days from the due date" }, example: 3 },
};

/** What there is to tell, where a reminder is at this stage and its invoice is not paid meanwhile. */
export async function reminderOccasion(
  ctx: Context,
  { data }: Event<"invoice.reminder_due">,
  stage: Stage,
): Promise<Occasion | undefined> {
  const { invoiceId, dueOn, suspendsOn, outlets } = data;
  const daysLate = daysBetween(dueOn, dateIn(ctx.tenant.timeZone, ctx.now()));
  if (stage !== stageOf(daysLate, suspendsOn)) return undefined;
  const more = { days: Math.abs(daysLate), ...(suspendsOn !== null && { suspendsOn }) };
  const found = await invoiceOccasion(ctx, invoiceId, more);
  if (found?.state !== "awaiting_payment" && found?.state !== "overdue") return undefined;
  return { ...found, ...(outlets && { outlets }) };
}

function stageOf(daysLate: number, suspendsOn: string | null): Stage {
  if (suspendsOn !== null) return "notice";
  if (daysLate < 0) return "soon";
  return daysLate === 0 ? "today" : "overdue";
}
