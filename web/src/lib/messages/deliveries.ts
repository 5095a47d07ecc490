import type { Schemas } from "#lib/api/client.ts";
import type { Tone } from "#lib/components/ui/Badge.svelte";
import { m } from "#lib/paraglide/messages.js";

export type Delivery = Schemas["Delivery"];
export type DeliverySummary = Schemas["DeliverySummary"];
export type DeliveryState = DeliverySummary["state"];
export type Outcome = Schemas["DeliveryAttempt"]["outcome"];
type FailureClass = NonNullable<DeliverySummary["failure"]>["class"];

/** What became of a message, in the reader's words. */
export const deliveryStates: Record<DeliveryState, { label: () => string; body: () => string; tone: Tone }> = {
  waiting: { label: m.deliveries_state_waiting, body: m.deliveries_state_waiting_body, tone: "neutral" },
  sending: { label: m.deliveries_state_sending, body: m.deliveries_state_sending_body, tone: "info" },
  sent: { label: m.deliveries_state_sent, body: m.deliveries_state_sent_body, tone: "good" },
  delivered: { label: m.deliveries_state_delivered, body: m.deliveries_state_delivered_body, tone: "good" },
  read: { label: m.deliveries_state_read, body: m.deliveries_state_read_body, tone: "good" },
  failed: { label: m.deliveries_state_failed, body: m.deliveries_state_failed_body, tone: "bad" },
  unsure: { label: m.deliveries_state_unsure, body: m.deliveries_state_unsure_body, tone: "warn" },
  suppressed: { label: m.deliveries_state_suppressed, body: m.deliveries_state_suppressed_body, tone: "warn" },
};

export const outcomes: Record<Outcome, { label: () => string; tone: Tone }> = {
  accepted: { label: m.deliveries_outcome_accepted, tone: "good" },
  found: { label: m.deliveries_outcome_found, tone: "good" },
  refused: { label: m.deliveries_outcome_refused, tone: "bad" },
  unknown: { label: m.deliveries_outcome_unknown, tone: "warn" },
  wait: { label: m.deliveries_outcome_wait, tone: "info" },
  late: { label: m.deliveries_outcome_late, tone: "info" },
  unsure: { label: m.deliveries_outcome_unsure, tone: "warn" },
  suppressed: { label: m.deliveries_outcome_suppressed, tone: "warn" },
};

export const failureWords: Record<FailureClass, () => string> = {
  "rate-limited": m.deliveries_failure_rate_limited,
  unavailable: m.deliveries_failure_unavailable,
  address: m.deliveries_failure_address,
  message: m.deliveries_failure_message,
  window: m.deliveries_failure_window,
  account: m.deliveries_failure_account,
};

/** A message on its way changes by itself; it is looked at again until it rests. */
export const settlesMs = 2_500;
export const isMoving = (state: DeliveryState): boolean => state === "waiting" || state === "sending";
