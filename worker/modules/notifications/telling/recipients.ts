/** Who is told, where each can be reached, and how each wants to be. */
import { eq, inArray, type SQL } from "drizzle-orm";
import { allows, roles, type Role } from "../../../core/access.ts";
import type { Context } from "../../../core/context.ts";
import type { Locale } from "../../../core/errors.ts";
import { roles as customRoles, userProfiles, users } from "../../users/schema.ts";
import type { Kind, Occasion } from "../kind.ts";
import { notificationPreferences, pushDevices, telegramLinks } from "../schema.ts";
import type { Outlet, RecipientKind } from "../types.ts";

/** Somebody to be told. */
export interface Recipient {
  kind: RecipientKind;
  id: string;
  name: string;
  locale: Locale;
  email: string | null;
  phone: string | null;
  telegramChatId: string | null;
  /** Ids of the devices that take push messages. */
  devices: string[];
  preferences: Preferences | null;
}

export interface Preferences {
  outlets: Record<string, Outlet[]>;
  quietFrom: string | null;
  quietTo: string | null;
  mutedUntil: number | null;
}

/** Beyond this, a notification is an announcement and goes out in steps. */
const mostMembers = 500;

/** What the members of a condition are told with: two queries for one round trip. */
export function memberQueries(ctx: Context, condition: SQL | undefined, limit = mostMembers) {
  const { store } = ctx;
  return [
    store.db
      .select({
        id: users.id,
        name: users.name,
        email: users.email,
        role: users.role,
        permissions: customRoles.permissions,
        phone: userProfiles.phone,
        chatId: telegramLinks.chatId,
        locale: notificationPreferences.locale,
        outlets: notificationPreferences.outlets,
        quietFrom: notificationPreferences.quietFrom,
        quietTo: notificationPreferences.quietTo,
        mutedUntil: notificationPreferences.mutedUntil,
      })
      .from(users)
      .leftJoin(customRoles, store.own(customRoles, eq(customRoles.id, users.customRoleId)))
      .leftJoin(userProfiles, store.own(userProfiles, eq(userProfiles.id, users.id)))
      .leftJoin(telegramLinks, store.own(telegramLinks, eq(telegramLinks.id, users.id)))
      .leftJoin(notificationPreferences, store.own(notificationPreferences, eq(notificationPreferences.id, users.id)))
      .where(store.own(users, eq(users.state, "active"), condition))
      .orderBy(users.id)
      .limit(limit),
    store.db
      .select({ id: pushDevices.id, userId: pushDevices.userId })
      .from(pushDevices)
      .innerJoin(users, store.own(users, eq(users.id, pushDevices.userId)))
      .where(store.own(pushDevices, eq(users.state, "active"), condition))
      .limit(limit * 5),
  ] as const;
}

type Member = Awaited<ReturnType<typeof memberQueries>[0]>[number];
type Device = Awaited<ReturnType<typeof memberQueries>[1]>[number];

/** Members who may be told: the named ones, else all of the staff; who of those is meant, `isMeant` says. */
export const membersToRead = ({ userIds }: Occasion): SQL =>
  userIds ? inArray(users.id, userIds) : inArray(users.role, [...staffRoles]);

/** Who is of the staff. */
export const staffRoles = roles.filter((role) => role !== "customer");

/** Whether a member is of a kind's audience: by the roles that the occasion, the tenant or the kind names, or by permission. */
export function isMeant(
  kind: Kind,
  occasion: Occasion,
  ruled: readonly Role[] | null,
  member: Pick<Member, "role" | "permissions">,
): boolean {
  if (occasion.userIds) return true;
  if (typeof kind.audience === "string") return false;
  const { permission, roles: usual } = kind.audience;
  const chosen = occasion.roles ?? ruled ?? usual;
  if (chosen) return chosen.includes(member.role);
  return member.permissions?.includes(permission) ?? allows(member.role, permission);
}

export function memberAsRecipient(member: Member, devices: readonly Device[]): Recipient {
  return {
    kind: "user",
    id: member.id,
    name: member.name,
    locale: member.locale ?? "id",
    email: member.email,
    phone: member.phone,
    telegramChatId: member.chatId,
    devices: devices.filter(({ userId }) => userId === member.id).map(({ id }) => id),
    preferences: member.outlets && {
      outlets: member.outlets,
      quietFrom: member.quietFrom,
      quietTo: member.quietTo,
      mutedUntil: member.mutedUntil,
    },
  };
}

const nowhere = { email: null, phone: null, telegramChatId: null, devices: [], preferences: null };

/** Those of an occasion who are no members: its customer, its guest, and the tenant itself, for its own channels. */
export function othersOf(ctx: Context, { customer, guest }: Occasion): Recipient[] {
  if (customer) return [{ ...nowhere, kind: "customer", locale: "id", ...customer }];
  if (guest) return [{ ...nowhere, kind: "guest", id: guest.id, name: guest.email, locale: "id", email: guest.email }];
  return [{ ...nowhere, kind: "tenant", id: ctx.tenant.id, name: ctx.tenant.name, locale: "id" }];
}
