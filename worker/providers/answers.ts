/** From a provider's answer to what is told of it: never a secret, and a class by its status. */
import { isNeverReached, type Called } from "./call.ts";
import type { Accepted, Failure, FailureClass, Message, ProviderAnswer, Refused, Unknown } from "./courier.ts";

const shownCharacters = 2000;
const detailCharacters = 500;
const codeCharacters = 100;
const checkCharacters = 200;
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

/** An answer as people may read it; without one, that there was none. */
export const shown = (answer: ProviderAnswer | undefined, secrets: readonly string[]): ProviderAnswer =>
  answer
    ? { status: answer.status, body: redact(answer.body, secrets).slice(0, shownCharacters) }
    : { status: null, body: "" };

/** @param answer as `shown` made it */
export const accepted = (
  providerMessageId: string | null,
  answer: ProviderAnswer,
  { isFinal = false } = {},
): Accepted => ({ outcome: "accepted", providerMessageId, isFinal, answer });

/** Nobody can say whether the message was taken: no answer, or one from which nothing follows. */
export const unknown = (answer?: ProviderAnswer, secrets: readonly string[] = []): Unknown => ({
  outcome: "unknown",
  answer: shown(answer, secrets),
});

/** The provider refused. Neither its words nor its code hold a secret. */
export const refused = (
  failure: Failure,
  answer: ProviderAnswer | undefined,
  secrets: readonly string[] = [],
): Refused => ({ outcome: "refused", failure: concise(failure, secrets), answer: shown(answer, secrets) });

/** A refusal of ours: nothing was sent. */
export const unsent = (failureClass: FailureClass, code: string, detail: string): Refused =>
  refused({ class: failureClass, code, detail }, undefined);

/** A failure as it may be kept: no secret in its words, and these not longer than people read. */
export const concise = (failure: Failure, secrets: readonly string[] = []): Failure => ({
  ...failure,
  code: redact(failure.code, secrets).slice(0, codeCharacters),
  detail: redact(failure.detail, secrets).slice(0, detailCharacters),
});

/** Whether an account works, and what the provider says about it: for people, without any secret. */
export interface AccountCheck {
  ok: boolean;
  detail: string;
}

export const working = (detail: string): AccountCheck => ({ ok: true, detail: detail.slice(0, checkCharacters) });

/** Why an account does not work: `Whapi: 401 channel not authorized`. Without a failure there was no answer. */
export function notWorking(
  provider: string,
  failure?: Pick<Failure, "code" | "detail">,
  secrets: readonly string[] = [],
): AccountCheck {
  const words = failure ? `${failure.code} ${failure.detail}` : "unreachable";
  return {
    ok: false,
    detail: redact(`${provider}: ${words}`, secrets).replace(/\s+/g, " ").trim().slice(0, detailCharacters),
  };
}

/** The provider's edge could not reach it, so that nothing was taken; undefined for every other answer. */
export function unreached({ status }: Called): Failure | undefined {
  if (!isNeverReached(status)) return undefined;
  return { class: "unavailable", code: String(status), detail: "The provider could not be reached." };
}

/** What a status alone says, where the provider's own code says no more. */
export function classOfStatus(status: number): FailureClass {
  if (status === 429) return "rate-limited";
  if (status >= 500) return "unavailable";
  const isAccount = [401, 402, 403, 404, 405].includes(status) || (status >= 300 && status < 400);
  return isAccount ? "account" : "message";
}

/** Refuses a text that the provider would not take; undefined where it would. */
export function objectionToText(text: string, limit: number): Refused | undefined {
  if (text.trim() === "") return unsent("message", "empty", "The message has no text.");
  if (text.length <= limit) return undefined;
  return unsent("message", "too-long", `The text has ${text.length} characters; ${limit} are allowed.`);
}

/** A message's text, its link at the end where the text does not hold it already. */
export const textWithLink = ({ text, link }: Message): string =>
  link && !text.includes(link.url) ? `${text}\n\n${link.label}: ${link.url}` : text;
