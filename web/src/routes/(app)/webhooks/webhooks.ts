import type { Schemas } from "#lib/api/client.ts";
import type { Tone } from "#lib/components/ui/Badge.svelte";
import { m } from "#lib/paraglide/messages.js";

export type WebhookLog = Schemas["WebhookLog"];
export type WebhookState = WebhookLog["state"];

/** What became of a call, in the reader's words. */
export const webhookStates: Record<WebhookState, { label: () => string; body: () => string; tone: Tone }> = {
  received: { label: m.webhooks_state_received, body: m.webhooks_state_received_body, tone: "info" },
  done: { label: m.webhooks_state_done, body: m.webhooks_state_done_body, tone: "good" },
  ignored: { label: m.webhooks_state_ignored, body: m.webhooks_state_ignored_body, tone: "neutral" },
  failed: { label: m.webhooks_state_failed, body: m.webhooks_state_failed_body, tone: "warn" },
  dead: { label: m.webhooks_state_dead, body: m.webhooks_state_dead_body, tone: "bad" },
  rejected: { label: m.webhooks_state_rejected, body: m.webhooks_state_rejected_body, tone: "bad" },
};

/** A call on its way changes by itself; it is looked at again until it rests. */
export const settlesMs = 2_000;
export const isMoving = (state: WebhookState): boolean => state === "received";

/** Whether a call can be worked off once more: it was proved, and is not on its way. */
export const canReplay = (state: WebhookState): boolean => state !== "rejected" && !isMoving(state);

/** "xendit" → "Xendit", where the catalogue does not name it. */
export const providerName = (provider: string): string => provider.charAt(0).toUpperCase() + provider.slice(1);

/** A body for reading: JSON indented, anything else as it came. */
export function prettyBody(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
