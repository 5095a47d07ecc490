/** `burst` messages at once, one more every `everyMs`. */
export interface Pace {
  burst: number;
  everyMs: number;
}

/** When a message may go. One that is not kept has to ask again then. */
export interface Slot {
  delayMs: number;
  kept: boolean;
}

/** The account's own bucket; recipients have theirs. */
export const everybody = "";

/**
 * Leaky buckets, one for an account and one for each of its recipients (GCRA, as in ITU-T I.371, annex A). All that a
 * bucket needs is the moment at which it is empty again. Pure but for what it remembers.
 */
export class Buckets {
  readonly emptyAt = new Map<string, number>();
  /** The same with those who were sent away: spreads their return, and binds nobody. */
  readonly #expectedAt = new Map<string, number>();

  /** The next free moment for a recipient. One within `horizonMs` is kept free; one later is advice. */
  reserve(recipient: string, account: Pace, each: Pace | undefined, nowMs: number, horizonMs: number): Slot {
    const ownAt = each ? freeAt(this.emptyAt.get(recipient), each, nowMs) : nowMs;
    const at = freeAt(this.emptyAt.get(everybody), account, nowMs);
    // A recipient who must wait must not make the others wait, so no moment to come is kept for one.
    if (ownAt <= at && at - nowMs <= horizonMs) {
      this.#fill(everybody, account, at);
      if (each) this.#fill(recipient, each, at);
      return { delayMs: at - nowMs, kept: true };
    }
    const accountAt = this.#advise(everybody, account, nowMs);
    const recipientAt = each && ownAt > nowMs ? this.#advise(recipient, each, nowMs) : nowMs;
    return { delayMs: Math.max(accountAt, recipientAt) - nowMs, kept: false };
  }

  /** Lets nothing go before `untilMs`; then one by one, not a burst. */
  hold(key: string, { burst, everyMs }: Pace, untilMs: number): void {
    this.emptyAt.set(key, Math.max(untilMs + (burst - 1) * everyMs, this.emptyAt.get(key) ?? 0));
  }

  /** Forgets what is empty. */
  sweep(nowMs: number): void {
    for (const buckets of [this.emptyAt, this.#expectedAt])
      for (const [key, emptyAt] of buckets) if (emptyAt < nowMs) buckets.delete(key);
  }

  #fill(key: string, { everyMs }: Pace, atMs: number): void {
    this.emptyAt.set(key, Math.max(atMs, this.emptyAt.get(key) ?? 0) + everyMs);
  }

  #advise(key: string, pace: Pace, nowMs: number): number {
    const expected = Math.max(this.#expectedAt.get(key) ?? 0, this.emptyAt.get(key) ?? 0);
    const at = freeAt(expected, pace, nowMs);
    this.#expectedAt.set(key, Math.max(at, expected) + pace.everyMs);
    return at;
  }
}

/** The first moment at which a bucket that is empty at `emptyAt` takes one more. */
const freeAt = (emptyAt = 0, { burst, everyMs }: Pace, nowMs: number): number =>
  Math.max(nowMs, Math.ceil(emptyAt - (burst - 1) * everyMs));
