/** The policies of suspension: the company's, and those of brands. */
import { asc } from "drizzle-orm";
import { violation } from "#dialect";
import type { Context } from "../../../core/context.ts";
import { Refusal } from "../../../core/errors.ts";
import { addDays, isoInstant } from "../../../core/time.ts";
import type { Row } from "../../../db/store.ts";
import { changed, created } from "../../audit/index.ts";
import { commit } from "../../outbox/index.ts";
import { brandQuery, unknownBrand } from "../../tenancy/index.ts";
import { today } from "../invoices/issue.ts";
import { suspensionPolicies } from "../schema.ts";
import { companyScope, scopesOf, type Scoped } from "../scope.ts";
import type { PolicyInput } from "./inputs.ts";
import { defaultPolicy, nextOpening, type SuspensionPolicy } from "./policy.ts";

type PolicyRow = Row<typeof suspensionPolicies>;

/** The query for all policies of a company. */
export const policiesQuery = ({ store }: Context) =>
  store.db.select().from(suspensionPolicies).where(store.own(suspensionPolicies)).orderBy(asc(suspensionPolicies.id));

/** A policy with whom it holds for. */
export interface ScopedPolicy extends Scoped {
  version: number;
  activeFrom: string;
  policy: SuspensionPolicy;
}

/** Every policy that holds, the company's first. Where none was saved, the proposed one, which is off. */
export function scopedPolicies(rows: readonly PolicyRow[]): ScopedPolicy[] {
  const own = rows.filter(({ brandId, policy }) => brandId !== null && policy !== null).map(({ id }) => id);
  return scopesOf(own).map((scope) => {
    const row = rows.find(({ id }) => id === scope.id);
    return {
      ...scope,
      version: row?.version ?? 0,
      activeFrom: row?.activeFrom ?? "",
      policy: row?.policy ?? defaultPolicy,
    };
  });
}

/** The one that holds for a brand. */
export const policyOf = (policies: readonly ScopedPolicy[], brandId: string): ScopedPolicy =>
  policies.find((each) => each.brandId === brandId) ?? (policies[0] as ScopedPolicy);

/** The company's policy first, then those of brands that have, or had, their own. */
export async function listPolicies(ctx: Context) {
  const [rows] = await ctx.store.read(policiesQuery(ctx));
  const company = rows.find(({ id }) => id === companyScope);
  return {
    data: [
      show(ctx, company, company, null),
      ...rows.flatMap((row) => (row.brandId ? show(ctx, row, company, row.brandId) : [])),
    ],
  };
}

/**
 * Replaces a policy.
 * @throws Refusal naming an unknown brand; `conflict` when it was changed since `version`
 */
export async function putPolicy(ctx: Context, { brandId, version, policy }: PolicyInput) {
  const [rows, [brand]] = await ctx.store.read(policiesQuery(ctx), brandQuery(ctx, brandId ?? ""));
  if (brandId !== null && (!brand || brand.archivedAt !== null)) throw unknownBrand("brandId");
  const id = brandId ?? companyScope;
  const before = rows.find((row) => row.id === id);
  if ((before?.version ?? 0) !== version) throw new Refusal("conflict");
  const held = policyOf(scopedPolicies(rows), brandId ?? "");
  const changes = { policy, activeFrom: policy === null ? today(ctx) : activeFrom(ctx, held, policy) };
  const fresh = { id, brandId, ...changes, createdAt: ctx.now() };
  const action = "suspension_policy.changed";
  try {
    await commit(
      ctx,
      before
        ? changed(ctx, suspensionPolicies, before, changes, { action })
        : created(ctx, suspensionPolicies, fresh, { action }),
    );
  } catch (error) {
    if (violation(error)?.name === "suspension_policies_pk") throw new Refusal("conflict");
    throw error;
  }
  const after = { ...fresh, tenantId: ctx.tenant.id, version: version + 1 };
  return show(ctx, after, brandId === null ? after : rows.find((row) => row.id === companyScope), brandId);
}

/** Whoever a new or stricter policy finds in arrears gets its notices first. */
function activeFrom(ctx: Context, held: ScopedPolicy, policy: SuspensionPolicy): string {
  const before = held.policy;
  const isStricter =
    !before.enabled || policy.daysAfterDue < before.daysAfterDue || policy.minimumOwed < before.minimumOwed;
  return isStricter ? addDays(today(ctx), Math.max(0, ...policy.noticeDays)) : held.activeFrom;
}

function show(ctx: Context, own: PolicyRow | undefined, company: PolicyRow | undefined, brandId: string | null) {
  const row = own?.policy ? own : company;
  const policy = row?.policy ?? defaultPolicy;
  const opensAt = policy.enabled ? nextOpening(policy, ctx.tenant.timeZone, ctx.now()) : undefined;
  return {
    brandId,
    version: own?.version ?? 0,
    isOwn: (own?.policy ?? null) !== null,
    policy,
    activeFrom: policy.enabled ? (row?.activeFrom ?? null) : null,
    nextOpeningAt: opensAt === undefined ? null : isoInstant(opensAt),
  };
}
