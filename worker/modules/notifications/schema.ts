import { sql } from "drizzle-orm";
import { count, flag, foreignKey, index, instant, json, primaryKey, table, text, uniqueIndex } from "#dialect";
import type { Locale } from "../../core/errors.ts";
import type { Role } from "../../core/access.ts";
import { createdAt, id, tenantId, version } from "../../db/columns.ts";
import { sealedColumn } from "../../db/sealed.ts";
import type { Channel, FailureClass } from "../../providers/courier.ts";
import { users } from "../users/schema.ts";
import type { Value } from "./kind.ts";
import type { AnnouncementAudience, Content, Outlet, ProviderTemplate, RecipientKind } from "./types.ts";
import type { DeliveryState } from "./states.ts";

/** What somebody is told: one row per recipient, whatever channels it goes out on. */
export const notifications = table(
  "notifications",
  {
    tenantId: tenantId(),
    id: id(),
    number: count("number").notNull(),
    kind: text("kind").notNull(),
    /** What it came of (an event, an announcement), so that nobody is told twice. */
    sourceKey: text("source_key").notNull(),
    recipientKind: text("recipient_kind").$type<RecipientKind>().notNull(),
    recipientId: text("recipient_id").notNull(),
    locale: text("locale").$type<Locale>().notNull(),
    title: text("title").notNull(),
    body: text("body").notNull(),
    /** Where it leads in the dashboard. */
    link: text("link"),
    /** What the texts were made of. */
    variables: json("variables").$type<Record<string, Value>>().notNull(),
    inFeed: flag("in_feed").notNull(),
    readAt: instant("read_at"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: "notifications_pk", columns: [t.tenantId, t.id] }),
    uniqueIndex("notifications_number").on(t.tenantId, t.number),
    uniqueIndex("notifications_source").on(t.tenantId, t.sourceKey, t.kind, t.recipientId),
    index("notifications_kind").on(t.tenantId, t.kind, t.id),
    index("notifications_feed")
      .on(t.tenantId, t.recipientId, t.id)
      .where(sql`${t.inFeed}`),
    index("notifications_unread")
      .on(t.tenantId, t.recipientId, t.id)
      .where(sql`${t.inFeed} and ${t.readAt} is null`),
  ],
);

/**
 * A notification on its way over one channel. `deliveries_due` is the second index that does not start with the tenant:
 * the sweep looks for what is due on a whole shard (docs/decisions/0004-outbox-sweep.md).
 */
export const deliveries = table(
  "deliveries",
  {
    tenantId: tenantId(),
    id: id(),
    notificationId: text("notification_id").notNull(),
    /** The delivery that this one repeats: each is sent again at most once, the next time from its successor. */
    resendOfId: text("resend_of_id"),
    kind: text("kind").notNull(),
    channel: text("channel").$type<Channel>().notNull(),
    provider: text("provider").notNull(),
    /** Null: the operator's own account. */
    connectionId: text("connection_id"),
    recipientKind: text("recipient_kind").$type<RecipientKind>().notNull(),
    recipientId: text("recipient_id").notNull(),
    /** An address, a phone number, a chat, a device's id; empty where the account is the address. */
    address: text("address").notNull(),
    locale: text("locale").$type<Locale>().notNull(),
    content: json("content").$type<Content>().notNull(),
    /** WhatsApp's window was closed although we thought it open: only the template goes now. */
    templateOnly: flag("template_only").notNull().default(false),
    state: text("state").$type<DeliveryState>().notNull(),
    /** Tries, questions after lost answers among them. */
    attempts: count("attempts").notNull().default(0),
    /** Tries that failed for reasons of the provider's; being asked to slow down is none. */
    failures: count("failures").notNull().default(0),
    /** Which try may write its result. */
    attemptId: text("attempt_id"),
    /** Since when a try's answer is missing: the provider is asked about it before another. */
    unresolvedAt: instant("unresolved_at"),
    /** When it is to be looked at next: to be sent, or given up by who was sending it. */
    dueAt: instant("due_at").notNull(),
    failureClass: text("failure_class").$type<FailureClass>(),
    failureCode: text("failure_code"),
    failureDetail: text("failure_detail"),
    providerMessageId: text("provider_message_id"),
    sentAt: instant("sent_at"),
    deliveredAt: instant("delivered_at"),
    readAt: instant("read_at"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: "deliveries_pk", columns: [t.tenantId, t.id] }),
    index("deliveries_due")
      .on(t.dueAt)
      .where(sql`${t.state} in ('waiting', 'sending')`),
    index("deliveries_notification").on(t.tenantId, t.notificationId),
    index("deliveries_state").on(t.tenantId, t.state, t.id),
    index("deliveries_channel").on(t.tenantId, t.channel, t.state, t.id),
    index("deliveries_channel_newest").on(t.tenantId, t.channel, t.id),
    index("deliveries_kind").on(t.tenantId, t.kind, t.id),
    index("deliveries_address").on(t.tenantId, t.address, t.id),
    uniqueIndex("deliveries_resend").on(t.tenantId, t.resendOfId),
    index("deliveries_provider_message")
      .on(t.tenantId, t.provider, t.providerMessageId)
      .where(sql`${t.providerMessageId} is not null`),
    foreignKey({
      name: "deliveries_notification_fk",
      columns: [t.tenantId, t.notificationId],
      foreignColumns: [notifications.tenantId, notifications.id],
    }),
  ],
);

/** Every try of a delivery, with the provider's answer. */
export const deliveryAttempts = table(
  "delivery_attempts",
  {
    tenantId: tenantId(),
    deliveryId: text("delivery_id").notNull(),
    number: count("number").notNull(),
    startedAt: instant("started_at").notNull(),
    durationMs: count("duration_ms").notNull(),
    /** `found`: an earlier try had been taken after all; `wait`: the provider is asked again. */
    outcome: text("outcome", {
      enum: ["accepted", "refused", "unknown", "found", "wait", "unsure", "suppressed", "late"],
    }).notNull(),
    failureClass: text("failure_class").$type<FailureClass>(),
    failureCode: text("failure_code"),
    failureDetail: text("failure_detail"),
    answerStatus: count("answer_status"),
    answerBody: text("answer_body"),
  },
  (t) => [
    primaryKey({ name: "delivery_attempts_pk", columns: [t.tenantId, t.deliveryId, t.number] }),
    foreignKey({
      name: "delivery_attempts_delivery_fk",
      columns: [t.tenantId, t.deliveryId],
      foreignColumns: [deliveries.tenantId, deliveries.id],
    }),
  ],
);

/** A tenant's own words for one kind, channel and language. Without a row, or with null texts, those in code hold. */
export const notificationTemplates = table(
  "notification_templates",
  {
    tenantId: tenantId(),
    id: id(),
    kind: text("kind").notNull(),
    outlet: text("outlet").$type<Outlet>().notNull(),
    locale: text("locale").$type<Locale>().notNull(),
    subject: text("subject"),
    body: text("body"),
    /** WhatsApp: the approved template for outside the 24-hour window. */
    providerTemplate: json("provider_template").$type<ProviderTemplate>(),
    version: version(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: "notification_templates_pk", columns: [t.tenantId, t.id] }),
    uniqueIndex("notification_templates_key").on(t.tenantId, t.kind, t.outlet, t.locale),
  ],
);

/** What a template was, version by version. */
export const notificationTemplateVersions = table(
  "notification_template_versions",
  {
    tenantId: tenantId(),
    templateId: text("template_id").notNull(),
    version: count("version").notNull(),
    subject: text("subject"),
    body: text("body"),
    providerTemplate: json("provider_template").$type<ProviderTemplate>(),
    savedById: text("saved_by_id").notNull(),
    savedByName: text("saved_by_name").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: "notification_template_versions_pk", columns: [t.tenantId, t.templateId, t.version] }),
    foreignKey({
      name: "notification_template_versions_template_fk",
      columns: [t.tenantId, t.templateId],
      foreignColumns: [notificationTemplates.tenantId, notificationTemplates.id],
    }),
  ],
);

/** What a tenant changed of a kind: whether it is sent, where, and to which roles. `id` is the kind's name. */
export const notificationRules = table(
  "notification_rules",
  {
    tenantId: tenantId(),
    id: id(),
    enabled: flag("enabled").notNull(),
    outlets: json("outlets").$type<Outlet[]>(),
    /** Who of the staff is told; null: whoever holds the kind's permission. */
    roles: json("roles").$type<Role[]>(),
    version: version(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ name: "notification_rules_pk", columns: [t.tenantId, t.id] })],
);

/** How a user wants to be told; `id` is the user's. */
export const notificationPreferences = table(
  "notification_preferences",
  {
    tenantId: tenantId(),
    id: id(),
    locale: text("locale").$type<Locale>().notNull(),
    /** By kind, where it differs from the tenant's rule; an empty list mutes the kind. */
    outlets: json("outlets").$type<Record<string, Outlet[]>>().notNull(),
    /** `22:00`, in the tenant's time zone; both or neither. */
    quietFrom: text("quiet_from"),
    quietTo: text("quiet_to"),
    mutedUntil: instant("muted_until"),
    version: version(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: "notification_preferences_pk", columns: [t.tenantId, t.id] }),
    foreignKey({
      name: "notification_preferences_user_fk",
      columns: [t.tenantId, t.id],
      foreignColumns: [users.tenantId, users.id],
    }),
  ],
);

/** A phone or browser that takes push messages. */
export const pushDevices = table(
  "push_devices",
  {
    tenantId: tenantId(),
    id: id(),
    userId: text("user_id").notNull(),
    name: text("name").notNull(),
    tokenSealed: text("token_sealed").notNull(),
    tokenDigest: text("token_digest").notNull(),
    seenAt: instant("seen_at").notNull(),
    version: version(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: "push_devices_pk", columns: [t.tenantId, t.id] }),
    uniqueIndex("push_devices_token").on(t.tenantId, t.tokenDigest),
    index("push_devices_user").on(t.tenantId, t.userId, t.id),
    foreignKey({
      name: "push_devices_user_fk",
      columns: [t.tenantId, t.userId],
      foreignColumns: [users.tenantId, users.id],
    }),
  ],
);

sealedColumn(pushDevices, "tokenSealed", { purpose: () => "push-token", digest: "tokenDigest" });

/** A user's chat with the tenant's Telegram bot; `id` is the user's. A code, pressed as a link, ties the two. */
export const telegramLinks = table(
  "telegram_links",
  {
    tenantId: tenantId(),
    id: id(),
    codeHash: text("code_hash"),
    codeExpiresAt: instant("code_expires_at"),
    chatId: text("chat_id"),
    chatName: text("chat_name"),
    linkedAt: instant("linked_at"),
    version: version(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: "telegram_links_pk", columns: [t.tenantId, t.id] }),
    uniqueIndex("telegram_links_code").on(t.tenantId, t.codeHash),
    index("telegram_links_chat").on(t.tenantId, t.chatId),
    foreignKey({
      name: "telegram_links_user_fk",
      columns: [t.tenantId, t.id],
      foreignColumns: [users.tenantId, users.id],
    }),
  ],
);

/** Addresses that are not written to: they bounced, complained, opted out or blocked us. */
export const suppressions = table(
  "suppressions",
  {
    tenantId: tenantId(),
    id: id(),
    channel: text("channel").$type<Channel>().notNull(),
    address: text("address").notNull(),
    reason: text("reason").notNull(),
    deliveryId: text("delivery_id"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: "suppressions_pk", columns: [t.tenantId, t.channel, t.address] }),
    uniqueIndex("suppressions_id").on(t.tenantId, t.id),
    index("suppressions_channel").on(t.tenantId, t.channel, t.id),
  ],
);

/** When a person last wrote to a WhatsApp number: for a day from then on anything may be sent, else templates alone. */
export const whatsappWindows = table(
  "whatsapp_windows",
  {
    tenantId: tenantId(),
    connectionId: text("connection_id").notNull(),
    address: text("address").notNull(),
    lastInboundAt: instant("last_inbound_at").notNull(),
  },
  (t) => [primaryKey({ name: "whatsapp_windows_pk", columns: [t.tenantId, t.connectionId, t.address] })],
);

/** A message that somebody of the tenant sends to its users by hand. */
export const announcements = table(
  "announcements",
  {
    tenantId: tenantId(),
    id: id(),
    title: text("title").notNull(),
    body: text("body").notNull(),
    outlets: json("outlets").$type<Outlet[]>().notNull(),
    audience: json("audience").$type<AnnouncementAudience>().notNull(),
    state: text("state", { enum: ["sending", "sent"] }).notNull(),
    /** The last user who was told; the next step goes on behind. */
    lastUserId: text("last_user_id"),
    recipients: count("recipients").notNull().default(0),
    sentById: text("sent_by_id").notNull(),
    version: version(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ name: "announcements_pk", columns: [t.tenantId, t.id] })],
);
