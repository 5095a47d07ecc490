import type { Random } from "../../frame/ids.ts";
import { hexId } from "../../frame/ids.ts";

/** A merchant, known by its secret key. */
export interface Account {
  apiKey: string;
  userId: string;
  merchantName: string;
  /** Sent as `x-callback-token` with every callback. */
  callbackToken: string;
  /** Callback address by type (`invoice`, `fva_paid`, …). */
  callbackUrls: Record<string, string>;
  /** Whole rupiah: what was paid to the merchant. */
  balance: number;
  rateWindows: Map<string, { startedAt: number; used: number }>;
}

const windowMs = 60_000;

/** Accounts by key, made when a key is first used. */
export class Accounts {
  readonly #byKey = new Map<string, Account>();
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  open(apiKey: string): Account {
    const known = this.#byKey.get(apiKey);
    if (known) return known;
    const account: Account = {
      apiKey,
      userId: hexId(this.#random, 24),
      merchantName: "Tepi Sandbox",
      callbackToken: hexId(this.#random, 64),
      callbackUrls: {},
      balance: 0,
      rateWindows: new Map(),
    };
    this.#byKey.set(apiKey, account);
    return account;
  }

  list(): Account[] {
    return [...this.#byKey.values()];
  }
}

/**
 * Counts a call and returns the three rate-limit headers (facts, section 7): 60 a minute per endpoint in test mode, 600
 * live. The count is only told; a 429 comes from the fault `fail`.
 */
export function rateLimitHeaders(account: Account, endpoint: string, now: number): Record<string, string> {
  const limit = account.apiKey.startsWith("xnd_production_") ? 600 : 60;
  const current = account.rateWindows.get(endpoint);
  const window = current && now - current.startedAt < windowMs ? current : { startedAt: now, used: 0 };
  window.used += 1;
  account.rateWindows.set(endpoint, window);
  return {
    "Rate-Limit-Limit": String(limit),
    "Rate-Limit-Remaining": String(Math.max(0, limit - window.used)),
    "Rate-Limit-Reset": ((window.startedAt + windowMs - now) / 1000).toFixed(3),
  };
}
