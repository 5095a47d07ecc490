/** A forgotten password, and a changed one. */
import { eq } from "drizzle-orm";
import type { Context } from "../../core/context.ts";
import { sha256 } from "../../core/crypto.ts";
import { Refusal } from "../../core/errors.ts";
import { signToken, verifyToken } from "../../core/tokens.ts";
import { changed } from "../audit/index.ts";
import { commit, event } from "../outbox/index.ts";
import { getUser, userById, type User } from "./accounts.ts";
import { hashed, requirePassword } from "./attempts.ts";
import { signedIn } from "./grants.ts";
import { requireGoodPassword } from "./passwords.ts";
import { users } from "./schema.ts";
import { endingSessions } from "./sessions.ts";

/** Takes the wish down, whoever's address it is: what it says and how long it takes tells nothing of who is a user. */
export async function askPasswordReset(ctx: Context, { email }: { email: string }): Promise<void> {
  await commit(ctx, [event(ctx, "user.password_forgotten", { email })]);
}

/** The query for the user of an address. */
export const userByEmail = ({ store }: Context, email: string) =>
  store.db
    .select()
    .from(users)
    .where(store.own(users, eq(users.email, email)));

/** A link's token, good for an hour and for as long as the password is the present one: so it dies with its use. */
export async function passwordResetToken(ctx: Context, user: User): Promise<string> {
  const { id: tid, slug, shard } = ctx.tenant;
  const claims = { tid, slug, shard, sub: user.id, jti: await mark(user) };
  return signToken(ctx.settings.TOKEN_SECRET, "reset-password", claims, ctx.now());
}

/** Tells one password hash from another, and nothing else. */
const mark = ({ passwordHash }: User): Promise<string> => sha256(`reset:${passwordHash}`);

/**
 * Sets a new password by the link of a mail, and ends every session. That the link was read also confirms the address.
 * @throws Refusal `invalid_token`, `user_inactive`, or naming `password`
 */
export async function resetPassword(ctx: Context, input: { token: string; password: string }): Promise<void> {
  const claims = await verifyToken(ctx.settings.TOKEN_SECRET, "reset-password", input.token, ctx.now());
  if (claims?.tid !== ctx.tenant.id) throw new Refusal("invalid_token");
  const [[user]] = await ctx.store.read(userById(ctx, claims.sub));
  if (!user || claims.jti !== (await mark(user))) throw new Refusal("invalid_token");
  if (user.state !== "active") throw new Refusal("user_inactive");
  requireGoodPassword(input.password, ctx, user, "password");
  const acting: Context = { ...ctx, actor: { kind: "public", id: user.id, name: user.name } };
  await commit(acting, [
    ...changed(
      acting,
      users,
      user,
      {
        passwordHash: await hashed(ctx, input.password),
        passwordMustChange: false,
        emailConfirmedAt: user.emailConfirmedAt ?? ctx.now(),
      },
      { action: "user.password_reset" },
    ),
    ...endingSessions(acting, user.id),
    event(acting, "user.security_changed", { userId: user.id, change: "password" }),
  ]);
}

/** Changes the signed-in user's password, and ends the other sessions. */
export async function changePassword(ctx: Context, input: { current: string; password: string }): Promise<void> {
  const { id, sessionId } = signedIn(ctx);
  const user = await getUser(ctx, id);
  await requirePassword(ctx, user, input.current, "current");
  requireGoodPassword(input.password, ctx, user, "password");
  const passwordHash = await hashed(ctx, input.password);
  await commit(ctx, [
    ...changed(ctx, users, user, { passwordHash, passwordMustChange: false }, { action: "user.password_changed" }),
    ...endingSessions(ctx, id, sessionId),
    event(ctx, "user.security_changed", { userId: id, change: "password" }),
  ]);
}
