/** The Xendit double, spoken to over the wire. */
import { env } from "cloudflare:workers";
import type { TestTenant } from "./tenant.ts";

/** A tenant's Xendit account in the sandbox, connected through the API. */
export async function connectXendit(tenant: TestTenant, brandId?: string) {
  const callbackToken = `callback-${tenant.slug}-${brandId ?? "all"}`;
  const apiKey = `xnd_development_${tenant.slug}${brandId ?? ""}`;
  const answer = await tenant.as<{ id: string }>("POST", "/connections", {
    provider: "xendit",
    ...(brandId && { brandId }),
    secrets: { apiKey, callbackToken },
  });
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  // Nobody listens there: tests hand the callbacks over themselves.
  await control("/xendit/_accounts", { apiKey, callbackToken, callbackUrl: "http://127.0.0.1:1/" });
  return { connectionId: answer.body.id, callbackToken, apiKey };
}

/** Pays a Xendit invoice in the sandbox, and gives the callback that Xendit sends for it. */
export async function payAtXendit(
  invoiceId: string,
  options: { amount?: number; force?: boolean } = {},
): Promise<unknown> {
  const { callback } = await control<{ callback: { body: unknown } }>("/xendit/_pay", { invoiceId, ...options });
  return callback.body;
}

/** Makes the sandbox misbehave; the answer ends it. */
export async function sandboxFault(fault: Record<string, unknown>): Promise<() => Promise<unknown>> {
  await control("/_faults", { provider: "xendit", ...fault });
  return () => fetch(`${env.TEST_SANDBOX_URL}/_faults`, { method: "DELETE" });
}

async function control<T>(path: string, body: unknown): Promise<T> {
  const response = await fetch(`${env.TEST_SANDBOX_URL}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`The sandbox answered ${response.status}: ${await response.text()}`);
  return response.json();
}
