/** What a request has before its tenant is known. Made once per request, job or cron tick. */
import { shardConnection } from "#dialect";
import { shardStore, tenantStore, type Meter, type ShardStore, type TenantStore } from "../db/store.ts";
import type { Env, Settings } from "../env.ts";
import type { Actor, Context, TenantView } from "./context.ts";
import type { Locale } from "./errors.ts";
import { newId, randomText, type RandomBytes } from "./ids.ts";
import { tenantVault, type Vault } from "./vault.ts";

/** Time and chance; tests give their own. */
export interface Sources {
  now(): number;
  random: RandomBytes;
}

export interface Platform {
  readonly env: Env;
  readonly settings: Settings;
  readonly sources: Sources;
  readonly meter: Meter;
  readonly requestId: string;
  readonly locale: Locale;
  defer(work: Promise<unknown>): void;
  /** The directory and sweeps. */
  shard(shard: number): ShardStore;
  tenantStore(shard: number, tenantId: string): TenantStore;
  vault(tenantId: string): Vault;
  /** Joins the platform with a tenant and an actor: what services take. */
  context(tenant: TenantView, actor: Actor, store?: TenantStore): Context;
}

export interface PlatformOptions {
  env: Env;
  settings: Settings;
  sources: Sources;
  requestId?: string;
  locale?: Locale;
  defer(work: Promise<unknown>): void;
}

export function createPlatform({ env, settings, sources, requestId, locale = "id", defer }: PlatformOptions): Platform {
  const meter: Meter = { roundTrips: 0, rowsRead: 0 };
  const guard = settings.GUARD === "on";
  const platform: Platform = {
    env,
    settings,
    sources,
    meter,
    locale,
    requestId: requestId ?? newId("req", sources.now(), sources.random),
    defer,
    shard: (shard) => shardStore(shardConnection(env, shard), meter),
    tenantStore: (shard, tenantId) => tenantStore(shardConnection(env, shard), tenantId, { guard, meter }),
    vault: (tenantId) =>
      tenantVault({ current: settings.MASTER_KEY, previous: settings.MASTER_KEY_PREVIOUS }, tenantId, sources.random),
    context: (tenant, actor, store = platform.tenantStore(tenant.shard, tenant.id)) => ({
      requestId: platform.requestId,
      locale,
      tenant,
      actor,
      store,
      vault: platform.vault(tenant.id),
      env,
      settings,
      now: sources.now,
      id: (prefix) => newId(prefix, sources.now(), sources.random),
      randomText: (length) => randomText(length, sources.random),
      defer,
    }),
  };
  return platform;
}
