/** Sending what a channel's queue brings: paced, claimed, tried, settled, for one account at a time. */
import { eq, inArray } from "drizzle-orm";
import type { Context } from "../../../core/context.ts";
import { holdBack, reserveSlots } from "../../../core/objects.ts";
import type { RandomBytes } from "../../../core/ids.ts";
import { updateRows } from "../../../db/bulk.ts";
import { connectionById, noteFailure, openConnection } from "../../connections/index.ts";
import { commit } from "../../outbox/index.ts";
import { attempt, type Tried } from "./attempt.ts";
import { claim, type Claimed } from "./claim.ts";
import { carriers, type Carrier } from "./couriers.ts";
import { deliveries } from "../schema.ts";
import { settlement, standingAfter, type Standing } from "./settle.ts";

/** A delivery of the queue. */
export interface Due {
  deliveryId: string;
  recipient: string;
}

/** Waits of up to this are waited for; what may go later comes back. */
const horizonMs = 2000;
/** What may go later than this waits in the store, not in the queue. */
const longestInQueueMs = 60_000;
/** A Worker has six connections open at a time; a seventh would only wait, with its time limit running. */
const atOnce = 6;
/** Moments this close count as one. */
const togetherMs = 100;
/** Who is later than this would go out together with others, past the limit: a new moment is asked for. */
const latestMs = 250;

export interface Means {
  random: RandomBytes;
  pause(ms: number): Promise<void>;
}

/**
 * Sends deliveries of one account (`provider:connection`).
 * @returns for those that are to come back through the queue, after how many milliseconds
 */
export async function deliver(
  ctx: Context,
  account: string,
  due: readonly Due[],
  means: Means,
): Promise<Map<string, number>> {
  const [provider, connectionId] = account.split(":") as [string, string];
  const carrier = carriers[provider];
  if (!carrier) throw new Error(`Unknown provider of messages ${provider}`);
  const row = connectionId === "operator" ? undefined : await connectionById(ctx, connectionId);
  if (connectionId !== "operator" && row?.state !== "active") {
    await giveUp(ctx, due, "The connection is gone or disabled.");
    return new Map();
  }
  const opened = carrier.accountOf(ctx, row && (await openConnection(ctx, row)));
  const pace = carrier.courier.pace(opened);
  const slots = await reserveSlots(
    ctx,
    account,
    due.map(({ recipient }) => recipient),
    pace,
    horizonMs,
  );
  const back = await putOff(
    ctx,
    due.flatMap(({ deliveryId }, n) => (slots[n]?.kept ? [] : [{ id: deliveryId, delayMs: slots[n]?.delayMs ?? 0 }])),
  );
  const mine = new Map(due.flatMap(({ deliveryId }, n) => (slots[n]?.kept ? [[deliveryId, slots[n].delayMs]] : [])));
  if (mine.size === 0) return back;

  const recipientOf = new Map(due.map(({ deliveryId, recipient }) => [deliveryId, recipient]));
  const from = ctx.now();
  const ordered = [...mine].map(([id, delayMs]) => ({ id, at: from + delayMs })).toSorted((a, b) => a.at - b.at);
  const waves = wavesOf(ordered, carrier);
  for (const [n, wave] of waves.entries()) {
    if (ctx.now() - (wave[0]?.at ?? 0) > latestMs) {
      const late = new Set(waves.slice(n).flatMap((each) => each.map(({ id }) => id)));
      const again = due.filter(({ deliveryId }) => late.has(deliveryId));
      return new Map([...back, ...(await deliver(ctx, account, again, means))]);
    }
    const tries = await send(ctx, { carrier, account: opened, wave, means });
    const standings = tries.map((tried) => standingAfter(tried, carrier, ctx.now(), means.random));
    await settle(ctx, tries, standings, row?.id);
    await slowDown(ctx, account, tries, pace, recipientOf);
    for (const [id, delayMs] of comingBack(ctx, standings)) back.set(id, delayMs);
  }
  return back;
}

interface Timed {
  id: string;
  /** When its moment comes. */
  at: number;
}

/**
 * What is claimed together. Of a provider that can't be asked, whatever was in hand when a Worker dies is unsure for ever: so no
 * more is taken in hand than goes out at once.
 */
function wavesOf(ordered: readonly Timed[], { courier, echoesWithinMs }: Carrier): Timed[][] {
  if (courier.find || echoesWithinMs !== undefined) return [[...ordered]];
  const waves: Timed[][] = [];
  for (const each of ordered) {
    const last = waves.at(-1);
    if (last?.[0] && last.length < atOnce && each.at - last[0].at <= togetherMs) last.push(each);
    else waves.push([each]);
  }
  return waves;
}

interface Wave {
  carrier: Carrier;
  account: unknown;
  wave: readonly Timed[];
  means: Means;
}

/** Claims a wave when the first of it may go, and tries each at its moment. */
async function send(ctx: Context, { carrier, account, wave, means }: Wave): Promise<Tried[]> {
  const moments = new Map(wave.map(({ id, at }) => [id, at]));
  const until = async (at: number) => {
    const waitMs = at - ctx.now();
    if (waitMs > 0) await means.pause(waitMs);
  };
  await until(wave[0]?.at ?? 0);
  const claimed = await claim(ctx, [...moments.keys()]);
  const ordered = claimed.toSorted((a, b) => (moments.get(a.delivery.id) ?? 0) - (moments.get(b.delivery.id) ?? 0));
  return inParallel(ordered, atOnce, async (each: Claimed) => {
    await until(moments.get(each.delivery.id) ?? 0);
    return attempt(ctx, carrier, account, each);
  });
}

async function settle(
  ctx: Context,
  tries: readonly Tried[],
  standings: readonly Standing[],
  connectionId: string | undefined,
): Promise<void> {
  if (tries.length === 0) return;
  await commit(ctx, settlement(ctx, tries, standings));
  const refused = tries.find(({ outcome }) => outcome.outcome === "refused" && outcome.failure.class === "account");
  if (connectionId && refused?.outcome.outcome === "refused")
    await noteFailure(ctx, connectionId, refused.outcome.failure.detail);
}

/** What the provider said about its limits holds for everybody who sends over the account, or to the recipient. */
async function slowDown(
  ctx: Context,
  account: string,
  tries: readonly Tried[],
  pace: ReturnType<Carrier["courier"]["pace"]>,
  recipientOf: ReadonlyMap<string, string>,
): Promise<void> {
  const waitsMs = new Map<string | undefined, number>();
  for (const { delivery, outcome } of tries) {
    if (outcome.outcome !== "refused" || outcome.failure.class !== "rate-limited") continue;
    const { retryAfterMs = 1000, limitOf } = outcome.failure;
    const recipient = limitOf === "recipient" ? recipientOf.get(delivery.id) : undefined;
    waitsMs.set(recipient, Math.max(retryAfterMs, waitsMs.get(recipient) ?? 0));
  }
  for (const [recipient, waitMs] of waitsMs)
    await holdBack(ctx, account, recipient, (recipient && pace.recipient) || pace.account, waitMs);
}

/** Deliveries whose next try is soon come back through the queue; the sweep brings the others. */
function comingBack(ctx: Context, standings: readonly Standing[]): [string, number][] {
  return standings
    .filter(({ state, dueAt }) => (state === "waiting" || state === "sending") && dueAt - ctx.now() <= longestInQueueMs)
    .map(({ id, dueAt }) => [id, Math.max(0, dueAt - ctx.now())]);
}

/** Has those that may not go yet come back: soon ones through the queue, later ones by the store's clock. */
async function putOff(ctx: Context, list: readonly { id: string; delayMs: number }[]): Promise<Map<string, number>> {
  const late = list.filter(({ delayMs }) => delayMs > longestInQueueMs);
  if (late.length > 0)
    await commit(ctx, [
      updateRows(
        ctx.store,
        deliveries,
        late.map(({ id, delayMs }) => ({ id, dueAt: ctx.now() + delayMs })),
        ["id"],
        ({ field }) => ({ dueAt: field("dueAt") }) as never,
        eq(deliveries.state, "waiting"),
      ),
    ]);
  return new Map(list.filter((each) => !late.includes(each)).map(({ id, delayMs }) => [id, delayMs]));
}

async function giveUp(ctx: Context, due: readonly Due[], detail: string): Promise<void> {
  await commit(ctx, [
    ctx.store.update(
      deliveries,
      { state: "failed", failureClass: "account", failureCode: "connection", failureDetail: detail },
      inArray(
        deliveries.id,
        due.map(({ deliveryId }) => deliveryId),
      ),
      inArray(deliveries.state, ["waiting", "sending"]),
    ),
  ]);
}

/** Maps with at most `width` under way at a time, keeping the order. */
async function inParallel<T, R>(list: readonly T[], width: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let place = next++; place < list.length; place = next++) results[place] = await work(list[place] as T);
  };
  await Promise.all(Array.from({ length: Math.min(width, list.length) }, worker));
  return results;
}
