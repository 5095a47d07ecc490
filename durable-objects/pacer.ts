import { DurableObject } from "cloudflare:workers";
import type { Env } from "../worker/env.ts";
import { Buckets, everybody, type Pace, type Slot } from "./buckets.ts";

const sweptAfter = 2000;
/** Who has sent nothing for this long leaves nothing behind: buckets are named after digests of addresses. */
const keptMs = 3_600_000;

/**
 * Keeps one sending account within its provider's limits, whichever invocations send over it, by its own clock. Its
 * buckets are in the object's store too, so that a limit holds through a restart.
 */
export class Pacer extends DurableObject<Env> {
  readonly #buckets = new Buckets();
  #reserved = 0;
  #endsAt = 0;

  constructor(state: DurableObjectState, env: Env) {
    super(state, env);
    const { sql } = state.storage;
    this.#prepare();
    for (const { key, empty_at } of sql.exec<{ key: string; empty_at: number }>("select * from buckets"))
      this.#buckets.emptyAt.set(key, empty_at);
  }

  #prepare(): void {
    this.ctx.storage.sql.exec("create table if not exists buckets (key text primary key, empty_at integer not null)");
  }

  /**
   * Gives each recipient, in order, the next free moment. One within `horizonMs` is kept free; one later is advice.
   * @param recipients digests of addresses
   */
  async reserve(
    recipients: readonly string[],
    { account, recipient: each }: { account: Pace; recipient?: Pace | undefined },
    horizonMs: number,
  ): Promise<Slot[]> {
    const now = Date.now();
    this.#sweep(now, recipients.length);
    await this.#endLater(now);
    const slots = recipients.map((recipient) => this.#buckets.reserve(recipient, account, each, now, horizonMs));
    for (const key of new Set([everybody, ...(each ? recipients : [])])) this.#store(key);
    return slots;
  }

  /** Lets nothing go for `waitMs`, over the account or to one recipient. */
  async hold(recipient: string | undefined, pace: Pace, waitMs: number): Promise<void> {
    const key = recipient ?? everybody;
    this.#buckets.hold(key, pace, Date.now() + waitMs);
    this.#store(key);
  }

  async #endLater(now: number): Promise<void> {
    if (this.#endsAt > now) return;
    this.#endsAt = now + keptMs;
    await this.ctx.storage.setAlarm(this.#endsAt);
  }

  /** Forgets what is empty; an object that holds nothing any more leaves no storage. */
  override async alarm(): Promise<void> {
    const now = Date.now();
    this.#forgetEmpty(now);
    this.#endsAt = 0;
    if (this.#buckets.emptyAt.size > 0) return this.#endLater(now);
    await this.ctx.storage.deleteAll();
    this.#prepare();
  }

  #store(key: string): void {
    const emptyAt = this.#buckets.emptyAt.get(key);
    if (emptyAt !== undefined)
      this.ctx.storage.sql.exec(
        "insert into buckets (key, empty_at) values (?, ?) on conflict do update set empty_at = excluded.empty_at",
        key,
        emptyAt,
      );
  }

  /** Forgets buckets that are empty, now and then. */
  #sweep(nowMs: number, count: number): void {
    this.#reserved += count;
    if (this.#reserved < sweptAfter) return;
    this.#reserved = 0;
    this.#forgetEmpty(nowMs);
  }

  #forgetEmpty(nowMs: number): void {
    this.#buckets.sweep(nowMs);
    this.ctx.storage.sql.exec("delete from buckets where empty_at < ?", nowMs);
  }
}
