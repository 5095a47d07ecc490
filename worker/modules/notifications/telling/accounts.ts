/** Which account sends over a channel. */
import { and, desc, eq, inArray } from "drizzle-orm";
import type { Context } from "../../../core/context.ts";
import type { Row } from "../../../db/store.ts";
import type { Channel } from "../../../providers/courier.ts";
import { connections } from "../../connections/schema.ts";

/** The providers of each channel. */
export const channelProviders: Record<Channel, readonly string[]> = {
  email: ["postmark", "smtp"],
  whatsapp: ["whapi", "whatsapp-cloud"],
  telegram: ["telegram"],
  discord: ["discord"],
  push: ["fcm"],
  sms: ["twilio", "sms-http"],
};

/** Who sends. Without a connection it is the operator's own mail account. */
export interface Sender {
  provider: string;
  connectionId: string | null;
}

type Connection = Row<typeof connections>;

/** The query for the tenant's active accounts that send messages, newest first. */
export const senderQuery = ({ store }: Context) =>
  store.db
    .select({ id: connections.id, provider: connections.provider, brandId: connections.brandId })
    .from(connections)
    .where(
      store.own(
        connections,
        and(eq(connections.state, "active"), inArray(connections.provider, Object.values(channelProviders).flat())),
      ),
    )
    .orderBy(desc(connections.id))
    .limit(100);

/** The account for a channel: the brand's own, else the tenant's, else for mail the operator's. */
export function pickSender(
  ctx: Pick<Context, "settings">,
  found: readonly Pick<Connection, "id" | "provider" | "brandId">[],
  channel: Channel,
  brandId: string | null,
): Sender | undefined {
  const able = found.filter(({ provider }) => channelProviders[channel].includes(provider));
  const chosen =
    able.find((connection) => brandId !== null && connection.brandId === brandId) ??
    able.find((connection) => connection.brandId === null);
  if (chosen) return { provider: chosen.provider, connectionId: chosen.id };
  return channel === "email" && ctx.settings.POSTMARK_TOKEN !== ""
    ? { provider: "postmark", connectionId: null }
    : undefined;
}
