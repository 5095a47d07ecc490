/** Whapi's webhooks: unsigned, so authenticated by a header of ours (facts, sections 5 to 7). */
import { z } from "zod";
import { concise } from "../answers.ts";
import type { CourierWebhook, ProviderEvent } from "../courier.ts";
import { parseBody, parseItems, secondsToMs } from "../parsing.ts";
import { bearing, whatsappState } from "../webhooks.ts";
import { personOf } from "./addresses.ts";
import { classify, whapiError } from "./failures.ts";

export const whapiWebhook: CourierWebhook = {
  ...bearing("x-webhook-secret", "webhookSecret"),

  /** Also of the simplified call that names only sender and text. An event without a time has 0 in `atMs`. */
  read(body) {
    const call = parseBody(body, webhook);
    if (!call) return [];
    const { event, method = event } = call.event ?? {};
    // `put` repeats a message that was edited.
    const messages = method === undefined || method === "post" ? parseItems(call.messages, inboundMessage) : [];
    return [...messages.flatMap(inboundEvent), ...parseItems(call.statuses, statusItem).flatMap(statusEvent)];
  },
};

const seconds = z.union([z.number(), z.string()]).optional();
const captioned = z.object({ caption: z.string().optional() }).optional();
const titled = z.object({ title: z.string() }).optional();

/** The key is `event` in real traffic and `method` in the description (facts, section 5). */
const webhook = z.object({
  messages: z.unknown().optional(),
  statuses: z.unknown().optional(),
  event: z.object({ event: z.string().optional(), method: z.string().optional() }).optional(),
});
const inboundMessage = z.object({
  from: z.string().max(100),
  from_me: z.boolean().default(false),
  from_name: z.string().optional(),
  chat_id: z.string().max(100).optional(),
  type: z.string().optional(),
  timestamp: seconds,
  text: z.object({ body: z.string() }).optional(),
  link_preview: z.object({ body: z.string().optional() }).optional(),
  image: captioned,
  video: captioned,
  document: captioned,
  reply: z.object({ buttons_reply: titled, list_reply: titled }).optional(),
});
const statusItem = z.object({
  id: z.string().min(1).max(300),
  status: z.string(),
  timestamp: seconds,
  errors: z.unknown().optional(),
});

/** What a person says, in words or not. Reactions, calls, stories and unknown types are no messages. */
const spoken = new Set(
  "text link_preview image video gif audio voice short document sticker location live_location contact contact_list reply".split(
    " ",
  ),
);

/** Our own messages come back too (`from_me`); what is said in groups is not said to us. */
function inboundEvent(message: z.infer<typeof inboundMessage>): ProviderEvent[] {
  const { from, from_me, from_name, chat_id = from, timestamp } = message;
  const type = message.type ?? (message.text ? "text" : "unknown");
  const address = personOf(from);
  if (from_me || address === undefined || personOf(chat_id) === undefined || !spoken.has(type)) return [];
  return [{ kind: "inbound", address, name: from_name ?? null, text: wordsOf(message), atMs: secondsToMs(timestamp) }];
}

function wordsOf({ text, link_preview, image, video, document, reply }: z.infer<typeof inboundMessage>) {
  const pressed = reply?.buttons_reply?.title ?? reply?.list_reply?.title;
  const caption = image?.caption ?? video?.caption ?? document?.caption;
  return text?.body ?? link_preview?.body ?? pressed ?? caption ?? null;
}

function statusEvent(item: z.infer<typeof statusItem>): ProviderEvent[] {
  const status = whatsappState(item.status);
  if (!status) return [];
  return [
    {
      kind: "status",
      providerMessageId: item.id,
      deliveryId: null,
      status,
      atMs: secondsToMs(item.timestamp),
      ...(status === "failed" && { failure: failureOf(item.errors) }),
    },
  ];
}

function failureOf(errors: unknown) {
  const error = parseItems(errors, whapiError)[0];
  const code = Number(error?.code);
  return concise(classify(code >= 400 && code < 600 ? code : null, error));
}
