/** The phones and browsers on which a user takes push messages. */
import { and, desc, eq, inArray, notInArray } from "drizzle-orm";
import { violation, type Statement } from "#dialect";
import type { Context } from "../../../core/context.ts";
import { Refusal } from "../../../core/errors.ts";
import { isoInstant } from "../../../core/time.ts";
import type { Row } from "../../../db/store.ts";
import { changed, created, noted } from "../../audit/index.ts";
import { commit } from "../../outbox/index.ts";
import type { DeviceInput } from "./device-inputs.ts";
import { pushDevices } from "../schema.ts";

type Device = Row<typeof pushDevices>;

/** Of more than these, the one that was not seen for longest is forgotten. */
export const mostDevices = 20;

const newestOf = (ctx: Context, userId: string) =>
  ctx.store.db
    .select({ id: pushDevices.id })
    .from(pushDevices)
    .where(ctx.store.own(pushDevices, eq(pushDevices.userId, userId)))
    .orderBy(desc(pushDevices.seenAt), desc(pushDevices.id))
    .limit(mostDevices);

/** The caller's, newest first. */
export async function listDevices(ctx: Context) {
  const [rows] = await ctx.store.read(
    ctx.store.db
      .select()
      .from(pushDevices)
      .where(ctx.store.own(pushDevices, eq(pushDevices.userId, ctx.actor.id)))
      .orderBy(desc(pushDevices.seenAt), desc(pushDevices.id))
      .limit(mostDevices),
  );
  return { data: rows.map(showDevice) };
}

/**
 * Takes a device down for the caller. One that is known is seen again, and goes over to who registers it last.
 * @throws Refusal `conflict` when the same device registers twice at once
 */
export async function registerDevice(ctx: Context, { token, name }: DeviceInput) {
  const userId = ctx.actor.id;
  const digests = await ctx.vault.digests("push-token", token);
  const [[known]] = await ctx.store.read(
    ctx.store.db
      .select()
      .from(pushDevices)
      .where(ctx.store.own(pushDevices, inArray(pushDevices.tokenDigest, digests))),
  );
  const seen = { userId, name, seenAt: ctx.now() };
  const row = known ?? {
    id: ctx.id("dev"),
    createdAt: ctx.now(),
    tokenSealed: await ctx.vault.seal("push-token", token),
    tokenDigest: await ctx.vault.digest("push-token", token),
  };
  const statements = known
    ? seenAgain(ctx, known, seen)
    : created(ctx, pushDevices, { ...row, ...seen } as never, { action: "push_device.registered" });
  try {
    await commit(ctx, [
      ...statements,
      ctx.store.remove(
        pushDevices,
        and(eq(pushDevices.userId, userId), notInArray(pushDevices.id, newestOf(ctx, userId))),
      ),
    ]);
  } catch (error) {
    if (violation(error)?.name === "push_devices_token") throw new Refusal("conflict");
    throw error;
  }
  return showDevice({ ...row, ...seen });
}

/** A visit is no change to write down; another owner is. */
function seenAgain(
  ctx: Context,
  known: Device,
  seen: Pick<Device, "userId" | "name" | "seenAt">,
): readonly Statement[] {
  if (known.userId === seen.userId) return [ctx.store.update(pushDevices, seen, eq(pushDevices.id, known.id))];
  return changed(ctx, pushDevices, known, seen, { action: "push_device.moved" });
}

/** @throws Refusal `not_found`, also for a device of somebody else */
export async function removeDevice(ctx: Context, id: string): Promise<void> {
  const isOwn = and(eq(pushDevices.id, id), eq(pushDevices.userId, ctx.actor.id));
  const [[found]] = await ctx.store.read(
    ctx.store.db.select({ name: pushDevices.name }).from(pushDevices).where(ctx.store.own(pushDevices, isOwn)),
  );
  if (!found) throw new Refusal("not_found");
  await commit(ctx, [
    noted(ctx, { entity: "push_device", entityId: id, action: "push_device.removed", after: found }),
    ctx.store.remove(pushDevices, isOwn),
  ]);
}

const showDevice = ({ id, name, seenAt, createdAt }: Pick<Device, "id" | "name" | "seenAt" | "createdAt">) => ({
  id,
  name,
  seenAt: isoInstant(seenAt),
  createdAt: isoInstant(createdAt),
});
