/** What webhooks of several providers have in common. */
import { sameSecret } from "../core/crypto.ts";
import type { CourierWebhook } from "./courier.ts";

/** Webhooks that are unsigned and bear one of the connection's secrets in a header of ours. */
export const bearing = (header: string, secret: string): Pick<CourierWebhook, "secretHeaders" | "verify"> => ({
  secretHeaders: [header],
  async verify({ secrets, headers }) {
    const [given, expected] = [headers.get(header), secrets[secret]];
    return !!given && !!expected && sameSecret(given, expected);
  },
});

const whatsappStates = {
  sent: "sent",
  delivered: "delivered",
  read: "read",
  played: "read",
  failed: "failed",
} as const;

/** WhatsApp's word for a message's state as ours; undefined for what says nothing new (`pending`, `deleted`). */
export const whatsappState = (word: string) =>
  Object.hasOwn(whatsappStates, word) ? whatsappStates[word as keyof typeof whatsappStates] : undefined;
