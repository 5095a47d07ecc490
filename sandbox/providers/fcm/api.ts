import { Hono } from "hono";
import { z } from "zod";

import { digits } from "../../frame/ids.ts";
import type { AppEnv, SandboxKit } from "../../frame/provider.ts";
import { FcmError, invalidArgument, refusalOf, unauthenticated } from "./errors.ts";
import type { FcmState } from "./state.ts";
import { grant, OauthError } from "./token.ts";

const longestPayloadBytes = 4096;
const longestCollapseIdBytes = 64;
const reservedKey = /^(?:from|gcm|message_type|google.*)$/;

/** The parts of a message that the double looks at (facts, section 3). */
const messageInput = z.looseObject({
  token: z.string().min(1).optional(),
  topic: z.string().min(1).optional(),
  condition: z.string().min(1).optional(),
  notification: z
    .object({ title: z.string().optional(), body: z.string().optional(), image: z.string().optional() })
    .optional(),
  data: z.record(z.string(), z.unknown()).optional(),
  android: z.looseObject({ notification: z.looseObject({ tag: z.string().optional() }).optional() }).optional(),
  apns: z.looseObject({ headers: z.record(z.string(), z.string()).optional() }).optional(),
  webpush: z
    .looseObject({
      notification: z.looseObject({ tag: z.string().optional() }).optional(),
      fcm_options: z.looseObject({ link: z.string().optional() }).optional(),
    })
    .optional(),
});
type MessageInput = z.infer<typeof messageInput>;

const sendInput = z.strictObject({ validate_only: z.boolean().optional(), message: messageInput });

/** FCM's HTTP v1 API and Google's token endpoint. */
export function fcmApi(kit: SandboxKit, state: FcmState): Hono<AppEnv> {
  const app = new Hono<AppEnv>();

  app.post("/token", async (c) => {
    const { origin, pathname } = new URL(c.req.url);
    return c.json(grant(state, new URLSearchParams(await c.req.text()), origin + pathname, kit.now()));
  });

  app.post("/v1/projects/:projectId/:method{messages:send}", async (c) => {
    const projectId = c.req.param("projectId");
    const opened = state.projectOf(/^Bearer (\S+)$/.exec(c.req.header("authorization") ?? "")?.[1] ?? "");
    if (!opened) throw unauthenticated();
    if (opened !== projectId) throw new FcmError(403, "PERMISSION_DENIED", "Permission denied on this project.");
    const { validate_only, message } = parseSend(state, await c.req.json().catch(() => undefined));
    const to = message.token ?? "";
    if (to.startsWith("tok-html")) return c.html("<html><title>502</title><h1>Bad Gateway</h1></html>", 502);
    const refusal = refusalOf(to);
    if (refusal) throw refusal;
    const id = validate_only ? "fake_message_id" : `0:${kit.now()}${digits(kit.random, 6)}%${digits(kit.random, 16)}`;
    const name = `projects/${projectId}/messages/${id}`;
    if (!validate_only) {
      state.log.keep({
        name,
        projectId,
        to: message.token ?? message.topic ?? message.condition ?? "",
        title: message.notification?.title ?? null,
        text: message.notification?.body ?? "",
        data: (message.data ?? {}) as Record<string, string>,
        tag: tagOf(message),
        at: new Date(kit.now()).toISOString(),
      });
    }
    return c.json({ name });
  });

  app.onError((error) => {
    if (error instanceof FcmError || error instanceof OauthError) return error.toResponse();
    throw error;
  });
  return app;
}

/** By which every platform puts a message in the place of an earlier one; null where one of them would show both. */
function tagOf({ android, apns, webpush }: MessageInput): string | null {
  const tags = [android?.notification?.tag, apns?.headers?.["apns-collapse-id"], webpush?.notification?.tag];
  return tags[0] !== undefined && tags.every((tag) => tag === tags[0]) ? tags[0] : null;
}

/** @throws FcmError INVALID_ARGUMENT; the rule broken is kept as a violation */
function parseSend(state: FcmState, body: unknown): z.infer<typeof sendInput> {
  const parsed = sendInput.safeParse(body);
  const issue = parsed.error?.issues[0];
  const broken = parsed.success
    ? ruleBroken(parsed.data.message)
    : ["payload", `Invalid JSON payload received: ${issue?.path.join(".")}: ${issue?.message}`];
  if (!broken && parsed.success) return parsed.data;
  const [rule = "", detail = ""] = broken ?? [];
  state.violations.add(`${rule}: ${detail}`);
  throw invalidArgument(detail);
}

/** The rule that a message breaks, and how. */
function ruleBroken(message: MessageInput): [rule: string, detail: string] | undefined {
  const { token, topic, condition, notification, data = {}, apns, webpush } = message;
  const targets = [token, topic, condition].filter((target) => target !== undefined);
  if (targets.length !== 1) return ["one-target", "Recipient of the message is not set, or is set more than once."];
  const notText = Object.entries(data).find(([, value]) => typeof value !== "string");
  if (notText) return ["string-data", `Invalid value at 'message.data[${notText[0]}]' (TYPE_STRING).`];
  const reserved = Object.keys(data).find((key) => reservedKey.test(key));
  if (reserved) return ["reserved-key", `Invalid data payload key: ${reserved}`];
  const bytes = Buffer.byteLength(JSON.stringify({ notification, data }));
  if (bytes > longestPayloadBytes) return ["payload-size", `Android message is too big: ${bytes} bytes.`];
  const collapseId = apns?.headers?.["apns-collapse-id"] ?? "";
  if (Buffer.byteLength(collapseId) > longestCollapseIdBytes) return ["collapse-id", "apns-collapse-id is too long."];
  const link = webpush?.fcm_options?.link;
  if (link !== undefined && !link.startsWith("https://")) return ["link", "webpush.fcm_options.link must use HTTPS."];
  return undefined;
}
