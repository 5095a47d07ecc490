import { Hono } from "hono";

import type { Violations } from "./limits.ts";
import type { MessageLog, SeenMessage } from "./message-log.ts";
import type { AppEnv } from "./provider.ts";

/**
 * What receivers see and how a sender behaved: `/_messages?to=`, `/_counts`, `/_violations`.
 * @param plain brings an address into the form that the log keeps
 */
export function receiverRoutes<T extends SeenMessage>(
  log: MessageLog<T>,
  violations: Violations,
  plain: (address: string) => string,
): Hono<AppEnv> {
  return new Hono<AppEnv>()
    .get("/_messages", (c) => {
      const to = c.req.query("to");
      return c.json({ messages: log.list(to ? plain(to) : undefined) });
    })
    .get("/_counts", (c) => c.json(log.counts()))
    .get("/_violations", (c) => c.json(violations.report()));
}

/** The same links for the index page. */
export const receiverLinks = [
  { label: "Messages", path: "/_messages" },
  { label: "Counts", path: "/_counts" },
  { label: "Violations of limits", path: "/_violations" },
] as const;
