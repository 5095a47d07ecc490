/** Where a test message goes and what it is sent with: all that is read before, in one round trip. */
import { desc, eq, inArray } from "drizzle-orm";
import type { Channel } from "../../../core/channels.ts";
import type { Context } from "../../../core/context.ts";
import { refuseField } from "../../../core/errors.ts";
import { mobileNumber } from "../../../core/phones.ts";
import { connections } from "../../connections/schema.ts";
import { userProfiles, users } from "../../users/schema.ts";
import { channelProviders } from "../telling/accounts.ts";
import type { TestInput } from "./inputs.ts";
import { notificationPreferences, pushDevices, suppressions, telegramLinks, whatsappWindows } from "../schema.ts";
import type { TemplateKey } from "../texts/template-check.ts";
import { fillingQueries } from "../texts/template-preview.ts";

/** Devices of one user that a test goes to, the last used first. */
const mostDevices = 5;

/** An address, with the sealed token where it is a device. */
export interface Target {
  address: string;
  tokenSealed: string | null;
}

export type Loaded = Awaited<ReturnType<typeof loadTest>>;

/** The accounts of a channel, who asks, and whether their address, or `to`, may be written to. */
export async function loadTest(ctx: Context, channel: Channel, to: string | undefined, key: TemplateKey) {
  const { store } = ctx;
  const isMe = eq(users.id, ctx.actor.id);
  const ownAddresses = store.db
    .select({ address: ownColumn[channel] })
    .from(users)
    .leftJoin(userProfiles, store.own(userProfiles, eq(userProfiles.id, users.id)))
    .leftJoin(telegramLinks, store.own(telegramLinks, eq(telegramLinks.id, users.id)))
    .where(store.own(users, isMe));
  const addresses = to === undefined ? ownAddresses : [to];
  const [accounts, [me], devices, suppressed, windows, [own], [told], invoices] = await store.read(
    store.db
      .select()
      .from(connections)
      .where(
        store.own(
          connections,
          eq(connections.state, "active"),
          inArray(connections.provider, [...channelProviders[channel]]),
        ),
      )
      .orderBy(desc(connections.id))
      .limit(100),
    store.db
      .select({
        name: users.name,
        email: users.email,
        phone: userProfiles.phone,
        chatId: telegramLinks.chatId,
        locale: notificationPreferences.locale,
      })
      .from(users)
      .leftJoin(userProfiles, store.own(userProfiles, eq(userProfiles.id, users.id)))
      .leftJoin(telegramLinks, store.own(telegramLinks, eq(telegramLinks.id, users.id)))
      .leftJoin(notificationPreferences, store.own(notificationPreferences, eq(notificationPreferences.id, users.id)))
      .where(store.own(users, isMe)),
    store.db
      .select({ address: pushDevices.id, tokenSealed: pushDevices.tokenSealed })
      .from(pushDevices)
      .where(store.own(pushDevices, eq(pushDevices.userId, ctx.actor.id)))
      .orderBy(desc(pushDevices.id))
      .limit(mostDevices),
    store.db
      .select({ address: suppressions.address })
      .from(suppressions)
      .where(store.own(suppressions, eq(suppressions.channel, channel), inArray(suppressions.address, addresses))),
    store.db
      .select({ connectionId: whatsappWindows.connectionId, at: whatsappWindows.lastInboundAt })
      .from(whatsappWindows)
      .where(store.own(whatsappWindows, inArray(whatsappWindows.address, addresses)))
      .limit(100),
    ...fillingQueries(ctx, key),
  );
  return { accounts, me, devices, isSuppressed: suppressed.length > 0, windows, own, told, invoices };
}

/** Discord and push have no address of a user's. */
const ownColumn = {
  email: users.email,
  whatsapp: userProfiles.phone,
  sms: userProfiles.phone,
  telegram: telegramLinks.chatId,
  push: users.email,
  discord: users.email,
};

const emailPattern = /^[^\s@<>"]{1,64}@[^\s@<>"]{1,255}$/;

/** What somebody typed as the channel's kind of address. @throws Refusal naming `to` */
export function parseAddress(channel: Channel, { to }: Pick<TestInput, "to">): string | undefined {
  if (channel === "discord") return "";
  if (!to) return undefined;
  const address = parsers[channel](to);
  if (!address) throw refuseField("to", ...notAnAddress[channel]);
  return address;
}

const phone = (to: string): string | undefined =>
  mobileNumber(to) ?? /^[1-9]\d{7,14}$/.exec(to.replaceAll(/[\s().+-]/g, ""))?.[0];

const parsers: Record<Exclude<Channel, "discord">, (to: string) => string | undefined> = {
  email: (to) => emailPattern.exec(to)?.[0],
  whatsapp: phone,
  sms: phone,
  telegram: (to) => /^-?\d{1,16}$/.exec(to)?.[0],
  push: (to) => /^[\w:.-]{20,4096}$/.exec(to)?.[0],
};

const notAnAddress: Record<Exclude<Channel, "discord">, [id: string, en: string]> = {
  email: ["Ini bukan alamat email.", "This is not an email address."],
  whatsapp: ["Ini bukan nomor telepon.", "This is not a phone number."],
  sms: ["Ini bukan nomor telepon.", "This is not a phone number."],
  telegram: ["Ini bukan ID obrolan Telegram.", "This is not the id of a Telegram chat."],
  push: ["Ini bukan token perangkat.", "This is not a device's token."],
};

/** Where it goes: to `to`, else to whoever asks. @throws Refusal naming `to` where that is nowhere */
export async function targetsOf(
  ctx: Context,
  channel: Channel,
  to: string | undefined,
  { me, devices }: Loaded,
): Promise<Target[]> {
  if (channel === "push") return to === undefined ? requireDevices(devices) : [await pastedToken(ctx, to)];
  const own = { email: me?.email, whatsapp: me?.phone, sms: me?.phone, telegram: me?.chatId, discord: "" }[channel];
  const address = to ?? own;
  if (address === undefined || address === null) throw refuseField("to", ...nowhere[channel]);
  return [{ address, tokenSealed: null }];
}

const nowhere: Record<Channel, [id: string, en: string]> = {
  email: ["Tulis alamat email.", "Write an email address."],
  whatsapp: ["Tulis nomor, atau isi nomor di profil Anda.", "Write a number, or put one in your profile."],
  sms: ["Tulis nomor, atau isi nomor di profil Anda.", "Write a number, or put one in your profile."],
  telegram: ["Tulis ID obrolan, atau hubungkan Telegram Anda.", "Write a chat's id, or link your Telegram."],
  push: ["Belum ada perangkat Anda; tempel token perangkat.", "You have no device yet; paste a device's token."],
  discord: ["", ""],
};

function requireDevices(devices: Target[]): Target[] {
  if (devices.length === 0) throw refuseField("to", ...nowhere.push);
  return devices;
}

/** A token that belongs to no device of ours: the log keeps its end alone. */
const pastedToken = async (ctx: Context, token: string): Promise<Target> => ({
  address: `…${token.slice(-8)}`,
  tokenSealed: await ctx.vault.seal("push-token", token),
});
