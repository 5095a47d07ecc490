/** Where a local Tepi keeps its state, and what it is started with. Secrets are made at first start and kept there. */
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

export interface LocalSettings {
  port: number;
  sandboxPort: number;
  stateFolder: string;
  /** Bindings of the Worker beside those of `wrangler.toml`. */
  bindings: Record<string, string>;
}

const number = (text: string | undefined, otherwise: number): number => (text ? Number(text) : otherwise);

/** Reads `PORT`, `SANDBOX_PORT` and `TEPI_STATE`. */
export function localSettings(env: NodeJS.ProcessEnv = process.env): LocalSettings {
  const port = number(env["PORT"], 8787);
  const sandboxPort = number(env["SANDBOX_PORT"], 8790);
  const stateFolder = resolve(env["TEPI_STATE"] ?? ".tepi");
  mkdirSync(stateFolder, { recursive: true });
  const sandbox = `http://localhost:${sandboxPort}`;
  return {
    port,
    sandboxPort,
    stateFolder,
    bindings: {
      ...secrets(stateFolder),
      APP_HOST: "localhost",
      APP_URL: `http://localhost:${port}`,
      NEW_TENANT_SHARDS: "0,1",
      GUARD: "on",
      POSTMARK_URL: `${sandbox}/postmark`,
      XENDIT_URL: `${sandbox}/xendit`,
      ...(env["RATE_LIMIT_FACTOR"] ? { RATE_LIMIT_FACTOR: env["RATE_LIMIT_FACTOR"] } : {}),
      ...(env["PASSWORD_COST"] ? { PASSWORD_COST: env["PASSWORD_COST"] } : {}),
    },
  };
}

/** The secrets of this state folder: kept, so that what is sealed can still be opened after a restart. */
function secrets(stateFolder: string): Record<string, string> {
  const file = join(stateFolder, "secrets.json");
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as Record<string, string>;
  const made = {
    TOKEN_SECRET: randomBytes(48).toString("base64url"),
    MASTER_KEY: randomBytes(32).toString("base64"),
    POSTMARK_TOKEN: randomBytes(16).toString("hex"),
  };
  writeFileSync(file, JSON.stringify(made, undefined, 2), { mode: 0o600 });
  return made;
}
