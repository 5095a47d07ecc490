import type { Context } from "hono";
import { Hono } from "hono";

import { BucketLimit } from "../../frame/limits.ts";
import type { AppEnv, SandboxKit } from "../../frame/provider.ts";
import { TwilioError, usualError } from "./errors.ts";
import type { Outbox } from "./messages.ts";
import { presentSms } from "./messages.ts";

interface TwilioEnv extends AppEnv {
  Variables: { accountSid: string; authToken: string };
}

/** Messages of one account: a number of the double, twice what a careful client sends. */
const bucket = { burst: 40, everyMs: 50 };
const accounts = "/2010-04-01/Accounts";
const largestPage = 1000;

/** Twilio's REST API as far as SMS needs it (facts, section 1). */
export function twilioApi(kit: SandboxKit, outbox: Outbox): Hono<AppEnv> {
  const app = new Hono<TwilioEnv>();
  const buckets = new BucketLimit(bucket.burst, bucket.everyMs);

  app.use(`${accounts}/:sid/Messages.json`, async (c, next) => {
    authenticate(c, c.req.param("sid"));
    await next();
  });

  app.get(`${accounts}/:file{AC[^/]*\\.json}`, (c) => {
    const sid = c.req.param("file").replace(/\.json$/, "");
    authenticate(c, sid);
    return c.json({
      sid,
      friendly_name: "Tepi sandbox",
      status: "active",
      type: "Full",
      uri: `${accounts}/${sid}.json`,
    });
  });

  app.post(`${accounts}/:sid/Messages.json`, async (c) => {
    const { accountSid, authToken } = c.var;
    if (!buckets.take(accountSid, kit.now()).isAllowed) {
      outbox.violations.add(accountSid);
      throw usualError(429);
    }
    const isForm = /^application\/x-www-form-urlencoded\b/i.test(c.req.header("content-type") ?? "");
    const form = new URLSearchParams(isForm ? await c.req.text() : "");
    return c.json(outbox.create(accountSid, authToken, form), 201);
  });

  app.get(`${accounts}/:sid/Messages.json`, (c) => c.json(listMessages(outbox, c.var.accountSid, new URL(c.req.url))));

  app.onError((error) => {
    if (error instanceof TwilioError) return error.toResponse();
    throw error;
  });
  return app as unknown as Hono<AppEnv>;
}

/** @throws TwilioError 401 without Basic credentials of this account, or with one that begins with `bad-` */
function authenticate(c: Context<TwilioEnv>, accountSid: string): void {
  const encoded = /^Basic (.+)$/i.exec(c.req.header("authorization") ?? "")?.[1] ?? "";
  const [, user = "", password = ""] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded, "base64").toString("utf8")) ?? [];
  const mayPass = password !== "" && ![user, password].some((credential) => credential.startsWith("bad-"));
  // An API key (SK…) opens every account here.
  if (!mayPass || (user !== accountSid && !user.startsWith("SK"))) throw usualError(401);
  c.set("accountSid", accountSid);
  c.set("authToken", password);
}

/** Newest first; `To`, and `DateSent` with `>` or `<` before its `=`, by day. */
function listMessages(outbox: Outbox, accountSid: string, { pathname, searchParams }: URL): Record<string, unknown> {
  const query = Object.fromEntries(searchParams);
  const size = Math.min(largestPage, Math.max(1, Number(query.PageSize) || 50));
  const page = Math.max(0, Number(query.Page) || 0);
  const found = outbox.log
    .list((sms) => {
      const day = sms.at.slice(0, 10);
      if (sms.accountSid !== accountSid || (query.To && sms.to !== query.To)) return false;
      if (query.DateSent && day !== query.DateSent) return false;
      return !(query["DateSent>"] && day < query["DateSent>"]) && !(query["DateSent<"] && day > query["DateSent<"]);
    })
    .reverse();
  const shown = found.slice(page * size, (page + 1) * size);
  const next = new URLSearchParams({ ...query, PageSize: String(size), Page: String(page + 1) });
  return {
    messages: shown.map(presentSms),
    page,
    page_size: size,
    next_page_uri: found.length > (page + 1) * size ? `${pathname.replace(/^\/twilio/, "")}?${next}` : null,
  };
}
