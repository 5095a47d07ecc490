/** Invitations: sent by mail, or handed over as a link. Made and managed here; `acceptance.ts` is the other side. */
import { and, desc, eq, gt, lt, lte } from "drizzle-orm";
import type { Context } from "../../core/context.ts";
import { sha256 } from "../../core/crypto.ts";
import { refuseField, Refusal } from "../../core/errors.ts";
import { decodeCursor, pageFrom } from "../../core/http/page.ts";
import { isoInstant } from "../../core/time.ts";
import type { Row } from "../../db/store.ts";
import { changed, created } from "../audit/index.ts";
import { commit, event } from "../outbox/index.ts";
import { permissionsOfHolder, requireAll, requireGrantable } from "./grants.ts";
import type { InvitationInput, InvitationQuery } from "./invitation-inputs.ts";
import { asMemberRefusal } from "./members.ts";
import { userByEmail } from "./password-change.ts";
import { roleQuery, unknownRole, type CustomRole } from "./role-rows.ts";
import { invitations, roles } from "./schema.ts";

export type Invitation = Row<typeof invitations>;

const lifetimeMs = 7 * 86_400_000;
const sealPurpose = (id: string) => `invitation:${id}`;

/** The tenant's id within a link's token, so that the link works on every host. */
export const tenantIdOfInvitation = ({ token }: Record<string, string>): string => `ten_${(token ?? "").slice(0, 20)}`;

export const invitationLink = (ctx: Context, token: string): string => `${ctx.settings.APP_URL}/join/${token}`;

/** Whether it can still be accepted. */
export const isOpen = (ctx: Context, { state, expiresAt }: Invitation): boolean =>
  state === "pending" && expiresAt > ctx.now();

/** A new token, as it is kept and as it travels. */
async function newToken(ctx: Context, id: string) {
  const token = `${ctx.tenant.id.slice(4)}${ctx.randomText(32)}`;
  return {
    token,
    tokenHash: await sha256(token),
    sealedToken: await ctx.vault.seal(sealPurpose(id), token),
    expiresAt: ctx.now() + lifetimeMs,
  };
}

/** The token of an event, for its mail. */
export const openToken = (ctx: Context, { invitationId, sealedToken }: { invitationId: string; sealedToken: string }) =>
  ctx.vault.open(sealPurpose(invitationId), sealedToken);

const showInvitation = (ctx: Context, row: Invitation, roleName: string | null) => ({
  id: row.id,
  email: row.email,
  role: row.role,
  customRole: row.customRoleId === null ? null : { id: row.customRoleId, name: roleName ?? "" },
  state: row.state === "pending" && !isOpen(ctx, row) ? ("expired" as const) : row.state,
  expiresAt: isoInstant(row.expiresAt),
  invitedById: row.invitedById,
  userId: row.userId,
  createdAt: isoInstant(row.createdAt),
});

/**
 * Invites by mail, or, without an address, by a link that is answered this once. The link of a mail is not answered, so
 * that who accepts by it has shown to get that mail.
 * @throws Refusal `forbidden` for permissions that who acts does not hold, or naming `email` or `customRoleId`
 */
export async function createInvitation(ctx: Context, { email = null, role, customRoleId = null }: InvitationInput) {
  const [[customRole], [member]] = await ctx.store.read(
    roleQuery(ctx, customRoleId ?? ""),
    userByEmail(ctx, email ?? ""),
  );
  if (customRoleId !== null && !customRole) throw unknownRole();
  if (member) throw refuseField("email", "Sudah menjadi anggota.", "Is a member already.");
  const holder = customRole
    ? { role: customRole.base, rolePermissions: customRole.permissions }
    : { role: role ?? "staff", rolePermissions: null };
  requireGrantable(ctx, holder);
  const id = ctx.id("ivt");
  const { token, sealedToken, ...kept } = await newToken(ctx, id);
  const row = {
    id,
    email,
    role: holder.role,
    customRoleId,
    ...kept,
    state: "pending" as const,
    invitedById: ctx.actor.id,
    userId: null,
    createdAt: ctx.now(),
  };
  await commit(ctx, [
    ...created(ctx, invitations, row, { action: "invitation.created" }),
    ...(email === null ? [] : [event(ctx, "invitation.sent", { invitationId: id, sealedToken })]),
  ]).catch((error: unknown) => {
    throw asMemberRefusal(error);
  });
  return answer(ctx, { ...row, tenantId: ctx.tenant.id, version: 1 }, customRole, token);
}

const answer = (ctx: Context, row: Invitation, role: CustomRole | undefined, token: string) => ({
  ...showInvitation(ctx, row, role?.name ?? null),
  link: row.email === null ? invitationLink(ctx, token) : null,
});

/** Invitations, newest first. */
export async function listInvitations(ctx: Context, { limit, cursor, state }: InvitationQuery) {
  const { store } = ctx;
  const after = decodeCursor(cursor, 1);
  const now = ctx.now();
  const inState = {
    pending: and(eq(invitations.state, "pending"), gt(invitations.expiresAt, now)),
    expired: and(eq(invitations.state, "pending"), lte(invitations.expiresAt, now)),
    accepted: eq(invitations.state, "accepted"),
    revoked: eq(invitations.state, "revoked"),
  };
  const [rows] = await store.read(
    store.db
      .select({ invitation: invitations, roleName: roles.name })
      .from(invitations)
      .leftJoin(roles, store.own(roles, eq(roles.id, invitations.customRoleId)))
      .where(store.own(invitations, state && inState[state], after && lt(invitations.id, String(after[0]))))
      .orderBy(desc(invitations.id))
      .limit(limit + 1),
  );
  return pageFrom(
    rows,
    limit,
    (row) => showInvitation(ctx, row.invitation, row.roleName),
    ({ invitation }) => [invitation.id],
  );
}

/** The query for an invitation with its custom role. */
export const invitationQuery = ({ store }: Context, condition: ReturnType<typeof eq>) =>
  store.db
    .select({ invitation: invitations, role: roles })
    .from(invitations)
    .leftJoin(roles, store.own(roles, eq(roles.id, invitations.customRoleId)))
    .where(store.own(invitations, condition));

/** @throws Refusal `not_found`, `forbidden` for what who acts could not have sent, or `wrong_state` when it was accepted */
async function loadOwn(ctx: Context, id: string) {
  const [[found]] = await ctx.store.read(invitationQuery(ctx, eq(invitations.id, id)));
  if (!found) throw new Refusal("not_found");
  const { invitation, role } = found;
  requireAll(ctx.actor, permissionsOfHolder({ role: invitation.role, rolePermissions: role?.permissions ?? null }));
  if (invitation.state !== "pending") throw new Refusal("wrong_state");
  return { invitation, role: role ?? undefined };
}

/** Sends it again for another seven days. The link of before no longer works. */
export async function resendInvitation(ctx: Context, id: string) {
  const { invitation, role } = await loadOwn(ctx, id);
  requireGrantable(ctx, { role: invitation.role, rolePermissions: role?.permissions ?? null });
  const { token, sealedToken, ...kept } = await newToken(ctx, id);
  await commit(ctx, [
    ...changed(ctx, invitations, invitation, kept, { action: "invitation.resent" }),
    ...(invitation.email === null ? [] : [event(ctx, "invitation.sent", { invitationId: id, sealedToken })]),
  ]);
  return answer(ctx, { ...invitation, ...kept }, role, token);
}

/** Takes it back: its link no longer works. */
export async function revokeInvitation(ctx: Context, id: string): Promise<void> {
  const { invitation } = await loadOwn(ctx, id);
  await commit(ctx, changed(ctx, invitations, invitation, { state: "revoked" }, { action: "invitation.revoked" }));
}
