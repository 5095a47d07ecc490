/** The signed-in user's own account, and the address behind it. */
import type { Context } from "../../core/context.ts";
import { Refusal } from "../../core/errors.ts";
import { signToken, verifyToken } from "../../core/tokens.ts";
import { changed } from "../audit/index.ts";
import { commit, event } from "../outbox/index.ts";
import { findableAs, getUser, userById, type User } from "./accounts.ts";
import { signedIn } from "./grants.ts";
import { showUser } from "./present.ts";
import { users } from "./schema.ts";

/** The signed-in user, tenant and permissions. */
export const getMe = async (ctx: Context) => showMe(ctx, await getUser(ctx, signedIn(ctx).id));

function showMe(ctx: Context, user: User) {
  const { id, slug, name, kinds, timeZone } = ctx.tenant;
  return {
    user: showUser(user),
    tenant: { id, slug, name, kinds: [...kinds], timeZone },
    permissions: [...signedIn(ctx).permissions],
  };
}

/** Changes the signed-in user's own name. */
export async function updateMe(ctx: Context, patch: { name?: string | undefined }) {
  const user = await getUser(ctx, signedIn(ctx).id);
  if (patch.name === undefined || patch.name === user.name) return showMe(ctx, user);
  const after = { ...user, name: patch.name };
  await commit(ctx, [
    ...changed(ctx, users, user, { name: patch.name }, { action: "user.updated" }),
    ...findableAs(ctx, after),
  ]);
  return showMe(ctx, after);
}

/** A link's token that proves its reader gets the user's mail. */
export async function emailConfirmationToken(ctx: Context, user: User): Promise<string> {
  const { id: tid, slug, shard } = ctx.tenant;
  return signToken(
    ctx.settings.TOKEN_SECRET,
    "confirm-email",
    { tid, slug, shard, sub: user.id, jti: user.email },
    ctx.now(),
  );
}

/** Asks for another confirmation mail. */
export async function askEmailConfirmation(ctx: Context): Promise<void> {
  await commit(ctx, [event(ctx, "user.email_confirmation_asked", { userId: signedIn(ctx).id })]);
}

/**
 * Confirms the address that the token was sent to. Confirming twice is fine.
 * @throws Refusal `invalid_token`
 */
export async function confirmEmail(ctx: Context, token: string): Promise<void> {
  const claims = await verifyToken(ctx.settings.TOKEN_SECRET, "confirm-email", token, ctx.now());
  if (claims?.tid !== ctx.tenant.id) throw new Refusal("invalid_token");
  const [[user]] = await ctx.store.read(userById(ctx, claims.sub));
  if (!user || user.email !== claims.jti) throw new Refusal("invalid_token");
  if (user.emailConfirmedAt !== null) return;
  const acting: Context = { ...ctx, actor: { kind: "public", id: user.id, name: user.name } };
  await commit(acting, [
    ...changed(acting, users, user, { emailConfirmedAt: ctx.now() }, { action: "user.email_confirmed" }),
  ]);
}
