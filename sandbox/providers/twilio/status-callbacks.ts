import { createHmac } from "node:crypto";

import type { RetryPolicy } from "../../frame/callbacks.ts";
import type { SandboxKit } from "../../frame/provider.ts";
import type { Sms } from "./messages.ts";

/** A status is told once: Twilio documents no retries of it. The time limit is that of its other webhooks. */
const policy: RetryPolicy = {
  gapsMs: [],
  timeoutMs: 15_000,
  judge: (status) => (status < 400 ? "delivered" : "retry"),
};

/** `X-Twilio-Signature`: HMAC-SHA1 over the address and the fields in the order of their names (facts, section 1). */
export function signature(authToken: string, url: string, fields: Record<string, string>): string {
  const names = Object.keys(fields).sort();
  const signed = url + names.map((name) => name + fields[name]).join("");
  return createHmac("sha1", authToken).update(signed, "utf8").digest("base64");
}

/** Posts a message's status, as a signed form, to the address it came with. */
export class StatusCallbacks {
  readonly #kit: SandboxKit;
  /** By account: the token that a message was sent with signs what is told of it. */
  readonly #tokens = new Map<string, string>();

  constructor(kit: SandboxKit) {
    this.#kit = kit;
  }

  tell(sms: Sms, authToken?: string): void {
    if (authToken) this.#tokens.set(sms.accountSid, authToken);
    if (!sms.statusCallback) return;
    const fields: Record<string, string> = {
      AccountSid: sms.accountSid,
      ApiVersion: "2010-04-01",
      ...(sms.from && { From: sms.from }),
      MessageSid: sms.sid,
      MessageStatus: sms.status,
      ...(sms.messagingServiceSid && { MessagingServiceSid: sms.messagingServiceSid }),
      SmsSid: sms.sid,
      SmsStatus: sms.status,
      To: sms.to,
      ...(sms.errorCode !== null && { ErrorCode: String(sms.errorCode) }),
    };
    const token = this.#tokens.get(sms.accountSid) ?? "";
    this.#kit.callbacks.send({
      provider: "twilio",
      event: `message.${sms.status}`,
      url: sms.statusCallback,
      headers: {
        "content-type": "application/x-www-form-urlencoded; charset=UTF-8",
        "x-twilio-signature": signature(token, sms.statusCallback, fields),
      },
      body: fields,
      text: String(new URLSearchParams(fields)),
      policy,
    });
  }
}
