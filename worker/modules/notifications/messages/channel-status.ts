/** By which accounts each channel sends, and whether they work. */
import { desc, inArray } from "drizzle-orm";
import { channels, type Channel } from "../../../core/channels.ts";
import type { Context } from "../../../core/context.ts";
import type { Row } from "../../../db/store.ts";
import { connections } from "../../connections/schema.ts";
import { channelProviders, pickSender } from "../telling/accounts.ts";

type Connection = Row<typeof connections>;

export async function listChannels(ctx: Context) {
  const { store } = ctx;
  const [rows] = await store.read(
    store.db
      .select()
      .from(connections)
      .where(store.own(connections, inArray(connections.provider, Object.values(channelProviders).flat())))
      .orderBy(desc(connections.id))
      .limit(300),
  );
  return { data: channels.map((channel) => showChannel(ctx, channel, rows)) };
}

function showChannel(ctx: Context, channel: Channel, rows: readonly Connection[]) {
  const own = rows.filter(({ provider }) => channelProviders[channel].includes(provider));
  const active = own.filter(({ state }) => state === "active");
  const usual = pickSender(ctx, active, channel, null);
  const row = active.find(({ id }) => id === usual?.connectionId);
  return {
    channel,
    state: !usual ? ("none" as const) : stateOf(row),
    isOperators: usual?.connectionId === null,
    connections: own.map(({ id, name, provider, brandId, state, lastTest }) => ({
      id,
      name,
      provider,
      brandId,
      state,
      isUsual: id === usual?.connectionId,
      lastTest,
    })),
  };
}

/** The operator's own account is the operator's care. */
function stateOf(row: Connection | undefined): "ready" | "untested" | "failing" {
  if (!row) return "ready";
  if (!row.lastTest) return "untested";
  return row.lastTest.ok ? "ready" : "failing";
}
