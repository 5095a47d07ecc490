/**
 * The monthly run, as people start, check and confirm it. Its work is done by `run-prepare.ts` and `run-issue.ts`, a chunk
 * at a time. A tenant has one open run at a time: two previews of the same months would promise what only one can issue.
 */
import { desc, eq, inArray, lt } from "drizzle-orm";
import { violation } from "#dialect";
import type { Context } from "../../../core/context.ts";
import { refuseField, Refusal } from "../../../core/errors.ts";
import { decodeCursor, pageFrom } from "../../../core/http/page.ts";
import { addDays, addMonths, isoInstant } from "../../../core/time.ts";
import { lastNumber, raiseSequence } from "../../../db/sequences.ts";
import type { Changes, Row } from "../../../db/store.ts";
import { changed, created } from "../../audit/index.ts";
import { commitAndRead, event, type Part } from "../../outbox/index.ts";
import { requireBrand } from "../../tenancy/index.ts";
import { today } from "../invoices/issue.ts";
import type { RunInput, RunQuery } from "./inputs.ts";
import { startRunJob, watchRun } from "./queue.ts";
import { billingRuns } from "../schema.ts";
import { runTakes, type RunAction, type RunState } from "../states.ts";

export type Run = Row<typeof billingRuns>;

/** A year typed wrong would bill everybody for all the months between. */
const periodRangeMonths = 12;

export const runById = (ctx: Context, id: string) =>
  ctx.store.db
    .select()
    .from(billingRuns)
    .where(ctx.store.own(billingRuns, eq(billingRuns.id, id)));

/** @throws Refusal `not_found` */
export async function loadRun(ctx: Context, id: string): Promise<Run> {
  const [[run]] = await ctx.store.read(runById(ctx, id));
  if (!run) throw new Refusal("not_found");
  return run;
}

export const getRun = async (ctx: Context, id: string) => showRun(await loadRun(ctx, id));

export async function listRuns(ctx: Context, { state, limit, cursor }: RunQuery) {
  const after = decodeCursor(cursor, 1);
  const [rows] = await ctx.store.read(
    ctx.store.db
      .select()
      .from(billingRuns)
      .where(
        ctx.store.own(
          billingRuns,
          state === undefined ? undefined : eq(billingRuns.state, state),
          after && lt(billingRuns.id, String(after[0])),
        ),
      )
      .orderBy(desc(billingRuns.id))
      .limit(limit + 1),
  );
  return pageFrom(rows, limit, showRun, ({ id }) => [id]);
}

/**
 * Begins a run: its preview is prepared from now on.
 * @throws Refusal `duplicate` while another run is open; naming the field of what is out of range
 */
export async function createRun(ctx: Context, { period, brandId, ...input }: RunInput) {
  const brand = brandId === undefined ? undefined : await requireBrand(ctx, brandId, "brandId");
  const thisMonth = today(ctx).slice(0, 7);
  if (period < addMonths(thisMonth, -periodRangeMonths) || period > addMonths(thisMonth, periodRangeMonths))
    throw refuseField("period", "Paling jauh setahun dari bulan ini.", "At most a year from this month.");
  const issuedOn = input.issuedOn ?? today(ctx);
  if (!issuedOn.startsWith("20"))
    throw refuseField("issuedOn", "Tanggal di luar jangkauan.", "The date is out of range.");
  const dueOn = input.dueOn ?? addDays(issuedOn, Number(ctx.tenant.settings["dueDays"]));
  if (dueOn < issuedOn)
    throw refuseField("dueOn", "Tidak boleh sebelum tanggal terbit.", "Can't be before the issue date.");
  const id = ctx.id("run");
  const row = {
    id,
    number: lastNumber(ctx.store, "billing_run"),
    period,
    brandId: brand?.id ?? null,
    issuedOn,
    dueOn,
    state: "preparing" as const,
    cursor: "",
    createdAt: ctx.now(),
  };
  try {
    return await writeRun(ctx, { id, state: "preparing", version: 1 }, [
      raiseSequence(ctx.store, "billing_run"),
      ...created(ctx, billingRuns, row, { action: "billing_run.started" }),
    ]);
  } catch (error) {
    if (violation(error)?.name !== "billing_runs_open") throw error;
    throw await anotherIsOpen(ctx);
  }
}

async function anotherIsOpen(ctx: Context): Promise<Refusal> {
  const [[open]] = await ctx.store.read(
    ctx.store.db
      .select()
      .from(billingRuns)
      .where(ctx.store.own(billingRuns, inArray(billingRuns.state, ["preparing", "ready", "issuing"])))
      .limit(1),
  );
  const which = open ? ` #${open.number} (${open.period})` : "";
  return new Refusal("duplicate", {
    detail: {
      id: `Penagihan${which} belum selesai. Terbitkan atau batalkan dahulu.`,
      en: `Billing run${which} is still open. Confirm or cancel it first.`,
    },
  });
}

/** Issues what the preview shows. */
export const confirmRun = (ctx: Context, id: string) =>
  move(ctx, id, "confirm", { state: "issuing" }, "billing_run.confirmed");

/** Gives a run up before it is confirmed; nothing has been issued. */
export const cancelRun = (ctx: Context, id: string) =>
  move(ctx, id, "cancel", { state: "cancelled", finishedAt: ctx.now() }, "billing_run.cancelled");

async function move(
  ctx: Context,
  id: string,
  action: RunAction,
  changes: Changes<typeof billingRuns> & { state: RunState },
  name: string,
) {
  const before = await loadRun(ctx, id);
  if (!runTakes(before.state, action))
    throw new Refusal("wrong_state", {
      detail: {
        id: `Penagihan berstatus ${before.state}, jadi ini tidak bisa dilakukan.`,
        en: `The billing run is ${before.state}, so this can't be done.`,
      },
    });
  const after = { id, state: changes.state, version: before.version + 1 };
  return writeRun(ctx, after, changed(ctx, billingRuns, before, changes, { action: name }));
}

async function writeRun(ctx: Context, after: Pick<Run, "id" | "state" | "version">, parts: readonly Part[]) {
  const { id, state, version } = after;
  const [run] = await commitAndRead(
    ctx,
    [...parts, ...watchRun(ctx, after, version), event(ctx, "billing_run.changed", { runId: id, state })],
    runById(ctx, id),
  );
  ctx.defer(startRunJob(ctx, run as Run));
  return showRun(run as Run);
}

/** A run as the API shows it. */
const showRun = (run: Run) => ({
  ...run,
  finishedAt: run.finishedAt === null ? null : isoInstant(run.finishedAt),
  createdAt: isoInstant(run.createdAt),
});
