/** A mail as SMTP carries it. worker-mailer builds the MIME parts; every header is made here, where nothing can slip in. */
import type { Attachment, Message } from "../courier.ts";
import { base64 } from "../documents.ts";

export interface Mailbox {
  name: string;
  address: string;
}

/** One address without quotes or comments, as `RCPT TO` takes it without SMTPUTF8 (RFC 5321, 4.1.2). */
const plainAddress = /^[^\s<>()[\]\\,;:"@\p{Cc}\u0080-\u{10ffff}]+@[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?$/u;
const longestAddress = 254;

export const isPlainAddress = (text: string): boolean => text.length <= longestAddress && plainAddress.test(text);

/** `Warung Kopi <cs@warung.example>` or a bare address; undefined where it is neither. */
export function parseMailbox(text: string): Mailbox | undefined {
  const named = /^(.*?)<([^<>]*)>$/s.exec(withoutControls(text).trim());
  const address = (named?.[2] ?? withoutControls(text)).trim();
  if (!isPlainAddress(address)) return undefined;
  const name = (named?.[1] ?? "").trim().replace(/^"(.*)"$/, "$1");
  return { name: name.replace(/\\(.)/g, "$1"), address };
}

/** Control characters would end a header and begin another. */
export const withoutControls = (text: string): string => text.replace(/\p{Cc}+/gu, " ");

const longestPlainHeader = 60;
const wordBytes = 42;

/**
 * A header's text: as it is where it is short ASCII, else in encoded words of at most 75 characters, folded
 * (RFC 2047, 2). worker-mailer's own encoder makes one word of any length.
 */
export function headerText(text: string): string {
  const clean = withoutControls(text).trim();
  if (clean.length <= longestPlainHeader && /^[\x20-\x7e]*$/.test(clean) && !clean.includes("=?")) return clean;
  const words: string[] = [""];
  for (const character of clean) {
    const last = words.at(-1) ?? "";
    if (Buffer.byteLength(last + character) > wordBytes) words.push(character);
    else words[words.length - 1] = last + character;
  }
  return words.map((word) => `=?UTF-8?B?${Buffer.from(word).toString("base64")}?=`).join("\r\n ");
}

/** A name is quoted where it is plain; encoded words must not stand in quotes. */
function mailboxHeader({ name, address }: Mailbox): string {
  if (name === "") return address;
  const text = headerText(name);
  return `${text.startsWith("=?") ? text : `"${text.replace(/["\\]/g, "\\$&")}"`} <${address}>`;
}

/** The id under which the same delivery is known wherever it arrives twice: `<{deliveryId}@{sender's domain}>`. */
export const messageIdOf = (deliveryId: string, from: Mailbox): string =>
  `<${deliveryId.replace(/[^\w.-]/g, "")}@${from.address.split("@")[1]}>`;

/** The name stands in quotes in a header: nothing may end them, nor the header. */
const partOf = ({ name, contentType }: Attachment, content: Uint8Array) => ({
  filename: withoutControls(name).replace(/[^\x20-\x7e]|["\\]/g, "-"),
  content: base64(content),
  mimeType: contentType,
});

/** The lines after `DATA`, dots stuffed, with the closing dot. */
export async function mailData(message: Message, from: Mailbox, atMs: number): Promise<string> {
  // Imported when needed: the package's module reaches for `cloudflare:sockets`, which exists in workerd alone.
  const { Email } = await import("worker-mailer");
  return new Email({
    from: from.address,
    to: message.to,
    subject: "",
    text: message.text || " ",
    ...(message.html && { html: message.html }),
    ...(message.attachment?.content && { attachments: [partOf(message.attachment, message.attachment.content)] }),
    headers: {
      From: mailboxHeader(from),
      To: message.to,
      Subject: headerText(message.subject ?? ""),
      Date: new Date(atMs).toUTCString().replace("GMT", "+0000"),
      "Message-ID": messageIdOf(message.deliveryId, from),
    },
  }).getEmailData();
}
