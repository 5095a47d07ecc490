/** Signing in (docs/decisions/0011-sign-in.md). */
import { and, eq, getTableColumns, or, sql } from "drizzle-orm";
import { violation } from "#dialect";
import type { Context } from "../../core/context.ts";
import { hashPassword, verifyPassword, type PasswordCost } from "../../core/crypto.ts";
import { Refusal } from "../../core/errors.ts";
import { systemRandom } from "../../core/ids.ts";
import { noted } from "../audit/index.ts";
import { commit } from "../outbox/index.ts";
import type { User } from "./accounts.ts";
import { countAttempt, countCode, forgetAttempts, forgetCodes, hashed, passwordCost } from "./attempts.ts";
import type { TokensAnswer } from "./inputs.ts";
import { totpSecrets, users } from "./schema.ts";
import { recoveryHash, recoveryQuery, useFactor } from "./second-factor.ts";
import { openSession, type Device } from "./sessions.ts";
import type { LoginInput } from "./sign-in-inputs.ts";

/**
 * Signs in by username or email. A wrong name costs as much time as a wrong password.
 * @throws Refusal `wrong_credentials`, `totp_required` or `wrong_code` (401), `user_inactive` (403), `rate_limited` (429)
 */
export async function login(ctx: Context, input: LoginInput, device: Device): Promise<TokensAnswer> {
  const { password, ...factors } = input;
  const typed = input.identifier.toLowerCase();
  const codeHash = await recoveryHash(ctx, input.recoveryCode ?? "");
  const [[found], [recovery]] = await ctx.store.read(byIdentifier(ctx, typed), recoveryQuery(ctx, codeHash));
  const user = found?.user;
  const pair = { subject: user?.id ?? `nobody:${typed}`, from: device.address };
  await countAttempt(ctx, pair);
  const cost = passwordCost(ctx);
  const checked = await verifyPassword(password, user?.passwordHash ?? (await decoyHash(cost)), cost);
  if (!user || !checked.matches) throw new Refusal("wrong_credentials");
  if (user.state !== "active") throw new Refusal("user_inactive");

  const acting = actingAs(ctx, user);
  const enabled = found.totp?.confirmedAt ? found.totp : undefined;
  if (enabled && input.totp !== undefined) await countCode(ctx, user.id);
  const factor = enabled ? await useFactor(acting, enabled, recovery, factors) : [];
  const passwordHash = checked.outdated ? await hashed(ctx, password) : user.passwordHash;
  const session = await openSession(acting, user, device, stillHolds(ctx, user, passwordHash));
  try {
    await commit(acting, [
      // First, for it waits for whoever changes the user at this moment.
      ctx.store.update(
        users,
        { lastLoginAt: ctx.now(), passwordHash },
        and(eq(users.id, user.id), eq(users.passwordHash, user.passwordHash)),
      ),
      ...session.statements,
      ...factor,
      noted(acting, {
        entity: "user",
        entityId: user.id,
        action: "user.signed_in",
        after: { address: device.address },
      }),
    ]);
  } catch (error) {
    throw asSignInRefusal(error);
  }
  forgetAttempts(ctx, pair);
  if (enabled) forgetCodes(ctx, user.id);
  return session.tokens;
}

const byIdentifier = ({ store }: Context, typed: string) =>
  store.db
    .select({ user: getTableColumns(users), totp: getTableColumns(totpSecrets) })
    .from(users)
    .leftJoin(totpSecrets, store.own(totpSecrets, eq(totpSecrets.id, users.id)))
    .where(store.own(users, or(eq(users.username, typed), eq(users.email, typed))));

/** The context in which a user who has just proved to be one acts. */
export const actingAs = (ctx: Context, { id, name, role }: Pick<User, "id" | "name" | "role">): Context => ({
  ...ctx,
  actor: { kind: "user", id, name, role, permissions: new Set(), sessionId: "" },
});

/** The user's id, while password and state are still those that were checked. */
function stillHolds({ store }: Context, user: User, passwordHash: string) {
  const query = store.db
    .select({ id: users.id })
    .from(users)
    .where(store.own(users, eq(users.id, user.id), eq(users.passwordHash, passwordHash), eq(users.state, "active")));
  return sql`(${query})`;
}

function asSignInRefusal(error: unknown): unknown {
  const refused = violation(error);
  if (refused?.name === "sessions.user_id") return new Refusal("wrong_credentials");
  // The code's own row is the only one of this batch that has a version to lose.
  if (refused?.name === "audit_entries_pk" || refused?.name === "audit_entries.version")
    return new Refusal("wrong_code");
  return error;
}

let decoy: Promise<string> | undefined;
const decoyHash = (cost: PasswordCost) => (decoy ??= hashPassword("no such user", cost, systemRandom));
