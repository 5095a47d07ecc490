/** Users by the number that people and the profiles know them by. */
import { inArray } from "drizzle-orm";
import type { Context } from "../../core/context.ts";
import { refuseField } from "../../core/errors.ts";
import { users } from "./schema.ts";

/**
 * The ids of users' numbers, at most a hundred.
 * @throws Refusal naming `userIds` when one of them is nobody's
 */
export async function idsOfNumbers(ctx: Context, numbers: readonly number[]): Promise<string[]> {
  const wanted = [...new Set(numbers)];
  const [rows] = await ctx.store.read(
    ctx.store.db
      .select({ id: users.id, number: users.number })
      .from(users)
      .where(ctx.store.own(users, inArray(users.number, wanted))),
  );
  const missing = wanted.find((number) => !rows.some((row) => row.number === number));
  if (missing !== undefined)
    throw refuseField("userIds", `Pengguna ${missing} tidak ada.`, `There is no user ${missing}.`);
  return rows.map(({ id }) => id);
}
