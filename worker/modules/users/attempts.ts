/**
 * Tries of passwords and codes, counted for one user from one address (docs/decisions/0011-sign-in.md). Whoever guesses
 * uses up the tries of his own address alone, so nobody can lock somebody else out.
 */
import type { Context } from "../../core/context.ts";
import { hashPassword, verifyPassword, type PasswordCost } from "../../core/crypto.ts";
import { refuseField } from "../../core/errors.ts";
import { systemRandom } from "../../core/ids.ts";
import { countRequest, forgetRequests, requireAllowed } from "../../core/limits.ts";

/** Who is tried, and from where: an address, or a session of the user's own. */
export interface Pair {
  subject: string;
  from: string;
}

const keyOf = ({ tenant }: Context, { subject, from }: Pair) => `${tenant.id}:${subject}:${from}`;

/** Counts a try before it is looked at, so that many at once are counted too. @throws Refusal `rate_limited` */
export async function countAttempt(ctx: Context, pair: Pair): Promise<void> {
  requireAllowed(await countRequest(ctx.env, ctx.settings, "attempts", keyOf(ctx, pair)));
}

/** It was the right one: the wrong ones before it are forgotten. */
export const forgetAttempts = (ctx: Context, pair: Pair): void =>
  ctx.defer(forgetRequests(ctx.env, "attempts", keyOf(ctx, pair)));

/**
 * Counts a code of a user's app that came with the right password, from wherever: many addresses together could guess six
 * digits. It stops nobody who has a recovery code, and nobody without the password can use it up.
 * @throws Refusal `rate_limited`
 */
export async function countCode({ env, settings, tenant }: Context, userId: string): Promise<void> {
  requireAllowed(await countRequest(env, settings, "codes", `${tenant.id}:${userId}`));
}

export const forgetCodes = ({ env, tenant, defer }: Context, userId: string): void =>
  defer(forgetRequests(env, "codes", `${tenant.id}:${userId}`));

/** The configured cost of a password hash. */
export const passwordCost = (ctx: Context): PasswordCost => ({ n: 2 ** ctx.settings.PASSWORD_COST, r: 8, p: 5 });

/** Hashes a password at the configured cost. */
export const hashed = (ctx: Context, password: string): Promise<string> =>
  hashPassword(password, passwordCost(ctx), systemRandom);

/**
 * For what a stolen session alone must not do.
 * @throws Refusal naming `field` when it is not the user's password, or `rate_limited`
 */
export async function requirePassword(
  ctx: Context,
  { id, passwordHash }: { id: string; passwordHash: string },
  password: string,
  field: string,
): Promise<void> {
  const pair = ownPair(ctx, id);
  await countAttempt(ctx, pair);
  const { matches } = await verifyPassword(password, passwordHash, passwordCost(ctx));
  if (!matches) throw refuseField(field, "Kata sandi salah.", "Wrong password.");
  forgetAttempts(ctx, pair);
}

/** A signed-in user's own tries. */
export const ownPair = ({ actor }: Context, userId: string): Pair => ({
  subject: userId,
  from: actor.kind === "user" ? actor.sessionId : actor.kind,
});
