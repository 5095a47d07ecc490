/** Messages that somebody of the tenant sends to its users by hand (FA-9), step by step, however many they are. */
import { and, asc, eq, gt, inArray, sql, type SQL } from "drizzle-orm";
import type { Context } from "../../core/context.ts";
import { Refusal } from "../../core/errors.ts";
import { decodeCursor, pageFrom, type PageQuery } from "../../core/http/page.ts";
import { isoInstant } from "../../core/time.ts";
import type { Row } from "../../db/store.ts";
import { created } from "../audit/index.ts";
import { commit, event } from "../outbox/index.ts";
import { users } from "../users/schema.ts";
import announcement from "./kinds/announcement.ts";
import { announcements } from "./schema.ts";
import { tellOccasion } from "./tell.ts";
import type { AnnouncementAudience, Outlet } from "./types.ts";

type Announcement = Row<typeof announcements>;

export interface NewAnnouncement {
  title: string;
  body: string;
  outlets: Outlet[];
  audience: AnnouncementAudience;
}

/** Users told in one step. */
const step = 100;

/** Takes a message down; it goes out from the queue. */
export async function createAnnouncement(ctx: Context, input: NewAnnouncement) {
  const id = ctx.id("ann");
  const row = {
    id,
    ...input,
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
  const [next] = await ctx.store.read(
    ctx.store.db
      .select({ id: users.id })
      .from(users)
      .where(
        ctx.store.own(
          users,
          eq(users.state, "active"),
          isMeant(row),
          row.lastUserId ? gt(users.id, row.lastUserId) : undefined,
        ),
      )
      .orderBy(asc(users.id))
      .limit(step),
  );
  const userIds = next.map((user) => user.id);
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
      row.lastUserId === null ? sql`${announcements.lastUserId} is null` : eq(announcements.lastUserId, row.lastUserId),
    ),
    ...(isDone ? [] : [event(ctx, "announcement.sent", { announcementId: id })]),
  ]);
}

function isMeant({ audience }: Announcement): SQL | undefined {
  if (audience.to === "all") return undefined;
  return audience.to === "roles" ? inArray(users.role, audience.roles) : and(inArray(users.id, audience.userIds));
}

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
      .where(ctx.store.own(announcements, after && sql`${announcements.id} < ${String(after[0])}`))
      .orderBy(sql`${announcements.id} desc`)
      .limit(limit + 1),
  );
  return pageFrom(rows, limit, showAnnouncement, (row) => [row.id]);
}

const showAnnouncement = ({ createdAt, ...row }: Announcement) => ({ ...row, createdAt: isoInstant(createdAt) });
