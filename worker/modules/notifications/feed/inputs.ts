import { z } from "@hono/zod-openapi";
import { pageOf, pageQuery } from "../../../core/http/page.ts";
import { idPattern } from "../../../core/ids.ts";
import { groups } from "../kind.ts";

export const kindName = z
  .string()
  .regex(/^[a-z]+([.-][a-z]+)*$/)
  .max(60);

export const feedQuery = pageQuery.extend({
  unread: z
    .enum(["true", "false"])
    .optional()
    .transform((value) => value === "true")
    .openapi({ description: "`true`: only what is not read yet." }),
  kind: kindName.optional(),
  group: z.enum(groups).optional(),
});
export type FeedQuery = z.output<typeof feedQuery>;

export const notificationAnswer = z
  .object({
    id: z.string().regex(idPattern("ntf")),
    number: z.number().int(),
    kind: z.string(),
    group: z.enum(groups),
    title: z.string(),
    body: z.string(),
    link: z.string().nullable().openapi({ description: "A page of the dashboard, or a whole address." }),
    readAt: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
  })
  .openapi("Notification");

const unreadCount = z
  .number()
  .int()
  .openapi({ description: "How many are not read, counted up to 100: 100 stands for more than 99." });

export const feedAnswer = pageOf(notificationAnswer).extend({ unreadCount }).openapi("NotificationPage");

export const notificationIdParam = z.object({ id: z.string().regex(idPattern("ntf")) });

export const readUpToInput = z
  .object({
    upTo: z
      .string()
      .regex(idPattern("ntf"))
      .openapi({ description: "The newest that was seen; it and all before it." }),
  })
  .openapi("ReadUpTo");

export const readAnswer = notificationAnswer.extend({ unreadCount }).openapi("ReadNotification");
export const unreadAnswer = z.object({ unreadCount }).openapi("UnreadNotifications");
