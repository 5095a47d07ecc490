/** What outside systems do on a bad day: they answer late or not at all, refuse, limit, and tell things twice and in the wrong order. */
import { setTimeout as sleep } from "node:timers/promises";
import { numbers } from "../seed/vocabulary.ts";

/** About one call in thirty meets a fault at the rate of this machine. */
const everyMs = 1000;

interface Fault {
  provider: string;
  path?: string;
  kind: string;
  count: number;
  [option: string]: unknown;
}

/** Calls that send. A lost answer is played where the provider can be asked what became of it (docs/channels.md). */
const sending: { provider: string; path: string; canBeAsked: boolean }[] = [
  { provider: "postmark", path: "/email", canBeAsked: true },
  { provider: "whapi", path: "/messages/text", canBeAsked: true },
  { provider: "whatsapp-cloud", path: "/messages", canBeAsked: true },
  { provider: "telegram", path: "/sendMessage", canBeAsked: false },
  { provider: "discord", path: "/webhooks/", canBeAsked: false },
  { provider: "fcm", path: "messages:send", canBeAsked: true },
  { provider: "twilio", path: "/Messages.json", canBeAsked: true },
];
/** Providers that call back. */
const telling = ["postmark", "whapi", "whatsapp-cloud", "twilio"];

/** Plays one fault after the other until it is stopped. @returns a function that stops it and says how many there were */
export function playFaults(sandboxUrl: string, seed: number): () => Promise<number> {
  const next = numbers(seed);
  let played = 0;
  let isOver = false;
  const playing = (async () => {
    while (!isOver) {
      await add(sandboxUrl, randomFault(next));
      played++;
      await sleep(everyMs);
    }
    await fetch(`${sandboxUrl}/_faults`, { method: "DELETE" });
  })();
  return async () => {
    isOver = true;
    await playing;
    return played;
  };
}

function randomFault(next: (below: number) => number): Fault {
  if (next(4) === 0) {
    const provider = telling[next(telling.length)] as string;
    const kind = ["duplicate", "reorder", "fail"][next(2)] as string;
    return { provider, path: "/webhooks/", kind, count: 5 };
  }
  const { provider, path, canBeAsked } = sending[next(sending.length)] as (typeof sending)[number];
  switch (next(5)) {
    case 0:
      return { provider, path, kind: "slow", count: 3, delayMs: 500 + next(2500) };
    case 1:
      return { provider, path, kind: "fail", count: 3, status: 429 };
    case 2:
      return canBeAsked
        ? { provider, path, kind: "silent", count: 2, delayMs: next(1000), workDone: next(2) === 0 }
        : { provider, path, kind: "fail", count: 3, status: 429 };
    default:
      return { provider, path, kind: "fail", count: 3, status: 503 };
  }
}

async function add(sandboxUrl: string, fault: Fault): Promise<void> {
  const answer = await fetch(`${sandboxUrl}/_faults`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(fault),
  });
  if (!answer.ok) throw new Error(`The sandbox refused a fault: ${await answer.text()}`);
}
