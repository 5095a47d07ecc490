import { Hono } from "hono";

import type { Violations } from "./limits.ts";
import type { MessageLog, SeenMessage } from "./message-log.ts";
import type { AppEnv } from "./provider.ts";

export interface Receivers<T extends SeenMessage> {
  log: MessageLog<T>;
  /** Left out where nothing limits a sender. */
  violations?: Violations;
  /** Brings an address into one form, however it is written; as it is by default. */
  plain?: (address: string) => string;
  /** Where the messages are listed: a mail double's are a mailbox. */
  path?: "/_messages" | "/_mailbox";
  /** A message as it is listed; as it is by default. */
  present?: (message: T) => object;
}

/** What receivers see and how a sender behaved: `/_messages?to=` (or `/_mailbox`), `/_counts`, `/_violations`. */
export function receiverRoutes<T extends SeenMessage>({
  log,
  violations,
  plain = (address) => address.trim(),
  path = "/_messages",
  present = (message) => message,
}: Receivers<T>): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
    .get(path, (c) => {
      const to = plain(c.req.query("to") ?? "");
      const found = log.list((message) => to === "" || plain(message.to) === to);
      return c.json({ messages: found.map(present) });
    })
    .get("/_counts", (c) => c.json(log.counts()));
  if (violations) app.get("/_violations", (c) => c.json(violations.report()));
  return app;
}

/** The same links for the index page. */
export const receiverLinks = [
  { label: "Messages", path: "/_messages" },
  { label: "Counts", path: "/_counts" },
  { label: "Violations of limits", path: "/_violations" },
] as const;

/** An address of mail in one form. */
export const plainMail = (address: string): string => address.trim().toLowerCase();

/** The digits of a number however it is written, with Indonesia's country code for a leading zero. */
export function numberDigits(text: string): string {
  const digits = text.replace(/\D/g, "");
  return digits.startsWith("0") ? `62${digits.slice(1)}` : digits;
}
