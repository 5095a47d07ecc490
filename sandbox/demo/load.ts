/** Loads the demo companies through Tepi's own API, as any integrator would. Does nothing where they are already. */
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { demoCompanies, demoCustomers, demoPlans, type DemoCompany } from "./companies.ts";

export interface DemoLogin {
  slug: string;
  username: string;
  password: string;
}
export type DemoLogins = Record<DemoCompany["kind"], DemoLogin>;

/** @returns the logins, which are also in `demo.json` of the state folder */
export async function loadDemo(tepiUrl: string, stateFolder: string): Promise<DemoLogins> {
  const file = join(stateFolder, "demo.json");
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as DemoLogins;
  const logins: Partial<DemoLogins> = {};
  for (const company of demoCompanies) {
    const password = randomBytes(9).toString("base64url");
    const token = await signUp(tepiUrl, company, password);
    if (company.kind === "isp") await fillProvider(client(tepiUrl, token));
    logins[company.kind] = { slug: company.slug, username: company.owner.username, password };
  }
  writeFileSync(file, JSON.stringify(logins, undefined, 2), { mode: 0o600 });
  return logins as DemoLogins;
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

/** Plans, customers, subscriptions, a connected Xendit and some invoices in different states. */
async function fillProvider(api: Send): Promise<void> {
  const { data: brands } = await api<{ data: { id: string }[] }>("GET", "/brands");
  await api("PATCH", `/brands/${brands[0]?.id}`, { taxRateBasisPoints: 1100, taxInclusive: true, phone: "0210000000" });
  await api("POST", "/connections", {
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
