/** The doubles of the messengers, spoken to over the wire. */
import { env } from "cloudflare:workers";
import type { Failure, FailureClass, Message, SendResult } from "../../worker/providers/courier.ts";

/** A control of the sandbox, below `/{path}`. */
export async function sandboxControl<T = Record<string, unknown>>(path: string, body?: unknown): Promise<T> {
  const response = await fetch(`${env.TEST_SANDBOX_URL}/${path}`, {
    ...(body !== undefined && {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    }),
  });
  if (!response.ok) throw new Error(`The sandbox answered ${response.status}: ${await response.text()}`);
  return response.json();
}

/** The provider's next call whose path holds this goes wrong so. */
export const nextCall = (provider: string, path: string, fault: Record<string, unknown>) =>
  sandboxControl("_faults", { provider, path, count: 1, ...fault });

/** The answer is lost on its way; `workDone` says whether the call took effect. */
export const lostAnswer = (workDone: boolean) => ({ kind: "silent", delayMs: 0, workDone });

/** A message that no other test sends. */
export function aMessage(fields: Partial<Message> = {}): Message {
  const id = crypto.randomUUID();
  return { deliveryId: `ntf_${id}`, to: "6281234567890", subject: null, text: `Tagihan ${id}`, ...fields };
}

/** Why a message was refused. @throws where it was not */
export function failureOf(result: SendResult): Failure {
  if (result.outcome !== "refused") throw new Error(`Not refused: ${JSON.stringify(result)}`);
  return result.failure;
}

export const classOf = (result: SendResult): FailureClass => failureOf(result).class;

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
