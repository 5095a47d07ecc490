/** One HTTP call to a provider of messages, with what can go wrong on the way told apart. */
import type { ProviderAnswer } from "./courier.ts";

const shownCharacters = 2000;
const defaultTimeoutMs = 15_000;

export interface Called extends ProviderAnswer {
  headers: Headers;
  /** The body as JSON, or undefined where it is none. */
  json: unknown;
}

/**
 * Statuses of Cloudflare for an origin that was never reached: refused, timed out while connecting, unroutable, TLS
 * (developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-5xx-errors).
 */
export const neverReached: readonly number[] = [521, 522, 523, 525, 526, 530];

/** Calls; undefined where no answer came, so that nobody can say whether the call was taken. */
export async function call(
  url: string,
  { timeoutMs = defaultTimeoutMs, ...init }: RequestInit & { timeoutMs?: number },
): Promise<Called | undefined> {
  try {
    const response = await fetch(url, { ...init, redirect: "manual", signal: AbortSignal.timeout(timeoutMs) });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text.slice(0, shownCharacters),
      json: parse(text),
    };
  } catch {
    return undefined;
  }
}

/** Seconds or a date (RFC 9110, 10.2.3) in milliseconds from now. */
export function retryAfterMs(headers: Headers, nowMs: number): number | undefined {
  const value = headers.get("retry-after");
  if (value === null) return undefined;
  const seconds = Number(value);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(value) - nowMs;
  return Number.isFinite(ms) ? Math.max(0, Math.ceil(ms)) : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
