/** A test message: sent at once over a real account, with the provider's answer for whoever waits. */
import type { Channel } from "../../../core/channels.ts";
import type { Context } from "../../../core/context.ts";
import { sha256 } from "../../../core/crypto.ts";
import { refuseField, Refusal } from "../../../core/errors.ts";
import { systemRandom } from "../../../core/ids.ts";
import { reserveSlots } from "../../../core/objects.ts";
import { noted } from "../../audit/index.ts";
import { noteFailure, openConnection } from "../../connections/index.ts";
import { commit } from "../../outbox/index.ts";
import { pickSender, type Sender } from "../telling/accounts.ts";
import { adviceFor } from "../delivery/advice.ts";
import { attempt, type Tried } from "../delivery/attempt.ts";
import { isWindowOpen, leaseMs, type Claimed, type Delivery } from "../delivery/claim.ts";
import { compose } from "../texts/compose.ts";
import { carriers, type Carrier } from "../delivery/couriers.ts";
import { showDelivery } from "../delivery/deliveries.ts";
import type { Value } from "../kind.ts";
import testKind from "../kinds/test.ts";
import type { TestInput } from "./inputs.ts";
import { attemptRow, settlement, standingAfter, type Standing } from "../delivery/settle.ts";
import { planStatements } from "../telling/tell.ts";
import { faultsOf, type TemplateKey } from "../texts/template-check.ts";
import { draftOver, fillDraft, fillingOf } from "../texts/template-preview.ts";
import { templateKey } from "../texts/templates.ts";
import { loadTest, parseAddress, targetsOf, type Loaded, type Target } from "./test-target.ts";
import type { Content } from "../types.ts";

/** Who waits for the answer waits no longer than this for its turn. */
const horizonMs = 3000;

/**
 * Sends a test message and waits for the provider's answer. The log has it like any other message.
 * @throws Refusal naming `to`, `connectionId` or a field of the template, `wrong_state` where nothing can send, or
 * `rate_limited` where the account's pace leaves no room now
 */
export async function sendTest(ctx: Context, channel: Channel, input: TestInput, pause = wait) {
  const to = parseAddress(channel, input);
  const key: TemplateKey = input.template
    ? templateKey({ ...input.template, outlet: channel })
    : { kind: testKind, outlet: channel, locale: ctx.locale };
  const found = await loadTest(ctx, channel, to, key);
  const { sender, connection } = chooseSender(ctx, channel, input, found);
  const targets = await targetsOf(ctx, channel, to, found);
  const values = valuesOf(ctx, found);
  const content = input.template ? draftContent(ctx, key, input.template, found) : testContent(ctx, key, values, found);
  const carrier = carrierOf(sender);
  const account = carrier.accountOf(ctx, connection && (await openConnection(ctx, connection)));
  await takeTurn(ctx, carrier, account, sender, targets, pause);

  const notification = notificationRow(ctx, key, values, content);
  const claimed = targets.map((target) => claimedAs(ctx, { channel, notification, sender, content, target, found }));
  const tries = await Promise.all(claimed.map((each) => attempt(ctx, carrier, account, each)));
  const standings = tries.map((tried) => finalStanding(ctx, tried, carrier));
  await commit(ctx, [
    ...planStatements(ctx, { notifications: [notification], deliveries: claimed.map(({ delivery }) => delivery) }),
    ...settlement(ctx, tries, standings),
    noted(ctx, { entity: "channel", entityId: channel, action: "channel.tested", after: { ...sender } }),
  ]);
  const refused = standings.find(({ failureClass }) => failureClass === "account");
  if (connection && refused) ctx.defer(noteFailure(ctx, connection.id, refused.failureDetail ?? ""));
  return { data: tries.map((tried, n) => showTest(ctx, values, tried, standings[n] as Standing)) };
}

const wait = (ms: number): Promise<void> => scheduler.wait(ms);

function chooseSender(ctx: Context, channel: Channel, { connectionId }: TestInput, { accounts }: Loaded) {
  if (connectionId) {
    const connection = accounts.find(({ id }) => id === connectionId);
    if (!connection)
      throw refuseField(
        "connectionId",
        "Tidak ada akun aktif seperti ini untuk saluran ini.",
        "There is no such active account for this channel.",
      );
    return { sender: { provider: connection.provider, connectionId }, connection };
  }
  const sender = pickSender(ctx, accounts, channel, null);
  if (!sender)
    throw new Refusal("wrong_state", {
      detail: {
        id: "Belum ada akun aktif untuk saluran ini. Hubungkan satu dahulu.",
        en: "No active account sends over this channel. Connect one first.",
      },
    });
  return { sender, connection: accounts.find(({ id }) => id === sender.connectionId) };
}

function carrierOf({ provider }: Sender): Carrier {
  const carrier = carriers[provider];
  if (!carrier) throw new Error(`Unknown provider of messages ${provider}`);
  return carrier;
}

const title = { id: "Pesan percobaan", en: "Test message" };
const message = {
  id: "Jika Anda membaca ini, saluran ini bekerja.",
  en: "If you can read this, this channel works.",
};

const valuesOf = (ctx: Context, { me }: Loaded): Record<string, Value> => ({
  title: title[ctx.locale],
  message: message[ctx.locale],
  company: ctx.tenant.name,
  recipient: me?.name ?? ctx.actor.name,
});

const testContent = (ctx: Context, key: TemplateKey, values: Record<string, Value>, { own }: Loaded): Content =>
  compose({ ...key, own, values, link: null, timeZone: ctx.tenant.timeZone });

/** A draft of a template, filled as its preview is. @throws Refusal naming its faults */
function draftContent(
  ctx: Context,
  key: TemplateKey,
  draft: NonNullable<TestInput["template"]>,
  { own, told, invoices }: Loaded,
): Content {
  const texts = draftOver(draft, own);
  const faults = faultsOf(key, texts, ctx.tenant.timeZone);
  if (faults.length > 0)
    throw new Refusal("invalid_input", {
      fields: faults.map(({ field, message: reason }) => ({ field: `template.${field}`, message: reason })),
    });
  return fillDraft(ctx, key, texts, fillingOf(ctx, key.kind, told, invoices));
}

/** Waits for the account's turn, as every message does. */
async function takeTurn(
  ctx: Context,
  { courier }: Carrier,
  account: unknown,
  { provider, connectionId }: Sender,
  targets: readonly Target[],
  pause: typeof wait,
): Promise<void> {
  const recipients = await Promise.all(targets.map(async ({ address }) => (await sha256(address)).slice(0, 16)));
  const name = `${provider}:${connectionId ?? "operator"}`;
  const slots = await reserveSlots(ctx, name, recipients, courier.pace(account), horizonMs);
  const longestMs = Math.max(...slots.map(({ delayMs }) => delayMs));
  if (slots.some(({ kept }) => !kept))
    throw new Refusal("rate_limited", { retryAfterSeconds: Math.max(1, Math.ceil(longestMs / 1000)) });
  if (longestMs > 0) await pause(longestMs);
}

function notificationRow(ctx: Context, { locale }: TemplateKey, values: Record<string, Value>, content: Content) {
  const id = ctx.id("ntf");
  return {
    id,
    kind: testKind.name,
    sourceKey: id,
    recipientKind: "user" as const,
    recipientId: ctx.actor.id,
    locale,
    title: content.subject ?? String(values["title"]),
    body: content.text,
    link: null,
    variables: values,
    inFeed: false,
    readAt: null,
    createdAt: ctx.now(),
  };
}

interface ToClaim {
  channel: Channel;
  notification: ReturnType<typeof notificationRow>;
  sender: Sender;
  content: Content;
  target: Target;
  found: Loaded;
}

/** A delivery that is under way from its beginning: nobody else is to take it up. */
function claimedAs(ctx: Context, { channel, notification, sender, content, target, found }: ToClaim): Claimed {
  const now = ctx.now();
  const delivery: Delivery = {
    tenantId: ctx.tenant.id,
    id: ctx.id("dlv"),
    notificationId: notification.id,
    resendOfId: null,
    kind: testKind.name,
    channel,
    ...sender,
    recipientKind: notification.recipientKind,
    recipientId: notification.recipientId,
    address: target.address,
    locale: notification.locale,
    content,
    templateOnly: false,
    state: "sending",
    attempts: 1,
    failures: 0,
    attemptId: ctx.id("att"),
    unresolvedAt: null,
    dueAt: now + leaseMs,
    failureClass: null,
    failureCode: null,
    failureDetail: null,
    providerMessageId: null,
    sentAt: null,
    deliveredAt: null,
    readAt: null,
    createdAt: now,
  };
  const windowIsOpen = found.windows.some(
    ({ connectionId, at }) => connectionId === sender.connectionId && isWindowOpen(at, now),
  );
  return { delivery, isSuppressed: found.isSuppressed, windowIsOpen, tokenSealed: target.tokenSealed };
}

/** Whoever tries a channel sees what came of it; it is not tried again behind their back. */
function finalStanding(ctx: Context, tried: Tried, carrier: Carrier): Standing {
  const standing = standingAfter(tried, carrier, ctx.now(), systemRandom);
  return standing.state === "waiting" ? { ...standing, state: "failed" } : standing;
}

function showTest(ctx: Context, variables: Record<string, Value>, tried: Tried, standing: Standing) {
  const row = { ...attemptRow(tried), tenantId: ctx.tenant.id } as Parameters<typeof showDelivery>[1][number];
  const delivery = { ...tried.delivery, ...standing };
  return {
    delivery: showDelivery({ delivery, variables }, [row], { resentAsId: null, suppression: null }),
    advice: adviceFor(delivery, ctx.locale),
  };
}
