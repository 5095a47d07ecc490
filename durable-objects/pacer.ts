import { DurableObject } from "cloudflare:workers";
import type { Env } from "../worker/env.ts";

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

/** The account's own key; recipients have theirs. */
const everybody = "";
const sweptAfter = 2000;

/**
 * Keeps one sending account within its provider's limits, whichever invocations send over it: a leaky bucket for the
 * account and one for each recipient (GCRA, as in ITU-T I.371, annex A). All a bucket needs is one moment, kept in the
 * object's store, so that a limit holds through a restart.
 */
export class Pacer extends DurableObject<Env> {
  /** When each bucket is empty again. */
  readonly #emptyAt = new Map<string, number>();
  /** The same with those who were sent away: spreads their return, and binds nobody. */
  readonly #expectedAt = new Map<string, number>();
  #reserved = 0;

  constructor(state: DurableObjectState, env: Env) {
    super(state, env);
    state.storage.sql.exec("create table if not exists buckets (key text primary key, empty_at integer not null)");
    for (const { key, empty_at } of state.storage.sql.exec<{ key: string; empty_at: number }>("select * from buckets"))
      this.#emptyAt.set(key, empty_at);
  }

  /**
   * Gives each recipient, in order, the next free moment. One within `horizonMs` is kept free; one later is advice.
   * @param recipients digests of addresses
   */
  async reserve(
    recipients: readonly string[],
    { account, recipient: each }: { account: Pace; recipient?: Pace | undefined },
    nowMs: number,
    horizonMs: number,
  ): Promise<Slot[]> {
    this.#sweep(nowMs, recipients.length);
    const slots = recipients.map((recipient) => this.#slot(recipient, account, each, nowMs, horizonMs));
    const touched = new Set([everybody, ...(each ? recipients : [])]);
    for (const key of touched) this.#store(key);
    return slots;
  }

  #slot(recipient: string, account: Pace, each: Pace | undefined, nowMs: number, horizonMs: number): Slot {
    const ownAt = each ? freeAt(this.#emptyAt.get(recipient), each, nowMs) : nowMs;
    const at = freeAt(this.#emptyAt.get(everybody), account, nowMs);
    // A recipient who must wait must not make the others wait, so no moment to come is kept for one.
    if (ownAt <= at && at - nowMs <= horizonMs) {
      this.#fill(this.#emptyAt, everybody, account, at);
      if (each) this.#fill(this.#emptyAt, recipient, each, at);
      return { delayMs: at - nowMs, kept: true };
    }
    const accountAt = this.#advise(everybody, account, nowMs);
    const recipientAt = each && ownAt > nowMs ? this.#advise(recipient, each, nowMs) : nowMs;
    return { delayMs: Math.max(accountAt, recipientAt) - nowMs, kept: false };
  }

  #fill(buckets: Map<string, number>, key: string, { everyMs }: Pace, atMs: number): void {
    buckets.set(key, Math.max(atMs, buckets.get(key) ?? 0) + everyMs);
  }

  #advise(key: string, pace: Pace, nowMs: number): number {
    const expected = Math.max(this.#expectedAt.get(key) ?? 0, this.#emptyAt.get(key) ?? 0);
    const at = freeAt(expected, pace, nowMs);
    this.#expectedAt.set(key, Math.max(at, expected) + pace.everyMs);
    return at;
  }

  /** Lets nothing go before `untilMs`, over the account or to one recipient; then one by one, not a burst. */
  async hold(recipient: string | undefined, { burst, everyMs }: Pace, untilMs: number): Promise<void> {
    const key = recipient ?? everybody;
    this.#emptyAt.set(key, Math.max(untilMs + (burst - 1) * everyMs, this.#emptyAt.get(key) ?? 0));
    this.#store(key);
  }

  #store(key: string): void {
    const emptyAt = this.#emptyAt.get(key);
    if (emptyAt !== undefined)
      this.ctx.storage.sql.exec(
        "insert into buckets (key, empty_at) values (?, ?) on conflict do update set empty_at = excluded.empty_at",
        key,
        emptyAt,
      );
  }

  /** Forgets buckets that have been empty for a while. */
  #sweep(nowMs: number, count: number): void {
    this.#reserved += count;
    if (this.#reserved < sweptAfter) return;
    this.#reserved = 0;
    for (const buckets of [this.#emptyAt, this.#expectedAt])
      for (const [key, emptyAt] of buckets) if (emptyAt < nowMs) buckets.delete(key);
    this.ctx.storage.sql.exec("delete from buckets where empty_at < ?", nowMs);
  }
}

/** The first moment at which a bucket that is empty at `emptyAt` takes one more. */
const freeAt = (emptyAt = 0, { burst, everyMs }: Pace, nowMs: number): number =>
  Math.max(nowMs, Math.ceil(emptyAt - (burst - 1) * everyMs));
