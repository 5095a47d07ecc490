/** A notification as the source systems show it: neither document names its fields, so that both have the same. */
import { z } from "@hono/zod-openapi";
import type { FeedEntry } from "../modules/notifications/index.ts";

export const notification = z
  .object({
    id: z.int(),
    type: z.string().openapi({ example: "announcement" }),
    title: z.string(),
    message: z.string(),
    is_read: z.boolean(),
    read_at: z.iso.datetime().nullable(),
    created_at: z.iso.datetime(),
  })
  .openapi("Notification");

/** An entry of the feed in those words; its id is the number that it has in its company. */
export const showNotification = ({
  number,
  kind,
  title,
  body,
  readAt,
  createdAt,
}: FeedEntry): z.input<typeof notification> => ({
  id: number,
  type: kind,
  title,
  message: body,
  is_read: readAt !== null,
  read_at: readAt,
  created_at: createdAt,
});
