/** Push by Firebase Cloud Messaging, HTTP v1: one device's token a message. What is accepted is final: nothing more is told. */
import { Refusal } from "../../core/errors.ts";
import { accepted, notWorking, refused, shown, unknown, unsent, working, type AccountCheck } from "../answers.ts";
import { call, jsonInit, type Called } from "../call.ts";
import type { Courier, Message, SendResult } from "../courier.ts";
import { accessToken, discardToken } from "./access-token.ts";
import { failureOf, isUnauthenticated, messageName } from "./failures.ts";
import { parseServiceAccount, type ServiceAccount } from "./service-account.ts";

export interface FcmAccount {
  /** The service account's JSON file, as it was pasted. */
  serviceAccount: string;
  baseUrl: string;
  tokenUrl: string;
}

const timeoutMs = 10_000;
const longestPayloadBytes = 4096;

export const fcmCourier: Courier<FcmAccount> = {
  channel: "push",
  pace: () => ({ account: { burst: 500, everyMs: 2 } }),
  async send(account, message) {
    const payload = payloadOf(message);
    if (bytesOf(payload) > longestPayloadBytes) {
      return unsent("message", "PAYLOAD_TOO_LARGE", `The message is over ${longestPayloadBytes} bytes.`);
    }
    const key = readKey(account);
    if (!key) return unsent("account", "service_account", "The service account's file can't be used.");
    const sent = await post(account, key, { message: payload });
    if ("outcome" in sent) return sent;
    const { called, secrets } = sent;
    if (called.status !== 200) return refused(failureOf(called), called, secrets);
    return accepted(messageName(called.json), shown(called, secrets), { isFinal: true });
  },
  // FCM can't be asked. A message sent again replaces the first on the device, since both carry the delivery's id as
  // their tag: nobody is told twice, so what may have been taken can be treated as not taken.
  find: () => Promise.resolve("absent"),
};

/** A dry run: whether the key opens the project. Never throws for what Google or the network does. */
export async function testAccount(account: FcmAccount): Promise<AccountCheck> {
  let key: ServiceAccount;
  try {
    key = parseServiceAccount(account.serviceAccount);
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, detail: error.message };
    throw error;
  }
  // No device has this token: FCM refuses it (400 or 404) once it has let the key in.
  const sent = await post(account, key, { validate_only: true, message: { token: "tepi-connection-test" } });
  if ("outcome" in sent) return notWorking("FCM", sent.outcome === "refused" ? sent.failure : undefined);
  const { called, secrets } = sent;
  if ([200, 400, 404].includes(called.status)) return working(key.project_id);
  return notWorking("FCM", failureOf(called), secrets);
}

/** Posts with a token; with a fresh one where that is refused. */
async function post(
  account: FcmAccount,
  key: ServiceAccount,
  body: object,
): Promise<{ called: Called; secrets: string[] } | SendResult> {
  for (const isLastTry of [false, true]) {
    const got = await accessToken(key, account.tokenUrl, Date.now());
    if ("outcome" in got) return got;
    const headers = { authorization: `Bearer ${got.token}` };
    const url = `${account.baseUrl}/v1/projects/${key.project_id}/messages:send`;
    const called = await call(url, { ...jsonInit("POST", body, headers), timeoutMs });
    if (!called) return unknown();
    if (isLastTry || !isUnauthenticated(called)) return { called, secrets: [got.token] };
    await discardToken(key, account.tokenUrl, got.token);
  }
  throw new Error("unreachable");
}

/** What FCM takes as `message`. Each platform replaces a notification by another of the same tag or collapse id. */
function payloadOf({ deliveryId, to, subject, text, link }: Message) {
  return {
    token: to,
    notification: { ...(subject && { title: subject }), body: text },
    // Values must be strings.
    data: { deliveryId, ...(link && { link: link.url }) },
    android: { priority: "HIGH", collapse_key: deliveryId, notification: { tag: deliveryId } },
    apns: { headers: { "apns-priority": "10", "apns-collapse-id": deliveryId } },
    webpush: {
      notification: { tag: deliveryId },
      // Only addresses by HTTPS are taken.
      ...(link?.url.startsWith("https://") && { fcm_options: { link: link.url } }),
    },
  };
}

/** The limit holds for what the device is handed: notification and data. */
const bytesOf = ({ notification, data }: ReturnType<typeof payloadOf>): number =>
  Buffer.byteLength(JSON.stringify({ notification, data }));

function readKey({ serviceAccount }: FcmAccount): ServiceAccount | undefined {
  try {
    return parseServiceAccount(serviceAccount);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
