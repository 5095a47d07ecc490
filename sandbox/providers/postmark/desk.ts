import type { Hono } from "hono";
import { z } from "zod";

import { controlError, controlInput } from "../../frame/control.ts";
import { RollingLimit } from "../../frame/limits.ts";
import type { AppEnv } from "../../frame/provider.ts";
import { plainMail, receiverRoutes } from "../../frame/receivers.ts";
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

const openInput = bounceInput.pick({ messageId: true, to: true });
const subscriptionInput = openInput.extend({ suppress: z.boolean() });
/** null ends the limit. */
const rateInput = z.object({ perSecond: z.int().min(0).nullable() });

/** Controls below `/postmark/_…`: read mail, suppress addresses, open or bounce a message, limit the rate. */
export function postmarkDesk(office: PostOffice, events: Events): Hono<AppEnv> {
  const app = receiverRoutes({ log: office.log, plain: plainMail, path: "/_mailbox", present: presentMail });
  const serversOf = (token: string | undefined) => (token ? [office.open(token)] : office.servers());

  const lastMail = ({ messageId, to }: z.infer<typeof openInput>) =>
    messageId || to
      ? office.mails(to).findLast((candidate) => !messageId || candidate.messageId === messageId)
      : undefined;

  app.post("/_rate", async (c) => {
    const parsed = await controlInput(c, rateInput);
    if ("refusal" in parsed) return parsed.refusal;
    const { perSecond } = parsed.input;
    office.limit = perSecond === null ? undefined : new RollingLimit(perSecond, 1000);
    return c.json(parsed.input);
  });

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
    const { type } = parsed.input;
    const mail = lastMail(parsed.input);
    if (!mail) return controlError(c, 404, "No such message.");
    events.bounced(mail, type);
    return c.json({ message: presentMail(mail), type });
  });
  app.post("/_open", async (c) => {
    const parsed = await controlInput(c, openInput);
    if ("refusal" in parsed) return parsed.refusal;
    const mail = lastMail(parsed.input);
    if (!mail) return controlError(c, 404, "No such message.");
    if (!events.opened(mail)) return controlError(c, 409, "The opens of this message are not tracked.");
    return c.json({ message: presentMail(mail) });
  });
  app.post("/_subscription", async (c) => {
    const parsed = await controlInput(c, subscriptionInput);
    if ("refusal" in parsed) return parsed.refusal;
    const mail = lastMail(parsed.input);
    if (!mail) return controlError(c, 404, "No such message.");
    events.subscriptionChanged(mail, parsed.input.suppress);
    return c.json({ message: presentMail(mail) });
  });
  return app;
}

/** Everything of a mail but its server. */
function presentMail({ server: _, ...mail }: Mail): Omit<Mail, "server"> {
  return mail;
}
