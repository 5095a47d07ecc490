import { eq, or } from "drizzle-orm";
import { permissionsOf, type Role } from "../../core/access.ts";
import type { Context } from "../../core/context.ts";
import { hashPassword, verifyPassword, type PasswordCost } from "../../core/crypto.ts";
import { refuseField, Refusal } from "../../core/errors.ts";
import { systemRandom } from "../../core/ids.ts";
import { signToken, verifyToken } from "../../core/tokens.ts";
import { lastNumber, raiseSequence } from "../../db/sequences.ts";
import type { Row } from "../../db/store.ts";
import { changed, created, noted } from "../audit/index.ts";
import { commit, event } from "../outbox/index.ts";
import type { LoginInput, TokensAnswer } from "./inputs.ts";
import { requireGoodPassword } from "./passwords.ts";
import { showUser } from "./present.ts";
import { users } from "./schema.ts";
import { openSession, type Device } from "./sessions.ts";

/** The configured cost of a password hash. */
export const passwordCost = (ctx: Context): PasswordCost => ({ n: 2 ** ctx.settings.PASSWORD_COST, r: 8, p: 5 });

export interface NewUser {
  name: string;
  email: string;
  username: string;
  password: string;
  role: Role;
}

/** The statements that add a user, and its id. They are part of the caller's batch. */
export async function newUser(ctx: Context, input: NewUser, passwordField = "password") {
  requireGoodPassword(input.password, Number(ctx.tenant.settings["passwordMinLength"]), passwordField);
  const id = ctx.id("usr");
  const passwordHash = await hashPassword(input.password, passwordCost(ctx), systemRandom);
  const row = {
    id,
    number: lastNumber(ctx.store, "user"),
    name: input.name,
    email: input.email,
    username: input.username,
    passwordHash,
    role: input.role,
    state: "active" as const,
    createdAt: ctx.now(),
  };
  return {
    id,
    statements: [raiseSequence(ctx.store, "user"), ...created(ctx, users, row, { action: "user.created" })],
  };
}

/** The query for a user. */
export const userById = (ctx: Context, id: string) =>
  ctx.store.db
    .select()
    .from(users)
    .where(ctx.store.own(users, eq(users.id, id)));

/** @throws Refusal `not_found` */
export async function getUser(ctx: Context, id: string): Promise<Row<typeof users>> {
  const [[user]] = await ctx.store.read(userById(ctx, id));
  if (!user) throw new Refusal("not_found");
  return user;
}

/**
 * Signs in by username or email. A wrong name costs as much time as a wrong password.
 * @throws Refusal `wrong_credentials` (401) or `user_inactive` (403)
 */
export async function login(ctx: Context, { identifier, password }: LoginInput, device: Device): Promise<TokensAnswer> {
  const { store } = ctx;
  const typed = identifier.toLowerCase();
  const [[user]] = await store.read(
    store.db
      .select()
      .from(users)
      .where(store.own(users, or(eq(users.username, typed), eq(users.email, typed)))),
  );
  const cost = passwordCost(ctx);
  const checked = await verifyPassword(password, user?.passwordHash ?? (await decoyHash(cost)), cost);
  if (!user || !checked.matches) throw new Refusal("wrong_credentials");
  if (user.state !== "active") throw new Refusal("user_inactive");

  const acting: Context = {
    ...ctx,
    actor: { kind: "user", id: user.id, name: user.name, role: user.role, permissions: new Set(), sessionId: "" },
  };
  const { tokens, statements } = await openSession(acting, user, device);
  const upgrade = checked.outdated ? { passwordHash: await hashPassword(password, cost, systemRandom) } : {};
  await commit(acting, [
    ...statements,
    store.update(users, { lastLoginAt: ctx.now(), ...upgrade }, eq(users.id, user.id)),
    noted(acting, { entity: "user", entityId: user.id, action: "user.signed_in", after: { address: device.address } }),
  ]);
  return tokens;
}

/** @throws Refusal naming `field` when it is not the user's password: for what can't be undone */
export async function requirePassword(
  ctx: Context,
  { passwordHash }: { passwordHash: string },
  password: string,
  field: string,
): Promise<void> {
  const { matches } = await verifyPassword(password, passwordHash, passwordCost(ctx));
  if (!matches) throw refuseField(field, "Kata sandi salah.", "Wrong password.");
}

let decoy: Promise<string> | undefined;
const decoyHash = (cost: PasswordCost) => (decoy ??= hashPassword("no such user", cost, systemRandom));

/** The signed-in user, tenant and permissions. */
export async function getMe(ctx: Context) {
  if (ctx.actor.kind !== "user") throw new Refusal("unauthenticated");
  return showMe(ctx, await getUser(ctx, ctx.actor.id));
}

function showMe({ tenant: { id, slug, name, kinds, timeZone } }: Context, user: Row<typeof users>) {
  return {
    user: showUser(user),
    tenant: { id, slug, name, kinds: [...kinds], timeZone },
    permissions: permissionsOf(user.role),
  };
}

/** Changes the signed-in user's own name. */
export async function updateMe(ctx: Context, patch: { name?: string | undefined }) {
  const user = await getUser(ctx, ctx.actor.id);
  if (patch.name === undefined || patch.name === user.name) return showMe(ctx, user);
  await commit(ctx, changed(ctx, users, user, { name: patch.name }, { action: "user.updated" }));
  return showMe(ctx, { ...user, name: patch.name });
}

/** A link's token that proves its reader gets the user's mail. */
export async function emailConfirmationToken(ctx: Context, user: Row<typeof users>): Promise<string> {
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
  await commit(ctx, [event(ctx, "user.email_confirmation_asked", { userId: ctx.actor.id })]);
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
