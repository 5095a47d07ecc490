import type { Callback, Delivery, RetryPolicy } from "../../frame/callbacks.ts";
import type { SandboxKit } from "../../frame/provider.ts";
import type { Channel, EventType, Settings, Webhook } from "./channels.ts";

const retries = 40;

/** Waits that grow linearly up to a ceiling; exactly 200 is success (facts, section 7). The number of retries is ours. */
export function policyOf({ callback_backoff_delay_ms, max_callback_backoff_delay_ms }: Settings): RetryPolicy {
  const [step, ceiling] = [callback_backoff_delay_ms ?? 3000, max_callback_backoff_delay_ms ?? 900_000];
  return {
    gapsMs: Array.from({ length: retries }, (_, retry) => Math.min((retry + 1) * step, ceiling)),
    timeoutMs: 10_000,
    judge: (status) => (status === 200 ? "delivered" : "retry"),
  };
}

/** Sends a channel's events to the webhooks that want them. */
export class Events {
  readonly #kit: SandboxKit;

  constructor(kit: SandboxKit) {
    this.#kit = kit;
  }

  /** One callback per webhook that wants the event. */
  callbacks(channel: Channel, type: EventType, content: Record<string, unknown>): Callback[] {
    const body = { ...content, event: { type, event: "post" }, channel_id: channel.id };
    return channel.settings.webhooks
      .filter((webhook) => wants(webhook, type))
      .map((webhook) => ({
        provider: "whapi",
        event: type,
        url: addressOf(webhook, type),
        headers: webhook.headers,
        body,
        policy: policyOf(channel.settings),
      }));
  }

  send(channel: Channel, type: EventType, content: Record<string, unknown>): Delivery[] {
    return this.callbacks(channel, type, content).map((callback) => this.#kit.callbacks.send(callback));
  }
}

const wants = ({ events }: Webhook, type: EventType): boolean =>
  events.some((event) => event.type === type && event.method === "post");

/** Mode `path` appends the event; the HTTP verb of mode `method` is the same for what this double sends. */
const addressOf = ({ url, mode }: Webhook, type: EventType): string => (mode === "path" ? `${url}/${type}/post` : url);
