/** The Worker as `npm start` runs it, on a state of its own that is thrown away: in memory where the machine allows. */
import { spawn } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { localSettings } from "../scripts/start/settings.ts";
import { buildWeb } from "../scripts/start/web.ts";
import { bundleWorker, startWorker, type Database } from "../scripts/start/worker.ts";

const port = Number(process.env["BENCH_PORT"] ?? 18990);
const sandboxPort = port + 1;

/** A folder of state, the Worker's bundle in it. */
export interface Stage {
  folder: string;
  bundleFolder: string;
  tokenSecret: string;
  operatorToken: string;
  masterKey: string;
  /** A Firebase account that the sandbox takes, whatever its key. */
  serviceAccount: Record<string, string>;
  sandboxUrl: string;
  /** Starts the Worker on this state; the settings are added to those of a local one. */
  start(settings?: Record<string, string>): Promise<Server>;
  close(): void;
}

export interface Server {
  url: string;
  pid: number;
  database(): Promise<Database>;
  cron(expression: string): Promise<void>;
  /** Ends the Worker's process at once, as a crash would. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

/** Bundles the Worker and makes room for its state. */
export async function openStage(): Promise<Stage> {
  const folder = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "tepi-bench-"));
  const bundleFolder = join(folder, "bundle");
  // The Worker's assets must be there; how new they are does not matter here.
  if (!existsSync("web/build")) await buildWeb();
  bundleWorker(bundleFolder);
  const sandbox = spawn(process.execPath, ["sandbox/server.ts"], {
    stdio: "inherit",
    env: { ...process.env, SANDBOX_PORT: String(sandboxPort), TEPI_URL: `http://localhost:${port}` },
  });
  let isOpen = true;
  sandbox.once("exit", () => {
    if (isOpen) throw new Error(`The sandbox ended: is port ${sandboxPort} taken?`);
  });
  const local = localSettings({
    PORT: String(port),
    SANDBOX_PORT: String(sandboxPort),
    TEPI_STATE: folder,
    RATE_LIMIT_FACTOR: "1000000",
  });
  // As in production: one shard at a time, and no guard.
  const bindings: Record<string, string> = { ...local.bindings, GUARD: "off", NEW_TENANT_SHARDS: "0" };
  return {
    folder,
    bundleFolder,
    tokenSecret: bindings["TOKEN_SECRET"] ?? "",
    operatorToken: bindings["OPERATOR_TOKEN"] ?? "",
    masterKey: bindings["MASTER_KEY"] ?? "",
    serviceAccount: newServiceAccount(),
    sandboxUrl: `http://localhost:${sandboxPort}`,
    start: (settings = {}) => start({ ...local, bindings: { ...bindings, ...settings } }, bundleFolder),
    close() {
      isOpen = false;
      sandbox.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function newServiceAccount(): Record<string, string> {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return {
    type: "service_account",
    project_id: "tepi-bench",
    private_key_id: "bench",
    private_key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    client_email: "push@tepi-bench.iam.gserviceaccount.com",
  };
}

async function start(settings: ReturnType<typeof localSettings>, bundleFolder: string): Promise<Server> {
  const before = new Set(workerdProcesses());
  const worker = await startWorker(settings, bundleFolder);
  const pid = workerdProcesses().find((each) => !before.has(each));
  if (pid === undefined) throw new Error("No process of workerd was started");
  return {
    url: worker.url,
    pid,
    database: () => worker.database("DB"),
    cron: (expression) => worker.cron(expression),
    async kill() {
      process.kill(pid, "SIGKILL");
      await worker.close();
    },
    close: () => worker.close(),
  };
}

/** Children of this process that run workerd. */
const workerdProcesses = (): number[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      const [, name, parent] = /^\d+ \((.*)\) \S (\d+)/.exec(readOrEmpty(`/proc/${pid}/stat`)) ?? [];
      return name === "workerd" && Number(parent) === process.pid;
    })
    .map(Number);

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
