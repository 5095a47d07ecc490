/** Telegram's updates: one to a call, authenticated by a header of ours (facts, sections 2 and 3). */
import { z } from "zod";
import type { CourierWebhook, ProviderEvent } from "../courier.ts";
import { parseBody, secondsToMs } from "../parsing.ts";
import { bearing } from "../webhooks.ts";

export const telegramWebhook: CourierWebhook = {
  ...bearing("x-telegram-bot-api-secret-token", "secretToken"),

  /** Messages and blocks. A press of a button (`callback_query`) is the chat's own and no event. */
  read(body) {
    const update = parseBody(body, anyUpdate);
    const message = messageUpdate.safeParse(update).data?.message;
    const member = memberUpdate.safeParse(update).data?.my_chat_member;
    return [...(message ? inboundEvent(message) : []), ...(member ? memberEvent(member) : [])];
  },
};

const chat = z.object({ id: z.number(), title: z.string().optional() });
const sender = z.object({
  is_bot: z.boolean().default(false),
  first_name: z.string().default(""),
  last_name: z.string().optional(),
});
const present = z.unknown().optional();
const anyUpdate = z.looseObject({});
const messageUpdate = z.object({
  message: z.object({
    chat,
    from: sender.optional(),
    date: z.number().optional(),
    text: z.string().optional(),
    caption: z.string().optional(),
    photo: present,
    document: present,
    video: present,
    audio: present,
    voice: present,
    sticker: present,
    location: present,
    contact: present,
  }),
});
const memberUpdate = z.object({
  my_chat_member: z.object({
    chat,
    date: z.number().optional(),
    new_chat_member: z.object({ status: z.string() }),
  }),
});

/** Of a group, the chat is the address: that is where answers go. Service messages say nothing. */
function inboundEvent(message: z.infer<typeof messageUpdate>["message"]): ProviderEvent[] {
  const { chat, from, date, text, caption, ...others } = message;
  const words = text ?? caption ?? null;
  const isSpoken = words !== null || Object.values(others).some((content) => content !== undefined);
  if (!isSpoken || from?.is_bot) return [];
  const name = [from?.first_name, from?.last_name].filter(Boolean).join(" ") || null;
  return [{ kind: "inbound", address: String(chat.id), name, text: words, atMs: secondsToMs(date) }];
}

/** `kicked` is how a person blocks the bot, or a group throws it out; `member` how they let it write again. */
function memberEvent(member: z.infer<typeof memberUpdate>["my_chat_member"]): ProviderEvent[] {
  const { chat, date, new_chat_member } = member;
  const reasons: Record<string, [suppressed: boolean, reason: string]> = {
    kicked: [true, "blocked"],
    left: [true, "left"],
    member: [false, "unblocked"],
    administrator: [false, "unblocked"],
  };
  const known = reasons[new_chat_member.status];
  if (!known) return [];
  const [suppressed, reason] = known;
  return [{ kind: "suppression", address: String(chat.id), suppressed, reason, atMs: secondsToMs(date) }];
}
