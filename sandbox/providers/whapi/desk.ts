import type { Hono } from "hono";
import { z } from "zod";

import { controlError, controlInput } from "../../frame/control.ts";
import { hasContent, inboundFields, isWebhookOf, noContent, saidIn, webhookUrl } from "../../frame/inbound.ts";
import { shownFile, type MediaStore } from "../../frame/media.ts";
import type { AppEnv, SandboxKit } from "../../frame/provider.ts";
import { receiverRoutes } from "../../frame/receivers.ts";
import { healthStates, limitChannel, type Channel, type Channels } from "./channels.ts";
import { plainAddress } from "./messages.ts";
import type { Sending } from "./sending.ts";
import { policyOf, type Events } from "./webhooks.ts";

const inboundInput = z
  .object({
    ...inboundFields,
    from: inboundFields.from.transform((from) => from.replace(/\D/g, "")).pipe(z.string().min(5)),
    /** The group that is written in, such as `120363000000000001@g.us`. */
    group: z.string().endsWith("@g.us").optional(),
    /** Only sender and text, as some bridges send (facts, section 6). */
    simplified: z.boolean().default(false),
    /** Sent in place of the registered `X-Webhook-Secret`; an empty one leaves the header out. */
    webhookSecret: z.string().optional(),
  })
  .refine(hasContent, noContent);
type InboundInput = z.infer<typeof inboundInput>;

const settingsInput = z.object({
  token: z.string().min(1),
  health: z.enum(healthStates).optional(),
  /** null ends the limit. */
  messagesPerMinute: z.int().positive().nullish(),
});

const recipientInput = z.object({
  to: z.string().min(5).transform(plainAddress),
  /** null ends it. */
  trouble: z.union([z.literal(403), z.enum(["failed", "not-sent"])]).nullable(),
});

/** Controls below `/whapi/_…`. */
export function whapiDesk(
  kit: SandboxKit,
  { channels, sending, events, media }: { channels: Channels; sending: Sending; events: Events; media: MediaStore },
): Hono<AppEnv> {
  const app = receiverRoutes({
    log: sending.log,
    violations: sending.violations,
    plain: plainAddress,
    present: ({ file, ...message }) => ({ ...message, ...(file && { file: shownFile("whapi", file) }) }),
  });

  app.get("/_settings", (c) => c.json({ channels: channels.list().map(presentChannel) }));
  app.post("/_settings", async (c) => {
    const parsed = await controlInput(c, settingsInput);
    if ("refusal" in parsed) return parsed.refusal;
    const { token, health, messagesPerMinute } = parsed.input;
    const channel = channels.open(token);
    if (messagesPerMinute !== undefined) limitChannel(channel, messagesPerMinute);
    if (health && health !== channel.health) {
      channel.health = health;
      events.send(channel, "channel", { health: { status: { text: health } } });
    }
    return c.json(presentChannel(channel), 201);
  });

  app.post("/_recipients", async (c) => {
    const parsed = await controlInput(c, recipientInput);
    if ("refusal" in parsed) return parsed.refusal;
    const { to, trouble } = parsed.input;
    if (trouble === null) sending.troubles.delete(to);
    else sending.troubles.set(to, trouble);
    return c.json(parsed.input, 201);
  });

  app.post("/_inbound", async (c) => {
    const parsed = await controlInput(c, inboundInput);
    if ("refusal" in parsed) return parsed.refusal;
    const { input } = parsed;
    const isOurs = ({ url }: { url: string }) => isWebhookOf(url, input.tenant, "whapi");
    const channel = channels.list().find(({ settings }) => settings.webhooks.some(isOurs));
    if (input.simplified && !input.text) return controlError(c, 400, "The simplified call holds text alone.");
    const webhook = channel?.settings.webhooks.find(isOurs);
    const headers = { ...webhook?.headers };
    if (input.webhookSecret !== undefined) setSecret(headers, input.webhookSecret);
    const callback = kit.callbacks.send({
      provider: "whapi",
      event: "messages",
      url: webhook?.url ?? webhookUrl(kit.tepiUrl, input.tenant, "whapi"),
      headers,
      body: input.simplified ? simplified(input) : inboundBody(input, channel),
      policy: policyOf(channel?.settings ?? { webhooks: [] }),
    });
    return c.json({ callback }, 202);
  });

  function inboundBody(input: InboundInput, channel: Channel | undefined): Record<string, unknown> {
    const { from, name, group } = input;
    const [id, chatId, now] = [sending.newId(), group ?? `${from}@s.whatsapp.net`, kit.now()];
    const content = contentOf(input, media);
    if (channel) {
      const at = new Date(now).toISOString();
      const address = { from, to: plainAddress(chatId), chatId, fromMe: false };
      const said = { type: String(content.type), text: saidIn(input) };
      sending.inbound.keep({ id, channelId: channel.id, ...address, ...said, at, state: "read" });
    }
    const message = {
      id,
      from_me: false,
      chat_id: chatId,
      timestamp: Math.floor(now / 1000),
      source: "mobile",
      device_id: 0,
      ...content,
      from,
      chat_name: group ? "Grup" : name,
      from_name: name,
    };
    const channel_id = channel?.id ?? "TEPIDB-00000";
    return { messages: [message], event: { type: "messages", event: "post" }, channel_id };
  }
  return app;
}

const simplified = ({ from, text }: InboundInput) => ({
  messages: [{ from: `${from}@s.whatsapp.net`, text: { body: text } }],
});

function setSecret(headers: Record<string, string>, secret: string): void {
  for (const name of Object.keys(headers)) if (name.toLowerCase() === "x-webhook-secret") delete headers[name];
  if (secret !== "") headers["X-Webhook-Secret"] = secret;
}

function contentOf({ text, image, document, location, button }: InboundInput, media: MediaStore) {
  if (button) return { type: "reply", reply: { type: "buttons_reply", buttons_reply: button } };
  if (location) return { type: "location", location };
  if (image) {
    const { id, mimeType: mime_type, bytes, sha256 } = media.keepImage(image);
    const caption = image.caption ?? text;
    return { type: "image", image: { id, mime_type, file_size: bytes.length, sha256, ...(caption && { caption }) } };
  }
  if (document) {
    const { id, mimeType: mime_type, bytes, sha256 } = media.keepDocument(document);
    const caption = document.caption ?? text;
    const file = { id, mime_type, file_size: bytes.length, sha256, filename: document.filename };
    return { type: "document", document: { ...file, ...(caption && { caption }) } };
  }
  return { type: "text", text: { body: text } };
}

function presentChannel({ limit: _, ...channel }: Channel): Omit<Channel, "limit"> {
  return channel;
}
