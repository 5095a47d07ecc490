import { Hono } from "hono";

import { fileRoutes, MediaStore } from "../../frame/media.ts";
import { MessageLog } from "../../frame/message-log.ts";
import type { AppEnv, ProviderDouble, SandboxKit } from "../../frame/provider.ts";
import { plainMail, receiverRoutes } from "../../frame/receivers.ts";
import { MailServer, type Mail } from "./server.ts";

/** A mail server as a tenant may have one: it speaks SMTP on its own port; over HTTP are only its controls. */
export function createSmtp(kit: SandboxKit): ProviderDouble {
  const log = new MessageLog<Mail>({ identity: ({ messageId, to }) => `${messageId} ${plainMail(to)}`, kept: 5000 });
  const media = new MediaStore(kit.random);
  const server = new MailServer(kit, log, media);
  const desk = receiverRoutes({ log, plain: plainMail, path: "/_mailbox" })
    .get("/_server", (c) => c.json(server.address() ?? { host: null, port: null }))
    .route("/", fileRoutes(media));
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
      log.list().map(({ to, from, subject, text, html, attachments, at }) => ({
        channel: "email",
        to,
        from,
        title: subject,
        text,
        ...(html && { html }),
        files: attachments,
        at,
        state: "delivered",
      })),
  };
}
