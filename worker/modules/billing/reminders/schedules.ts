/** The schedules of reminders: the company's, and those of brands. */
import { asc } from "drizzle-orm";
import { violation } from "#dialect";
import type { Context } from "../../../core/context.ts";
import { Refusal } from "../../../core/errors.ts";
import type { Row } from "../../../db/store.ts";
import { changed, created } from "../../audit/index.ts";
import { commit } from "../../outbox/index.ts";
import { brandQuery, unknownBrand } from "../../tenancy/index.ts";
import { reminderSchedules } from "../schema.ts";
import { companyScope } from "../scope.ts";
import type { ScheduleInput } from "./inputs.ts";
import { defaultRules } from "./rules.ts";

export type Schedule = Row<typeof reminderSchedules>;

/** The query for all schedules of a company. */
export const schedulesQuery = ({ store }: Context) =>
  store.db.select().from(reminderSchedules).where(store.own(reminderSchedules)).orderBy(asc(reminderSchedules.id));

/** The company's schedule first, then those of brands that have, or had, their own. */
export async function listSchedules(ctx: Context) {
  const [rows] = await ctx.store.read(schedulesQuery(ctx));
  const company = rows.find(({ id }) => id === companyScope);
  return {
    data: [
      show(company, company, null),
      ...rows.flatMap((row) => (row.brandId ? show(row, company, row.brandId) : [])),
    ],
  };
}

/**
 * Replaces a schedule. What was due before is not sent again, nor caught up.
 * @throws Refusal naming an unknown brand; `conflict` when it was changed since `version`
 */
export async function putSchedule(ctx: Context, { brandId, version, rules }: ScheduleInput) {
  const [rows, [brand]] = await ctx.store.read(schedulesQuery(ctx), brandQuery(ctx, brandId ?? ""));
  if (brandId !== null && (!brand || brand.archivedAt !== null)) throw unknownBrand("brandId");
  const id = brandId ?? companyScope;
  const before = rows.find((row) => row.id === id);
  if ((before?.version ?? 0) !== version) throw new Refusal("conflict");
  const changes = { rules, savedAt: ctx.now() };
  const fresh = { id, brandId, ...changes, createdAt: ctx.now() };
  const action = "reminder_schedule.changed";
  try {
    await commit(
      ctx,
      before
        ? changed(ctx, reminderSchedules, before, changes, { action })
        : created(ctx, reminderSchedules, fresh, { action }),
    );
  } catch (error) {
    if (violation(error)?.name === "reminder_schedules_pk") throw new Refusal("conflict");
    throw error;
  }
  const after = { ...fresh, tenantId: ctx.tenant.id, version: version + 1 };
  return show(after, brandId === null ? after : rows.find((row) => row.id === companyScope), brandId);
}

const show = (own: Schedule | undefined, company: Schedule | undefined, brandId: string | null) => ({
  brandId,
  version: own?.version ?? 0,
  isOwn: (own?.rules ?? null) !== null,
  rules: [...(own?.rules ?? company?.rules ?? defaultRules)],
});
