import { z } from "zod";

import { badRequest } from "./errors.ts";

const chatPattern = /^[\d-]{9,31}(?:@[\w.]{1,})?$/;

const sendInput = z.looseObject({
  to: z.string().regex(chatPattern, "wrong format"),
  body: z.string().max(65_536).optional(),
  caption: z.string().max(1024).optional(),
  media: z.string().optional(),
  filename: z.string().optional(),
  typing_time: z.number().min(0).max(60).optional(),
});

/** The kinds of `POST /messages/{kind}` that carry a file (facts, section 3). */
export const mediaKinds = ["image", "video", "document", "audio", "voice", "gif", "short", "sticker"] as const;
export type MessageKind = "text" | (typeof mediaKinds)[number];

export interface CheckedMessage {
  /** With the suffix. */
  chatId: string;
  text: string;
  media?: string;
}

/** @throws WhapiError 400 */
export function checkMessage(kind: MessageKind, value: unknown): CheckedMessage {
  const parsed = sendInput.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw badRequest(`${issue?.path.join(".")}: ${issue?.message}`);
  }
  const { to, body, caption, media } = parsed.data;
  const chatId = to.includes("@") ? to : `${to}@s.whatsapp.net`;
  if (kind !== "text") {
    if (!media) throw badRequest("media: required");
    return { chatId, text: caption ?? "", media };
  }
  if (!body) throw badRequest("body: required");
  return { chatId, text: body };
}

/** Digits of a person, the whole address of a group. */
export const plainAddress = (address: string): string => {
  const [local = "", domain = "s.whatsapp.net"] = address.trim().split("@");
  return domain === "s.whatsapp.net" ? local.replace(/\D/g, "") : `${local}@${domain}`;
};
