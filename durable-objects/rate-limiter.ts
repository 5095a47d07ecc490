import { DurableObject } from "cloudflare:workers";
import type { LimitState } from "../worker/core/limits.ts";
import type { Env } from "../worker/env.ts";

/**
 * Counts the requests of one key in a sliding window. Times are kept in memory and in the object's own store, so a limit
 * of five in five minutes holds although the object sleeps in between.
 */
export class RateLimiter extends DurableObject<Env> {
  #times: number[];

  constructor(state: DurableObjectState, env: Env) {
    super(state, env);
    state.storage.sql.exec("create table if not exists times (at integer not null)");
    this.#times = state.storage.sql
      .exec<{ at: number }>("select at from times order by at")
      .toArray()
      .map(({ at }) => at);
  }

  /** Counts a request now, unless `limit` have been counted within the last `windowSeconds`. */
  async count(limit: number, windowSeconds: number): Promise<LimitState> {
    const now = Date.now();
    const since = now - windowSeconds * 1000;
    this.#times = this.#times.filter((at) => at > since);
    const allowed = this.#times.length < limit;
    if (allowed) {
      this.#times.push(now);
      this.ctx.storage.sql.exec("delete from times where at <= ?", since);
      this.ctx.storage.sql.exec("insert into times (at) values (?)", now);
      await this.ctx.storage.setAlarm(now + windowSeconds * 1000);
    }
    const oldest = this.#times[0] ?? now;
    return {
      allowed,
      limit,
      remaining: Math.max(0, limit - this.#times.length),
      resetSeconds: Math.max(1, Math.ceil((oldest + windowSeconds * 1000 - now) / 1000)),
    };
  }

  /** Nobody came within a whole window: keep nothing. */
  override alarm(): Promise<void> {
    return this.forget();
  }

  /** Counts from nothing again. */
  async forget(): Promise<void> {
    await this.ctx.storage.deleteAll();
    this.#times = [];
    this.ctx.storage.sql.exec("create table if not exists times (at integer not null)");
  }
}
