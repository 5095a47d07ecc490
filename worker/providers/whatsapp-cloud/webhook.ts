/** Webhooks of the Cloud API: the handshake, the signature, and what a batch tells (facts, sections 3 to 5). */
import { z } from "zod";
import { sameSecret } from "../../core/crypto.ts";
import { concise } from "../answers.ts";
import type { CourierWebhook, ProviderEvent } from "../courier.ts";
import { parseBody, parseItems, secondsToMs } from "../parsing.ts";
import { whatsappState } from "../webhooks.ts";
import { classify, metaError } from "./failures.ts";

const signatureHeader = "x-hub-signature-256";
const encoder = new TextEncoder();

export const whatsAppCloudWebhook: CourierWebhook = {
  secretHeaders: [signatureHeader],

  /** Secret `appSecret`: HMAC-SHA256 over the body as it came. */
  async verify({ secrets, headers, body }) {
    const appSecret = secrets["appSecret"];
    const hex = /^sha256=([0-9a-f]{64})$/.exec(headers.get(signatureHeader) ?? "")?.[1];
    if (!appSecret || !hex) return false;
    const algorithm = { name: "HMAC", hash: "SHA-256" };
    const key = await crypto.subtle.importKey("raw", encoder.encode(appSecret), algorithm, false, ["verify"]);
    return crypto.subtle.verify("HMAC", key, Buffer.from(hex, "hex"), encoder.encode(body));
  },

  read: (body) =>
    valuesOf(body).flatMap((value) => [
      ...parseItems(value.messages, inboundMessage).flatMap((message) => inboundEvent(message, namesOf(value))),
      ...parseItems(value.statuses, statusItem).flatMap(statusEvent),
    ]),
};

/**
 * Answers Meta's `GET` by which a callback address proves itself.
 * @returns the challenge, to be sent as plain text with 200; undefined for what is to be answered 403
 */
export async function answerHandshake(query: URLSearchParams, verifyToken: string): Promise<string | undefined> {
  const challenge = query.get("hub.challenge");
  const token = query.get("hub.verify_token");
  if (query.get("hub.mode") !== "subscribe" || !challenge || challenge.length > 500 || !token || !verifyToken) {
    return undefined;
  }
  return (await sameSecret(token, verifyToken)) ? challenge : undefined;
}

/** The ids of our numbers that a webhook tells of: one address serves all numbers of an app. */
export const phoneNumberIdsOf = (body: string): string[] => [
  ...new Set(valuesOf(body).flatMap(({ metadata }) => metadata?.phone_number_id ?? [])),
];

const id = z.string().min(1).max(300);
const webhook = z.object({ entry: z.array(z.unknown()) });
const entry = z.object({ changes: z.array(z.unknown()) });
const value = z.object({
  metadata: z.object({ phone_number_id: z.string().max(100).optional() }).optional(),
  contacts: z.unknown().optional(),
  messages: z.unknown().optional(),
  statuses: z.unknown().optional(),
});
const change = z.object({ field: z.literal("messages"), value });
const contact = z.object({
  profile: z.object({ name: z.string().optional(), username: z.string().optional() }).optional(),
  wa_id: z.string().optional(),
  user_id: z.string().optional(),
});
const captioned = z.object({ caption: z.string().optional() }).optional();
const titled = z.object({ title: z.string() }).optional();
/** Who adopted a user name may have no `from` (facts, section 5). */
const inboundMessage = z.object({
  from: id.optional(),
  from_user_id: id.optional(),
  timestamp: z.string().optional(),
  type: z.string(),
  text: z.object({ body: z.string() }).optional(),
  button: z.object({ text: z.string() }).optional(),
  interactive: z.object({ button_reply: titled, list_reply: titled }).optional(),
  image: captioned,
  video: captioned,
  document: captioned,
});
const statusItem = z.object({
  id,
  status: z.string(),
  timestamp: z.string().optional(),
  biz_opaque_callback_data: z.string().max(512).optional(),
  errors: z.array(z.unknown()).optional(),
});

function valuesOf(body: string): z.infer<typeof value>[] {
  return parseItems(parseBody(body, webhook)?.entry, entry)
    .flatMap(({ changes }) => parseItems(changes, change))
    .map((found) => found.value);
}

function namesOf({ contacts }: z.infer<typeof value>): Map<string, string> {
  const names = parseItems(contacts, contact).flatMap(({ profile, wa_id, user_id }) => {
    const name = profile?.name ?? profile?.username;
    return [wa_id, user_id].flatMap((key) => (key && name ? [[key, name] as const] : []));
  });
  return new Map(names);
}

/** What a person says, in words or not. Reactions, `system` and unknown types are no messages. */
const spoken = new Set(
  "text button interactive image video audio document sticker location contacts order unsupported".split(" "),
);

function inboundEvent(message: z.infer<typeof inboundMessage>, names: Map<string, string>): ProviderEvent[] {
  const { from, from_user_id, timestamp, type } = message;
  const address = from ?? from_user_id;
  if (!address || !spoken.has(type)) return [];
  const name = names.get(from ?? "") ?? names.get(from_user_id ?? "") ?? null;
  return [{ kind: "inbound", address, name, text: wordsOf(message), atMs: secondsToMs(timestamp) }];
}

function wordsOf({ text, button, interactive, image, video, document }: z.infer<typeof inboundMessage>) {
  const pressed = button?.text ?? interactive?.button_reply?.title ?? interactive?.list_reply?.title;
  return text?.body ?? pressed ?? image?.caption ?? video?.caption ?? document?.caption ?? null;
}

function statusEvent(item: z.infer<typeof statusItem>): ProviderEvent[] {
  const status = whatsappState(item.status);
  if (!status) return [];
  return [
    {
      kind: "status",
      providerMessageId: item.id,
      deliveryId: item.biz_opaque_callback_data ?? null,
      status,
      atMs: secondsToMs(item.timestamp),
      ...(status === "failed" && { failure: concise(classify(parseItems(item.errors, metaError)[0], null)) }),
    },
  ];
}
