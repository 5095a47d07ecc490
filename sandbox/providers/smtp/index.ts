import { Hono } from "hono";

import type { AppEnv, ProviderDouble, SandboxKit } from "../../frame/provider.ts";
import { Mails } from "./mails.ts";
import { MailServer } from "./server.ts";

/** A mail server as a tenant may have one: it speaks SMTP on its own port; over HTTP are only its controls. */
export function createSmtp(kit: SandboxKit): ProviderDouble {
  const mails = new Mails();
  const server = new MailServer(kit, mails);
  const desk = new Hono<AppEnv>()
    .get("/_server", (c) => c.json(server.address() ?? { host: null, port: null }))
    .get("/_mailbox", (c) => c.json({ messages: mails.list(c.req.query("to")) }))
    .get("/_counts", (c) => c.json(mails.counts()));
  return {
    name: "smtp",
    title: "SMTP (email)",
    links: [
      { label: "Mailbox", path: "/_mailbox" },
      { label: "Server", path: "/_server" },
    ],
    api: new Hono<AppEnv>(),
    desk,
    errorResponse: (status) => Response.json({ error: "Nothing is served here over HTTP." }, { status }),
    listen: (address) => server.listen(address),
    close: () => server.close(),
    inbox: () =>
      mails.list().map(({ to, from, subject, text, html, at }) => ({
        channel: "email",
        to,
        from,
        title: subject,
        text,
        ...(html && { html }),
        at,
        state: "delivered",
      })),
  };
}
