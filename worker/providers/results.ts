/** The results of a courier, made so that no secret is in them. */
import { neverReached, retryAfterMs, type Called } from "./call.ts";
import type { Accepted, Failure, FailureClass, Message, ProviderAnswer, Refused, Unknown } from "./courier.ts";

/** Whether an account works, and what the provider says about it. `detail` is for people and holds no secret. */
export interface AccountCheck {
  ok: boolean;
  detail: string;
}

/** Of `Failure` and `ProviderAnswer`. */
const detailCharacters = 500;
const codeCharacters = 50;
const shownCharacters = 2000;
const hidden = "***";

/** A text without any of these secrets. */
export const withoutSecrets = (text: string, secrets: readonly string[]): string =>
  secrets
    .filter((secret) => secret !== "")
    .flatMap((secret) => [secret, encodeURIComponent(secret)])
    .reduce((rest, secret) => rest.replaceAll(secret, hidden), text);

/** What was answered, for people to read. */
export function answerOf(called: Called | undefined, secrets: readonly string[]): ProviderAnswer {
  if (!called) return { status: null, body: "" };
  const longest = Math.max(0, ...secrets.map((secret) => encodeURIComponent(secret).length));
  // A body that was cut may have been cut within a secret.
  const body = called.body.length < shownCharacters ? called.body : called.body.slice(0, shownCharacters - longest);
  return { status: called.status, body: withoutSecrets(body, secrets) };
}

/** A failure as it may be kept: its words not longer than people read. */
export const concise = (failure: Failure): Failure => ({
  ...failure,
  code: failure.code.slice(0, codeCharacters),
  detail: failure.detail.slice(0, detailCharacters),
});

export const accepted = (
  providerMessageId: string | null,
  answer: ProviderAnswer,
  { isFinal = false } = {},
): Accepted => ({ outcome: "accepted", providerMessageId, isFinal, answer });

export const unknown = (answer: ProviderAnswer): Unknown => ({ outcome: "unknown", answer });

export function refused(failure: Failure, answer: ProviderAnswer, secrets: readonly string[] = []): Refused {
  const detail = withoutSecrets(failure.detail, secrets);
  return { outcome: "refused", failure: concise({ ...failure, detail }), answer };
}

/** The provider's edge could not reach it, so that nothing was taken; undefined for every other answer. */
export function unreached(called: Called): Failure | undefined {
  if (called.status === null || !neverReached.includes(called.status)) return undefined;
  return { class: "unavailable", code: String(called.status), detail: "The provider could not be reached." };
}

/** How long the answer's `Retry-After` asks to wait. */
export const waitMsOf = ({ headers }: Called): number | undefined => retryAfterMs(headers, Date.now());

/** A refusal of ours, before anything was sent. */
export const refusedHere = (failureClass: FailureClass, code: string, detail: string): Refused =>
  refused({ class: failureClass, code, detail }, { status: null, body: "" });

/** Refuses a text that the provider would not take; undefined where it would. */
export function objectionToText(text: string, limit: number): Refused | undefined {
  if (text.trim() === "") return refusedHere("message", "empty", "The message has no text.");
  if (text.length <= limit) return undefined;
  return refusedHere("message", "too-long", `The text has ${text.length} characters; ${limit} are allowed.`);
}

/** A message's text, its link at the end where the text does not hold it already. */
export const textWithLink = ({ text, link }: Message): string =>
  link && !text.includes(link.url) ? `${text}\n\n${link.label}: ${link.url}` : text;
