import * as z from "zod/mini";
import type { Schemas } from "#lib/api/client.ts";
import { outletNames, type Outlet } from "#lib/messages/channels.ts";
import { m } from "#lib/paraglide/messages.js";

export const announcementOutlets = Object.keys(outletNames) as Outlet[];

const required = z.minLength(1, { error: () => m.common_required() });

export const announcementSchema = z
  .object({
    title: z.string().check(z.trim(), required, z.maxLength(150)),
    body: z.string().check(z.trim(), required, z.maxLength(2000)),
    outlets: z.array(z.string()).check(z.minLength(1, { error: () => m.announcements_choose() })),
    to: z.enum(["all", "roles", "users"]),
    roles: z.array(z.string()),
    userIds: z.array(z.string()),
  })
  .check(({ value, issues }) => {
    const field = value.to === "roles" ? "roles" : value.to === "users" ? "userIds" : undefined;
    if (field && value[field].length === 0)
      issues.push({ code: "custom", input: value[field], path: [field], message: m.announcements_choose() });
  });
export type AnnouncementForm = z.infer<typeof announcementSchema>;

export const emptyAnnouncement: AnnouncementForm = {
  ...{ title: "", body: "", outlets: ["inApp"], to: "all", roles: [], userIds: [] },
};

/** The body of `POST /api/v1/announcements`. */
export const newAnnouncement = ({ title, body, outlets, to, roles, userIds }: AnnouncementForm) =>
  ({
    title,
    body,
    outlets,
    audience: to === "all" ? { to } : to === "roles" ? { to, roles } : { to, userIds },
  }) as Schemas["NewAnnouncement"];
