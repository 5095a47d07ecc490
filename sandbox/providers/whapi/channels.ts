import { createHash } from "node:crypto";

import { z } from "zod";

import { RollingLimit } from "../../frame/limits.ts";
import { badRequest } from "./errors.ts";

const eventTypes = [
  "messages",
  "statuses",
  "chats",
  "contacts",
  "groups",
  "presences",
  "calls",
  "channel",
  "users",
  "labels",
  "service",
] as const;
export type EventType = (typeof eventTypes)[number];

const maxHeaders = 5;

/** One of `webhooks` in the settings (facts, section 4). */
const webhook = z.looseObject({
  url: z.url({ protocol: /^https?$/ }).max(2000),
  mode: z.enum(["body", "path", "method"]).default("body"),
  events: z.array(
    z.object({ type: z.enum(eventTypes), method: z.enum(["post", "put", "patch", "delete"]).default("post") }),
  ),
  headers: z
    .record(z.string(), z.string())
    .refine((headers) => Object.keys(headers).length <= maxHeaders, `at most ${maxHeaders} headers`)
    .default({}),
  webhook_max_age_seconds: z.int().min(15).max(172_800).nullish(),
});
export type Webhook = z.infer<typeof webhook>;

const settingsInput = z.looseObject({
  webhooks: z.array(webhook).max(20).optional(),
  callback_backoff_delay_ms: z.int().min(3000).max(15_000).optional(),
  max_callback_backoff_delay_ms: z.int().min(600_000).max(3_600_000).optional(),
  callback_persist: z.boolean().optional(),
});
export type Settings = z.infer<typeof settingsInput> & { webhooks: Webhook[] };

/** States of a channel (facts, section 3). */
export const healthStates = ["NOT_INIT", "INIT", "LAUNCH", "QR", "AUTH", "ERROR", "SYNC_ERROR", "STOP"] as const;
export type HealthState = (typeof healthStates)[number];

/** A linked phone, known by its token. */
export interface Channel {
  id: string;
  /** Digits of the phone. */
  phone: string;
  settings: Settings;
  health: HealthState;
  /** What the number may send before 429: unlimited until the control sets it. */
  messagesPerMinute: number | null;
  limit: RollingLimit | undefined;
}

const minuteMs = 60_000;

/** Channels by token, made when a token is first used. */
export class Channels {
  readonly #channels = new Map<string, Channel>();

  open(token: string): Channel {
    const known = this.#channels.get(token);
    if (known) return known;
    const number = createHash("sha256").update(token).digest().readUInt32BE() % 100_000;
    const digits = String(number).padStart(5, "0");
    const channel: Channel = {
      id: `TEPIDB-${digits}`,
      phone: `62811000${digits}`,
      settings: { webhooks: [], callback_backoff_delay_ms: 3000, max_callback_backoff_delay_ms: 900_000 },
      health: "AUTH",
      messagesPerMinute: null,
      limit: undefined,
    };
    this.#channels.set(token, channel);
    return channel;
  }

  /** The last opened first. */
  list(): Channel[] {
    return [...this.#channels.values()].reverse();
  }
}

/** What is left out stays; `webhooks` is replaced as a whole. @throws WhapiError 400 */
export function patchSettings(channel: Channel, value: unknown): Settings {
  const parsed = settingsInput.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw badRequest(`${issue?.path.join(".")}: ${issue?.message}`);
  }
  channel.settings = {
    ...channel.settings,
    ...parsed.data,
    webhooks: parsed.data.webhooks ?? channel.settings.webhooks,
  };
  return channel.settings;
}

/** null ends the limit. */
export function limitChannel(channel: Channel, messagesPerMinute: number | null): void {
  channel.messagesPerMinute = messagesPerMinute;
  channel.limit = messagesPerMinute === null ? undefined : new RollingLimit(messagesPerMinute, minuteMs);
}
