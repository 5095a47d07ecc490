/** Tying a user to a chat with the tenant's Telegram bot, by a link that is good for one press (Bot API, Deep Linking). */
import { and, eq, gt } from "drizzle-orm";
import { violation } from "#dialect";
import type { Context } from "../../../core/context.ts";
import { Refusal } from "../../../core/errors.ts";
import { sha256 } from "../../../core/crypto.ts";
import { isoInstant } from "../../../core/time.ts";
import type { Row } from "../../../db/store.ts";
import { getBot } from "../../../providers/telegram/courier.ts";
import { changed, created } from "../../audit/index.ts";
import { connectionsFor, openConnection, telegramAccount } from "../../connections/index.ts";
import type { connections } from "../../connections/schema.ts";
import { commit } from "../../outbox/index.ts";
import { suppressions, telegramLinks } from "../schema.ts";

type Link = Row<typeof telegramLinks>;

const codeLifetimeMs = 15 * 60_000;
/** 160 bits, of the 64 characters that Telegram passes on. */
const codeCharacters = 32;

const linkQuery = (ctx: Context) =>
  ctx.store.db
    .select()
    .from(telegramLinks)
    .where(ctx.store.own(telegramLinks, eq(telegramLinks.id, ctx.actor.id)));

const botOf = (found: readonly Row<typeof connections>[]) => found.find(({ brandId }) => brandId === null);

/** Whether the caller's Telegram is linked, and whether it can be. */
export async function getTelegramLink(ctx: Context) {
  const [[row], bots] = await ctx.store.read(linkQuery(ctx), connectionsFor(ctx, "telegram"));
  const waits = row?.codeHash != null && row.codeExpiresAt !== null && row.codeExpiresAt > ctx.now();
  return {
    available: botOf(bots) !== undefined,
    linked: row?.chatId != null,
    chatName: row?.chatName ?? null,
    linkedAt: row?.linkedAt ? isoInstant(row.linkedAt) : null,
    codeExpiresAt: waits ? isoInstant(row.codeExpiresAt as number) : null,
  };
}

/**
 * Makes the link that ties the chat it is opened in to the caller; the one before it is void.
 * @throws Refusal `wrong_state` where the tenant has no bot, `provider_failed` where Telegram does not tell its name
 */
export async function createTelegramCode(ctx: Context) {
  const [[before], bots] = await ctx.store.read(linkQuery(ctx), connectionsFor(ctx, "telegram"));
  const username = await botName(ctx, botOf(bots));
  const code = ctx.randomText(codeCharacters);
  const expiresAt = ctx.now() + codeLifetimeMs;
  const pending = { codeHash: await sha256(code), codeExpiresAt: expiresAt };
  const action = "telegram_link.asked";
  const fresh = { id: ctx.actor.id, ...unlinked, ...pending, createdAt: ctx.now() };
  try {
    await commit(
      ctx,
      before
        ? changed(ctx, telegramLinks, before, pending, { action })
        : created(ctx, telegramLinks, fresh, { action }),
    );
  } catch (error) {
    if (violation(error)?.name === "telegram_links_pk") throw new Refusal("conflict");
    throw error;
  }
  return { url: `https://t.me/${username}?start=${code}`, expiresAt: isoInstant(expiresAt) };
}

const unlinked = { codeHash: null, codeExpiresAt: null, chatId: null, chatName: null, linkedAt: null } as const;

/** The bot's user name: the connection's last test says it, else Telegram does. */
async function botName(ctx: Context, connection: Row<typeof connections> | undefined): Promise<string> {
  if (!connection)
    throw new Refusal("wrong_state", {
      detail: {
        id: "Perusahaan Anda belum menghubungkan bot Telegram.",
        en: "Your company has not connected a Telegram bot.",
      },
    });
  const told = connection.lastTest?.ok ? /^@(\w+)$/.exec(connection.lastTest.detail)?.[1] : undefined;
  if (told) return told;
  const bot = await getBot(telegramAccount(ctx, await openConnection(ctx, connection)));
  if (!bot) throw new Refusal("provider_failed");
  return bot.username;
}

/** Unties the caller's chat, and voids a link that was not opened yet. */
export async function removeTelegramLink(ctx: Context): Promise<void> {
  const [[before]] = await ctx.store.read(linkQuery(ctx));
  if (!before || (before.chatId === null && before.codeHash === null)) return;
  await commit(ctx, changed(ctx, telegramLinks, before, { ...unlinked }, { action: "telegram_link.removed" }));
}

export interface OpenedLink {
  /** What followed `/start`. */
  code: string;
  chatId: string;
  /** How the chat's person calls themselves. */
  name: string | null;
}

/**
 * Ties a chat to the user whose link was opened in it. Of several who open one link the first gets it. A chat that had
 * blocked the bot is written to again.
 * @returns the user, or undefined for a code that is unknown, used or too old
 */
export async function linkTelegram(
  ctx: Context,
  { code, chatId, name }: OpenedLink,
): Promise<{ userId: string } | undefined> {
  const row = await linkByCode(ctx, code);
  if (!row) return undefined;
  const linked = { ...unlinked, chatId, chatName: name?.slice(0, 100) ?? null, linkedAt: ctx.now() };
  try {
    await commit(ctx, [
      ...changed(ctx, telegramLinks, row, linked, { action: "telegram_link.linked" }),
      ctx.store.remove(suppressions, eq(suppressions.channel, "telegram"), eq(suppressions.address, chatId)),
    ]);
  } catch (error) {
    // Somebody else opened the link at the same time, or its user has just made another.
    if (violation(error)) return undefined;
    throw error;
  }
  return { userId: row.id };
}

async function linkByCode(ctx: Context, code: string): Promise<Link | undefined> {
  if (!/^[\w-]{1,64}$/.test(code)) return undefined;
  const codeHash = await sha256(code);
  const [[row]] = await ctx.store.read(
    ctx.store.db
      .select()
      .from(telegramLinks)
      .where(
        ctx.store.own(
          telegramLinks,
          and(eq(telegramLinks.codeHash, codeHash), gt(telegramLinks.codeExpiresAt, ctx.now())),
        ),
      ),
  );
  return row;
}
