/** Loads the demo companies through Tepi's own API, as any integrator would. Does nothing where they are already. */
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { demoCompanies, demoCustomers, demoPlans, demoShops, type DemoCompany } from "./companies.ts";
import { approvedInvoice, demoMessages, whatsappNumber, type DemoMessages, type DemoSandbox } from "./messages.ts";

export interface DemoLogin {
  slug: string;
  username: string;
  password: string;
}
export type DemoLogins = Record<DemoCompany["kind"], DemoLogin>;

/** @returns the logins, which are also in `demo.json` of the state folder */
export async function loadDemo(tepiUrl: string, sandboxUrl: string, stateFolder: string): Promise<DemoLogins> {
  const file = join(stateFolder, "demo.json");
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as DemoLogins;
  const server = await control<{ port: number }>(`${sandboxUrl}/smtp/_server`);
  const sandbox = { url: sandboxUrl, smtpPort: server.port };
  // Side by side, so that three companies take no longer than the largest of them.
  const logins = await Promise.all(demoCompanies.map((company) => loadCompany(tepiUrl, sandbox, company)));
  writeFileSync(file, JSON.stringify(Object.fromEntries(logins), undefined, 2), { mode: 0o600 });
  return Object.fromEntries(logins) as DemoLogins;
}

async function loadCompany(
  tepiUrl: string,
  sandbox: DemoSandbox,
  company: DemoCompany,
): Promise<[DemoCompany["kind"], DemoLogin]> {
  const { kind, slug, owner } = company;
  const password = randomBytes(9).toString("base64url");
  const api = client(tepiUrl, await signUp(tepiUrl, company, password));
  const messages = demoMessages[kind](sandbox);
  await connect(api, messages);
  if (kind === "ppob") await prepareReseller(api, sandbox, slug);
  if (kind === "isp") {
    await linkTelegram(api, sandbox, company);
    await fillProvider(api);
  } else await billShops(api);
  await api("POST", "/announcements", { ...messages.announcement, audience: { to: "roles", roles: ["owner"] } });
  return [kind, { slug, username: owner.username, password }];
}

async function signUp(
  tepiUrl: string,
  { kind, slug, name, timeZone, owner }: DemoCompany,
  password: string,
): Promise<string> {
  const answer = await send<{ access_token: string }>(tepiUrl, undefined, "POST", "/tenants", {
    name,
    slug,
    timeZone,
    kinds: [kind],
    owner: { ...owner, password },
  });
  return answer.access_token;
}

type Send = <T>(method: string, path: string, body?: unknown) => Promise<T>;
const client =
  (tepiUrl: string, token: string): Send =>
  (method, path, body) =>
    send(tepiUrl, token, method, path, body);

async function send<T>(
  tepiUrl: string,
  token: string | undefined,
  method: string,
  path: string,
  body?: unknown,
): Promise<T> {
  const response = await fetch(`${tepiUrl}/api/v1${path}`, {
    method,
    headers: {
      "content-type": "application/json",
      // An address of its own, so that loading uses up nobody's sign-ins.
      "cf-connecting-ip": "192.0.2.1",
      ...(token && { authorization: `Bearer ${token}` }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`Loading demo data: ${method} ${path} answered ${response.status}: ${text}`);
  return (text ? JSON.parse(text) : undefined) as T;
}

/** A call of the sandbox's own controls. */
async function control<T>(url: string, body?: unknown): Promise<T> {
  const headers = { "content-type": "application/json" };
  const response = await fetch(url, body === undefined ? {} : { method: "POST", headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`Loading demo data: ${url} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}

/** An account, tried once: then its provider knows where to send webhooks, and the page shows that it works. */
async function addConnection(api: Send, connection: object): Promise<void> {
  const { id } = await api<{ id: string }>("POST", "/connections", connection);
  await api("POST", `/connections/${id}/test`);
}

/** A company's accounts, and what works with them. */
async function connect(api: Send, { connections, invoiceOutlets, endpoint, task }: DemoMessages): Promise<void> {
  await Promise.all([
    ...connections.map((connection) => addConnection(api, connection)),
    api("PATCH", "/notification-kinds/invoice.issued", { outlets: invoiceOutlets }),
    api("POST", "/webhook-endpoints", endpoint),
    api("POST", "/tasks", task),
  ]);
}

/** The approved template of its invoices, its number's app with the double, and a device that takes push messages. */
async function prepareReseller(api: Send, sandbox: DemoSandbox, slug: string): Promise<void> {
  await Promise.all([
    api("PUT", "/notification-templates/invoice.issued/whatsapp/id", { providerTemplate: approvedInvoice }),
    api("POST", "/push-devices", { token: `contoh-pulsa:${randomBytes(24).toString("hex")}`, name: "Tablet kasir" }),
    control(`${sandbox.url}/whatsapp-cloud/_apps`, { ...whatsappNumber, tenant: slug }),
  ]);
}

/** The owner presses start in a chat with the company's bot. */
async function linkTelegram(api: Send, sandbox: DemoSandbox, { slug, name }: DemoCompany): Promise<void> {
  const { url } = await api<{ url: string }>("POST", "/telegram-link");
  const text = `/start ${new URL(url).searchParams.get("start")}`;
  await control(`${sandbox.url}/telegram/_inbound`, { tenant: slug, from: 1_000_001, name, text });
}

/** A few shops with an invoice each, so that there is a message for every account. */
async function billShops(api: Send): Promise<void> {
  for (const [n, shop] of demoShops.entries()) {
    const { id } = await api<{ id: string }>("POST", "/customers", shop);
    const items = [{ description: "Biaya pendaftaran", quantity: 1, unitPrice: 50_000 * (n + 1) }];
    await api("POST", "/invoices", { customerId: id, items });
  }
}

/** Plans, customers, subscriptions, a connected Xendit and some invoices in different states. */
async function fillProvider(api: Send): Promise<void> {
  const { data: brands } = await api<{ data: { id: string }[] }>("GET", "/brands");
  await api("PATCH", `/brands/${brands[0]?.id}`, {
    taxRateBasisPoints: 1100,
    taxInclusive: true,
    phone: "0210000000",
    address: "Jl. Contoh Raya No. 1\nKota Contoh",
    taxNumber: "00.000.000.0-000.000",
    footer: "Pembayaran juga dapat ditransfer ke Bank Contoh 000-000 a.n. Contoh Net.",
  });
  await addConnection(api, {
    provider: "xendit",
    secrets: {
      apiKey: `xnd_development_${randomBytes(12).toString("hex")}`,
      callbackToken: randomBytes(18).toString("base64url"),
    },
  });
  const plans: { id: string }[] = [];
  for (const plan of demoPlans) plans.push(await api("POST", "/plans", plan));
  for (const [n, customer] of demoCustomers.entries()) {
    const { id: customerId } = await api<{ id: string }>("POST", "/customers", customer);
    await api("POST", "/subscriptions", { customerId, planId: plans[n % plans.length]?.id });
    if (n % 4 === 0) await addInvoice(api, customerId, n);
  }
}

async function addInvoice(api: Send, customerId: string, n: number): Promise<void> {
  const dueOn = n % 8 === 0 ? new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 10) : undefined;
  const invoice = await api<{ id: string; due: number }>("POST", "/invoices", {
    customerId,
    items: [{ description: "Pemasangan baru", quantity: 1, unitPrice: 250_000 }],
    ...(dueOn && { dueOn }),
  });
  if (n % 12 === 4) await api("POST", `/invoices/${invoice.id}/payments`, { amount: invoice.due, method: "cash" });
}
