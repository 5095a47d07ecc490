import { z } from "@hono/zod-openapi";
import { locales } from "../../core/errors.ts";
import { roles } from "../../core/access.ts";
import { endpoint, type App } from "../../core/http/endpoint.ts";
import { listFrom, messageWith, messageWithList, skipQuery } from "../../core/http/placed.ts";
import { numberInPath } from "../../core/http/profile.ts";
import { changePreferences, createAnnouncement, listFeedBySkip, markRead } from "../../modules/notifications/index.ts";
import { channel, channelOf, outletOf } from "./channels.ts";
import { notification, showNotification } from "../notification.ts";
import { fa } from "./profile.ts";

const common = { profile: fa, tag: "Notifikasi", limit: "general", status: 200 } as const;

/** Users have no Discord channel of their own; it is tried by `test/discord` and told of by the company's rules. */
const personalChannel = channel.exclude(["discord"]);

const sendInput = z
  .object({
    title: z.string().trim().min(1).max(150),
    message: z.string().trim().min(1).max(2000),
    channels: z.array(personalChannel).min(1).max(personalChannel.options.length).default(["in_app"]),
    user_ids: z.array(numberInPath).min(1).max(100).optional(),
    roles: z.array(z.enum(roles)).min(1).max(roles.length).optional(),
  })
  .openapi("AdminNotification", { description: "To `user_ids`, else to `roles`, else to everybody." });
type SendInput = z.output<typeof sendInput>;

const sent = z.object({ title: z.string(), message: z.string(), channels: z.array(channel), status: z.string() });

const time = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
  .openapi({ example: "22:00" });
const quietHours = z.object({ start: time, end: time }).nullable();

/** What is left out stays as it is. */
const settingsInput = z
  .object({
    language: z.enum(locales).optional(),
    channels: z
      .record(z.string().max(60), z.array(personalChannel).max(personalChannel.options.length))
      .refine((given) => Object.keys(given).length <= 100)
      .optional()
      .openapi({
        description: "By type of notification; an empty list mutes it.",
        example: { "report.daily": ["email"] },
      }),
    quiet_hours: quietHours.optional(),
    muted_until: z.iso.datetime().nullable().optional(),
  })
  .openapi("NotificationSettingsInput");

const settings = z
  .object({
    language: z.enum(locales),
    channels: z.record(z.string(), z.array(channel)),
    quiet_hours: quietHours,
    muted_until: z.iso.datetime().nullable(),
  })
  .openapi("NotificationSettings");

export function notificationRoutes(app: App): void {
  feedRoutes(app);
  adminRoutes(app);
}

function feedRoutes(app: App): void {
  endpoint(
    app,
    {
      ...common,
      method: "get",
      path: "/api/v1/notifications/",
      id: "faListNotifications",
      summary: "Notifikasi user",
      access: "notifications:read",
      query: skipQuery,
      response: messageWithList(notification),
    },
    async (ctx, { query }) => ({
      message: "Notifikasi user",
      ...listFrom(await listFeedBySkip(ctx, query), query, showNotification),
    }),
  );
  endpoint(
    app,
    {
      ...common,
      method: "post",
      path: "/api/v1/notifications/{id}/read",
      id: "faReadNotification",
      summary: "Tandai dibaca",
      access: "notifications:read",
      params: z.object({ id: numberInPath }),
      response: messageWith(notification),
    },
    async (ctx, { params }) => ({
      message: "Notifikasi ditandai dibaca",
      data: showNotification(await markRead(ctx, { number: params.id })),
    }),
  );
}

function adminRoutes(app: App): void {
  endpoint(
    app,
    {
      ...common,
      method: "post",
      path: "/api/v1/notifications/admin/send",
      id: "faSendNotification",
      summary: "Kirim notifikasi admin",
      access: "announcements:write",
      body: sendInput,
      fieldNames: { "audience.numbers": "user_ids" },
      response: messageWith(sent),
    },
    async (ctx, { body }) => {
      const outlets = [...new Set(body.channels)].map(outletOf);
      const audience = audienceOf(body);
      const {
        title,
        body: message,
        state,
      } = await createAnnouncement(ctx, {
        title: body.title,
        body: body.message,
        outlets,
        audience,
      });
      return { message: "Notifikasi dikirim", data: { title, message, channels: body.channels, status: state } };
    },
  );
  endpoint(
    app,
    {
      ...common,
      method: "post",
      path: "/api/v1/notifications/admin/settings",
      id: "faChangeNotificationSettings",
      summary: "Pengaturan notifikasi admin",
      access: "notifications:read",
      body: settingsInput,
      fieldNames: { outlets: "channels", mutedUntil: "muted_until" },
      response: messageWith(settings),
    },
    async (ctx, { body }) => ({
      message: "Pengaturan notifikasi disimpan",
      data: showSettings(await changePreferences(ctx, settingsFrom(body))),
    }),
  );
}

function settingsFrom({
  language,
  channels,
  quiet_hours: quiet,
  muted_until: mutedUntil,
}: z.output<typeof settingsInput>) {
  return {
    locale: language,
    ...(channels && {
      outlets: Object.fromEntries(Object.entries(channels).map(([type, list]) => [type, list.map(outletOf)])),
    }),
    ...(quiet !== undefined && { quietFrom: quiet?.start ?? null, quietTo: quiet?.end ?? null }),
    mutedUntil,
  };
}

function showSettings({
  locale,
  kinds,
  quietFrom,
  quietTo,
  mutedUntil,
}: Awaited<ReturnType<typeof changePreferences>>) {
  return {
    language: locale,
    channels: Object.fromEntries(kinds.map(({ kind, chosen }) => [kind, chosen.map(channelOf)])),
    quiet_hours: quietFrom !== null && quietTo !== null ? { start: quietFrom, end: quietTo } : null,
    muted_until: mutedUntil,
  };
}

function audienceOf({
  user_ids: numbers,
  roles: named,
}: SendInput): Parameters<typeof createAnnouncement>[1]["audience"] {
  if (numbers) return { to: "numbers", numbers };
  return named ? { to: "roles", roles: named } : { to: "all" };
}
