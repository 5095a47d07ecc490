/** The Worker as it runs in production, in workerd on this machine: bundled, with every binding, state in one folder. */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";
import { unstable_getMiniflareWorkerOptions } from "wrangler";
import type { LocalSettings } from "./settings.ts";

/** No call leaves this machine. */
const quiet = {
  WRANGLER_SEND_METRICS: "false",
  DO_NOT_TRACK: "1",
  WRANGLER_SEND_ERROR_REPORTS: "false",
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
  WRANGLER_HIDE_BANNER: "true",
};

export interface RunningWorker {
  url: string;
  /** Fires a cron trigger of `wrangler.toml`. */
  cron(expression: string): Promise<void>;
  /** A D1 binding of `wrangler.toml`. */
  database(binding: string): Promise<Database>;
  close(): Promise<void>;
}

/**
 * Bundles the Worker into `folder`.
 * @param conditions build conditions before wrangler's own, which setting any would replace
 */
export function bundleWorker(folder: string, conditions?: string): void {
  execFileSync("wrangler", ["deploy", "--dry-run", "--outdir", folder], {
    stdio: ["ignore", "ignore", "inherit"],
    env: {
      ...process.env,
      ...quiet,
      CI: "1",
      ...(conditions && { WRANGLER_BUILD_CONDITIONS: `${conditions},workerd,worker,browser` }),
    },
  });
}

/** Starts the bundled Worker, with the stores migrated. */
export async function startWorker(
  { port, stateFolder, bindings }: LocalSettings,
  bundleFolder: string,
): Promise<RunningWorker> {
  const { workerOptions } = unstable_getMiniflareWorkerOptions("./wrangler.toml");
  const { modulesRules: _rules, ...options } = workerOptions as Record<string, unknown>;
  const miniflare = new Miniflare({
    ...(convertV4MiniflareOptions({
      host: "127.0.0.1",
      port,
      cf: false,
      log: new Log(LogLevel.WARN),
      workers: [
        {
          ...options,
          name: "tepi",
          modules: modulesOf(bundleFolder),
          modulesRoot: bundleFolder,
          bindings: { ...(options["bindings"] as object), ...bindings },
        },
      ],
    } as never) as object),
    resourcePersistencePath: join(stateFolder, "v3"),
  } as never);
  const url = String(await miniflare.ready).replace(/\/$/, "");
  const databases = Object.keys((options["d1Databases"] as object | undefined) ?? {});
  for (const binding of databases) await migrate((await miniflare.getD1Database(binding)) as unknown as Database);
  const worker = (await miniflare.getWorker()) as unknown as { scheduled(options: { cron: string }): Promise<unknown> };
  return {
    url,
    cron: async (expression) => void (await worker.scheduled({ cron: expression })),
    database: async (binding) => (await miniflare.getD1Database(binding)) as unknown as Database,
    close: () => miniflare.dispose(),
  };
}

/** The bundle's script, and the WebAssembly that it names. */
const modulesOf = (folder: string) => [
  { type: "ESModule", path: join(folder, "index.js") },
  ...readdirSync(folder)
    .filter((file) => file.endsWith(".wasm"))
    .map((file) => ({ type: "CompiledWasm", path: join(folder, file) })),
];

/** The parts of D1's binding that migrating needs. */
interface Statement {
  bind(...values: string[]): Statement;
  run(): Promise<unknown>;
  all<T>(): Promise<{ results: T[] }>;
}
export interface Database {
  prepare(sql: string): Statement;
  batch(statements: Statement[]): Promise<unknown>;
}

/** Applies what is new in `migrations/d1`, in the same table that `wrangler d1 migrations apply` keeps. */
async function migrate(database: Database): Promise<void> {
  await database
    .prepare(
      "create table if not exists d1_migrations (id integer primary key autoincrement, name text unique, applied_at timestamp default current_timestamp not null)",
    )
    .run();
  const { results } = await database.prepare("select name from d1_migrations").all<{ name: string }>();
  const applied = new Set(results.map(({ name }) => name));
  const files = readdirSync("migrations/d1").filter((file) => file.endsWith(".sql") && !applied.has(file));
  for (const file of files.sort()) {
    const statements = readFileSync(join("migrations/d1", file), "utf8").split("--> statement-breakpoint");
    await database.batch([
      ...statements.map((statement) => database.prepare(statement)),
      database.prepare("insert into d1_migrations (name) values (?)").bind(file),
    ]);
  }
}
