import { z } from "zod";

import type { RetryPolicy } from "../../frame/callbacks.ts";
import { basicAuthorization } from "../../frame/callbacks.ts";
import type { SandboxKit } from "../../frame/provider.ts";
import type { Mail, Server, Webhook } from "./servers.ts";

const trigger = z.looseObject({ Enabled: z.boolean() }).optional();

/** Body of `POST /webhooks` (facts, section 5). */
export const webhookInput = z.object({
  Url: z.url({ protocol: /^https?$/ }).max(2000),
  MessageStream: z.string().min(1).default("outbound"),
  HttpAuth: z.object({ Username: z.string(), Password: z.string() }).nullish(),
  HttpHeaders: z.array(z.object({ Name: z.string().min(1), Value: z.string() })).nullish(),
  Triggers: z
    .object({
      Bounce: trigger,
      Delivery: trigger,
      SpamComplaint: trigger,
      Open: trigger,
      Click: trigger,
      SubscriptionChange: trigger,
    })
    .default({}),
});
export type WebhookInput = z.infer<typeof webhookInput>;
export type Trigger = keyof WebhookInput["Triggers"];

const minuteMs = 60_000;

/** Ten retries; only 200 is success, 403 ends them (facts, section 5). The answer's time limit is the double's choice. */
export const webhookPolicy: RetryPolicy = {
  gapsMs: [1, 5, 10, 10, 10, 15, 30, 60, 120, 360].map((minutes) => minutes * minuteMs),
  timeoutMs: 30_000,
  judge: (status) => (status === 200 ? "delivered" : status === 403 ? "refused" : "retry"),
};

/** Bounce types this double plays, with the vendor SDK's codes and whether the address is switched off. */
export const bounceTypes = {
  HardBounce: { code: 1, name: "Hard bounce", inactive: true, details: "smtp;550 5.1.1 unknown user" },
  Transient: { code: 2, name: "Message delayed", inactive: false, details: "smtp;451 4.7.1 try again later" },
  Unsubscribe: { code: 16, name: "Unsubscribe request", inactive: true, details: "unsubscribe" },
  Subscribe: { code: 32, name: "Subscribe request", inactive: false, details: "subscribe" },
  SoftBounce: { code: 4096, name: "Soft bounce", inactive: false, details: "smtp;452 4.2.2 mailbox full" },
  SpamComplaint: { code: 100_001, name: "Spam complaint", inactive: true, details: "complaint" },
} as const;
export type BounceType = keyof typeof bounceTypes;

/** The address `…@bounce-testing.postmarkapp.com` names the bounce it generates (facts, section 6). */
export function plannedBounce(email: string): BounceType | undefined {
  const name = /^(hardbounce|softbounce|subscribe|unsubscribe)@bounce-testing\.postmarkapp\.com$/i.exec(email)?.[1];
  const types = {
    hardbounce: "HardBounce",
    softbounce: "SoftBounce",
    subscribe: "Subscribe",
    unsubscribe: "Unsubscribe",
  };
  return name ? (types[name.toLowerCase() as keyof typeof types] as BounceType) : undefined;
}

/** Sends a server's events to the webhooks registered for them. */
export class Events {
  readonly #kit: SandboxKit;
  #bounces = 0;

  constructor(kit: SandboxKit) {
    this.#kit = kit;
  }

  delivered(mail: Mail): void {
    mail.state = "delivered";
    this.#send(mail.server, mail.stream, "Delivery", {
      RecordType: "Delivery",
      ...this.#common(mail),
      Recipient: mail.to,
      DeliveredAt: this.#now(),
      Details: "smtp;250 2.0.0 OK",
    });
  }

  /** Tells that the mail was opened; false where its opens are not tracked, since Postmark then knows nothing of them. */
  opened(mail: Mail): boolean {
    if (!mail.trackOpens || !mail.html) return false;
    mail.state = "read";
    this.#send(mail.server, mail.stream, "Open", {
      RecordType: "Open",
      ...this.#common(mail),
      Recipient: mail.to,
      FirstOpen: true,
      ReceivedAt: this.#now(),
    });
    return true;
  }

  /** Tells that an address takes no more mail or may again, as its owner or the account's dashboard decided. */
  subscriptionChanged(mail: Mail, suppress: boolean): void {
    const { suppressed } = mail.server;
    if (suppress) suppressed.add(mail.to.toLowerCase());
    else suppressed.delete(mail.to.toLowerCase());
    this.#send(mail.server, mail.stream, "SubscriptionChange", {
      RecordType: "SubscriptionChange",
      ...this.#common(mail),
      Recipient: mail.to,
      Origin: "Recipient",
      SuppressSending: suppress,
      SuppressionReason: suppress ? "ManualSuppression" : null,
      ChangedAt: this.#now(),
    });
  }

  /** Tells of a bounce or complaint, and stops further mail to the address where that type does. */
  bounced(mail: Mail, type: BounceType): void {
    const { code, name, inactive, details } = bounceTypes[type];
    if (inactive) mail.state = "failed";
    if (inactive) mail.server.suppressed.add(mail.to.toLowerCase());
    this.#bounces += 1;
    const record = type === "SpamComplaint" ? "SpamComplaint" : "Bounce";
    this.#send(mail.server, mail.stream, record, {
      RecordType: record,
      ID: this.#bounces,
      Type: type,
      TypeCode: code,
      Name: name,
      ...this.#common(mail),
      Description: `${name} of the sandbox.`,
      Details: details,
      Email: mail.to,
      From: mail.from,
      BouncedAt: this.#now(),
      DumpAvailable: false,
      Inactive: inactive,
      CanActivate: record === "Bounce",
      Subject: mail.subject,
    });
  }

  #common({ tag, messageId, server, stream, metadata }: Mail): Record<string, unknown> {
    return { Tag: tag, MessageID: messageId, ServerID: server.id, MessageStream: stream, Metadata: metadata };
  }

  #now(): string {
    return new Date(this.#kit.now()).toISOString();
  }

  #send(server: Server, stream: string, event: Trigger, body: Record<string, unknown>): void {
    for (const webhook of server.webhooks) {
      if (webhook.MessageStream !== stream || !webhook.Triggers[event]?.Enabled) continue;
      const headers = webhookHeaders(webhook);
      const message = { provider: "postmark", event, url: webhook.Url, headers, body, policy: webhookPolicy };
      this.#kit.callbacks.send(message);
    }
  }
}

function webhookHeaders({ HttpAuth, HttpHeaders }: Webhook): Record<string, string> {
  const own = (HttpHeaders ?? []).map(({ Name, Value }) => [Name.toLowerCase(), Value]);
  const headers = Object.fromEntries(own) as Record<string, string>;
  if (!HttpAuth) return headers;
  return { ...headers, authorization: basicAuthorization(`${HttpAuth.Username}:${HttpAuth.Password}`) };
}
