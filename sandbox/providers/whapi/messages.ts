import { z } from "zod";

import { badRequest, usualError } from "./errors.ts";

const chatPattern = /^[\d-]{9,31}(?:@[\w.]{1,})?$/;

const sendInput = z.looseObject({
  to: z.string().regex(chatPattern, "wrong format"),
  body: z.string().max(65_536).optional(),
  caption: z.string().max(1024).optional(),
  media: z.string().optional(),
  filename: z.string().max(240).optional(),
  mime_type: z.string().optional(),
  typing_time: z.number().min(0).max(60).optional(),
});

/** The kinds of `POST /messages/{kind}` that carry a file (facts, section 3). */
export const mediaKinds = ["image", "video", "document", "audio", "voice", "gif", "short", "sticker"] as const;
export type MessageKind = "text" | (typeof mediaKinds)[number];

export interface CheckedMessage {
  /** With the suffix. */
  chatId: string;
  text: string;
  /** An address or an id; what came as a data URI is in `file`. */
  media?: string;
  file?: { bytes: Buffer<ArrayBuffer>; mimeType: string; name: string | undefined };
}

/** WhatsApp takes no larger document. */
const maxDocumentBytes = 100 * 1024 * 1024;
const dataUri = /^data:([\w.+-]+\/[\w.+-]+)?((?:;[\w-]+=[^;,]*)*);base64,([A-Za-z0-9+/]*={0,2})$/;

/** @throws WhapiError 400, 413 for a file that is too large, 415 for a document without a type */
export function checkMessage(kind: MessageKind, value: unknown): CheckedMessage {
  const parsed = sendInput.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw badRequest(`${issue?.path.join(".")}: ${issue?.message}`);
  }
  const { to, body, caption, media, filename, mime_type } = parsed.data;
  const chatId = to.includes("@") ? to : `${to}@s.whatsapp.net`;
  if (kind !== "text") {
    if (!media) throw badRequest("media: required");
    if (!media.startsWith("data:")) return { chatId, text: caption ?? "", media };
    const [, type, , content] = dataUri.exec(media) ?? [];
    if (content === undefined) throw badRequest("media: wrong data URI");
    const mimeType = mime_type ?? type;
    if (!mimeType) throw usualError(415);
    const bytes = Buffer.from(content, "base64");
    if (bytes.length > maxDocumentBytes) throw usualError(413);
    return { chatId, text: caption ?? "", file: { bytes, mimeType, name: filename } };
  }
  if (!body) throw badRequest("body: required");
  return { chatId, text: body };
}

/** Digits of a person, the whole address of a group. */
export const plainAddress = (address: string): string => {
  const [local = "", domain = "s.whatsapp.net"] = address.trim().split("@");
  return domain === "s.whatsapp.net" ? local.replace(/\D/g, "") : `${local}@${domain}`;
};
