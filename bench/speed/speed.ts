/** `npm run bench -- speed`: requests per second of the busiest routes, as ratios to one that does nothing. */
import { setTimeout as sleep } from "node:timers/promises";
import { eq, lte } from "drizzle-orm";
import type { TenantStore } from "../../worker/db/store.ts";
import { outbox } from "../../worker/modules/outbox/schema.ts";
import { Premises } from "../cost/premises.ts";
import { signUp, type RemoteCompany } from "../company.ts";
import type { Part } from "../part.ts";
import { fillCompany, openStore } from "../seed/fill.ts";
import { openStage, type Stage } from "../server.ts";
import { markdownTable } from "../table.ts";
import { runLoad, type Load } from "./load.ts";

const concurrency = 8;
const seconds = 3;
const rounds = 3;

interface Route {
  name: string;
  method: Load["method"];
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
  isPublic?: true;
}

/** Measures each route in turn, several rounds, so that what else the machine does falls on all of them alike. */
export const speed: Part = async ({ size = 10_000 }) => {
  const stage = await openStage();
  const server = await stage.start();
  try {
    const company = await signUp(server.url);
    const period = new Date().toISOString().slice(0, 7);
    const store = await openStore(server, company);
    await fillCompany(store, { count: size, period, searchable: true });
    const routes = await busyRoutes(company, stage, period);
    const rates = new Map<string, number[]>(routes.map(({ name }) => [name, []]));
    let from = 1;
    for (let round = 0; round <= rounds; round++)
      for (const route of routes) {
        // The first round only warms up.
        const result = await runLoad(loadOf(server.url, company, route, { from, seconds: round === 0 ? 1 : seconds }));
        from += result.requests;
        if (round > 0) rates.get(route.name)?.push(result.perSecond);
        await workedOff(store);
      }
    return report(rates, size);
  } finally {
    await server.close();
    stage.close();
  }
};

/** Waits for the queues, so that what one route leaves to them does not slow the next. */
async function workedOff({ db, own, read }: TenantStore): Promise<void> {
  for (let left = 1; left > 0; await sleep(200)) {
    const [pending] = await read(
      db
        .select({ id: outbox.id })
        .from(outbox)
        .where(own(outbox, eq(outbox.state, "pending"), lte(outbox.dueAt, Date.now() + 60_000)))
        .limit(1),
    );
    left = pending.length;
  }
}

async function busyRoutes(company: RemoteCompany, stage: Stage, period: string): Promise<Route[]> {
  const { tokenSecret, operatorToken, sandboxUrl } = stage;
  const nothing = async () => {};
  const none = () => Promise.reject(new Error("This company has none"));
  const behind = {
    prepared: nothing,
    worked: nothing,
    colleague: none,
    exported: none,
    notified: none,
    telegramBot: none,
    stopExport: nothing,
    mailed: none,
  };
  const surroundings = { tokenSecret, operatorToken, sandboxUrl, period, ...behind };
  const premises = await Premises.of(company, surroundings);
  const customerId = await premises.customer();
  await premises.connection();
  const items = [{ description: "Internet 20 Mbps", quantity: 1, unitPrice: 150_000 }];
  const callback = { id: "xi-{n}", external_id: "chk-{n}", status: "EXPIRED", amount: 150_000, currency: "IDR" };
  const webhook = `/t/${company.slug}/webhooks/xendit`;
  const login = { tenant: company.slug, identifier: "pemilik", password: company.ownerPassword };
  return [
    { name: "bare route", method: "GET", path: "/healthz", isPublic: true },
    { name: "customer list", method: "GET", path: "/api/v1/customers" },
    { name: "customer search", method: "GET", path: "/api/v1/customers?q=bambu" },
    { name: "customer detail", method: "GET", path: `/api/v1/customers/${customerId}` },
    { name: "create invoice", method: "POST", path: "/api/v1/invoices", body: { customerId, items } },
    {
      name: "payment webhook",
      method: "POST",
      path: webhook,
      body: callback,
      headers: { "x-callback-token": premises.callbackToken },
      isPublic: true,
    },
    { name: "login", method: "POST", path: "/api/v1/auth/login", body: login, isPublic: true },
  ];
}

const loadOf = (
  url: string,
  company: RemoteCompany,
  { method, path, body, headers, isPublic }: Route,
  pace: { from: number; seconds: number },
): Load => ({
  url: `${url}${path}`,
  method,
  headers: {
    ...(body !== undefined && { "content-type": "application/json" }),
    ...(!isPublic && { authorization: `Bearer ${company.token}` }),
    ...headers,
  },
  ...(body !== undefined && { body: JSON.stringify(body) }),
  concurrency,
  ...pace,
});

const median = (list: number[]): number => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;

function report(rates: Map<string, number[]>, customers: number): string {
  const bare = median(rates.get("bare route") ?? []);
  const table = markdownTable(
    ["route", "requests/s", "lowest", "highest", "to the bare route"],
    [...rates].map(([name, list]) => [
      name,
      median(list).toFixed(0),
      Math.min(...list).toFixed(0),
      Math.max(...list).toFixed(0),
      (median(list) / bare).toFixed(3),
    ]),
  );
  return `${table}

${concurrency} connections, median of ${rounds} rounds of ${seconds} s, ${customers.toLocaleString("en")} customers; scrypt with N = 2^14, r = 8, p = 5, as in production.
The queues work off what was written meanwhile, and before the next route.`;
}
