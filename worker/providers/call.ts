/** One HTTP call to a provider of messages, with what can go wrong on the way told apart. */
import { parseJson } from "./parsing.ts";

const defaultTimeoutMs = 15_000;

/** An answer as it came. It may repeat secrets: `shown` of answers.ts takes them out. */
export interface Called {
  status: number;
  headers: Headers;
  body: string;
  /** The body as JSON, or undefined where it is none. */
  json: unknown;
}

/** Calls; undefined where no answer came, so that nobody can say whether the call was taken. */
export async function call(
  url: string,
  { timeoutMs = defaultTimeoutMs, ...init }: RequestInit & { timeoutMs?: number },
): Promise<Called | undefined> {
  try {
    const response = await fetch(url, { ...init, redirect: "manual", signal: AbortSignal.timeout(timeoutMs) });
    const body = await response.text();
    return { status: response.status, headers: response.headers, body, json: parseJson(body) };
  } catch {
    return undefined;
  }
}

/** A call with a JSON body. */
export const jsonInit = (method: string, body: object, headers: Record<string, string> = {}) => ({
  method,
  headers: { ...headers, "content-type": "application/json" },
  body: JSON.stringify(body),
});

/**
 * Statuses of Cloudflare for an origin that was never reached: refused, timed out while connecting, unroutable, TLS
 * (developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-5xx-errors).
 */
const neverReached: readonly number[] = [521, 522, 523, 525, 526, 530];
export const isNeverReached = (status: number): boolean => neverReached.includes(status);

/** Those for an origin that took the call and did not answer it: as good as no answer (same source). */
export const isLost = (status: number): boolean => status === 520 || status === 524;

/** How long `Retry-After` asks to wait, in milliseconds: seconds or a date (RFC 9110, 10.2.3). */
export function retryAfterMs(headers: Headers, nowMs = Date.now()): number | undefined {
  const value = headers.get("retry-after");
  if (value === null) return undefined;
  const seconds = Number(value);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(value) - nowMs;
  return Number.isFinite(ms) ? Math.max(0, Math.ceil(ms)) : undefined;
}
