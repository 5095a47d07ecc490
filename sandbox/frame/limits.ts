/** Counters behind a provider's rate limits, and how often callers ran into them. */

/** At most `limit` in any stretch of `windowMs`, per key. */
export class RollingLimit {
  readonly #limit: number;
  readonly #windowMs: number;
  readonly #taken = new Map<string, number[]>();

  constructor(limit: number, windowMs: number) {
    this.#limit = limit;
    this.#windowMs = windowMs;
  }

  /** Takes one, or says how long to wait. */
  take(key: string, nowMs: number): { waitMs: number } | undefined {
    const recent = (this.#taken.get(key) ?? []).filter((at) => at > nowMs - this.#windowMs);
    this.#taken.set(key, recent);
    const oldest = recent[0];
    if (recent.length >= this.#limit && oldest !== undefined) return { waitMs: oldest + this.#windowMs - nowMs };
    recent.push(nowMs);
    return undefined;
  }
}

const keptBuckets = 50_000;

/** `burst` at once, then one more every `everyMs`, per key. */
export class BucketLimit {
  readonly #burst: number;
  readonly #everyMs: number;
  /** When each key's bucket will be full again. A bucket that is full need not be known. */
  readonly #fullAt = new Map<string, number>();

  constructor(burst: number, everyMs: number) {
    this.#burst = burst;
    this.#everyMs = everyMs;
  }

  /** Takes one, or says how long to wait. */
  take(key: string, nowMs: number): { waitMs: number } | undefined {
    const fullAt = Math.max(this.#fullAt.get(key) ?? 0, nowMs) + this.#everyMs;
    const waitMs = fullAt - nowMs - this.#burst * this.#everyMs;
    if (waitMs > 0) return { waitMs };
    this.#fullAt.set(key, fullAt);
    if (this.#fullAt.size > keptBuckets) this.#forgetFull(nowMs);
    return undefined;
  }

  #forgetFull(nowMs: number): void {
    for (const [key, fullAt] of this.#fullAt) if (fullAt <= nowMs) this.#fullAt.delete(key);
  }
}

const keptKeys = 1000;

/** How often a limit was overstepped. */
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
