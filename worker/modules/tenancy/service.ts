/** A tenant's beginning and its settings. */
import { violation } from "#dialect";
import type { Context, TenantView } from "../../core/context.ts";
import { refuseField, Refusal } from "../../core/errors.ts";
import { newId } from "../../core/ids.ts";
import type { Platform } from "../../core/platform.ts";
import { isoInstant } from "../../core/time.ts";
import type { Row } from "../../db/store.ts";
import { changed, created } from "../audit/index.ts";
import { commit, commitAndReadEach, event, type Part } from "../outbox/index.ts";
import { newUser, openSession, showUser, userById, type Device } from "../users/index.ts";
import { release, reserve } from "./directory.ts";
import { tenantQuery } from "./gate.ts";
import type { MaintenanceInput, SignUp, TenantAnswer, TenantPatch } from "./inputs.ts";
import { brands, tenants } from "./schema.ts";
import { defaultSettings } from "./settings.ts";

type TenantRow = Row<typeof tenants>;

/**
 * Makes a tenant with its first brand and its owner, who is signed in at once. The slug is taken in the directory first;
 * the rest is one batch on the tenant's shard.
 * @throws Refusal naming `slug` when it is taken
 */
export async function signUp(platform: Platform, input: SignUp, device: Device) {
  const { now, random } = platform.sources;
  const shards = platform.settings.NEW_TENANT_SHARDS;
  const tenantId = newId("ten", now(), random);
  const shard = shards[(random(1)[0] ?? 0) % shards.length] ?? 0;
  const view: TenantView = { ...input, id: tenantId, shard, settings: { ...defaultSettings } };
  const ctx = platform.context(view, { kind: "public", id: "signup", name: input.owner.name });
  const owner = await newUser(ctx, { ...input.owner, role: "owner" }, "owner.password");
  const session = await openSession(ctx, { id: owner.id, role: "owner" }, device);

  try {
    await reserve(platform, { tenantId, slug: input.slug, shard });
  } catch (error) {
    if (violation(error)?.name !== "tenant_directory_pk") throw error;
    throw refuseField("slug", "Alamat ini sudah dipakai.", "This address is taken.");
  }
  const parts = [
    ...newTenant(ctx, input),
    ...owner.statements,
    ...session.statements,
    event(ctx, "tenant.signed_up", { userId: owner.id }),
  ];
  try {
    const [[tenant], [user]] = await commitAndReadEach(ctx, parts, [tenantQuery(ctx.store), userById(ctx, owner.id)]);
    return {
      tenant: showTenant(tenant as TenantRow),
      user: showUser(user as NonNullable<typeof user>),
      ...session.tokens,
    };
  } catch (error) {
    await release(platform, tenantId);
    throw error;
  }
}

function newTenant(ctx: Context, input: SignUp) {
  const { id: tenantId, slug, name, timeZone } = ctx.tenant;
  const row = {
    id: tenantId,
    slug,
    name,
    kinds: input.kinds,
    timeZone,
    state: "active" as const,
    settings: defaultSettings,
    createdAt: ctx.now(),
  };
  const brand = { id: ctx.id("brd"), code: slug.toUpperCase(), name, createdAt: ctx.now() };
  return [
    ...created(ctx, tenants, row, { action: "tenant.created" }),
    ...created(ctx, brands, brand, { action: "brand.created" }),
  ];
}

export async function loadTenant(ctx: Context): Promise<TenantRow> {
  const [[row]] = await ctx.store.read(tenantQuery(ctx.store));
  if (!row) throw new Refusal("not_found");
  return row;
}

/** The tenant and its settings. */
export const getTenant = async (ctx: Context): Promise<TenantAnswer> => showTenant(await loadTenant(ctx));

/** Changes name, kinds, time zone or single settings. */
export async function updateTenant(ctx: Context, { settings, ...patch }: TenantPatch): Promise<TenantAnswer> {
  const before = await loadTenant(ctx);
  const changes = { ...patch, ...(settings && { settings: { ...defaultSettings, ...before.settings, ...settings } }) };
  return changeTenant(ctx, before, changes, "tenant.updated");
}

/** Switches maintenance on or off. Meanwhile everything but signing in and this answers 503; webhooks are stored. */
export async function setMaintenance(ctx: Context, { on, message, until }: MaintenanceInput): Promise<TenantAnswer> {
  const maintenance = on ? { message: message ?? null, until: until ? isoInstant(Date.parse(until)) : null } : null;
  return changeTenant(
    ctx,
    await loadTenant(ctx),
    { maintenance },
    on ? "tenant.maintenance_began" : "tenant.maintenance_ended",
  );
}

/** Suspends the tenant: everything but signing in and reactivating answers 403. */
export const suspendTenant = (ctx: Context) => setState(ctx, "suspended", "tenant.suspended");
export const reactivateTenant = (ctx: Context) => setState(ctx, "active", "tenant.reactivated");

async function setState(ctx: Context, state: "active" | "suspended", action: string): Promise<TenantAnswer> {
  const before = await loadTenant(ctx);
  if (before.state === state || before.state === "deleting" || before.state === "importing")
    throw new Refusal("wrong_state");
  return changeTenant(ctx, before, { state }, action);
}

/** Changes the tenant's row, together with `parts`. */
export async function changeTenant(
  ctx: Context,
  before: TenantRow,
  changes: Partial<TenantRow>,
  action: string,
  parts: readonly Part[] = [],
): Promise<TenantAnswer> {
  await commit(ctx, [...changed(ctx, tenants, before, changes, { action }), ...parts]);
  return showTenant({ ...before, ...changes });
}

export const showTenant = (row: TenantRow): TenantAnswer => ({
  id: row.tenantId,
  slug: row.slug,
  name: row.name,
  kinds: row.kinds,
  timeZone: row.timeZone as TenantAnswer["timeZone"],
  state: row.state,
  settings: { ...defaultSettings, ...row.settings },
  maintenance: row.maintenance,
  deleteAt: row.deleteAt === null ? null : isoInstant(row.deleteAt),
  createdAt: isoInstant(row.createdAt),
});
