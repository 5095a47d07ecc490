/** Counters behind a provider's rate limits, and how often callers ran into them. Times in milliseconds. */

/** Whether one more was allowed. */
export interface Taken {
  isAllowed: boolean;
  /** Until it would be; 0 where it was. */
  waitMs: number;
}

const allowed: Taken = { isAllowed: true, waitMs: 0 };

/** At most `limit` in any stretch of `windowMs`, per key. */
export class RollingLimit {
  readonly #limit: number;
  readonly #windowMs: number;
  readonly #taken = new Map<string, number[]>();

  constructor(limit: number, windowMs: number) {
    this.#limit = limit;
    this.#windowMs = windowMs;
  }

  take(key: string, nowMs: number): Taken {
    const recent = (this.#taken.get(key) ?? []).filter((at) => at > nowMs - this.#windowMs);
    this.#taken.set(key, recent);
    if (recent.length >= this.#limit) {
      return { isAllowed: false, waitMs: (recent[0] ?? nowMs) + this.#windowMs - nowMs };
    }
    recent.push(nowMs);
    return allowed;
  }
}

/** With what a provider tells of a bucket in its headers. */
export interface TakenFromBucket extends Taken {
  remaining: number;
  /** Until the bucket is full again. */
  fullMs: number;
}

const keptBuckets = 50_000;

/** `burst` at once, then one more every `everyMs`, per key. */
export class BucketLimit {
  readonly #burst: number;
  readonly #everyMs: number;
  /** When each key's bucket will be full again. A bucket that is full need not be known. */
  readonly #fullAt = new Map<string, number>();
  #mostKept = keptBuckets;

  constructor(burst: number, everyMs: number) {
    this.#burst = burst;
    this.#everyMs = everyMs;
  }

  take(key: string, nowMs: number): TakenFromBucket {
    const before = Math.max(this.#fullAt.get(key) ?? 0, nowMs);
    const waitMs = Math.max(0, before + this.#everyMs - nowMs - this.#burst * this.#everyMs);
    const isAllowed = waitMs === 0;
    const fullAt = isAllowed ? before + this.#everyMs : before;
    this.#fullAt.set(key, fullAt);
    if (this.#fullAt.size > this.#mostKept) this.#forgetFull(nowMs);
    const fullMs = fullAt - nowMs;
    return { isAllowed, waitMs, remaining: Math.floor(this.#burst - fullMs / this.#everyMs), fullMs };
  }

  /** Looks again only once there are twice as many as are left: the search must not become the work. */
  #forgetFull(nowMs: number): void {
    for (const [key, fullAt] of this.#fullAt) if (fullAt <= nowMs) this.#fullAt.delete(key);
    this.#mostKept = Math.max(keptBuckets, this.#fullAt.size * 2);
  }
}

const keptKeys = 1000;

/** How often a limit was overstepped, or a rule broken. */
export class Violations {
  #count = 0;
  readonly #byKey = new Map<string, number>();

  add(key: string): void {
    this.#count += 1;
    if (this.#byKey.has(key) || this.#byKey.size < keptKeys) this.#byKey.set(key, (this.#byKey.get(key) ?? 0) + 1);
  }

  report(): { count: number; byKey: Record<string, number> } {
    return { count: this.#count, byKey: Object.fromEntries(this.#byKey) };
  }
}
