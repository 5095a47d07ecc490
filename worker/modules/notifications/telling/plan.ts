/** Deciding what each recipient gets: which outlets, when, over which account, in which words. Pure; `tell.ts` writes it. */
import type { Context } from "../../../core/context.ts";
import type { Locale } from "../../../core/errors.ts";
import type { BulkRow } from "../../../db/bulk.ts";
import type { Row } from "../../../db/store.ts";
import type { Channel } from "../../../providers/courier.ts";
import { pickSender, type Sender } from "./accounts.ts";
import { compose } from "../texts/compose.ts";
import type { Kind, Occasion, Value } from "../kind.ts";
import { quietUntil } from "./quiet.ts";
import type { Recipient } from "./recipients.ts";
import type { deliveries, notificationRules, notifications, notificationTemplates } from "../schema.ts";
import type { Content, Outlet } from "../types.ts";

export interface Known {
  rule: Row<typeof notificationRules> | undefined;
  templates: readonly Row<typeof notificationTemplates>[];
  senders: Parameters<typeof pickSender>[1];
}

export interface Planned {
  notifications: BulkRow<typeof notifications>[];
  deliveries: (BulkRow<typeof deliveries> & { id: string; channel: Channel; dueAt: number })[];
}

/** How long a channel's queue has before the sweep takes a delivery itself. */
export const sweepAfterMs = 120_000;

/** Rows for everybody who is told. */
export function plan(
  ctx: Context,
  kind: Kind,
  sourceKey: string,
  occasion: Occasion,
  recipients: readonly Recipient[],
  known: Known,
): Planned {
  const planned: Planned = { notifications: [], deliveries: [] };
  if (known.rule?.enabled === false && !kind.critical) return planned;
  for (const recipient of recipients) {
    const wanted = outletsOf(kind, occasion, recipient, known.rule, ctx.now());
    const addressed = wanted.flatMap((outlet) => addressesOf(ctx, outlet, recipient, occasion, known.senders));
    const inFeed = recipient.kind === "user" && wanted.includes("inApp");
    if (!inFeed && addressed.length === 0) continue;
    const values = { ...occasion.values, company: ctx.tenant.name, recipient: recipient.name };
    const say = (outlet: Outlet): Content => ({
      ...composeFor(ctx, kind, outlet, recipient.locale, values, occasion.link, known),
      ...(occasion.document?.outlets.includes(outlet) && { document: occasion.document.ref }),
    });
    const notification = notificationRow(ctx, kind, sourceKey, recipient, { values, link: occasion.link, inFeed, say });
    planned.notifications.push(notification);
    for (const { channel, address, sender } of addressed)
      planned.deliveries.push({
        ...deliveryRow(ctx, kind, recipient, { channel, address, sender, content: say(channel) }),
        notificationId: notification.id as string,
      });
  }
  return planned;
}

/** What somebody gets: the kind's outlets, or the tenant's, or the recipient's own choice; a critical kind all of its own. */
function outletsOf(
  kind: Kind,
  occasion: Occasion,
  recipient: Recipient,
  rule: Known["rule"],
  nowMs: number,
): readonly Outlet[] {
  const usual = occasion.outlets ?? rule?.outlets ?? kind.outlets;
  if (kind.critical) return [...new Set([...kind.outlets, ...usual])];
  const { preferences } = recipient;
  const chosen = preferences?.outlets[kind.name] ?? usual;
  return preferences?.mutedUntil && preferences.mutedUntil > nowMs
    ? chosen.filter((outlet) => outlet === "inApp")
    : chosen;
}

interface Addressed {
  channel: Channel;
  address: string;
  sender: Sender;
}

/** Where an outlet reaches somebody: several devices, one address, or nowhere. */
function addressesOf(
  ctx: Context,
  outlet: Outlet,
  recipient: Recipient,
  { brandId = null }: Occasion,
  senders: Known["senders"],
): Addressed[] {
  if (outlet === "inApp") return [];
  const sender = pickSender(ctx, senders, outlet, brandId);
  if (!sender) return [];
  return channelAddresses(outlet, recipient).map((address) => ({ channel: outlet, address, sender }));
}

function channelAddresses(channel: Channel, recipient: Recipient): string[] {
  if (channel === "push") return recipient.devices;
  if (channel === "discord") return recipient.kind === "tenant" ? [""] : [];
  const address = {
    email: recipient.email,
    whatsapp: recipient.phone,
    sms: recipient.phone,
    telegram: recipient.telegramChatId,
  }[channel];
  return address ? [address] : [];
}

function composeFor(
  ctx: Context,
  kind: Kind,
  outlet: Outlet,
  locale: Locale,
  values: Record<string, Value>,
  link: string | null | undefined,
  { templates }: Known,
): Content {
  const own = templates.find((template) => template.outlet === outlet && template.locale === locale);
  const { timeZone } = ctx.tenant;
  return compose({ kind, outlet, locale, own, values, link: wholeLink(ctx, link), timeZone });
}

/** A page of the dashboard as a whole address. */
export const wholeLink = ({ settings }: Pick<Context, "settings">, link: string | null | undefined): string | null =>
  link ? (link.startsWith("/") ? `${settings.APP_URL}${link}` : link) : null;

interface ToTell {
  values: Record<string, Value>;
  link: string | null | undefined;
  inFeed: boolean;
  say(outlet: Outlet): Content;
}

function notificationRow(
  ctx: Context,
  kind: Kind,
  sourceKey: string,
  { kind: recipientKind, id: recipientId, locale }: Recipient,
  { values, link, inFeed, say }: ToTell,
): BulkRow<typeof notifications> {
  const shown = say("inApp");
  return {
    id: ctx.id("ntf"),
    kind: kind.name,
    sourceKey,
    recipientKind,
    recipientId,
    locale,
    title: shown.subject ?? "",
    body: shown.text,
    link: link ?? null,
    variables: values,
    inFeed,
    readAt: null,
    createdAt: ctx.now(),
  };
}

function deliveryRow(
  ctx: Context,
  kind: Kind,
  recipient: Recipient,
  { channel, address, sender, content }: Addressed & { content: Content },
): Omit<Planned["deliveries"][number], "notificationId"> {
  const now = ctx.now();
  const quiet =
    kind.critical || !recipient.preferences ? undefined : quietUntil(recipient.preferences, ctx.tenant.timeZone, now);
  return {
    id: ctx.id("dlv"),
    kind: kind.name,
    channel,
    provider: sender.provider,
    connectionId: sender.connectionId,
    recipientKind: recipient.kind,
    recipientId: recipient.id,
    address,
    locale: recipient.locale,
    content,
    state: "waiting",
    attempts: 0,
    dueAt: quiet ?? now + sweepAfterMs,
    createdAt: now,
  };
}

/** Whether a delivery may go now: it was not put off to the end of quiet hours. */
export const goesNow = ({ dueAt }: { dueAt: number }, nowMs: number): boolean => dueAt <= nowMs + sweepAfterMs;
