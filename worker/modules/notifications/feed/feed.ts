/** What a user was told, as the dashboard shows it: the feed, and what of it was read. */
import { count, desc, eq, inArray, isNull, lt, lte, sql, type SQL } from "drizzle-orm";
import type { Context } from "../../../core/context.ts";
import { Refusal } from "../../../core/errors.ts";
import { decodeCursor, pageFrom } from "../../../core/http/page.ts";
import type { PlacedPage, SkipQuery } from "../../../core/http/placed.ts";
import { publishToUsers } from "../../../core/objects.ts";
import { isoInstant } from "../../../core/time.ts";
import { totalQuery } from "../../../db/placed.ts";
import type { Row } from "../../../db/store.ts";
import { commitAndReadEach } from "../../outbox/index.ts";
import type { FeedQuery } from "./inputs.ts";
import { kinds } from "../kinds/index.ts";
import type { Group } from "../kind.ts";
import { notifications } from "../schema.ts";

type Notification = Row<typeof notifications>;
/** A notification as its reader sees it. */
export type FeedEntry = ReturnType<typeof showNotification>;

/** Unread notifications are counted up to this. */
const mostCounted = 100;

/** The predicate of a user's feed, in the words of its partial indexes. */
const inFeedOf = (ctx: Context, ...conditions: (SQL | undefined)[]): SQL =>
  ctx.store.own(
    notifications,
    eq(notifications.recipientId, ctx.actor.id),
    sql`${notifications.inFeed}`,
    ...conditions,
  );

/** How many of the caller's are unread, up to a hundred. */
function unreadQuery(ctx: Context) {
  const unread = ctx.store.db
    .select({ id: notifications.id })
    .from(notifications)
    .where(inFeedOf(ctx, isNull(notifications.readAt)))
    .limit(mostCounted)
    .as("unread");
  return ctx.store.db.select({ unreadCount: count() }).from(unread);
}

const kindsOfGroup = (group: Group): string[] =>
  [...kinds.values()].filter((kind) => kind.group === group).map(({ name }) => name);

/** The caller's notifications, newest first, with how many are unread. */
export async function listFeed(ctx: Context, { limit, cursor, unread, kind, group }: FeedQuery) {
  const after = decodeCursor(cursor, 1);
  const [rows, [counted]] = await ctx.store.read(
    ctx.store.db
      .select()
      .from(notifications)
      .where(
        inFeedOf(
          ctx,
          unread ? isNull(notifications.readAt) : undefined,
          kind === undefined ? undefined : eq(notifications.kind, kind),
          group && inArray(notifications.kind, kindsOfGroup(group)),
          after && lt(notifications.id, String(after[0])),
        ),
      )
      .orderBy(desc(notifications.id))
      .limit(limit + 1),
    unreadQuery(ctx),
  );
  const page = pageFrom(rows, limit, showNotification, (row) => [row.id]);
  return { ...page, unreadCount: counted?.unreadCount ?? 0 };
}

/** The caller's notifications by place, newest first. */
export async function listFeedBySkip(ctx: Context, { skip, limit }: SkipQuery): Promise<PlacedPage<FeedEntry>> {
  const [rows, [counted]] = await ctx.store.read(
    ctx.store.db
      .select()
      .from(notifications)
      .where(inFeedOf(ctx))
      .orderBy(desc(notifications.id))
      .limit(limit)
      .offset(skip),
    totalQuery(ctx.store, notifications, inFeedOf(ctx)),
  );
  return { data: rows.map(showNotification), totalCount: counted?.total ?? 0 };
}

/**
 * Marks one of the caller's as read, by its id or its number; when it was first read stays.
 * @throws Refusal `not_found`, also for somebody else's
 */
export async function markRead(ctx: Context, which: { id: string } | { number: number }) {
  const isIt = "id" in which ? eq(notifications.id, which.id) : eq(notifications.number, which.number);
  const [[row], [counted]] = await commitAndReadEach(
    ctx,
    [ctx.store.update(notifications, { readAt: firstRead(ctx) }, inFeedOf(ctx, isIt))],
    [ctx.store.db.select().from(notifications).where(inFeedOf(ctx, isIt)), unreadQuery(ctx)],
  );
  if (!row) throw new Refusal("not_found");
  const unreadCount = counted?.unreadCount ?? 0;
  tellOtherTabs(ctx, { notificationId: row.id, unreadCount });
  return { ...showNotification(row), unreadCount };
}

const firstRead = (ctx: Context) => sql<number>`coalesce(${notifications.readAt}, ${ctx.now()})`;

/** Marks the caller's notification of this id, and all before it, as read. What came after it stays unread. */
export async function markReadUpTo(ctx: Context, upTo: string) {
  const [[counted]] = await commitAndReadEach(
    ctx,
    [
      ctx.store.update(
        notifications,
        { readAt: ctx.now() },
        inFeedOf(ctx, isNull(notifications.readAt), lte(notifications.id, upTo)),
      ),
    ],
    [unreadQuery(ctx)],
  );
  const unreadCount = counted?.unreadCount ?? 0;
  tellOtherTabs(ctx, { upTo, unreadCount });
  return { unreadCount };
}

/** The user's other tabs follow: `notification.read` with what was read and how many are left. */
function tellOtherTabs(ctx: Context, data: { unreadCount: number; notificationId?: string; upTo?: string }): void {
  const event = { eventId: ctx.id("evt"), type: "notification.read", data, at: isoInstant(ctx.now()) };
  ctx.defer(publishToUsers(ctx, [{ userId: ctx.actor.id, event }]));
}

const showNotification = ({ id, number, kind, title, body, link, readAt, createdAt }: Notification) => ({
  id,
  number,
  kind,
  group: kinds.get(kind)?.group ?? ("messages" as const),
  title,
  body,
  link,
  readAt: readAt === null ? null : isoInstant(readAt),
  createdAt: isoInstant(createdAt),
});
