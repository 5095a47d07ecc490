import { z } from "zod";

import { invalidEmail } from "./errors.ts";
import type { Mail, PostOffice, Server } from "./servers.ts";

const page = z.looseObject({
  count: z.coerce.number().int().min(1).max(500),
  offset: z.coerce.number().int().min(0).max(9999),
  recipient: z.string().optional(),
  tag: z.string().optional(),
  messagestream: z.string().optional(),
});

const metadataPrefix = "metadata_";

/**
 * `GET /messages/outbound` of Postmark's Messages API: newest first; `metadata_{name}` finds a value of the metadata.
 * @throws PostmarkError 300 without `count` and `offset`
 */
export function searchOutbound(office: PostOffice, server: Server, query: Record<string, string>): unknown {
  const parsed = page.safeParse(query);
  if (!parsed.success) throw invalidEmail("Parameters count (1 to 500) and offset are required.");
  const { count, offset, recipient, tag, messagestream } = parsed.data;
  const metadata = Object.entries(query).filter(([name]) => name.startsWith(metadataPrefix));
  const found = office
    .mails(recipient)
    .filter((mail) => mail.server === server)
    .filter((mail) => (!tag || mail.tag === tag) && (!messagestream || mail.stream === messagestream))
    .filter((mail) => metadata.every(([name, value]) => mail.metadata[name.slice(metadataPrefix.length)] === value));
  const messages = [...Map.groupBy(found, ({ messageId }) => messageId).values()].reverse();
  return { TotalCount: messages.length, Messages: messages.slice(offset, offset + count).map(presentMessage) };
}

/** One message, of which there is a mail for each recipient. */
function presentMessage(mails: Mail[]): unknown {
  const [mail] = mails as [Mail];
  return {
    Tag: mail.tag,
    MessageID: mail.messageId,
    MessageStream: mail.stream,
    To: mails.map(({ to }) => ({ Email: to, Name: null })),
    Cc: [],
    Bcc: [],
    Recipients: mails.map(({ to }) => to),
    ReceivedAt: mail.at,
    From: mail.from,
    Subject: mail.subject,
    Attachments: mail.attachments,
    Status: "Sent",
    TrackOpens: mail.trackOpens,
    TrackLinks: "None",
    Metadata: mail.metadata,
    Sandboxed: true,
  };
}
