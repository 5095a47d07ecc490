/** Documents in WhatsApp: the text is the document's caption, or stands alone with the document's address. */
import type { Attachment, Message } from "./courier.ts";

/** Of a document (WhatsApp Business Platform, media messages). */
const maxCaptionCharacters = 1024;

/** The document that a message can go with, its text as the caption. */
export const captioned = ({ text, attachment }: Message): Attachment | undefined =>
  text.length <= maxCaptionCharacters ? attachment : undefined;

/** A message's text where the document can't go along: its address is the last line. */
export const textWithAddress = ({ text, attachment }: Message): string =>
  attachment?.url ? `${text}\n\n${attachment.url}` : text;

export const base64 = (content: Uint8Array): string => Buffer.from(content).toString("base64");
