/**
 * `npm run audit:verify -- --tenant <slug>`: checks a company's activity log by its chain, and names the first break. With
 * `--file export.jsonl` it needs nothing but the file; without, it fetches the export with TEPI_API_KEY, or with
 * `--login <username>` and TEPI_PASSWORD. `--expect <position>:<hash>` is a head known before, `--partial` admits filters.
 */
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { parseArgs } from "node:util";
import { verifyLog, type Head } from "./audit/verify.ts";

const { values } = parseArgs({
  options: {
    tenant: { type: "string" },
    file: { type: "string" },
    url: { type: "string", default: "http://localhost:8787" },
    login: { type: "string" },
    expect: { type: "string" },
    partial: { type: "boolean", default: false },
  },
});

interface Log {
  lines: AsyncIterable<string>;
  expected: Head | undefined;
}

const linesOf = (input: Readable) => createInterface({ input, crlfDelay: Infinity });

async function fetchLog(tenant: string): Promise<Log> {
  const base = `${values.url.replace(/\/$/, "")}/t/${tenant}/api/v1`;
  const ask = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const response = await fetch(`${base}${path}`, init);
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return response;
  };
  const headers = {
    authorization: `Bearer ${process.env["TEPI_API_KEY"] ?? (await signIn(ask))}`,
    "accept-language": "en",
  };
  const chain = (await (await ask("/activity-logs/chain", { headers })).json()) as { head: Head | null };
  const { body } = await ask("/activity-logs/export", { headers });
  return { lines: linesOf(Readable.fromWeb(body as never)), expected: chain.head ?? undefined };
}

async function signIn(ask: (path: string, init: RequestInit) => Promise<Response>): Promise<string> {
  const password = process.env["TEPI_PASSWORD"];
  if (!values.login || !password) throw new Error("Set TEPI_API_KEY, or give --login and set TEPI_PASSWORD");
  const response = await ask("/auth/login", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ identifier: values.login, password }),
  });
  return ((await response.json()) as { access_token: string }).access_token;
}

function knownHead(text: string | undefined): Head | undefined {
  if (text === undefined) return undefined;
  const [, position, hash] = /^(\d+):([0-9a-f]{64})$/.exec(text) ?? [];
  if (!position || !hash) throw new Error("--expect takes <position>:<hash>");
  return { position: Number(position), hash };
}

async function open(): Promise<Log> {
  if (values.file) return { lines: linesOf(createReadStream(values.file)), expected: undefined };
  if (values.tenant) return fetchLog(values.tenant);
  throw new Error("Usage: npm run audit:verify -- --tenant <slug> [--file export.jsonl]");
}

try {
  const { lines, expected } = await open();
  const { entries, head, broken } = await verifyLog(lines, {
    partial: values.partial,
    expected: knownHead(values.expect) ?? expected,
  });
  const name = values.tenant ?? values.file;
  if (broken) {
    console.error(`${name}: broken at position ${broken.position}, ${broken.entryId ?? "no entry"}; ${broken.differs}`);
    console.error(`${entries} entries before it hold.`);
    process.exitCode = 1;
  } else console.log(`${name}: ${entries} entries hold. Head ${head ? `${head.position}:${head.hash}` : "none"}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
