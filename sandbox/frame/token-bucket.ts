/** What is left of a limit; times in milliseconds. */
export interface Taken {
  isAllowed: boolean;
  remaining: number;
  /** Until one more is allowed; 0 where one is. */
  nextMs: number;
  /** Until the bucket is full again. */
  fullMs: number;
}

/** Token buckets by key: `capacity` at once, one more every `everyMs`. */
export class TokenBuckets {
  readonly #buckets = new Map<string, { tokens: number; atMs: number }>();
  readonly #capacity: number;
  readonly #everyMs: number;
  readonly #now: () => number;

  constructor({ capacity, everyMs, now }: { capacity: number; everyMs: number; now: () => number }) {
    this.#capacity = capacity;
    this.#everyMs = everyMs;
    this.#now = now;
  }

  take(key: string): Taken {
    const atMs = this.#now();
    const known = this.#buckets.get(key) ?? { tokens: this.#capacity, atMs };
    const tokens = Math.min(this.#capacity, known.tokens + (atMs - known.atMs) / this.#everyMs);
    const isAllowed = tokens >= 1;
    const left = isAllowed ? tokens - 1 : tokens;
    this.#buckets.set(key, { tokens: left, atMs });
    return {
      isAllowed,
      remaining: Math.floor(left),
      nextMs: left >= 1 ? 0 : Math.ceil((1 - left) * this.#everyMs),
      fullMs: Math.ceil((this.#capacity - left) * this.#everyMs),
    };
  }
}
