/**
 * No secret leaves the place it is kept in. A tenant with known secrets makes a typical call of every operation, good and
 * bad; then answers, log lines, queue messages and every row of every table are searched. A new secret is a line in
 * `known`, or in `issued` where an operation makes it up.
 */
import { env as bindings } from "cloudflare:workers";
import { getTableName } from "drizzle-orm";
import { afterEach, describe, expect, it, vi } from "vitest";
import { calls } from "../../bench/cost/calls.ts";
import { endpointSecret, passphrase, type Premises } from "../../bench/cost/premises.ts";
import type { TenantTable } from "../../worker/db/store.ts";
import { tables } from "../../worker/db/tables.ts";
import { runJobs } from "../support/everything.ts";
import { premisesOf } from "../support/premises.ts";
import { formsOf, leaks, type Place, type Secret } from "../support/secrets.ts";
import { queues, TestTenant, withSettings, type CallOptions } from "../support/tenant.ts";
import { entries } from "../walks/entries.ts";
import { fill, operations } from "../walks/operations.ts";

/** The secrets that a tenant is set up with. */
const known = (tenant: TestTenant, { callbackToken }: Premises): Secret[] => [
  {
    name: "identity card number",
    value: "3174000000000001",
    shownBy: ["revealCustomer", "artacomGetCustomer", "artacomExportCustomers"],
  },
  { name: "bank account number", value: "1234567890", shownBy: ["revealUser"] },
  { name: "archive's passphrase", value: passphrase },
  { name: "owner's password", value: tenant.ownerPassword },
  { name: "Xendit API key", value: `xnd_development_${tenant.slug}` },
  { name: "Xendit callback token", value: callbackToken },
  { name: "secret of the company's own webhook", value: endpointSecret },
  { name: "master key", value: bindings["MASTER_KEY" as never] },
  { name: "token secret", value: bindings["TOKEN_SECRET" as never] },
  { name: "operator token", value: bindings["OPERATOR_TOKEN" as never] },
  { name: "platform's Postmark token", value: bindings["POSTMARK_TOKEN" as never] },
];

const signingIn = ["signUp", "login", "refresh", "resetPassword", "changePassword", "artacomLogin", "artacomRefresh"];
/** The secrets that operations make up, by the field of the answer that shows each. */
const issued: Record<string, { fields: string[]; shownBy: string[] }> = {
  ...Object.fromEntries(
    signingIn.map((id) => [id, { fields: ["access_token", "refresh_token"], shownBy: signingIn }] as const),
  ),
  issueLiveTicket: { fields: ["ticket"], shownBy: ["issueLiveTicket"] },
  createApiKey: { fields: ["key"], shownBy: ["createApiKey"] },
  createWebhookEndpoint: { fields: ["secret"], shownBy: ["createWebhookEndpoint"] },
  updateWebhookEndpoint: { fields: ["secret"], shownBy: ["updateWebhookEndpoint"] },
  renewWebhookSecret: { fields: ["secret"], shownBy: ["renewWebhookSecret"] },
  setUpTotp: { fields: ["secret"], shownBy: ["setUpTotp"] },
  acceptInvitation: { fields: ["access_token", "refresh_token"], shownBy: ["acceptInvitation"] },
};

const all = operations().map((operation) => ({
  ...operation,
  pattern: new RegExp(`^${operation.path.replace(/\{\w+\}/g, "[^/]+")}(\\?|$)`),
}));
const operationOf = (method: string, path: string) =>
  all.find((operation) => operation.method === method && operation.pattern.test(path))?.id;

/** Writes down every answer of a tenant, and takes the secrets that it issues. */
function record(tenant: TestTenant) {
  const places: Place[] = [];
  const secrets: Secret[] = [];
  const call = tenant.call.bind(tenant);
  let requests = 0;
  tenant.call = async <T>(method: string, path: string, options: CallOptions = {}) => {
    const keyed = method === "POST" && path.startsWith("/api/v1/") && options.token;
    const headers = { ...(keyed && { "idempotency-key": `request-${requests++}` }), ...options.headers };
    const answer = await call<T>(method, path, { ...options, headers });
    const operation = operationOf(method, path);
    const text = JSON.stringify([answer.body ?? null, [...answer.headers]]);
    places.push({ name: `the answer of ${method} ${path}`, text, ...(operation && { operation }) });
    const { fields = [], shownBy = [] } = issued[operation ?? ""] ?? {};
    for (const field of fields) {
      const value = (answer.body as Record<string, unknown> | undefined)?.[field];
      if (typeof value === "string") secrets.push({ name: `${field} of ${operation}`, value, shownBy });
    }
    return answer;
  };
  for (const level of ["log", "info", "warn", "error", "debug"] as const)
    vi.spyOn(console, level).mockImplementation((...parts: unknown[]) => {
      places.push({ name: "the log", text: parts.map(String).join(" ") });
    });
  return { places, secrets };
}

async function rowsOf(tenant: TestTenant): Promise<Place[]> {
  const { store } = await tenant.context();
  const places: Place[] = [];
  for (const table of tables().filter((each): each is TenantTable => "tenantId" in each)) {
    const [rows] = await store.read(
      store.db
        .select()
        .from(table as never)
        .where(store.own(table)),
    );
    const name = `a row of ${getTableName(table)}`;
    for (const row of rows) places.push({ name, text: JSON.stringify(row) });
  }
  return places;
}

/** The parts of the company's export, as they lie in the bucket. */
async function archiveOf({ id, env }: TestTenant): Promise<Place[]> {
  const { objects } = await env.FILES.list({ prefix: `${id}/exports/` });
  expect(objects.length).toBeGreaterThan(10);
  return Promise.all(
    objects.map(async ({ key }) => ({
      name: `the archive's ${key}`,
      text: (await (await env.FILES.get(key))?.text()) ?? "",
    })),
  );
}

afterEach(() => vi.restoreAllMocks());

describe("secrets", () => {
  it("are looked for in the answers of every operation", () => {
    expect(Object.keys(calls).sort()).toEqual(all.map(({ id }) => id).sort());
  });

  it("show in no answer, log line, queue message, row or archive but where they are meant to", async () => {
    const tenant = await TestTenant.signUp({ kinds: ["isp", "ppob", "pawn"] });
    tenant.env = withSettings({ RATE_LIMIT_FACTOR: "1000" });
    const { places, secrets } = record(tenant);
    const premises = await premisesOf(tenant);
    secrets.push(...known(tenant, premises));

    for (const [id, prepare] of Object.entries(calls)) {
      const { method, path } = all.find((operation) => operation.id === id) ?? { method: "", path: "" };
      const call = await prepare(premises);
      const { token = tenant.token, query, ids = {}, after, body, slug, headers } = call;
      const answer = await tenant.call<{ id: string }>(method, fill(path, ids) + (query ? `?${query}` : ""), {
        token: token ?? undefined,
        ...(slug && { slug }),
        ...(headers && { headers }),
        ...(method !== "GET" && method !== "DELETE" && { body: body ?? {} }),
      });
      expect([id, answer.status < 300 || answer.status === call.status]).toEqual([id, true]);
      await after?.(answer.body);
    }
    await misuse(tenant, premises, secrets);
    await tenant.settle();
    await tenant.as("GET", "/activity-logs/export");
    await tenant.as("GET", "/activity-logs/export?format=csv");
    await tenant.as("GET", "/activity-logs?limit=100");
    await tenant.as("GET", "/webhook-logs?limit=100");
    await tenant.as("POST", "/exports", { passphrase });
    await runJobs(tenant);
    places.push(...(await rowsOf(tenant)), ...(await archiveOf(tenant)));
    places.push({ name: "the queues", text: JSON.stringify([queues.events.sent, queues.jobs.sent]) });

    expect(secrets.length).toBeGreaterThan(10);
    expect(places.length).toBeGreaterThan(200);
    expect(places.some(({ name }) => name === "the log")).toBe(true);
    expect(leaks(secrets, places)).toEqual([]);
  });

  it("would be found as text, in JSON, in an address, in hexadecimal and in base64 at any place", () => {
    const secret = { name: "it", value: 'kunci/"rahasia"+7?' };
    const around = (text: string) => `xy${text}zt`;
    for (const text of [
      around(secret.value),
      JSON.stringify({ a: secret.value }),
      `/path?a=${encodeURIComponent(secret.value)}`,
      around(Buffer.from(secret.value).toString("hex")),
      ...["", "a", "ab", "abc"].flatMap((before) => [
        btoa(`${before}${secret.value}rest`),
        Buffer.from(`${before}${secret.value}`).toString("base64url"),
      ]),
    ])
      expect(leaks([secret], [{ name: text, text }])).toHaveLength(1);
    expect(leaks([secret], [{ name: "", text: "kunci rahasia" }])).toEqual([]);
    expect(formsOf("a").length).toBeGreaterThan(1);
  });
});

/** Sends secrets where they don't belong, and lets the store and the keys fail. */
async function misuse(tenant: TestTenant, premises: Premises, secrets: readonly Secret[]): Promise<void> {
  const values = secrets.slice(-8).map(({ value }) => value);
  const fields = [
    "name",
    "ktp",
    "password",
    "secrets",
    "settings",
    "identifier",
    "note",
    "provider",
    "items",
    "permissions",
  ];
  // What acts on its path alone would only end the session.
  const inputs = all.filter(({ id, method }) => method !== "GET" && !entries[id]?.acts);
  for (const value of values) {
    const body = { ...Object.fromEntries(fields.map((field) => [field, { it: value }])), tenant: tenant.slug };
    for (const { method, path } of inputs) {
      const ids = Object.fromEntries([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name, "not-an-id"]));
      await tenant.call(method, fill(path, ids), { token: tenant.token, body });
    }
  }
  const id = await premises.customer();
  const { env } = tenant;
  tenant.env = withSettings({ RATE_LIMIT_FACTOR: "1000", MASTER_KEY: Buffer.alloc(32, 9).toString("base64") });
  expect((await tenant.as("POST", `/customers/${id}/reveal`, { fields: ["ktp"] })).status).toBe(500);
  tenant.env = env;
}
