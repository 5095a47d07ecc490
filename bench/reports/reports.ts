/**
 * `npm run bench -- reports`: what reports ask of the store over a hundred thousand invoices and over a million, and how long
 * counting them all anew takes.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { addMonths } from "../../worker/core/time.ts";
import { signUp, type RemoteCompany } from "../company.ts";
import { costOf, type Cost } from "../cost/measure.ts";
import type { Part } from "../part.ts";
import { fillCompany, openStore } from "../seed/fill.ts";
import { openStage, type Server } from "../server.ts";
import { markdownTable } from "../table.ts";

/** Invoices of each customer: of one month, and of ten. */
const monthsBilled = [1, 10] as const;
const rounds = 7;
const verifying = "billing.verify-totals";

interface Measured extends Cost {
  medianMs: number;
}

/** Reports over all that was billed, whichever of the two companies it is. */
function requests(period: string, brandId: string): Record<string, string> {
  const span = `from=${addMonths(period, -10)}-01&to=${period}-28`;
  const lastMonth = addMonths(period, -1);
  return {
    "revenue by month": `/reports/revenue?groupBy=month&${span}`,
    "revenue by brand": `/reports/revenue?groupBy=brand&${span}`,
    "revenue by status": `/reports/revenue?groupBy=status&${span}`,
    "receivables by age": "/reports/receivables",
    "invoices owed for long": `/reports/receivables/invoices?bucket=over-90&brandId=${brandId}`,
    "tax of a month": `/reports/tax?month=${lastMonth}`,
    "invoices behind it": `/reports/tax/invoices?month=${lastMonth}&brandId=${brandId}`,
    "customers by segment": "/reports/customers",
    "customers in arrears": "/reports/customers/list?segment=in_arrears",
    "churn of twelve months": "/reports/churn",
    "home page": "/reports/overview",
  };
}

export const reports: Part = async ({ size = 100_000 }) => {
  const stage = await openStage();
  const server = await stage.start({ METER: "on", PASSWORD_COST: "4" });
  try {
    const period = new Date().toISOString().slice(0, 7);
    const columns: Measured[][] = [];
    let verified = "";
    for (const billedMonths of monthsBilled) {
      const company = await signUp(server.url);
      await fillCompany(await openStore(server, company), { count: size, period, billedMonths });
      columns.push(await measureAll(company, period));
      verified = await verify(server, company);
    }
    return report({ size, names: Object.keys(requests(period, "")), columns, verified });
  } finally {
    await server.close();
    stage.close();
  }
};

async function measureAll(company: RemoteCompany, period: string): Promise<Measured[]> {
  const measured: Measured[] = [];
  const [brand] = (await company.as<{ data: { id: string }[] }>("GET", "/brands")).body.data;
  for (const path of Object.values(requests(period, brand?.id ?? ""))) {
    const timesMs: number[] = [];
    let cost = await costOf(company, "GET", `/api/v1${path}`);
    for (let round = 0; round < rounds; round++) {
      const started = performance.now();
      cost = await costOf(company, "GET", `/api/v1${path}`);
      timesMs.push(performance.now() - started);
    }
    measured.push({ ...cost, medianMs: timesMs.toSorted((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0 });
  }
  return measured;
}

/** Has everything counted anew, and says what came of it. @throws when a total differs */
async function verify(server: Server, company: RemoteCompany): Promise<string> {
  await server.cron("7 * * * *");
  const started = performance.now();
  const { id: taskId } = await taskOf(company);
  const { id } = (await company.as<{ id: string }>("POST", `/tasks/${taskId}/runs`)).body;
  for (;;) {
    const { lastRun } = (await company.as<Task>("GET", `/tasks/${taskId}`)).body;
    if (lastRun?.id === id && lastRun.state !== "running") {
      if (lastRun.state !== "done") throw new Error(`The totals differ: ${lastRun.outcome ?? lastRun.state}`);
      return `${((performance.now() - started) / 1000).toFixed(1)} s: “${lastRun.outcome ?? ""}”`;
    }
    await sleep(200);
  }
}

interface Task {
  id: string;
  kind: string;
  lastRun: { id: string; state: string; outcome: string | null } | null;
}

/** A company gets its tasks with the next hour's cron. */
async function taskOf(company: RemoteCompany): Promise<Task> {
  for (;;) {
    const { data } = (await company.as<{ data: Task[] }>("GET", "/tasks")).body;
    const task = data.find(({ kind }) => kind === verifying);
    if (task) return task;
    await sleep(200);
  }
}

interface Report {
  size: number;
  names: string[];
  columns: Measured[][];
  verified: string;
}

function report({ size, names, columns, verified }: Report): string {
  const [few = [], many = []] = columns;
  const [fewest, most] = monthsBilled.map((months) => (months * size).toLocaleString("en"));
  const table = markdownTable(
    ["report", "round trips", `rows at ${fewest}`, `rows at ${most}`, "time, as a ratio"],
    names.map((name, n) => {
      const [small, large] = [few[n] as Measured, many[n] as Measured];
      const ratio = (large.medianMs / small.medianMs).toFixed(2);
      const trips = String(Math.max(small.roundTrips, large.roundTrips));
      return [name, trips, small.rowsRead.toLocaleString("en"), large.rowsRead.toLocaleString("en"), ratio];
    }),
  );
  return `${table}

Of ${size.toLocaleString("en")} customers with one invoice each, and with ten. The time is the median of ${rounds}, of the larger company by the smaller.
Counting ${most} invoices anew, in steps of the queue, took ${verified}`;
}
