/**
 * `npm run bench -- run`: the monthly run, started over the API of a running Worker and worked off by its own queues. Once
 * undisturbed; then from the same state with the Worker's process killed five times, and resumed by the hourly cron.
 */
import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { signUp, type RemoteCompany } from "../company.ts";
import { forgetPeak, peakMegabytes, residentMegabytes } from "../memory.ts";
import type { Part } from "../part.ts";
import { fillCompany, openStore } from "../seed/fill.ts";
import { openStage, type Stage } from "../server.ts";
import { markdownTable } from "../table.ts";
import { issuedBy, type Issued } from "./digest.ts";

/** How far preparing, then issuing, has come when the Worker is killed. */
const interruptions = { preparing: [0.3, 0.7], issuing: [0.2, 0.5, 0.8] };
const none = { preparing: [], issuing: [] };
const resumingCron = "7 * * * *";
const period = new Date().toISOString().slice(0, 7);

interface RunBody {
  id: string;
  state: string;
  subscriptions: number;
  issued: number;
  skipped: number;
}

interface Outcome {
  issued: Issued;
  skipped: number;
  kills: number;
  prepareSeconds: number;
  issueSeconds: number;
  restMegabytes: number;
  peakMegabytes: number;
}

export const run: Part = async ({ size = 100_000 }) => {
  const stage = await openStage();
  try {
    const state = join(stage.folder, "v3");
    const seeded = join(stage.folder, "v3-seeded");
    const company = await seed(stage, size);
    cpSync(state, seeded, { recursive: true });
    const undisturbed = await new Billing(stage, company, size).bill(none);
    rmSync(state, { recursive: true });
    cpSync(seeded, state, { recursive: true });
    return report(undisturbed, await new Billing(stage, company, size).bill(interruptions));
  } finally {
    stage.close();
  }
};

async function seed(stage: Stage, count: number): Promise<RemoteCompany> {
  const server = await stage.start();
  const company = await signUp(server.url);
  await fillCompany(await openStore(server, company), { count, period });
  await server.close();
  return company;
}

/** One company's run, and the Worker it runs on. */
class Billing {
  #stage: Stage;
  #company: RemoteCompany;
  #size: number;
  #server!: Awaited<ReturnType<Stage["start"]>>;
  #kills = 0;
  #peakMegabytes = 0;

  constructor(stage: Stage, company: RemoteCompany, size: number) {
    this.#stage = stage;
    this.#company = company;
    this.#size = size;
  }

  /** Bills from the start of a run to its end. */
  async bill(killAt: typeof interruptions): Promise<Outcome> {
    await this.#start();
    const restMegabytes = residentMegabytes(this.#server.pid);
    const started = performance.now();
    const { id } = await this.#ask("POST", "/billing-runs", { period });
    await this.#until(id, "ready", killAt.preparing, ({ subscriptions }) => subscriptions);
    const prepared = performance.now();
    await this.#ask("POST", `/billing-runs/${id}/confirmation`);
    const { skipped } = await this.#until(id, "done", killAt.issuing, ({ issued }) => issued);
    const finished = performance.now();
    this.#notePeak();
    const issued = await issuedBy(await openStore(this.#server, this.#company));
    await this.#server.close();
    return {
      issued,
      skipped,
      kills: this.#kills,
      prepareSeconds: (prepared - started) / 1000,
      issueSeconds: (finished - prepared) / 1000,
      restMegabytes,
      peakMegabytes: this.#peakMegabytes,
    };
  }

  /** Waits until the run is in `state`, and kills the Worker whenever progress passes one of `killAt`. */
  async #until(id: string, state: string, killAt: number[], progress: (body: RunBody) => number): Promise<RunBody> {
    const due = killAt.map((share) => share * this.#size);
    for (;;) {
      const body = await this.#ask("GET", `/billing-runs/${id}`);
      if (body.state === state && due.length > 0) throw new Error(`Too fast to be interrupted: take a greater --size`);
      if (body.state === state) return body;
      if (due[0] !== undefined && progress(body) >= due[0]) {
        due.shift();
        await this.#killAndResume();
      }
      await sleep(100);
    }
  }

  async #killAndResume(): Promise<void> {
    this.#notePeak();
    await this.#server.kill();
    this.#kills++;
    await this.#start();
    await this.#server.cron(resumingCron);
  }

  async #start(): Promise<void> {
    this.#server = await this.#stage.start();
    forgetPeak(this.#server.pid);
  }

  #notePeak(): void {
    this.#peakMegabytes = Math.max(this.#peakMegabytes, peakMegabytes(this.#server.pid));
  }

  async #ask(method: string, path: string, body?: unknown): Promise<RunBody> {
    const answer = await this.#company.as<RunBody>(method, path, body);
    if (answer.status >= 300) throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }
}

function report(undisturbed: Outcome, interrupted: Outcome): string {
  const same = undisturbed.issued.digest === interrupted.issued.digest;
  const sound = [undisturbed, interrupted].every(({ issued }) => issued.isGapless && issued.isBilledOnce);
  const row = (name: string, outcome: Outcome) => {
    const { issued, prepareSeconds, issueSeconds } = outcome;
    return [
      name,
      issued.invoices.toLocaleString("en"),
      prepareSeconds.toFixed(0),
      issueSeconds.toFixed(0),
      (issued.invoices / issueSeconds).toFixed(0),
      (issued.invoices / (prepareSeconds + issueSeconds)).toFixed(0),
      String(outcome.restMegabytes),
      String(outcome.peakMegabytes),
      issued.digest,
    ];
  };
  const table = markdownTable(
    ["run", "invoices", "prepare s", "issue s", "issued/s", "in all/s", "MB at rest", "MB at most", "digest"],
    [row("undisturbed", undisturbed), row(`killed ${interrupted.kills} times`, interrupted)],
  );
  if (!same || !sound) throw new Error(`The interrupted run is not the undisturbed one:\n${table}`);
  return `${table}

Both issued the same invoices: same subscriptions, periods, items and totals; numbers without a gap, no month billed twice.
Memory is that of the whole workerd process, the local D1 included.`;
}
