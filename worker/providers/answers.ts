/** From a provider's HTTP answer to what is told of it: never a secret, and a class by its status. */
import type { Failure, FailureClass, ProviderAnswer, Refused, Unknown } from "./courier.ts";

const shownCharacters = 2000;
const detailCharacters = 500;
const codeCharacters = 100;
const hidden = "[…]";
/** A shorter beginning of a secret, at the end of a cut text, tells nothing. */
const tellingCharacters = 4;

/** A text without the secrets, however the provider repeats them: as they are, encoded for an address or JSON, in base64. */
export function redact(text: string, secrets: readonly string[]): string {
  const spellings = [...new Set(secrets.filter(Boolean).flatMap(spellingsOf))].sort((a, b) => b.length - a.length);
  const whole = spellings.reduce((rest, spelling) => rest.replaceAll(spelling, hidden), text);
  const begun = Math.max(0, ...spellings.map((spelling) => begunAtEnd(whole, spelling)));
  return begun === 0 ? whole : whole.slice(0, -begun) + hidden;
}

function spellingsOf(secret: string): string[] {
  const text = secret.toWellFormed();
  const form = new URLSearchParams({ "": text }).toString().slice(1);
  const base64 = Buffer.from(text, "utf8").toString("base64");
  return [text, encodeURIComponent(text), form, JSON.stringify(text).slice(1, -1), base64];
}

/** How many characters at the end of a text begin the secret: the answer was cut there. */
function begunAtEnd(text: string, secret: string): number {
  for (let length = Math.min(secret.length - 1, text.length); length >= tellingCharacters; length--)
    if (text.endsWith(secret.slice(0, length))) return length;
  return 0;
}

/** An answer as people may read it. */
export const shown = ({ status, body }: ProviderAnswer, secrets: readonly string[]): ProviderAnswer => ({
  status,
  body: redact(body, secrets).slice(0, shownCharacters),
});

export const noAnswer: Unknown = { outcome: "unknown", answer: { status: null, body: "" } };

/** A refusal whose words hold no secret either. */
export function refusedFor(failure: Failure, answer: ProviderAnswer, secrets: readonly string[]): Refused {
  const code = redact(failure.code, secrets).slice(0, codeCharacters);
  const detail = redact(failure.detail, secrets).slice(0, detailCharacters);
  return { outcome: "refused", failure: { ...failure, code, detail }, answer: shown(answer, secrets) };
}

/** A refusal of ours: nothing was sent. */
export const unsent = (failure: Failure): Refused => ({
  outcome: "refused",
  failure,
  answer: { status: null, body: "" },
});

/**
 * Cloudflare's statuses for an origin that took the call and did not answer it: as good as no answer
 * (developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-5xx-errors).
 */
export const isLost = (status: number | null): boolean => status === 520 || status === 524;

/** What a status alone says, where the provider's own code says no more. */
export function classOfStatus(status: number): FailureClass {
  if (status === 429) return "rate-limited";
  if (status >= 500) return "unavailable";
  const isAccount = [401, 402, 403, 404, 405].includes(status) || (status >= 300 && status < 400);
  return isAccount ? "account" : "message";
}
