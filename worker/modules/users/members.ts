/** The tenant's people: found, changed, shut out. Their own profile is theirs (`service.ts`). */
import { and, count, desc, eq, gte, lt, notExists, or, gt, asc, sql, getTableColumns } from "drizzle-orm";
import { alias, violation, type Results, type Statement } from "#dialect";
import type { Permission } from "../../core/access.ts";
import type { Context } from "../../core/context.ts";
import { Refusal } from "../../core/errors.ts";
import { decodeCursor, pageFrom } from "../../core/http/page.ts";
import { prefixEnd } from "../../core/terms.ts";
import { isoInstant } from "../../core/time.ts";
import type { TenantStore } from "../../db/store.ts";
import { userTermPrefix, type User } from "./accounts.ts";
import { permissionsOfHolder, requireAll } from "./grants.ts";
import type { MemberQuery } from "./member-inputs.ts";
import { showUser } from "./present.ts";
import { roles, totpSecrets, users, userTerms } from "./schema.ts";

/** A user with the name and the permissions of the custom role. */
export interface Member {
  user: User;
  roleName: string | null;
  rolePermissions: Permission[] | null;
}

const memberColumns = { user: getTableColumns(users), roleName: roles.name, rolePermissions: roles.permissions };

const joinRole = (store: TenantStore) => store.own(roles, eq(roles.id, users.customRoleId));

/** A member as the API shows it. */
export const showMember = ({ user, roleName }: Pick<Member, "user" | "roleName">) => ({
  ...showUser(user),
  customRole: user.customRoleId === null ? null : { id: user.customRoleId, name: roleName ?? "" },
  lastLoginAt: user.lastLoginAt === null ? null : isoInstant(user.lastLoginAt),
});

/** Members, newest first, or found by the beginning of a word of name, email or username. */
export const listMembers = (ctx: Context, query: MemberQuery) => (query.q ? search(ctx, query) : browse(ctx, query));

const filtersOf = ({ role, customRoleId, state }: MemberQuery) => [
  role === undefined ? undefined : eq(users.role, role),
  customRoleId === undefined ? undefined : eq(users.customRoleId, customRoleId),
  state === undefined ? undefined : eq(users.state, state),
];

async function browse({ store }: Context, query: MemberQuery) {
  const after = decodeCursor(query.cursor, 1);
  const [rows] = await store.read(
    store.db
      .select(memberColumns)
      .from(users)
      .leftJoin(roles, joinRole(store))
      .where(store.own(users, ...filtersOf(query), after && lt(users.id, String(after[0]))))
      .orderBy(desc(users.id))
      .limit(query.limit + 1),
  );
  return pageFrom(rows, query.limit, showMember, ({ user }) => [user.id]);
}

async function search({ store }: Context, query: MemberQuery) {
  const prefix = userTermPrefix(query.q ?? "");
  if (prefix === "") return { data: [], nextCursor: null };
  const { term, userId } = userTerms;
  const after = decodeCursor(query.cursor, 2)?.map(String) as [string, string] | undefined;
  const earlier = alias(userTerms, "earlier");
  // Who matches by several words is shown once, at the first of them.
  const shownBefore = store.db
    .select({ one: sql`1` })
    .from(earlier)
    .where(
      and(
        eq(earlier.tenantId, store.tenantId),
        eq(earlier.userId, userId),
        gte(earlier.term, prefix),
        lt(earlier.term, term),
      ),
    );
  const [rows] = await store.read(
    store.db
      .select({ ...memberColumns, term })
      .from(userTerms)
      .innerJoin(users, store.own(users, eq(users.id, userId)))
      .leftJoin(roles, joinRole(store))
      .where(
        store.own(
          userTerms,
          gte(term, after?.[0] ?? prefix),
          lt(term, prefixEnd(prefix)),
          after && or(gt(term, after[0]), and(eq(term, after[0]), gt(userId, after[1]))),
          notExists(shownBefore),
          ...filtersOf(query),
        ),
      )
      .orderBy(asc(term), asc(userId))
      .limit(query.limit + 1),
  );
  return pageFrom(rows, query.limit, showMember, (row) => [row.term, row.user.id]);
}

/** How many people there are, by built-in role and state. */
export async function memberStatistics({ store }: Context) {
  const [rows] = await store.read(
    store.db
      .select({ role: users.role, state: users.state, users: count() })
      .from(users)
      .where(store.own(users))
      .groupBy(users.role, users.state),
  );
  const sum = (list: typeof rows) => list.reduce((total, row) => total + row.users, 0);
  const inState = (list: typeof rows) => ({
    active: sum(list.filter(({ state }) => state === "active")),
    inactive: sum(list.filter(({ state }) => state === "inactive")),
  });
  const byRole = [...new Set(rows.map(({ role }) => role))].sort();
  return {
    total: sum(rows),
    ...inState(rows),
    roles: byRole.map((role) => ({ role, ...inState(rows.filter((row) => row.role === role)) })),
  };
}

/** The query for a member. */
export const memberQuery = ({ store }: Context, id: string) =>
  store.db
    .select(memberColumns)
    .from(users)
    .leftJoin(roles, joinRole(store))
    .where(store.own(users, eq(users.id, id)));

/** A member, with whether a code is asked for at sign-in. @throws Refusal `not_found` */
export async function getMember(ctx: Context, id: string) {
  const { store } = ctx;
  const [[member], [totp]] = await store.read(
    memberQuery(ctx, id),
    store.db
      .select({ confirmedAt: totpSecrets.confirmedAt })
      .from(totpSecrets)
      .where(store.own(totpSecrets, eq(totpSecrets.id, id))),
  );
  if (!member) throw new Refusal("not_found");
  return { ...showMember(member), twoFactor: Boolean(totp?.confirmedAt) };
}

/**
 * Reads a member together with `queries`, and gives what those give.
 * @throws Refusal `not_found`, or `forbidden` for a member who may do more than who acts
 */
export async function requireManageable<const Q extends readonly Statement[]>(
  ctx: Context,
  id: string,
  ...queries: Q
): Promise<Results<Q>> {
  const [, ...rest] = await readManageable(ctx, id, ...queries);
  return rest as unknown as Results<Q>;
}

/** `requireManageable` that also gives the member, first. */
export async function readManageable<const Q extends readonly Statement[]>(
  ctx: Context,
  id: string,
  ...queries: Q
): Promise<[Member, ...Results<Q>]> {
  const [[member], ...rest] = (await ctx.store.read(memberQuery(ctx, id), ...queries)) as unknown as [
    Member[],
    ...Results<Q>,
  ];
  if (!member) throw new Refusal("not_found");
  requireAll(ctx.actor, permissionsOfHolder({ role: member.user.role, rolePermissions: member.rolePermissions }));
  return [member, ...rest];
}

/** What the store refused, in words: the last owner, or a custom role that was removed meanwhile. */
export function asMemberRefusal(error: unknown): unknown {
  const refused = violation(error);
  if (refused?.name === "owner_counts_one_left") return new Refusal("last_owner");
  if (refused?.kind === "foreignKey") return new Refusal("conflict");
  return error;
}
