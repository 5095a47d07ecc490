/** Users as rows: how one is made, found and renamed. */
import { eq } from "drizzle-orm";
import type { Statement } from "#dialect";
import type { Role } from "../../core/access.ts";
import type { Context } from "../../core/context.ts";
import { Refusal } from "../../core/errors.ts";
import { insertRows } from "../../db/bulk.ts";
import { lastNumber, raiseSequence } from "../../db/sequences.ts";
import type { Row } from "../../db/store.ts";
import { normalise, phrases, termLength } from "../../core/terms.ts";
import { created } from "../audit/index.ts";
import { hashed } from "./attempts.ts";
import { requireGoodPassword } from "./passwords.ts";
import { users, userTerms } from "./schema.ts";

export type User = Row<typeof users>;

export interface NewUser {
  name: string;
  email: string;
  username: string;
  password: string;
  role: Role;
  customRoleId?: string | null;
  /** When the address proved to be the user's. */
  emailConfirmedAt?: number | null;
}

/** The statements that add a user, and its id. They are part of the caller's batch. */
export async function newUser(ctx: Context, input: NewUser, passwordField = "password") {
  requireGoodPassword(input.password, ctx, input, passwordField);
  const id = ctx.id("usr");
  const row = {
    id,
    number: lastNumber(ctx.store, "user"),
    name: input.name,
    email: input.email,
    username: input.username,
    passwordHash: await hashed(ctx, input.password),
    role: input.role,
    customRoleId: input.customRoleId ?? null,
    state: "active" as const,
    emailConfirmedAt: input.emailConfirmedAt ?? null,
    createdAt: ctx.now(),
  };
  return {
    id,
    statements: [
      raiseSequence(ctx.store, "user"),
      ...created(ctx, users, row, { action: "user.created" }),
      termStatement(ctx, id, input),
    ],
  };
}

/** The query for a user. */
export const userById = (ctx: Context, id: string) =>
  ctx.store.db
    .select()
    .from(users)
    .where(ctx.store.own(users, eq(users.id, id)));

/** @throws Refusal `not_found` */
export async function getUser(ctx: Context, id: string): Promise<User> {
  const [[user]] = await ctx.store.read(userById(ctx, id));
  if (!user) throw new Refusal("not_found");
  return user;
}

type Findable = Pick<User, "name" | "email" | "username">;

/** Words of the name, the address as it is and in words, and the username. */
const termsOf = ({ name, email, username }: Findable): string[] => [
  ...new Set([...phrases(name), email.slice(0, termLength), ...phrases(email), ...phrases(username)]),
];

/** What is typed in a search box, as the beginning of a term. */
export function userTermPrefix(query: string): string {
  const typed = query.trim().toLowerCase();
  return typed.includes("@") ? typed.slice(0, termLength) : normalise(typed).slice(0, termLength).trimEnd();
}

const termStatement = ({ store }: Context, userId: string, user: Findable): Statement =>
  insertRows(
    store,
    userTerms,
    termsOf(user).map((term) => ({ term, userId })),
  );

/** The statements that let a user be found by what is in the row now; for every change of name, email or username. */
export const findableAs = (ctx: Context, user: Findable & { id: string }): Statement[] => [
  ctx.store.remove(userTerms, eq(userTerms.userId, user.id)),
  termStatement(ctx, user.id, user),
];
