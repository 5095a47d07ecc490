/** Taking files away behind the scenes. Each step may be repeated: an object or a row that is gone stays gone. */
import { and, eq, inArray } from "drizzle-orm";
import type { Context } from "../../core/context.ts";
import { files } from "./schema.ts";
import { objectKey, removedFile } from "./service.ts";
import type { Owner } from "./states.ts";

/** Statements take few values on D1. */
const chunk = 50;

/** Takes away what of an owner is marked removed: the objects, then the rows. */
export async function takeRemovedFiles(ctx: Context, { entity, id }: Owner): Promise<void> {
  const { store } = ctx;
  const removed = and(eq(files.ownerEntity, entity), eq(files.ownerId, id), eq(files.state, "removed"));
  for (;;) {
    const [rows] = await store.read(
      store.db.select({ id: files.id }).from(files).where(store.own(files, removed)).limit(chunk),
    );
    const ids = rows.map((row) => row.id);
    if (ids.length === 0) return;
    await ctx.env.FILES.delete(ids.map((fileId) => objectKey(ctx.tenant.id, fileId)));
    await store.atomic([store.remove(files, inArray(files.id, ids), eq(files.state, "removed"))]);
  }
}

/** A day after a file was sent: takes away an object whose row was never written, and a file that nothing has claimed. */
export async function sweepOrphan(ctx: Context, fileId: string): Promise<void> {
  const { store } = ctx;
  // Marked first, so that nothing claims the row while its object goes.
  await store.atomic([store.update(files, removedFile, eq(files.id, fileId), eq(files.state, "unclaimed"))]);
  const [[row]] = await store.read(
    store.db
      .select({ state: files.state })
      .from(files)
      .where(store.own(files, eq(files.id, fileId))),
  );
  if (row && row.state !== "removed") return;
  await ctx.env.FILES.delete(objectKey(ctx.tenant.id, fileId));
  await store.atomic([store.remove(files, eq(files.id, fileId), eq(files.state, "removed"))]);
}
