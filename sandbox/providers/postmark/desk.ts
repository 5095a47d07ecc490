import { Hono } from "hono";
import { z } from "zod";

import { controlError, controlInput } from "../../frame/control.ts";
import type { AppEnv } from "../../frame/provider.ts";
import type { Mail, PostOffice } from "./servers.ts";
import type { BounceType, Events } from "./webhooks.ts";
import { bounceTypes } from "./webhooks.ts";

const suppressionInput = z.object({
  emails: z.array(z.email()).min(1).max(1000),
  /** One server; all that are known by default. */
  token: z.string().min(1).optional(),
});

const bounceInput = z.object({
  messageId: z.string().optional(),
  /** The last message to this address. */
  to: z.string().optional(),
  type: z.enum(Object.keys(bounceTypes) as [BounceType, ...BounceType[]]).default("HardBounce"),
});

/** Controls below `/postmark/_…`: read mail, suppress addresses, make a message bounce. */
export function postmarkDesk(office: PostOffice, events: Events): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const serversOf = (token: string | undefined) => (token ? [office.open(token)] : office.servers());

  app.get("/_mailbox", (c) => c.json({ messages: office.mails(c.req.query("to")).map(presentMail) }));

  app.get("/_suppressions", (c) => {
    const suppressions = office.servers().map(({ token, suppressed }) => ({ token, emails: [...suppressed] }));
    return c.json({ suppressions });
  });
  app.post("/_suppressions", async (c) => {
    const parsed = await controlInput(c, suppressionInput);
    if ("refusal" in parsed) return parsed.refusal;
    const { emails, token } = parsed.input;
    for (const { suppressed } of serversOf(token)) for (const email of emails) suppressed.add(email.toLowerCase());
    return c.json({ emails }, 201);
  });
  app.delete("/_suppressions", (c) => {
    for (const { suppressed } of serversOf(c.req.query("token"))) suppressed.clear();
    return c.json({ emails: [] });
  });

  app.post("/_bounce", async (c) => {
    const parsed = await controlInput(c, bounceInput);
    if ("refusal" in parsed) return parsed.refusal;
    const { messageId, to, type } = parsed.input;
    const mail = office.mails(to).findLast((candidate) => !messageId || candidate.messageId === messageId);
    if (!mail || (!messageId && !to)) return controlError(c, 404, "No such message.");
    events.bounced(mail, type);
    return c.json({ message: presentMail(mail), type });
  });
  return app;
}

/** Everything of a mail but its server. */
function presentMail({ server: _, ...mail }: Mail): Omit<Mail, "server"> {
  return mail;
}
