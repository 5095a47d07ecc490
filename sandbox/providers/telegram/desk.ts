import type { Hono } from "hono";
import { z } from "zod";

import { controlError, controlInput } from "../../frame/control.ts";
import { digits } from "../../frame/ids.ts";
import { hasContent, inboundFields, isWebhookOf, noContent, saidIn } from "../../frame/inbound.ts";
import type { AppEnv, SandboxKit } from "../../frame/provider.ts";
import { receiverRoutes } from "../../frame/receivers.ts";
import type { Bot, Bots } from "./bots.ts";
import { presentBot } from "./bots.ts";
import type { Chats } from "./chats.ts";
import type { Desk } from "./methods.ts";
import type { Sending } from "./sending.ts";
import { presentMessage } from "./sending.ts";

const chat = z.coerce.number().int();

const inboundInput = z
  .object({
    ...inboundFields,
    /** The person's id, which is also the chat's where `chatId` names no group. A group's means somebody in it. */
    from: chat.refine((id) => id !== 0),
    chatId: chat.optional(),
    /** A shared phone number; somebody else's where `userId` is not the sender's. */
    contact: z.object({ phoneNumber: z.string().min(5).max(20), userId: chat.optional() }).optional(),
    /** Sent instead of the webhook's own, to play a forger. */
    secretToken: z.string().optional(),
  })
  .refine((input) => hasContent(input) || input.contact !== undefined, `${noContent} A contact will do as well.`);
type InboundInput = z.infer<typeof inboundInput>;

const chatInput = z.object({
  chatId: chat,
  state: z.enum(["started", "blocked", "deactivated"]).default("started"),
  /** The id of the supergroup that this group became. */
  migratedTo: chat.optional(),
  name: z.string().min(1).max(100).optional(),
});

/** Controls below `/telegram/_…`. */
export function telegramDesk(kit: SandboxKit, bots: Bots, chats: Chats, sending: Sending, desk: Desk): Hono<AppEnv> {
  const app = receiverRoutes(sending);
  let lastMessageId = 10;

  app.get("/_bots", (c) => {
    const shown = bots.list().map((bot) => ({ ...presentBot(bot), webhook: bot.webhook?.url ?? null }));
    return c.json({ bots: shown });
  });

  /** Blocking and unblocking is told to the bots, as Telegram does. */
  app.post("/_chats", async (c) => {
    const parsed = await controlInput(c, chatInput);
    if ("refusal" in parsed) return parsed.refusal;
    const { chatId, state, migratedTo, name } = parsed.input;
    if (name) chats.rename(chatId, name);
    chats.set(chatId, migratedTo === undefined ? state : { migratedTo });
    const from = { id: Math.abs(chatId), is_bot: false, first_name: name ?? "Pelanggan" };
    for (const bot of state === "deactivated" || migratedTo !== undefined ? [] : bots.list()) {
      const [before, now] = state === "blocked" ? ["member", "kicked"] : ["kicked", "member"];
      const member = (status: string | undefined) => ({ user: presentBot(bot), status });
      const date = Math.floor(kit.now() / 1000);
      const update = {
        chat: chats.present(chatId),
        from,
        date,
        old_chat_member: member(before),
        new_chat_member: member(now),
      };
      bots.push(bot, chatId, "my_chat_member", update);
    }
    return c.json(parsed.input, 201);
  });

  app.post("/_inbound", async (c) => {
    const parsed = await controlInput(c, inboundInput);
    if ("refusal" in parsed) return parsed.refusal;
    const input = { ...parsed.input, from: Math.abs(parsed.input.from) };
    const bot = bots.list().find(({ webhook }) => webhook && isWebhookOf(webhook.url, input.tenant, "telegram"));
    if (!bot) return controlError(c, 409, "No bot has set its webhook to this company's.");
    const chatId = input.chatId ?? parsed.input.from;
    chats.set(chatId, "started");
    chats.rename(chatId, input.name);
    lastMessageId += 1;
    const at = new Date(kit.now()).toISOString();
    const text = input.contact ? input.contact.phoneNumber : saidIn(input);
    sending.inbound.keep({ bot: bot.username, to: String(chatId), text, at });
    const [type, payload] = input.button
      ? (["callback_query", pressOf(bot, chatId, input)] as const)
      : (["message", messageOf(chatId, lastMessageId, input)] as const);
    return c.json({ callback: bots.push(bot, chatId, type, payload, input.secretToken) ?? null }, 202);
  });

  /** A press of a button that we sent: the newest message of the chat that has it. */
  function pressOf(bot: Bot, chatId: number, { button, ...input }: InboundInput): Record<string, unknown> {
    const id = digits(kit.random, 18);
    desk.openQueries.add(id);
    const message = sending.log.find(
      ({ to, buttons }) =>
        to === String(chatId) && buttons?.flat().some(({ callbackData }) => callbackData === button?.id) === true,
    );
    return {
      id,
      from: personOf(input),
      ...(message && { message: presentMessage(bot, chats, message) }),
      chat_instance: `-${chatId}`,
      data: button?.id,
    };
  }

  function messageOf(chatId: number, message_id: number, input: InboundInput): Record<string, unknown> {
    const date = Math.floor(kit.now() / 1000);
    return { message_id, from: personOf(input), chat: chats.present(chatId), date, ...contentOf(input, desk) };
  }
  return app;
}

const personOf = ({ from, name }: Pick<InboundInput, "from" | "name">) => ({
  id: from,
  is_bot: false,
  first_name: name,
  language_code: "id",
});

function contentOf({ from, name, text, image, document, location, contact }: InboundInput, { media }: Desk) {
  if (contact) {
    return { contact: { phone_number: contact.phoneNumber, first_name: name, user_id: contact.userId ?? from } };
  }
  if (location) return { location };
  if (image) {
    const { id, bytes } = media.keepImage(image);
    const size = { file_id: id, file_unique_id: `AQ${id}`, width: 1280, height: 960, file_size: bytes.length };
    const caption = image.caption ?? text;
    return { photo: [size], ...(caption && { caption }) };
  }
  if (document) {
    const { id, mimeType, bytes } = media.keepDocument(document);
    const file = { file_id: id, file_unique_id: `AQ${id}`, mime_type: mimeType, file_size: bytes.length };
    const caption = document.caption ?? text;
    return { document: { ...file, file_name: document.filename }, ...(caption && { caption }) };
  }
  const command = /^\/[a-z0-9_]+(?:@\w+)?/i.exec(text ?? "")?.[0];
  const entities = command && [{ offset: 0, length: command.length, type: "bot_command" }];
  return { text, ...(entities && { entities }) };
}
