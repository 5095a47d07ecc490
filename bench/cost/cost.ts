/** `npm run bench -- cost`: writes `bench/cost.md`. */
import { writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { signUp, type RemoteCompany } from "../company.ts";
import type { Part } from "../part.ts";
import { addFinishedExport, stopExport } from "../seed/export.ts";
import { addNotification, addTelegramBot } from "../seed/notifications.ts";
import { addColleague } from "../seed/colleague.ts";
import { fillCompany, openStore } from "../seed/fill.ts";
import { openStage } from "../server.ts";
import { costOfLarge } from "./large.ts";
import { allowedRoundTrips, costOf, costOfOperations } from "./measure.ts";
import { Premises } from "./premises.ts";
import { costDocument, type CostReport } from "./table.ts";

/** Measures every operation in a new company and in a large one, and the large one's lists and searches. */
export const cost: Part = async ({ size = 100_000 }) => {
  const stage = await openStage();
  // The passwords' cost is no store's.
  const server = await stage.start({ METER: "on", PASSWORD_COST: "4" });
  try {
    const period = new Date().toISOString().slice(0, 7);
    const premisesOf = (company: RemoteCompany) =>
      Premises.of(company, {
        tokenSecret: stage.tokenSecret,
        operatorToken: stage.operatorToken,
        sandboxUrl: stage.sandboxUrl,
        period,
        colleague: async () => addColleague(await openStore(server, company), company.token, stage.tokenSecret),
        exported: async () => addFinishedExport(await openStore(server, company)),
        notified: async (userId) => addNotification(await openStore(server, company), userId),
        telegramBot: async () => addTelegramBot(await openStore(server, company)),
        stopExport: async () => stopExport(await openStore(server, company)),
        prepared: (runId) => outOf(company, `/billing-runs/${runId}`, "preparing"),
        worked: (receiptId) => outOf(company, `/webhook-logs/${receiptId}`, "received"),
        mailed: (address) => mailTo(stage.sandboxUrl, address, "reset-password"),
      });
    const many = await signUp(server.url);
    const admission = (await costOf(many, "GET", "/api/v1/connections/providers")).rowsRead;
    const small = await costOfOperations(async () => premisesOf(await signUp(server.url)));
    await fillCompany(await openStore(server, many), { count: size, period, searchable: true, billedMonths: 1 });
    const large = await costOfLarge(many, await known(many, Math.ceil(size / 2)), admission);
    const premises = await premisesOf(many);
    const atSize = await costOfOperations(async () => premises);
    const report: CostReport = { customers: size, admission, small, atSize, large };
    const document = costDocument(report);
    writeFileSync("bench/cost.md", document);
    console.log(document);
    return summary(report);
  } finally {
    await server.close();
    stage.close();
  }
};

/** Waits until what is worked on behind the scenes has left a state. */
async function outOf(company: RemoteCompany, path: string, state: string): Promise<void> {
  while ((await company.as<{ state: string }>("GET", path)).body.state === state) await sleep(100);
}

/** Waits for a mail with something in it. */
async function mailTo(sandboxUrl: string, address: string, wanted: string): Promise<string> {
  for (;;) {
    const answer = await fetch(`${sandboxUrl}/postmark/_mailbox?to=${encodeURIComponent(address)}`);
    const { messages } = (await answer.json()) as { messages: { text: string }[] };
    const found = messages.findLast(({ text }) => text.includes(wanted));
    if (found) return found.text;
    await sleep(100);
  }
}

/** Somebody in the middle of the large company, and what is theirs. */
async function known(company: RemoteCompany, number: number) {
  const list = async <T>(path: string) => (await company.as<{ data: T[] }>("GET", path)).body.data;
  const [customer] = await list<{ id: string; brandId: string }>(`/customers?q=${number}`);
  const customerId = customer?.id ?? "";
  const [subscription] = await list<{ id: string; plan: { id: string } }>(`/subscriptions?customerId=${customerId}`);
  const [invoice] = await list<{ id: string; period: string }>(`/invoices?customerId=${customerId}`);
  return {
    customerId,
    brandId: customer?.brandId ?? "",
    subscriptionId: subscription?.id ?? "",
    planId: subscription?.plan.id ?? "",
    invoiceId: invoice?.id ?? "",
    month: invoice?.period ?? "",
  };
}

/** What the results say of it: the figures are in `cost.md`. */
function summary({ customers, small, atSize, large }: CostReport): string {
  const over = [...small, ...atSize].filter(({ id, method, roundTrips }) => roundTrips > allowedRoundTrips(method, id));
  const tooMany = large.filter(({ rowsForEach, allowed }) => rowsForEach > allowed);
  const list = (names: string[]) => (names.length > 0 ? [...new Set(names)].join(", ") : "none");
  return `Every operation and ${large.length} lists, searches and details at ${customers.toLocaleString("en")} customers are in [cost.md](cost.md).

- Over 2 round trips to read or 3 to write: ${list(over.map(({ id }) => id))}.
- Over the rows allowed: ${list(tooMany.map(({ name }) => name))}.`;
}
