import type { Context } from "hono";
import { Hono } from "hono";

import { digits, uuid } from "../../frame/ids.ts";
import type { AppEnv, SandboxKit } from "../../frame/provider.ts";
import type { MessageLog, SeenMessage } from "../../frame/message-log.ts";
import { numberDigits } from "../../frame/receivers.ts";

/** One SMS; `to` is 62812…, whatever the gateway was given. */
export interface GatewaySms extends SeenMessage {
  id: string;
  text: string;
  gateway: "zenziva" | "oca" | "generic";
  /** The number as it was given. */
  givenTo: string;
}

type Fields = Record<string, string>;

/** Three gateways: Zenziva, OCA and one that takes any form (facts, sections 2, 3 and 5). */
export function smsGateways(kit: SandboxKit, log: MessageLog<GatewaySms>): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const keep = (gateway: GatewaySms["gateway"], id: string, givenTo: string, text: string) =>
    log.keep({ id, gateway, to: numberDigits(givenTo), givenTo, text, at: new Date(kit.now()).toISOString() });

  // Failures are answered with HTTP 200; their statuses and texts are the double's, since none are documented.
  app.post("/reguler/api/sendsms/", async (c) => {
    const { userkey, passkey, to = "", message = "" } = await readFields(c);
    const fail = (text: string) => c.json({ messageId: "", to, status: "0", text });
    if (!isCredential(userkey) || !isCredential(passkey)) return fail("Userkey or passkey is wrong");
    if (!/^(0|62)8\d{7,11}$/.test(to)) return fail("Invalid destination number");
    if (message === "") return fail("Message is empty");
    const messageId = digits(kit.random, 8);
    keep("zenziva", messageId, to, message);
    return c.json({ messageId, to, status: "1", text: "Success", cost: "1", balance: "99" });
  });

  // No authorization is documented: the double takes any.
  app.post("/api/v1/sms", async (c) => {
    if (!isCredential(credentialOf(c))) return c.json({ status: "failed", message: "Unauthorized" }, 401);
    const { phone = "", message = "" } = await readFields(c);
    if (!/^(\+62|62|0)8\d{7,11}$/.test(phone)) return c.json({ status: "failed", message: "phone is not valid" }, 400);
    if (message === "") return c.json({ status: "failed", message: "message is required" }, 400);
    const msg_uid = uuid(kit.random);
    keep("oca", msg_uid, phone, message);
    return c.json({ status: "sent", msg_uid });
  });

  app.all("/generic", async (c) => {
    const fields = await readFields(c);
    const credentials = [credentialOf(c), ...Object.values(fields)];
    if (credentials.some((value) => value?.startsWith("bad-")))
      return c.json({ status: "error", message: "Unauthorized" }, 401);
    const to = fields.to ?? fields.phone ?? fields.number ?? "";
    const text = fields.message ?? fields.text ?? "";
    if (numberDigits(to).length < 8 || text === "")
      return c.json({ status: "error", message: "to and message are needed" }, 422);
    const messageId = uuid(kit.random);
    keep("generic", messageId, to, text);
    return c.json({ status: "success", messageId, data: { to, parts: [{ id: messageId }] } });
  });

  // For the guard of outward calls, which follows no redirect.
  app.all("/redirect", (c) => c.redirect("/sms/generic"));
  return app;
}

const credentialOf = (c: Context) => c.req.header("authorization")?.replace(/^(bearer|basic) +/i, "");
const isCredential = (value: string | undefined) => value !== undefined && value !== "" && !value.startsWith("bad-");

/** The fields of a query, a form or a JSON object, by their own names. */
async function readFields(c: Context): Promise<Fields> {
  const text = await c.req.text();
  if (text === "") return c.req.query();
  if (!c.req.header("content-type")?.includes("json")) return Object.fromEntries(new URLSearchParams(text));
  try {
    const value = JSON.parse(text) as unknown;
    const entries = Object.entries(typeof value === "object" && value !== null ? value : {});
    return Object.fromEntries(entries.map(([name, field]) => [name, String(field)]));
  } catch {
    return {};
  }
}
