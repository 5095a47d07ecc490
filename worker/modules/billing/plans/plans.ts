/** Plans: what is sold each month. An archived one stays on its subscriptions, and can't be chosen any more. */
import { and, asc, desc, eq, gt, gte, isNotNull, isNull, lt, sql } from "drizzle-orm";
import { violation, type Statement } from "#dialect";
import type { Context } from "../../../core/context.ts";
import { refuseField, Refusal } from "../../../core/errors.ts";
import { decodeCursor, pageFrom } from "../../../core/http/page.ts";
import { isoInstant } from "../../../core/time.ts";
import { nameKey, prefixEnd } from "../../../core/terms.ts";
import { lastNumber, raiseSequence } from "../../../db/sequences.ts";
import type { Changes, Row } from "../../../db/store.ts";
import { changed, created, createdAll } from "../../audit/index.ts";
import { commitAndRead, type Part } from "../../outbox/index.ts";
import type { PlanInput, PlanPatch, PlanQuery } from "./inputs.ts";
import { plans } from "../schema.ts";

export type Plan = Row<typeof plans>;

/** The query for a plan, archived or not. */
export const planById = (ctx: Context, id: string) =>
  ctx.store.db
    .select()
    .from(plans)
    .where(ctx.store.own(plans, eq(plans.id, id)));

async function loadPlan(ctx: Context, id: string): Promise<Plan> {
  const [[plan]] = await ctx.store.read(planById(ctx, id));
  if (!plan) throw new Refusal("not_found");
  return plan;
}

export const getPlan = async (ctx: Context, id: string) => showPlan(await loadPlan(ctx, id));

/** Plans by name or by age; found by the beginning of their name when `q` is given. */
export async function listPlans(ctx: Context, { q, archived, sort, limit, cursor }: PlanQuery) {
  const [order, beyond] = sort.startsWith("-") ? [desc, lt] : [asc, gt];
  const column = sort.endsWith("name") ? plans.nameKey : plans.id;
  const prefix = nameKey(q ?? "");
  const after = decodeCursor(cursor, 1);
  const [rows] = await ctx.store.read(
    ctx.store.db
      .select()
      .from(plans)
      .where(
        ctx.store.own(
          plans,
          prefix ? and(gte(plans.nameKey, prefix), lt(plans.nameKey, prefixEnd(prefix))) : undefined,
          archived === "all" ? undefined : archived === "true" ? isNotNull(plans.archivedAt) : isNull(plans.archivedAt),
          after && beyond(column, String(after[0])),
        ),
      )
      .orderBy(order(column))
      .limit(limit + 1),
  );
  return pageFrom(rows, limit, showPlan, (row) => [column === plans.id ? row.id : row.nameKey]);
}

/** @throws Refusal naming `name` when it is taken */
export async function createPlan(ctx: Context, input: PlanInput) {
  const id = ctx.id("pln");
  const row = {
    ...input,
    id,
    number: lastNumber(ctx.store, "plan"),
    nameKey: nameKey(input.name),
    createdAt: ctx.now(),
  };
  return write(ctx, id, [raiseSequence(ctx.store, "plan"), ...created(ctx, plans, row, { action: "plan.created" })]);
}

/** The parts that add plans by name and price, numbered in their order; refused by `plans_name` when a name is taken. */
export function createdPlans(ctx: Context, list: readonly { id: string; name: string; price: number }[]): Statement[] {
  if (list.length === 0) return [];
  const rows = list.map((plan) => ({ ...plan, nameKey: nameKey(plan.name), createdAt: ctx.now() }));
  return [
    raiseSequence(ctx.store, "plan", rows.length),
    ...createdAll(
      ctx,
      plans,
      rows,
      { action: "plan.created" },
      { number: ({ ordinal }) => sql`${lastNumber(ctx.store, "plan")} - ${rows.length} + ${ordinal}` },
    ),
  ];
}

/** @throws Refusal naming `name` when it is taken */
export async function updatePlan(ctx: Context, id: string, { archived, ...patch }: PlanPatch) {
  const before = await loadPlan(ctx, id);
  const changes: Changes<typeof plans> = {
    ...patch,
    ...(patch.name !== undefined && { nameKey: nameKey(patch.name) }),
    ...(archived !== undefined && { archivedAt: archived ? (before.archivedAt ?? ctx.now()) : null }),
  };
  return write(ctx, id, changed(ctx, plans, before, changes, { action: "plan.updated" }));
}

/** Takes a plan out of choice. Archiving an archived one changes nothing. */
export async function archivePlan(ctx: Context, id: string): Promise<void> {
  const before = await loadPlan(ctx, id);
  if (before.archivedAt !== null) return;
  await write(ctx, id, changed(ctx, plans, before, { archivedAt: ctx.now() }, { action: "plan.archived" }));
}

async function write(ctx: Context, id: string, parts: readonly Part[]) {
  try {
    const [plan] = await commitAndRead(ctx, parts, planById(ctx, id));
    return showPlan(plan as Plan);
  } catch (error) {
    if (violation(error)?.name !== "plans_name") throw error;
    throw refuseField("name", "Sudah ada paket dengan nama ini.", "There is a plan of this name already.");
  }
}

/** A plan as the API shows it. */
export const showPlan = ({ archivedAt, ...row }: Plan) => ({
  ...row,
  archived: archivedAt !== null,
  createdAt: isoInstant(row.createdAt),
});
