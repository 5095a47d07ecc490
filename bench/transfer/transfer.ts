/**
 * `npm run bench -- transfer`: customers as files, over the API of a running Worker. Imported undisturbed, once more without a
 * change, and exported; then imported into another company with the Worker's process killed on the way.
 */
import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { signUp, type RemoteCompany } from "../company.ts";
import { forgetPeak, peakMegabytes, residentMegabytes } from "../memory.ts";
import type { Part } from "../part.ts";
import { openStage, type Server, type Stage } from "../server.ts";
import { markdownTable } from "../table.ts";

/** The most rows of one file. */
const fileRows = 50_000;
const killedAt = [0.1, 0.3, 0.5];
const resumingCron = "7 * * * *";
const header =
  "Nama,No KTP,Email,No Telepon,Layanan,Alamat,Tanggal Instalasi (YYYY-MM-DD),ID Brand,Status,Blok,Unit,Catatan";

interface ImportBody {
  id: string;
  state: string;
  done: number;
  created: number;
  unchanged: number;
  rejected: number;
}

interface Measured {
  name: string;
  rows: number;
  seconds: number;
  restMegabytes: number;
  peakMegabytes: number;
}

export const transfer: Part = async ({ size = 100_000 }) => {
  const stage = await openStage();
  try {
    return await new Transfer(stage, size).measure();
  } finally {
    stage.close();
  }
};

interface Rows {
  from: number;
  until: number;
}

/** What each file holds. */
const filesOf = (size: number): Rows[] =>
  Array.from({ length: Math.ceil(size / fileRows) }, (_, n) => ({
    from: n * fileRows,
    until: Math.min(size, (n + 1) * fileRows),
  }));

/** A file of customers, every one of them different. */
function fileOf({ from, until }: Rows): string {
  const rows = [header];
  for (let n = from; n < until; n++)
    rows.push(
      `Pelanggan Contoh ${n},3174${String(n).padStart(12, "0")},p${n}@example.com,0812${String(n).padStart(8, "0")},` +
        `Internet 50Mbps,"Jalan Melati Raya ${n}, RT 03 RW 05",2024-01-15,JAKINET,Aktif,${n % 26},${n % 100},`,
    );
  return `${rows.join("\r\n")}\r\n`;
}

class Transfer {
  #stage: Stage;
  #size: number;
  #server!: Server;
  #company!: RemoteCompany;
  #measured: Measured[] = [];

  constructor(stage: Stage, size: number) {
    this.#stage = stage;
    this.#size = size;
  }

  async measure(): Promise<string> {
    await this.#open();
    const files = filesOf(this.#size);
    for (const [n, file] of files.entries())
      await this.#timed(`import of file ${n + 1}`, file, () => this.#import(file));
    const all = { from: 0, until: this.#size };
    await this.#timed("the same again, unchanged", all, () => this.#importAll(files));
    // An export ends at what one file may hold.
    const exported = { from: 0, until: Math.min(this.#size, fileRows) };
    const whole = await this.#timed("export as CSV", exported, () => this.#exported("csv"));
    await this.#timed("export as XLSX", exported, () => this.#exported("xlsx"));
    await this.#open();
    await this.#timed(`import, killed ${killedAt.length} times`, all, () => this.#importAll(files, killedAt));
    const killed = await this.#exported("csv");
    await this.#server.close();
    if (whole !== killed) throw new Error("The interrupted import is not the undisturbed one.");
    return this.#report(whole);
  }

  /** A new company that sells, on a Worker that has just begun. */
  async #open(): Promise<void> {
    if (this.#company) await this.#server.close();
    this.#server = await this.#stage.start();
    this.#company = await signUp(this.#server.url);
    await this.#ask("POST", "/plans", { name: "Internet 50Mbps", price: 250_000 });
    await this.#ask("POST", "/brands", { code: "JAKINET", name: "Jakinet" });
  }

  async #timed<T>(name: string, { from, until }: Rows, work: () => Promise<T>): Promise<T> {
    const restMegabytes = residentMegabytes(this.#server.pid);
    forgetPeak(this.#server.pid);
    const started = performance.now();
    const result = await work();
    const seconds = (performance.now() - started) / 1000;
    const peak = peakMegabytes(this.#server.pid);
    console.log(name, seconds.toFixed(1), "s");
    this.#measured.push({ name, rows: until - from, seconds, restMegabytes, peakMegabytes: peak });
    return result;
  }

  async #importAll(files: readonly Rows[], kills: readonly number[] = []): Promise<void> {
    for (const [n, file] of files.entries()) await this.#import(file, n === 0 ? kills : []);
  }

  /** @param kills at which parts of the file the process is killed */
  async #import(rows: Rows, kills: readonly number[] = []): Promise<void> {
    const { id } = await this.#ask("POST", "/customer-imports", fileOf(rows));
    await this.#ask("POST", `/customer-imports/${id}/start`, {});
    const due = kills.map((share) => share * (rows.until - rows.from));
    await this.#finished(id, due);
  }

  async #finished(id: string, due: number[]): Promise<void> {
    for (;;) {
      const body = await this.#ask("GET", `/customer-imports/${id}`);
      if (body.state === "done" && body.rejected === 0 && due.length === 0) return;
      if (body.state !== "running")
        throw new Error(`The import is ${body.state}, ${body.rejected} rows rejected; take a greater --size?`);
      if (due[0] !== undefined && body.done >= due[0]) {
        due.shift();
        await this.#server.kill();
        this.#server = await this.#stage.start();
        await this.#server.cron(resumingCron);
      }
      await sleep(20);
    }
  }

  /** @returns a digest of what was exported */
  async #exported(format: string): Promise<string> {
    const answer = await fetch(`${this.#server.url}/api/v1/customers/export?format=${format}&sort=createdAt`, {
      headers: { authorization: `Bearer ${this.#company.token}` },
    });
    if (!answer.ok) throw new Error(`The export answered ${answer.status}`);
    const hash = createHash("sha256");
    for await (const chunk of answer.body ?? []) hash.update(chunk);
    return hash.digest("hex").slice(0, 16);
  }

  async #ask(method: string, path: string, body?: unknown): Promise<ImportBody> {
    const answer = await this.#company.as<ImportBody>(method, path, body);
    if (answer.status >= 300) throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  #report(digest: string): string {
    const table = markdownTable(
      ["file", "rows", "s", "rows/s", "MB before", "MB at most"],
      this.#measured.map(({ name, rows, seconds, restMegabytes, peakMegabytes: peak }) => {
        const rate = (rows / seconds).toFixed(0);
        return [name, rows.toLocaleString("en"), seconds.toFixed(1), rate, String(restMegabytes), String(peak)];
      }),
    );
    return `${table}

Both imports left the same customers: their exports have the same digest, ${digest}. Each row is a customer with a KTP number,
terms to be found by and a subscription, all audited. Memory is that of the whole workerd process, the local D1 included.`;
  }
}
