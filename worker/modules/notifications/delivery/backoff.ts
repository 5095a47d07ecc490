/** What follows a try: by the class of its failure, how often it was tried, and what the provider asked for. */
import type { RandomBytes } from "../../../core/ids.ts";
import type { Failure } from "../../../providers/courier.ts";

/** Tries within about half an hour. */
export const mostTries = 8;
const delaysMs = [5_000, 15_000, 45_000, 120_000, 240_000, 480_000, 900_000];
/** A provider that asks to slow down is obeyed for a day; then the message is stale. */
export const longestMs = 86_400_000;

/**
 * Milliseconds until the next try, or undefined where there is none. Spread by half either way, so that many don't return at
 * once. `failures` counts this one where it is the provider's.
 */
export function nextTryMs(
  { class: failureClass, retryAfterMs = 0 }: Pick<Failure, "class" | "retryAfterMs">,
  failures: number,
  ageMs: number,
  random: RandomBytes,
): number | undefined {
  const spread = spreadMs(failures, random);
  if (failureClass === "rate-limited") return ageMs < longestMs ? retryAfterMs + Math.min(spread, 15_000) : undefined;
  if (failureClass === "unavailable") return failures < mostTries ? Math.max(retryAfterMs, spread) : undefined;
  return undefined;
}

/** How soon a provider is asked about a try whose answer never came: not at once, since the call may still be under way. */
export const nextQuestionMs = (attempts: number, random: RandomBytes): number =>
  Math.max(20_000, spreadMs(attempts, random));

function spreadMs(attempts: number, random: RandomBytes): number {
  const usual = delaysMs[Math.min(Math.max(attempts, 1), delaysMs.length) - 1] as number;
  return Math.round(usual * (0.5 + (random(1)[0] ?? 0) / 256));
}
