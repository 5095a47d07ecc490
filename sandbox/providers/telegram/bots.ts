import { createHash } from "node:crypto";

import type { Delivery, RetryPolicy } from "../../frame/callbacks.ts";
import type { SandboxKit } from "../../frame/provider.ts";

export interface Webhook {
  url: string;
  secretToken: string | undefined;
  allowedUpdates: readonly string[];
  maxConnections: number;
}

/** A bot, known by its token. */
export interface Bot {
  id: number;
  username: string;
  webhook: Webhook | undefined;
  lastUpdateId: number;
  lastCallback: Delivery | undefined;
}

/** All but what has to be asked for (Bot API, `allowed_updates`). */
const defaultUpdates = ["message", "edited_message", "callback_query", "my_chat_member"];

/** From 1 s doubling to about 90 s, for 24 hours; any 2xx is success (facts, section 3). */
export const webhookPolicy: RetryPolicy = {
  gapsMs: [...[1, 2, 4, 8, 16, 32, 64], ...Array<number>(960).fill(90)].map((seconds) => seconds * 1000),
  timeoutMs: 60_000,
  judge: (status) => (status >= 200 && status < 300 ? "delivered" : "retry"),
};

/** Bots by token, made when a token is first used. */
export class Bots {
  readonly #kit: SandboxKit;
  readonly #bots = new Map<string, Bot>();

  constructor(kit: SandboxKit) {
    this.#kit = kit;
  }

  /** The id is the token's first part, as in real tokens; else it is made of the token. */
  open(token: string): Bot {
    const known = this.#bots.get(token);
    if (known) return known;
    const digest = createHash("sha256").update(token).digest();
    const id = Number(/^(\d{1,15}):/.exec(token)?.[1] ?? digest.readUInt32BE());
    const bot = { id, username: `tepi_${id}_bot`, webhook: undefined, lastUpdateId: 900_000, lastCallback: undefined };
    this.#bots.set(token, bot);
    return bot;
  }

  /** The last opened first. */
  list(): Bot[] {
    return [...this.#bots.values()].reverse();
  }

  /** Sends one update; updates of one chat leave one at a time. Undefined where the webhook does not want it. */
  push(bot: Bot, chatId: number, type: string, payload: unknown, secretToken?: string): Delivery | undefined {
    const { webhook } = bot;
    if (!webhook?.allowedUpdates.includes(type)) return undefined;
    bot.lastUpdateId += 1;
    const secret = secretToken ?? webhook.secretToken;
    bot.lastCallback = this.#kit.callbacks.send({
      provider: "telegram",
      event: type,
      url: webhook.url,
      headers: secret ? { "x-telegram-bot-api-secret-token": secret } : {},
      body: { update_id: bot.lastUpdateId, [type]: payload },
      queue: `telegram/${bot.id}/${chatId}`,
      policy: webhookPolicy,
    });
    return bot.lastCallback;
  }
}

export const allowedOr = (updates: readonly string[] | undefined): readonly string[] =>
  updates && updates.length > 0 ? updates : defaultUpdates;

/** `User` of the Bot API. */
export const presentBot = ({ id, username }: Bot) => ({ id, is_bot: true, first_name: "Tepi", username });
