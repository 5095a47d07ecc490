/** The nightly check that reports show what invoices and payments say. */
import type { Context } from "../../core/context.ts";
import { log } from "../../core/log.ts";
import { verifyBehaviour, verifySubscriptionDays, verifyTotals, type Difference } from "../billing/index.ts";
import { TaskFailure, type Words } from "./words.ts";

/** How many differences are told; the log has them all. */
const toldDifferences = 3;

/** @throws TaskFailure naming the first sums that differ. Counting again would find the same, so it is final. */
export async function checkTotals(ctx: Context): Promise<Words> {
  const differences = [
    ...(await verifyTotals(ctx)),
    ...(await verifyBehaviour(ctx)),
    ...(await verifySubscriptionDays(ctx)),
  ];
  if (differences.length === 0)
    return { id: "Semua angka laporan cocok.", en: "Every figure of the reports is right." };
  for (const { total, key, sums } of differences)
    log.warn("total_differs", {
      ...{ tenantId: ctx.tenant.id, total },
      ...{ key: JSON.stringify(key), sums: JSON.stringify(sums) },
    });
  const some = differences.slice(0, toldDifferences);
  throw new TaskFailure(
    {
      id: `${differences.length} angka laporan tidak cocok. ${some.map((each) => described(each, "tercatat", "seharusnya")).join("; ")}`,
      en: `Figures that differ: ${differences.length}. ${some.map((each) => described(each, "kept", "should be")).join("; ")}`,
    },
    { isFinal: true },
  );
}

/** `invoice_totals 2026-11-21 brd_… overdue: count kept 4, should be 5`. */
function described({ total, key, sums }: Difference, kept: string, counted: string): string {
  const figures = Object.entries(sums).map(([name, sum]) => `${name} ${kept} ${sum.kept}, ${counted} ${sum.counted}`);
  return `${total} ${Object.values(key).join(" ")}: ${figures.join(", ")}`;
}
