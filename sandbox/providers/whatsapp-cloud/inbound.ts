import { z } from "zod";

import { hasContent, inboundFields, noContent } from "../../frame/inbound.ts";
import type { MediaStore } from "../../frame/media.ts";

/** Body of `POST /whatsapp-cloud/_inbound`. */
export const inboundInput = z
  .object({
    ...inboundFields,
    /** A number, or a business-scoped user id such as `ID.20261120000000000001`: then the message has no `from`. */
    from: inboundFields.from
      .transform((from) => (isUserId(from) ? from : from.replace(/\D/g, "")))
      .pipe(z.string().min(4)),
    /** Which of our numbers is written to; the company's newest by default. */
    phoneNumberId: z.string().regex(/^\d+$/).optional(),
    /** Signs the call where no webhook was registered, and registers the company's address. */
    appSecret: z.string().min(1).optional(),
  })
  .refine(hasContent, noContent);
export type InboundInput = z.infer<typeof inboundInput>;

export const isUserId = (address: string): boolean => /^[A-Z]{2}\./.test(address);

/** `messages` and `contacts` of a webhook (facts, section 5). */
export function inboundContent(input: InboundInput, id: string, timestamp: string, media: MediaStore) {
  const { from, name } = input;
  const sender = isUserId(from) ? { from_user_id: from } : { from };
  const contact = isUserId(from)
    ? { profile: { name, username: name.toLowerCase().replace(/\W/g, "") }, user_id: from }
    : { profile: { name }, wa_id: from };
  const messages = [{ ...sender, id, timestamp, ...contentOf(input, media) }];
  return { contacts: [contact], messages };
}

function contentOf({ text, image, document, location, button }: InboundInput, media: MediaStore) {
  if (button) {
    return { type: "interactive", interactive: { type: "button_reply", button_reply: button } };
  }
  if (location) return { type: "location", location };
  if (image) {
    const { id, mimeType: mime_type, sha256 } = media.keepImage(image);
    const caption = image.caption ?? text;
    return { type: "image", image: { id, mime_type, sha256, ...(caption && { caption }) } };
  }
  if (document) {
    const { id, mimeType: mime_type, sha256 } = media.keepDocument(document);
    const { filename, caption = text } = document;
    return { type: "document", document: { id, mime_type, sha256, filename, ...(caption && { caption }) } };
  }
  return { type: "text", text: { body: text } };
}
