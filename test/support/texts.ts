/** The doubles of providers that take texts: Discord, Twilio and SMS gateways, spoken to over the wire. */
import { env } from "cloudflare:workers";
import type { Message } from "../../worker/providers/courier.ts";

/** A message with what a test leaves open. */
export const textMessage = (rest: Partial<Message> = {}): Message => ({
  deliveryId: "dlv_00000000000000000001",
  to: "6281200000001",
  subject: null,
  text: "Kode Anda 123456",
  ...rest,
});

/** A control of the sandbox. @throws where it refuses */
export async function turn<T = unknown>(path: string, body?: object, method = "POST"): Promise<T> {
  const answer = await fetch(env.TEST_SANDBOX_URL + path, {
    method,
    headers: { "content-type": "application/json" },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (answer.status === 204 ? undefined : await answer.json()) as T;
}

/** The next call whose path contains `path` meets this fault. */
export const strike = (provider: string, path: string, fault: { kind: string; [option: string]: unknown }) =>
  turn("/_faults", { provider, path, count: 1, ...fault });

/** What a receiver sees, oldest first. */
export async function textsTo<T = Record<string, unknown>>(provider: string, to: string): Promise<T[]> {
  const answer = await fetch(`${env.TEST_SANDBOX_URL}/${provider}/_messages?to=${encodeURIComponent(to)}`);
  return ((await answer.json()) as { messages: T[] }).messages;
}

/** A number that no other test writes to. */
export const freshNumber = (): string =>
  `62899${String(crypto.getRandomValues(new Uint32Array(1))[0])
    .padStart(10, "0")
    .slice(-9)}`;
