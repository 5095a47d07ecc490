/** The doubles of providers of messages, spoken to over the wire, and messages to send through them. */
import { env } from "cloudflare:workers";
import type { Attachment, Failure, FailureClass, Message, SendResult } from "../../worker/providers/courier.ts";

/** A control of the sandbox, such as `/whapi/_settings`: `GET` without a body. @throws where it refuses */
export async function turn<T = Record<string, unknown>>(
  path: string,
  body?: object,
  method = body ? "POST" : "GET",
): Promise<T> {
  const answer = await fetch(env.TEST_SANDBOX_URL + path, {
    method,
    ...(body && { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (answer.status === 204 ? undefined : await answer.json()) as T;
}

/** The provider's next call whose path holds this meets this fault. */
export const strike = (provider: string, path: string, fault: { kind: string; [option: string]: unknown }) =>
  turn("/_faults", { provider, path, count: 1, ...fault });

/** The answer is lost on its way; `workDone` says whether the call took effect. */
export const lostAnswer = (workDone: boolean) => ({ kind: "silent", delayMs: 0, workDone });

/** What a receiver sees, oldest first. */
export const textsTo = async <T = Record<string, unknown>>(provider: string, to: string): Promise<T[]> =>
  (await turn<{ messages: T[] }>(`/${provider}/_messages?to=${encodeURIComponent(to)}`)).messages;

/** A number that no other test writes to. */
export const freshNumber = (): string =>
  `62899${String(crypto.getRandomValues(new Uint32Array(1))[0])
    .padStart(10, "0")
    .slice(-9)}`;

/** A message that no other test sends. */
export function aMessage(fields: Partial<Message> = {}): Message {
  const id = crypto.randomUUID();
  return { deliveryId: `dlv_${id}`, to: "6281234567890", subject: null, text: `Tagihan ${id}`, ...fields };
}

/** A document to send along. */
export const aDocument = (fields: Partial<Attachment> = {}): Attachment => ({
  name: "INV-2026-001.pdf",
  contentType: "application/pdf",
  url: "https://tepi.example/api/v1/public/invoices/abc/pdf",
  content: new TextEncoder().encode("%PDF-1.7\n"),
  ...fields,
});

/** Why a message was refused. @throws where it was not */
export function failureOf(result: SendResult): Failure {
  if (result.outcome !== "refused") throw new Error(`Not refused: ${JSON.stringify(result)}`);
  return result.failure;
}

export const classOf = (result: SendResult): FailureClass => failureOf(result).class;

/** Class and code of a refusal, or the outcome that is none. */
export const verdictOf = (result: SendResult): [FailureClass, string] | "accepted" | "unknown" =>
  result.outcome === "refused" ? [result.failure.class, result.failure.code] : result.outcome;

interface Delivery {
  headers: Record<string, string>;
  body: unknown;
  text?: string;
}

/** A callback of a double as it goes over the wire. */
export const onTheWire = ({ headers, body, text }: Delivery) => ({
  headers: new Headers(headers),
  body: text ?? JSON.stringify(body),
  url: "https://app.example/webhooks",
});
