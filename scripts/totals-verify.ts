/**
 * `npm run totals:verify -- --tenant <slug>`: has a company's invoices and payments counted anew and compared with what its
 * reports read, and says what differs. Signs in with `--login <username>` and TEPI_PASSWORD, or takes TEPI_API_KEY. With
 * `--rebuild` it has the totals made anew instead.
 */
import { parseArgs } from "node:util";
import { setTimeout as wait } from "node:timers/promises";

const { values } = parseArgs({
  options: {
    tenant: { type: "string" },
    url: { type: "string", default: "http://localhost:8787" },
    login: { type: "string" },
    rebuild: { type: "boolean", default: false },
  },
});

const kind = "billing.verify-totals";
const patienceMs = 15 * 60_000;

interface Run {
  id: string;
  state: string;
  outcome: string | null;
}

type Ask = <T>(method: string, path: string, body?: unknown) => Promise<T>;

/** Speaks to the company's API as who may. */
async function client(tenant: string): Promise<Ask> {
  const base = `${values.url.replace(/\/$/, "")}/t/${tenant}/api/v1`;
  let token = process.env["TEPI_API_KEY"];
  const ask: Ask = async <T>(method: string, path: string, body?: unknown) => {
    const response = await fetch(`${base}${path}`, {
      method,
      headers: {
        "content-type": "application/json",
        "accept-language": "en",
        ...(token && { authorization: `Bearer ${token}` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text}`);
    return (text ? JSON.parse(text) : undefined) as T;
  };
  token ??= await signIn(ask);
  return ask;
}

async function signIn(ask: Ask): Promise<string> {
  const password = process.env["TEPI_PASSWORD"];
  if (!values.login || !password) throw new Error("Set TEPI_API_KEY, or give --login and set TEPI_PASSWORD");
  const body = { identifier: values.login, password };
  return (await ask<{ access_token: string }>("POST", "/auth/login", body)).access_token;
}

/** Starts the company's own check and waits until it is over. */
async function verify(ask: Ask): Promise<Run> {
  const { data } = await ask<{ data: { id: string; kind: string }[] }>("GET", "/tasks");
  const task = data.find((each) => each.kind === kind);
  if (!task) throw new Error(`The company has no task ${kind} yet; it gets it within an hour`);
  const { id } = await ask<Run>("POST", `/tasks/${task.id}/runs`);
  for (const until = Date.now() + patienceMs; Date.now() < until; await wait(1000)) {
    const { lastRun, activeRun } = await ask<{ lastRun: Run | null; activeRun: Run | null }>(
      "GET",
      `/tasks/${task.id}`,
    );
    if (activeRun?.id !== id && lastRun?.id === id) return lastRun;
  }
  throw new Error("The check has not come to an end; see the task board");
}

try {
  if (!values.tenant)
    throw new Error("Usage: npm run totals:verify -- --tenant <slug> [--login <username>] [--rebuild]");
  const ask = await client(values.tenant);
  if (values.rebuild) {
    await ask("POST", "/billing-totals/rebuild");
    console.log(`${values.tenant}: the totals are being made anew. Verify again in a minute.`);
  } else {
    const { state, outcome } = await verify(ask);
    const say = state === "done" ? console.log : console.error;
    say(`${values.tenant}: ${outcome ?? state}`);
    if (state !== "done") process.exitCode = 1;
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
