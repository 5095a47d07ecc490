import { createHash } from "node:crypto";

import { Hono } from "hono";

import type { AppEnv } from "./provider.ts";

/** What every kept message has; a double adds what else its receiver would see. */
export interface KeptText {
  to: string;
  text: string;
  /** ISO 8601. */
  at: string;
}

const keptMessages = 20_000;

/** The texts that a double took: the newest in full, all of them counted. */
export class TextStore<T extends KeptText> {
  #messages: T[] = [];
  readonly #seen = new Set<string>();
  readonly #violations = new Map<string, number>();
  #sent = 0;
  #duplicates = 0;

  keep(message: T): void {
    this.#messages.push(message);
    // Cut seldom: an array that loses its first element each time is copied each time.
    if (this.#messages.length >= 2 * keptMessages) this.#messages = this.#messages.slice(-keptMessages);
    this.#sent += 1;
    const digest = createHash("sha256").update(`${message.to}\n${message.text}`).digest("base64url").slice(0, 16);
    if (this.#seen.has(digest)) this.#duplicates += 1;
    else this.#seen.add(digest);
  }

  /** A call that broke a limit of `key`: a webhook, an account. */
  violated(key: string): void {
    this.#violations.set(key, (this.#violations.get(key) ?? 0) + 1);
  }

  /** The newest 20,000, oldest first. */
  list(isWanted: (message: T) => boolean = () => true): T[] {
    return this.#messages.slice(-keptMessages).filter(isWanted);
  }

  counts(): { sent: number; duplicates: number } {
    return { sent: this.#sent, duplicates: this.#duplicates };
  }

  violations(): { count: number; byKey: Record<string, number> } {
    const byKey = Object.fromEntries(this.#violations);
    return { count: Object.values(byKey).reduce((sum, count) => sum + count, 0), byKey };
  }
}

/** `/_messages?to=`, `/_counts` and `/_violations` of a double. `sameAddress` is given what `to` asks for. */
export function textDesk<T extends KeptText>(
  store: TextStore<T>,
  sameAddress: (message: T, to: string) => boolean = (message, to) => message.to === to,
): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.get("/_messages", (c) => {
    const to = c.req.query("to");
    return c.json({ messages: store.list((message) => !to || sameAddress(message, to)) });
  });
  app.get("/_counts", (c) => c.json(store.counts()));
  app.get("/_violations", (c) => c.json(store.violations()));
  return app;
}

/** The digits of a number however it is written, with Indonesia's country code for a leading zero. */
export function numberDigits(text: string): string {
  const digits = text.replace(/\D/g, "");
  return digits.startsWith("0") ? `62${digits.slice(1)}` : digits;
}
