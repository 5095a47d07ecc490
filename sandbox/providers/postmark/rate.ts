const windowMs = 1000;

/** The API's rate limit: none until a control sets one. */
export class Rate {
  readonly #now: () => number;
  #perSecond: number | null = null;
  #windowStart = -Infinity;
  #used = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Calls in a second; null for any number. */
  limit(perSecond: number | null): void {
    this.#perSecond = perSecond;
    this.#windowStart = -Infinity;
  }

  /** Counts a call; false for one too many. */
  take(): boolean {
    if (this.#perSecond === null) return true;
    const now = this.#now();
    if (now - this.#windowStart >= windowMs) {
      this.#windowStart = now;
      this.#used = 0;
    }
    this.#used += 1;
    return this.#used <= this.#perSecond;
  }
}
