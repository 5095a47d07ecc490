/** A tenant's end: asked for by its owner, called off within the grace, then carried out until nothing is left. */
import { shardConnection } from "#dialect";
import type { Context } from "../../core/context.ts";
import { refuseField, Refusal } from "../../core/errors.ts";
import { log } from "../../core/log.ts";
import { emptyRoom, removeObjects } from "../../core/objects.ts";
import { dateIn } from "../../core/time.ts";
import { shardStore } from "../../db/store.ts";
import { removeAll, tenantTables } from "../../db/whole.ts";
import { event } from "../outbox/index.ts";
import { requirePassword, userById } from "../users/index.ts";
import { release } from "./directory.ts";
import { tenantQuery } from "./gate.ts";
import type { DeletionInput } from "./inputs.ts";
import { tenants } from "./schema.ts";
import { changeTenant, loadTenant } from "./service.ts";
import { isGone } from "./standing.ts";

/** How long an owner may change his mind. */
const graceMs = 30 * 86_400_000;
/** Work that was under way when the grace ended is over by then. */
const settlingMs = 15 * 60_000;
const statementsOfOneJob = 200;

/** Asks for the tenant's deletion. Until its day the owner can sign in, take the data along and call it off. */
export async function askDeletion(ctx: Context, { slug, password }: DeletionInput) {
  const [[tenant], [user]] = await ctx.store.read(tenantQuery(ctx.store), userById(ctx, ctx.actor.id));
  if (!tenant || !user) throw new Refusal("not_found");
  if (slug !== tenant.slug)
    throw refuseField("slug", "Ketik alamat perusahaan ini persis.", "Type this company's address exactly.");
  await requirePassword(ctx, user, password, "password");
  if (tenant.state === "deleting" || tenant.state === "importing") throw new Refusal("wrong_state");
  return changeTenant(ctx, tenant, { state: "deleting", deleteAt: ctx.now() + graceMs }, "tenant.deletion_asked", [
    event(ctx, "tenant.deletion_asked", { userId: user.id }),
  ]);
}

/** Calls the deletion off: everything goes on as before. */
export async function callOffDeletion(ctx: Context) {
  const tenant = await loadTenant(ctx);
  if (tenant.state !== "deleting") throw new Refusal("wrong_state");
  return changeTenant(ctx, tenant, { state: "active", deleteAt: null }, "tenant.deletion_called_off");
}

/** The day on which everything goes, or undefined once that was called off. */
export async function deletionToTell(ctx: Context): Promise<string | undefined> {
  const { deleteAt } = await loadTenant(ctx);
  return deleteAt === null ? undefined : dateIn(ctx.tenant.timeZone, deleteAt);
}

/**
 * Job: removes a tenant whose time is up: files, room, every row, its place in the directory, and itself last. It may
 * stop anywhere and be started again.
 */
export async function purgeTenant(ctx: Context): Promise<void> {
  const tenant = await loadTenant(ctx);
  if (!isGone(tenant, ctx.now() - settlingMs)) return;
  await emptyRoom(ctx);
  await removeObjects(ctx, "");
  const { id: tenantId, shard, slug } = ctx.tenant;
  const rest = tenantTables().filter((each) => each !== (tenants as unknown));
  if (!(await removeAll(ctx.store, rest.reverse(), { statements: statementsOfOneJob }))) {
    await ctx.env.JOBS.send({ job: "tenancy.purge", tenantId, shard, input: {} });
    return;
  }
  const meter = { roundTrips: 0, rowsRead: 0 };
  await release({ shard: (number) => shardStore(shardConnection(ctx.env, number), meter) }, tenantId);
  await ctx.store.atomic([ctx.store.remove(tenants)]);
  log.info("tenant_deleted", { tenantId, slug });
}
