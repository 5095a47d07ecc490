/** Messages that somebody of the tenant sends to its users by hand (FA-9), step by step, however many they are. */
import { asc, desc, eq, gt, inArray, isNotNull, isNull, lt, sql } from "drizzle-orm";
import type { Column } from "#dialect";
import type { Context } from "../../../core/context.ts";
import { refuseField, Refusal } from "../../../core/errors.ts";
import { decodeCursor, pageFrom, type PageQuery } from "../../../core/http/page.ts";
import { isoInstant } from "../../../core/time.ts";
import type { Row } from "../../../db/store.ts";
import { created } from "../../audit/index.ts";
import { commit, event } from "../../outbox/index.ts";
import { users } from "../../users/schema.ts";
import type { AnnouncementInput } from "./inputs.ts";
import announcement from "../kinds/announcement.ts";
import { announcements } from "../schema.ts";
import { tellOccasion } from "../telling/tell.ts";
import type { AnnouncementAudience } from "../types.ts";

type Announcement = Row<typeof announcements>;

/** Users told in one step; D1 binds a hundred values to a statement at most. */
const step = 80;

/** Whom a message is for; other systems name users by number. */
type Meant = AnnouncementInput["audience"] | { to: "numbers"; numbers: number[] };

/**
 * Takes a message down; it goes out from the queue.
 * @throws Refusal naming `audience.userIds` or `audience.numbers`, or `wrong_state` for a message to all before an owner's address is confirmed
 */
export async function createAnnouncement(
  ctx: Context,
  input: Omit<AnnouncementInput, "audience"> & { audience: Meant },
) {
  const audience = await settledAudience(ctx, input.audience);
  const id = ctx.id("ann");
  const row = {
    id,
    ...input,
    audience,
    state: "sending" as const,
    lastUserId: null,
    recipients: 0,
    sentById: ctx.actor.id,
    createdAt: ctx.now(),
  };
  await commit(ctx, [
    ...created(ctx, announcements, row, { action: "announcement.sent" }),
    event(ctx, "announcement.sent", { announcementId: id }),
  ]);
  return showAnnouncement({ ...row, tenantId: ctx.tenant.id, version: 1 });
}

/** Tells the next users, and leaves an event for those behind them. Safe to repeat: nobody is told twice. */
export async function announce(ctx: Context, id: string): Promise<void> {
  const row = await load(ctx, id);
  if (row.state === "sent") return;
  const userIds = await nextUserIds(ctx, row);
  if (userIds.length > 0)
    await tellOccasion(ctx, announcement, `${id}:${row.lastUserId ?? ""}`, {
      values: { title: row.title, message: row.body },
      userIds,
      withTenant: row.lastUserId === null,
      outlets: row.outlets,
    });
  const isDone = userIds.length < step;
  await commit(ctx, [
    ctx.store.update(
      announcements,
      {
        state: isDone ? "sent" : "sending",
        recipients: sql`${announcements.recipients} + ${userIds.length}`,
        lastUserId: userIds.at(-1) ?? row.lastUserId,
      },
      eq(announcements.id, id),
      // A repeat that comes late finds its step taken.
      row.lastUserId === null ? isNull(announcements.lastUserId) : eq(announcements.lastUserId, row.lastUserId),
    ),
    ...(isDone ? [] : [event(ctx, "announcement.sent", { announcementId: id })]),
  ]);
}

/** Those behind the last who was told. Named ones need no looking up: who is gone is told nothing. */
async function nextUserIds(ctx: Context, { audience, lastUserId }: Announcement): Promise<string[]> {
  if (audience.to === "users")
    return audience.userIds
      .toSorted()
      .filter((id) => lastUserId === null || id > lastUserId)
      .slice(0, step);
  const [next] = await ctx.store.read(
    ctx.store.db
      .select({ id: users.id })
      .from(users)
      .where(
        ctx.store.own(
          users,
          eq(users.state, "active"),
          audience.to === "roles" ? inArray(users.role, audience.roles) : undefined,
          lastUserId === null ? undefined : gt(users.id, lastUserId),
        ),
      )
      .orderBy(asc(users.id))
      .limit(step),
  );
  return next.map(({ id }) => id);
}

/** Named users must be there; who writes to all must have shown that they can be reached themselves. */
async function settledAudience(ctx: Context, audience: Meant): Promise<AnnouncementAudience> {
  const { store } = ctx;
  const named = audience.to === "users" ? audience.userIds : audience.to === "numbers" ? audience.numbers : [];
  const column: Column = audience.to === "numbers" ? users.number : users.id;
  const wanted = [...new Set<string | number>(named)];
  const parts = [wanted.slice(0, step), wanted.slice(step, 2 * step), wanted.slice(2 * step)];
  const [[owner], ...found] = await store.read(
    store.db
      .select({ id: users.id })
      .from(users)
      .where(store.own(users, eq(users.role, "owner"), isNotNull(users.emailConfirmedAt)))
      .limit(1),
    ...parts.map((part) =>
      store.db
        .select({ id: users.id })
        .from(users)
        .where(store.own(users, eq(users.state, "active"), inArray(column, part))),
    ),
  );
  if (audience.to === "all" && !owner) throw new Refusal("wrong_state", { detail: unconfirmed });
  const userIds = found.flat().map(({ id }) => id);
  if (userIds.length < wanted.length) {
    const field = audience.to === "numbers" ? "audience.numbers" : "audience.userIds";
    throw refuseField(field, "Ada pengguna yang tidak dikenal.", "Some of these users are unknown.");
  }
  return audience.to === "numbers" ? { to: "users", userIds } : audience;
}

const unconfirmed = {
  id: "Konfirmasi dahulu alamat email pemilik; setelah itu pesan dapat dikirim ke semua orang.",
  en: "Confirm the owner's email address first; then messages can go to everybody.",
};

async function load(ctx: Context, id: string): Promise<Announcement> {
  const [[row]] = await ctx.store.read(
    ctx.store.db
      .select()
      .from(announcements)
      .where(ctx.store.own(announcements, eq(announcements.id, id))),
  );
  if (!row) throw new Refusal("not_found");
  return row;
}

export const getAnnouncement = async (ctx: Context, id: string) => showAnnouncement(await load(ctx, id));

/** Announcements, newest first. */
export async function listAnnouncements(ctx: Context, { limit, cursor }: PageQuery) {
  const after = decodeCursor(cursor, 1);
  const [rows] = await ctx.store.read(
    ctx.store.db
      .select()
      .from(announcements)
      .where(ctx.store.own(announcements, after && lt(announcements.id, String(after[0]))))
      .orderBy(desc(announcements.id))
      .limit(limit + 1),
  );
  return pageFrom(rows, limit, showAnnouncement, (row) => [row.id]);
}

const showAnnouncement = ({ createdAt, ...row }: Announcement) => ({ ...row, createdAt: isoInstant(createdAt) });
