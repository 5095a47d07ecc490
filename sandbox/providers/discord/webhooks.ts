import { Violations } from "../../frame/limits.ts";
import { MessageLog, type SeenMessage } from "../../frame/message-log.ts";
import type { Embed } from "./messages.ts";

/** One message as its channel shows it; `to` is the webhook's id. */
export interface DiscordMessage extends SeenMessage {
  id: string;
  /** All that is to be read, top to bottom. */
  text: string;
  /** The thread it was posted to, where one was named. */
  threadId: string | null;
  username: string;
  content: string;
  embeds: Embed[];
  pings: string[];
}

/** Answers 429 for reasons that are not the webhook's own (facts, section 3). */
export const limitKinds = ["global", "shared", "html"] as const;
export interface LimitSwitch {
  kind: (typeof limitKinds)[number];
  /** How many more calls it answers. */
  left: number;
  retryAfterSeconds: number;
}

/** Deleted webhooks, switches that are on, and what was posted. */
export class Webhooks {
  readonly deleted = new Set<string>();
  readonly log = new MessageLog<DiscordMessage>({ identity: ({ to, text }) => `${to}\n${text}` });
  readonly violations = new Violations();
  limit: LimitSwitch | undefined;

  /** The switch that answers this call, counted as used. */
  takeLimit(): LimitSwitch | undefined {
    const taken = this.limit;
    if (taken && --taken.left <= 0) this.limit = undefined;
    return taken;
  }
}
