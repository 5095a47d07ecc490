/** Writing down what came of tries: state, attempt and what follows (suppression, alarm) in one atomic batch. */
import { eq, inArray } from "drizzle-orm";
import type { Statement } from "#dialect";
import type { Context } from "../../../core/context.ts";
import { insertRows, updateRows, type BulkRow } from "../../../db/bulk.ts";
import type { RandomBytes } from "../../../core/ids.ts";
import type { Failure, ProviderAnswer, SendResult } from "../../../providers/courier.ts";
import type { Tried } from "./attempt.ts";
import { longestMs, nextQuestionMs, nextTryMs } from "./backoff.ts";
import type { Delivery } from "./claim.ts";
import type { Carrier } from "./couriers.ts";
import { deliveries, deliveryAttempts, pushDevices, suppressions } from "../schema.ts";
import type { DeliveryState } from "../states.ts";

/** Where a delivery stands after a try. */
export interface Standing {
  id: string;
  attemptId: string;
  state: DeliveryState;
  dueAt: number;
  unresolvedAt: number | null;
  failures: number;
  failureClass: Failure["class"] | null;
  failureCode: string | null;
  failureDetail: string | null;
  providerMessageId: string | null;
  sentAt: number | null;
  /** Only its template goes from now on. */
  templateOnly: boolean;
}

/** What a try leaves a delivery as. Pure. */
export function standingAfter(
  { delivery, outcome }: Tried,
  { courier, echoesWithinMs }: Pick<Carrier, "courier" | "echoesWithinMs">,
  nowMs: number,
  random: RandomBytes,
): Standing {
  const base: Standing = {
    id: delivery.id,
    attemptId: delivery.attemptId ?? "",
    state: "sending",
    dueAt: nowMs,
    unresolvedAt: null,
    failures: delivery.failures,
    failureClass: null,
    failureCode: null,
    failureDetail: null,
    providerMessageId: delivery.providerMessageId,
    sentAt: delivery.sentAt,
    templateOnly: delivery.templateOnly,
  };
  switch (outcome.outcome) {
    case "accepted":
      return { ...base, state: "sent", providerMessageId: outcome.providerMessageId, sentAt: nowMs };
    case "found":
      return { ...base, state: "sent", providerMessageId: outcome.result.providerMessageId, sentAt: nowMs };
    case "suppressed":
      return { ...base, state: "suppressed" };
    case "late":
      return { ...base, state: "waiting", unresolvedAt: delivery.unresolvedAt };
    case "unsure":
      return { ...base, state: "unsure", unresolvedAt: delivery.unresolvedAt };
    case "wait":
      return afterSilence(base, delivery, isFresh(delivery, nowMs), delivery.unresolvedAt, nowMs, random);
    case "unknown": {
      const canBeAsked = courier.find !== undefined || echoesWithinMs !== undefined;
      const failed = { ...base, failures: delivery.failures + 1 };
      return afterSilence(failed, delivery, canBeAsked, nowMs, nowMs, random);
    }
    case "refused":
      return afterRefusal(base, delivery, outcome.failure, nowMs, random);
  }
}

/** A provider that could not be asked for a day will not be. */
const isFresh = ({ createdAt, unresolvedAt }: Delivery, nowMs: number): boolean =>
  nowMs - (unresolvedAt ?? createdAt) < longestMs;

/** The provider is asked what became of it, or nobody will ever know. */
function afterSilence(
  base: Standing,
  { attempts }: Delivery,
  canBeAsked: boolean,
  unresolvedAt: number | null,
  nowMs: number,
  random: RandomBytes,
): Standing {
  if (!canBeAsked) return { ...base, state: "unsure", unresolvedAt };
  return { ...base, dueAt: nowMs + nextQuestionMs(attempts, random), unresolvedAt };
}

function afterRefusal(
  base: Standing,
  delivery: Delivery,
  failure: Failure,
  nowMs: number,
  random: RandomBytes,
): Standing {
  const failures = delivery.failures + (failure.class === "unavailable" ? 1 : 0);
  const failed = {
    ...base,
    failures,
    failureClass: failure.class,
    failureCode: failure.code.slice(0, 100),
    failureDetail: failure.detail.slice(0, 500),
  };
  if (failure.class === "window" && delivery.content.template && !delivery.templateOnly)
    return { ...failed, state: "waiting", templateOnly: true };
  const waitMs = nextTryMs(failure, failures, nowMs - delivery.createdAt, random);
  return waitMs === undefined ? { ...failed, state: "failed" } : { ...failed, state: "waiting", dueAt: nowMs + waitMs };
}

/** The statements that write tries down. A try that was given up meanwhile changes nothing but its log. */
export function settlement(ctx: Context, tries: readonly Tried[], standings: readonly Standing[]): Statement[] {
  const { store } = ctx;
  return [
    updateRows(
      store,
      deliveries,
      standings,
      ["id", "attemptId"],
      ({ field }) =>
        Object.fromEntries(settled.map((column) => [column, field(column)])) as Record<(typeof settled)[number], never>,
      // What the provider's webhook said first stays: it knows more than the answer.
      eq(deliveries.state, "sending"),
    ),
    insertRows(store, deliveryAttempts, tries.map(attemptRow)),
    ...undeliverable(ctx, tries),
  ];
}

const settled = [
  "state",
  "dueAt",
  "unresolvedAt",
  "failures",
  "failureClass",
  "failureCode",
  "failureDetail",
  "providerMessageId",
  "sentAt",
  "templateOnly",
] as const;

/** A try as the log keeps it. */
export function attemptRow({ delivery, outcome, startedAt, durationMs }: Tried): BulkRow<typeof deliveryAttempts> {
  const result: SendResult | undefined =
    outcome.outcome === "found" ? outcome.result : "answer" in outcome ? outcome : undefined;
  const failure = result?.outcome === "refused" ? result.failure : undefined;
  const answer: ProviderAnswer | undefined = result?.answer;
  return {
    deliveryId: delivery.id,
    number: delivery.attempts,
    startedAt,
    durationMs,
    outcome: outcome.outcome,
    failureClass: failure?.class ?? null,
    failureCode: failure?.code.slice(0, 100) ?? null,
    failureDetail: failure?.detail.slice(0, 500) ?? null,
    answerStatus: answer?.status ?? null,
    answerBody: answer?.body ?? null,
  };
}

/** Addresses that can't be reached are written to no more; devices that are gone are forgotten. */
function undeliverable(ctx: Context, tries: readonly Tried[]): Statement[] {
  const dead = tries.filter(({ outcome }) => outcome.outcome === "refused" && outcome.failure.class === "address");
  const [devices, others] = [
    dead.filter(({ delivery }) => delivery.channel === "push"),
    dead.filter(({ delivery }) => delivery.channel !== "push"),
  ];
  return [
    ...(devices.length > 0
      ? [
          ctx.store.remove(
            pushDevices,
            inArray(
              pushDevices.id,
              devices.map(({ delivery }) => delivery.address),
            ),
          ),
        ]
      : []),
    ...others.map(({ delivery, outcome }) =>
      suppress(ctx, {
        channel: delivery.channel,
        address: delivery.address,
        reason: outcome.outcome === "refused" ? outcome.failure.detail.slice(0, 200) : "",
        deliveryId: delivery.id,
      }),
    ),
  ];
}

/** Puts an address on the list of those not written to, unless it is there. */
export const suppress = (
  ctx: Context,
  given: Pick<BulkRow<typeof suppressions>, "channel" | "address" | "reason" | "deliveryId">,
): Statement =>
  ctx.store.db
    .insert(suppressions)
    .values({ deliveryId: null, ...given, tenantId: ctx.tenant.id, id: ctx.id("sup"), createdAt: ctx.now() } as never)
    .onConflictDoNothing() as unknown as Statement;
