/** The documented rate limits (requirement ART-14; `contract.md`, Limits), counted exactly by one object per key. */
import type { Env, Settings } from "../env.ts";
import { Refusal } from "./errors.ts";

export const limits = {
  /** Login, registration, forgotten password, code checks: per address. */
  authentication: { requests: 5, windowSeconds: 300 },
  /** Everything else: per user, or per address for callers without a user. */
  general: { requests: 100, windowSeconds: 60 },
  /** Passwords and codes tried for one user from one address; a right one forgets the wrong ones. */
  attempts: { requests: 10, windowSeconds: 3600 },
  /** Codes tried for one user after the right password, from wherever: recovery codes go on being taken. */
  codes: { requests: 30, windowSeconds: 3600 },
  /** Mails that a stranger can have sent to one user. */
  mails: { requests: 3, windowSeconds: 3600 },
  /** Test messages, which really go out, by who asks for them. */
  testMessages: { requests: 20, windowSeconds: 3600 },
  export: { requests: 10, windowSeconds: 3600 },
  import: { requests: 5, windowSeconds: 3600 },
  /** Parts of an archive, on their way in or out. */
  transfer: { requests: 600, windowSeconds: 60 },
  /** Who runs Tepi, per address. */
  operator: { requests: 600, windowSeconds: 60 },
  /** Per connection, so that a provider's burst is not lost. */
  webhook: { requests: 600, windowSeconds: 60 },
} as const;
export type LimitName = keyof typeof limits;

export interface LimitState {
  allowed: boolean;
  limit: number;
  remaining: number;
  /** Seconds until the window is free again. */
  resetSeconds: number;
}

/** Counts one request against a limit. */
export async function countRequest(
  env: Env,
  settings: Settings,
  name: LimitName,
  subject: string,
): Promise<LimitState> {
  const { requests, windowSeconds } = limits[name];
  const limiter = env.RATE_LIMITER.getByName(`${name}:${subject}`);
  return limiter.count(Math.floor(requests * settings.RATE_LIMIT_FACTOR), windowSeconds);
}

/** Forgets what was counted for a subject. */
export const forgetRequests = (env: Env, name: LimitName, subject: string): Promise<void> =>
  env.RATE_LIMITER.getByName(`${name}:${subject}`).forget();

/** The `RateLimit-*` headers of a response (draft-ietf-httpapi-ratelimit-headers-07). */
export const limitHeaders = ({ limit, remaining, resetSeconds }: LimitState): Record<string, string> => ({
  "RateLimit-Limit": String(limit),
  "RateLimit-Remaining": String(remaining),
  "RateLimit-Reset": String(resetSeconds),
});

/** @throws Refusal `rate_limited` when the limit is used up. */
export function requireAllowed(state: LimitState): void {
  if (!state.allowed) throw new Refusal("rate_limited", { retryAfterSeconds: state.resetSeconds });
}
