/** What follows a try: by the class of its failure, how often it was tried, and what the provider asked for. */
import type { RandomBytes } from "../../core/ids.ts";
import type { Failure } from "../../providers/courier.ts";

/** Eight tries within half an hour. */
const delaysMs = [5_000, 15_000, 45_000, 120_000, 240_000, 480_000, 900_000];
/** A provider that asks to slow down is obeyed for a day; then the message is stale. */
const longestMs = 86_400_000;

/** Milliseconds until the next try, or undefined where there is none. Spread by half either way, so that many don't return at once. */
export function nextTryMs(
  { class: failureClass, retryAfterMs = 0 }: Pick<Failure, "class" | "retryAfterMs">,
  attempts: number,
  ageMs: number,
  random: RandomBytes,
): number | undefined {
  const usual = delaysMs[Math.min(attempts, delaysMs.length) - 1] as number;
  const spread = Math.round(usual * (0.5 + (random(1)[0] ?? 0) / 256));
  if (failureClass === "rate-limited") return ageMs < longestMs ? retryAfterMs + Math.min(spread, 15_000) : undefined;
  if (failureClass === "unavailable") return attempts <= delaysMs.length ? Math.max(retryAfterMs, spread) : undefined;
  return undefined;
}
