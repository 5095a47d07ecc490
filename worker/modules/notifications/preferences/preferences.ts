/** How a user wants to be told: which kinds where, in which language, and when not. */
import { count, eq } from "drizzle-orm";
import { violation } from "#dialect";
import type { Context } from "../../../core/context.ts";
import { Refusal, refuseField, type Locale } from "../../../core/errors.ts";
import { isoInstant } from "../../../core/time.ts";
import type { Row } from "../../../db/store.ts";
import { changed, created } from "../../audit/index.ts";
import { commit } from "../../outbox/index.ts";
import { userProfiles, users } from "../../users/schema.ts";
import { pickSender, senderQuery } from "../telling/accounts.ts";
import { kinds } from "../kinds/index.ts";
import type { Kind } from "../kind.ts";
import { personalOutlets } from "../telling/outlets.ts";
import type { PreferencesInput } from "./preference-inputs.ts";
import { isMeant } from "../telling/recipients.ts";
import { notificationPreferences, notificationRules, pushDevices, telegramLinks } from "../schema.ts";
import { outlets, type Outlet } from "../types.ts";

type Preferences = Row<typeof notificationPreferences>;
type Rule = Row<typeof notificationRules>;

/** A year, and the day that a form may lie ahead of the clock. */
const longestMuteMs = 367 * 86_400_000;

/** All that the answer is made of. */
async function load(ctx: Context) {
  const { store } = ctx;
  const userId = ctx.actor.id;
  const [[own], rules, [person], [devices], senders] = await store.read(
    store.db
      .select()
      .from(notificationPreferences)
      .where(store.own(notificationPreferences, eq(notificationPreferences.id, userId))),
    store.db.select().from(notificationRules).where(store.own(notificationRules)),
    store.db
      .select({ email: users.email, phone: userProfiles.phone, chatId: telegramLinks.chatId })
      .from(users)
      .leftJoin(userProfiles, store.own(userProfiles, eq(userProfiles.id, users.id)))
      .leftJoin(telegramLinks, store.own(telegramLinks, eq(telegramLinks.id, users.id)))
      .where(store.own(users, eq(users.id, userId))),
    store.db
      .select({ devices: count() })
      .from(pushDevices)
      .where(store.own(pushDevices, eq(pushDevices.userId, userId))),
    senderQuery(ctx),
  );
  return { own: own ?? null, rules, person, devices: devices?.devices ?? 0, senders };
}
type Loaded = Awaited<ReturnType<typeof load>>;

export async function getPreferences(ctx: Context) {
  const loaded = await load(ctx);
  return show(ctx, loaded, loaded.own);
}

/**
 * Replaces the caller's preferences.
 * @throws Refusal naming the kind that can't be chosen, or an outlet that can't carry it; `conflict` when they were
 * changed since `version`
 */
export async function putPreferences(ctx: Context, { version, mutedUntil, ...input }: PreferencesInput) {
  const loaded = await load(ctx);
  requireChoosable(ctx, loaded.rules, input.outlets);
  if ((loaded.own?.version ?? 0) !== version) throw new Refusal("conflict");
  return save(ctx, loaded, { ...input, mutedUntil: muteUntil(ctx, mutedUntil) });
}

/**
 * Changes what is given of the caller's preferences; kinds that are not named stay as they are.
 * @throws Refusal as `putPreferences`
 */
export async function changePreferences(ctx: Context, given: Partial<Omit<PreferencesInput, "version">>) {
  const loaded = await load(ctx);
  const { own } = loaded;
  requireChoosable(ctx, loaded.rules, given.outlets ?? {});
  return save(ctx, loaded, {
    locale: given.locale ?? own?.locale ?? "id",
    outlets: { ...own?.outlets, ...given.outlets },
    quietFrom: given.quietFrom === undefined ? (own?.quietFrom ?? null) : given.quietFrom,
    quietTo: given.quietTo === undefined ? (own?.quietTo ?? null) : given.quietTo,
    mutedUntil: given.mutedUntil === undefined ? (own?.mutedUntil ?? null) : muteUntil(ctx, given.mutedUntil),
  });
}

type Choices = Pick<Preferences, "locale" | "outlets" | "quietFrom" | "quietTo" | "mutedUntil">;

async function save(ctx: Context, loaded: Loaded, changes: Choices) {
  const id = ctx.actor.id;
  const { own } = loaded;
  const fresh = { id, createdAt: ctx.now(), ...changes };
  const action = "notification_preference.changed";
  try {
    await commit(
      ctx,
      own
        ? changed(ctx, notificationPreferences, own, changes, { action })
        : created(ctx, notificationPreferences, fresh, { action }),
    );
  } catch (error) {
    if (violation(error)?.name === "notification_preferences_pk") throw new Refusal("conflict");
    throw error;
  }
  return show(ctx, loaded, { tenantId: ctx.tenant.id, ...fresh, version: (own?.version ?? 0) + 1 });
}

function muteUntil(ctx: Context, until: string | null): number | null {
  if (until === null) return null;
  const at = Date.parse(until);
  if (at > ctx.now() + longestMuteMs) throw refuseField("mutedUntil", "Paling lama satu tahun.", "At most a year.");
  return at > ctx.now() ? at : null;
}

function requireChoosable(ctx: Context, rules: readonly Rule[], given: Record<string, Outlet[]>): void {
  const own = kindsFor(ctx, rules);
  for (const [name, chosen] of Object.entries(given)) {
    const field = `outlets.${name}`;
    const kind = own.find((each) => each.name === name);
    if (!kind) throw refuseField(field, "Jenis ini tidak Anda terima.", "You don't get this kind.");
    if (kind.critical)
      throw refuseField(field, "Selalu dikirim, tidak dapat diatur.", "Always sent; it can't be changed.");
    const possible = personalOutlets(kind);
    if (chosen.some((outlet) => !possible.includes(outlet)))
      throw refuseField(field, "Saluran ini tidak bisa membawanya.", "It can't go there.");
  }
}

/** The kinds that the caller is told of. */
function kindsFor({ actor }: Context, rules: readonly Rule[]): Kind[] {
  if (actor.kind !== "user") return [];
  const member = { role: actor.role, permissions: [...actor.permissions] };
  return [...kinds.values()].filter((kind) => {
    if (kind.sentByHand) return false;
    const rule = ruleOf(rules, kind);
    if (rule?.enabled === false && !kind.critical) return false;
    return kind.audience === "user" || isMeant(kind, { values: {} }, rule?.roles ?? null, member);
  });
}

const ruleOf = (rules: readonly Rule[], { name }: Kind) => rules.find(({ id }) => id === name);

function show(ctx: Context, loaded: Loaded, own: Preferences | null) {
  return {
    version: own?.version ?? 0,
    locale: own?.locale ?? ("id" as Locale),
    quietFrom: own?.quietFrom ?? null,
    quietTo: own?.quietTo ?? null,
    timeZone: ctx.tenant.timeZone,
    mutedUntil: own?.mutedUntil && own.mutedUntil > ctx.now() ? isoInstant(own.mutedUntil) : null,
    kinds: kindsFor(ctx, loaded.rules).map((kind) => showKind(ctx, kind, ruleOf(loaded.rules, kind), own)),
    reach: outlets.filter((outlet) => outlet !== "discord").map((outlet) => reachOf(ctx, loaded, outlet)),
  };
}

function showKind(ctx: Context, kind: Kind, rule: Rule | undefined, own: Preferences | null) {
  const possible = personalOutlets(kind);
  const ruled = rule?.outlets ?? kind.outlets;
  const usual = (kind.critical ? [...new Set([...kind.outlets, ...ruled])] : ruled).filter((outlet) =>
    possible.includes(outlet),
  );
  const choice = kind.critical ? undefined : own?.outlets[kind.name];
  return {
    kind: kind.name,
    group: kind.group,
    ...kind.words[ctx.locale],
    critical: kind.critical ?? false,
    possible,
    usual,
    chosen: choice ?? usual,
    isChosen: choice !== undefined,
  };
}

/** Whether something that goes out now would find the caller. */
function reachOf(ctx: Context, { person, devices, senders }: Loaded, outlet: Outlet) {
  if (outlet === "inApp") return { outlet, reaches: true, reason: null };
  if (!pickSender(ctx, senders, outlet, null)) return { outlet, reaches: false, reason: "no_account" as const };
  const has = {
    email: !!person?.email,
    whatsapp: !!person?.phone,
    sms: !!person?.phone,
    telegram: !!person?.chatId,
    push: devices > 0,
    discord: false,
  }[outlet];
  return { outlet, reaches: has, reason: has ? null : ("no_address" as const) };
}
