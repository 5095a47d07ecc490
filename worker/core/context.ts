/** The value passed first to every service: who acts, for which tenant, with which store and which clock. */
import type { TenantStore } from "../db/store.ts";
import type { Env, Settings } from "../env.ts";
import type { Permission, Role } from "./access.ts";
import type { Locale } from "./errors.ts";
import type { IdPrefix } from "./ids.ts";
import type { TimeZone } from "./time.ts";
import type { Vault } from "./vault.ts";

/** Who acts. Every write knows it; see the audit log. */
export type Actor =
  | { kind: "user"; id: string; name: string; role: Role; permissions: ReadonlySet<Permission>; sessionId: string }
  | { kind: "apiKey"; id: string; name: string; permissions: ReadonlySet<Permission> }
  | { kind: "webhook"; id: string; name: string }
  | { kind: "system"; id: string; name: string }
  | { kind: "public"; id: string; name: string };

/** The tenant as every request needs it. */
export interface TenantView {
  id: string;
  slug: string;
  shard: number;
  name: string;
  timeZone: TimeZone;
  kinds: readonly string[];
  settings: Record<string, unknown>;
}

/** A request's `Idempotency-Key`: written with its first batch, answered from the store ever after. */
export interface Idempotency {
  key: string;
  requestHash: string;
  /** What the store knew of the key when the request came. */
  known?: { requestHash: string; status: number | null; body: string | null } | undefined;
  written: boolean;
}

/** Enough of a context to compose statements that know the company's business day. */
export interface DayContext extends Pick<Context, "store" | "now"> {
  readonly tenant: Pick<TenantView, "timeZone">;
}

export interface Context {
  readonly requestId: string;
  readonly locale: Locale;
  readonly tenant: TenantView;
  readonly actor: Actor;
  readonly store: TenantStore;
  readonly vault: Vault;
  readonly env: Env;
  readonly settings: Settings;
  /** Set while a request with an `Idempotency-Key` is worked on. */
  idempotency?: Idempotency | undefined;
  now(): number;
  id<P extends IdPrefix>(prefix: P): `${P}_${string}`;
  /** `length` random characters for links and one-time values. */
  randomText(length: number): string;
  /** Work that goes on after the response. */
  defer(work: Promise<unknown>): void;
}
