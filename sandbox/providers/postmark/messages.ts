import { z } from "zod";

import type { Address } from "./addresses.ts";
import { parseAddresses } from "./addresses.ts";
import { invalidEmail, PostmarkError, usualError } from "./errors.ts";

const optionalText = z.string().nullish();

/** Body of `POST /email` (facts, section 2). */
export const messageInput = z.looseObject({
  From: optionalText,
  To: optionalText,
  Cc: optionalText,
  Bcc: optionalText,
  ReplyTo: optionalText,
  Subject: optionalText,
  TextBody: optionalText,
  HtmlBody: optionalText,
  Tag: optionalText,
  MessageStream: optionalText,
  TrackOpens: z.boolean().nullish(),
  TrackLinks: z.enum(["None", "HtmlAndText", "HtmlOnly", "TextOnly"]).nullish(),
  Headers: z.array(z.object({ Name: z.string(), Value: z.string() })).nullish(),
  Metadata: z.record(z.string(), z.string()).nullish(),
  Attachments: z
    .array(
      z.looseObject({
        Name: z.string().min(1),
        Content: z.base64(),
        ContentType: z.string(),
        ContentID: optionalText,
      }),
    )
    .nullish(),
});
export type MessageInput = z.infer<typeof messageInput>;

const maxRecipients = 50;
const maxMessageBytes = 10 * 1024 * 1024;

/** A subset of the file types Postmark refuses; enough to meet error 411. */
const forbiddenAttachment = /\.(?:exe|bat|cmd|com|cpl|dll|jar|js|msi|pif|ps1|reg|scr|vbs|wsf)$/i;

/** A checked message: its addresses parsed. */
export interface CheckedMessage {
  input: MessageInput;
  from: Address;
  to: Address[];
  /** Everyone who gets it: To, Cc, Bcc. */
  recipients: Address[];
}

/** @throws PostmarkError 403 for a value of the wrong type, 300 or 411 for what can't be sent, HTTP 413 over 10 MB */
export function checkMessage(value: unknown): CheckedMessage {
  const parsed = messageInput.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new PostmarkError(422, 403, `Incompatible JSON: ${issue?.path.join(".")}: ${issue?.message}`);
  }
  const input = parsed.data;
  if (JSON.stringify(input).length > maxMessageBytes) throw usualError(413);
  const [from, ...moreFrom] = parseAddresses("From", input.From ?? "");
  if (!from || moreFrom.length > 0) throw invalidEmail("Invalid 'From' address: exactly one is needed.");
  parseAddresses("ReplyTo", input.ReplyTo ?? "");
  const to = parseAddresses("To", input.To ?? "");
  const copies = [...parseAddresses("Cc", input.Cc ?? ""), ...parseAddresses("Bcc", input.Bcc ?? "")];
  checkRecipients(to, [...to, ...copies]);
  checkContent(input);
  return { input, from, to, recipients: [...to, ...copies] };
}

function checkRecipients(to: Address[], recipients: Address[]): void {
  if (to.length === 0) throw invalidEmail("Zero recipients specified.");
  if (recipients.length > maxRecipients)
    throw invalidEmail(`Too many recipients: at most ${maxRecipients} per message.`);
}

function checkContent({ TextBody, HtmlBody, Attachments }: MessageInput): void {
  if (!TextBody && !HtmlBody) throw invalidEmail("Provide either email TextBody or HtmlBody or both.");
  const forbidden = Attachments?.find(({ Name }) => forbiddenAttachment.test(Name));
  if (forbidden) throw new PostmarkError(422, 411, `Attachment type is not allowed: ${forbidden.Name}.`);
}
