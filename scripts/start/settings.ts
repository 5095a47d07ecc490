/** Where a local Tepi keeps its state, and what it is started with. Secrets are made at first start and kept there. */
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
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
      WHAPI_URL: `${sandbox}/whapi`,
      WHATSAPP_URL: `${sandbox}/whatsapp-cloud/v26.0`,
      TELEGRAM_URL: `${sandbox}/telegram`,
      DISCORD_URL: `${sandbox}/discord`,
      FCM_URL: `${sandbox}/fcm`,
      GOOGLE_TOKEN_URL: `${sandbox}/fcm/token`,
      TWILIO_URL: `${sandbox}/twilio`,
      DIGIFLAZZ_URL: `${sandbox}/digiflazz`,
      ALLOW_PRIVATE_HOSTS: "on",
      ...(env["RATE_LIMIT_FACTOR"] ? { RATE_LIMIT_FACTOR: env["RATE_LIMIT_FACTOR"] } : {}),
      ...(env["PASSWORD_COST"] ? { PASSWORD_COST: env["PASSWORD_COST"] } : {}),
    },
  };
}

type Secrets = Record<string, string>;
const fileOf = (stateFolder: string) => join(stateFolder, "secrets.json");

/** The secrets of this state folder: kept, so that what is sealed can still be opened after a restart. */
function secrets(stateFolder: string): Secrets {
  const file = fileOf(stateFolder);
  const kept = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Secrets) : {};
  const made = {
    TOKEN_SECRET: randomBytes(48).toString("base64url"),
    MASTER_KEY: newMasterKey(),
    OPERATOR_TOKEN: randomBytes(48).toString("base64url"),
    POSTMARK_TOKEN: randomBytes(16).toString("hex"),
    ...kept,
  };
  if (Object.keys(made).length > Object.keys(kept).length) keep(stateFolder, made);
  return made;
}

const newMasterKey = () => randomBytes(32).toString("base64");

/** Written whole or not at all: half a file would be the loss of a key. */
function keep(stateFolder: string, kept: Secrets): void {
  const file = fileOf(stateFolder);
  writeFileSync(`${file}.new`, JSON.stringify(kept, undefined, 2), { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
}

/** Makes a new master key and keeps the old one beside it. @returns whether a rotation had been begun before */
export function beginRotation(stateFolder: string): boolean {
  const kept = secrets(stateFolder);
  if (kept["MASTER_KEY_PREVIOUS"]) return true;
  keep(stateFolder, { ...kept, MASTER_KEY: newMasterKey(), MASTER_KEY_PREVIOUS: kept["MASTER_KEY"] as string });
  return false;
}

/** Forgets the old master key. */
export function endRotation(stateFolder: string): void {
  const { MASTER_KEY_PREVIOUS: _old, ...kept } = secrets(stateFolder);
  keep(stateFolder, kept);
}
