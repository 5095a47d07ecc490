/** One try of one delivery: what is sent, and what is known after it. Nothing is written here. */
import { eq, inArray } from "drizzle-orm";
import type { Context } from "../../../core/context.ts";
import type { Accepted, Message, SendResult } from "../../../providers/courier.ts";
import { mostTries } from "./backoff.ts";
import type { Claimed, Delivery } from "./claim.ts";
import type { Carrier } from "./couriers.ts";
import { attachmentOf, contentOf } from "./documents.ts";
import { webhookReceipts } from "../../webhooks/schema.ts";
import { kinds } from "../kinds/index.ts";
import type { Value } from "../kind.ts";
import type { Content } from "../types.ts";
import { reveal } from "../texts/values.ts";

/** What came of a try. `found`: an earlier one had been taken; `wait`: the provider is asked again later. */
export type Outcome =
  | SendResult
  | { outcome: "found"; result: Accepted }
  | { outcome: "wait" }
  | { outcome: "unsure" }
  /** Its lease was nearly over: another is to try it. */
  | { outcome: "late" }
  | { outcome: "suppressed" };

export interface Tried {
  delivery: Delivery;
  outcome: Outcome;
  startedAt: number;
  durationMs: number;
}

/** Asking about an earlier try and sending, each with its time limit. */
const longestTryMs = 40_000;

/** Tries a claimed delivery: asks about an earlier try whose answer never came, then sends. */
export async function attempt(
  ctx: Context,
  { courier, echoesWithinMs }: Carrier,
  account: unknown,
  claimed: Claimed,
): Promise<Tried> {
  const { delivery } = claimed;
  const startedAt = ctx.now();
  if (startedAt > delivery.dueAt - longestTryMs)
    return { delivery, outcome: { outcome: "late" }, startedAt, durationMs: 0 };
  const tried = (outcome: Outcome): Tried => ({
    delivery,
    outcome,
    startedAt,
    durationMs: Math.max(0, ctx.now() - startedAt),
  });
  if (claimed.isSuppressed || (delivery.channel === "push" && claimed.tokenSealed === null))
    return tried({ outcome: "suppressed" });
  const message = await messageFor(ctx, claimed);
  if (delivery.unresolvedAt !== null) {
    const earlier = await askAbout(ctx, { courier, echoesWithinMs }, account, delivery, message);
    if (earlier !== "absent") return tried(earlier);
    if (delivery.failures >= mostTries) return tried(takenByNobody);
  }
  return tried(await courier.send(account, await withDocument(ctx, courier.attaches, delivery, message)));
}

/** Nobody but a provider that is given the content needs it to be made. */
async function withDocument(
  ctx: Context,
  attaches: Carrier["courier"]["attaches"],
  { content: { document }, locale }: Delivery,
  message: Message,
): Promise<Message> {
  if (!message.attachment || !document || attaches !== "content") return message;
  return { ...message, attachment: { ...message.attachment, content: await contentOf(ctx, document, locale) } };
}

/** Every try went without an answer, and the provider has none of them. */
const takenByNobody: Outcome = {
  outcome: "refused",
  failure: { class: "unavailable", code: "no-answer", detail: "The provider has taken none of the tries." },
  answer: { status: null, body: "" },
};

async function askAbout(
  ctx: Context,
  { courier, echoesWithinMs }: Pick<Carrier, "courier" | "echoesWithinMs">,
  account: unknown,
  { createdAt, unresolvedAt, connectionId }: Delivery,
  message: Message,
): Promise<Exclude<Outcome, SendResult> | "absent"> {
  if (courier.find) {
    const found = await courier.find(account, message, createdAt - 60_000);
    if (found === undefined) return { outcome: "wait" };
    return found === "absent" ? "absent" : { outcome: "found", result: found };
  }
  if (echoesWithinMs === undefined) return { outcome: "unsure" };
  const isOver = ctx.now() - (unresolvedAt ?? createdAt) >= echoesWithinMs;
  return isOver && !(await hasUnread(ctx, connectionId)) ? "absent" : { outcome: "wait" };
}

/** Whether calls of the provider lie there that nobody has read yet: the echo may be among them. */
async function hasUnread({ store }: Context, connectionId: string | null): Promise<boolean> {
  const [rows] = await store.read(
    store.db
      .select({ id: webhookReceipts.id })
      .from(webhookReceipts)
      .where(
        store.own(
          webhookReceipts,
          inArray(webhookReceipts.state, ["received", "failed"]),
          eq(webhookReceipts.connectionId, connectionId ?? ""),
        ),
      )
      .limit(1),
  );
  return rows.length > 0;
}

/** The message as it goes out: secrets in their places, the template where the window is closed, the device's token. */
async function messageFor(ctx: Context, { delivery, windowIsOpen, tokenSealed }: Claimed): Promise<Message> {
  const { secrets: _names, sealed: _sealed, template, document, ...content } = await revealed(ctx, delivery);
  const usesTemplate = delivery.provider === "whatsapp-cloud" && template && (delivery.templateOnly || !windowIsOpen);
  return {
    ...content,
    deliveryId: delivery.id,
    to: tokenSealed === null ? delivery.address : await ctx.vault.open("push-token", tokenSealed),
    ...(usesTemplate && { template }),
    ...(document && { attachment: attachmentOf(document) }),
    ...(delivery.provider === "twilio" && {
      callbackUrl: `${ctx.settings.APP_URL}/t/${ctx.tenant.slug}/webhooks/twilio?delivery=${delivery.id}`,
    }),
  };
}

async function revealed(ctx: Context, { kind, content, recipientId }: Delivery): Promise<Content> {
  if (!content.secrets || content.secrets.length === 0) return content;
  const values: Record<string, Value> = content.sealed ?? {};
  const secrets = (await kinds.get(kind)?.secrets?.(ctx, { recipientId, values })) ?? {};
  const shown = (text: string): string => reveal(text, secrets);
  return {
    ...content,
    text: shown(content.text),
    ...(content.html !== undefined && { html: shown(content.html) }),
    ...(content.link && { link: { ...content.link, url: shown(content.link.url) } }),
  };
}
