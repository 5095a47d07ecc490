/** The surroundings of typical calls, within the test's own isolate. */
import { env as bindings } from "cloudflare:workers";
import { Premises } from "../../bench/cost/premises.ts";
import { addColleague } from "../../bench/seed/colleague.ts";
import { addFinishedExport, stopExport } from "../../bench/seed/export.ts";
import { addNotification, addTelegramBot } from "../../bench/seed/notifications.ts";
import { billingRunSteps } from "../../worker/modules/billing/runs/jobs.ts";
import { mailsTo } from "./mail.ts";
import type { TestTenant } from "./tenant.ts";

export async function premisesOf(tenant: TestTenant): Promise<Premises> {
  const ctx = await tenant.context();
  return Premises.of(tenant, {
    tokenSecret: ctx.settings.TOKEN_SECRET,
    operatorToken: ctx.settings.OPERATOR_TOKEN,
    sandboxUrl: bindings.TEST_SANDBOX_URL,
    period: "2026-11",
    colleague: () => addColleague(ctx.store, tenant.token, ctx.settings.TOKEN_SECRET),
    exported: () => addFinishedExport(ctx.store),
    notified: (userId) => addNotification(ctx.store, userId),
    telegramBot: () => addTelegramBot(ctx.store),
    stopExport: () => stopExport(ctx.store),
    prepared: (runId) => billingRunSteps().step(ctx, runId),
    worked: () => tenant.settle(),
    mailed: async (address) => {
      await tenant.settle();
      return (await mailsTo(address)).findLast(({ text }) => text.includes("reset-password"))?.text ?? "";
    },
  });
}
