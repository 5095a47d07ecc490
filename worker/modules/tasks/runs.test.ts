import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import type { TestTenant } from "../../../test/support/tenant.ts";
import { handlersOf } from "../../jobs.ts";
import { workOff } from "../outbox/index.ts";
import { tenants } from "../tenancy/schema.ts";
import { runTask } from "./runs.ts";
import { taskRuns, tasks } from "./schema.ts";
import { boardedTenant, buryRuns, deliver, pending, runsOf, taskRow, tickOf, workRuns } from "./testing.ts";

const kind = "billing.mark-overdue";
const minute = 60_000;

/** A company whose task has just come due. */
async function withDueTask() {
  const tenant = await boardedTenant();
  const { id, nextRunAt } = await taskRow(tenant, kind);
  tenant.clock.advance(nextRunAt - tenant.clock.now());
  return { tenant, taskId: id, dueAt: nextRunAt };
}

/** What a Worker that is stopped in the middle of a run leaves behind. */
async function stopInTheMiddle(tenant: TestTenant, runId: string, attempts = 1) {
  const { store } = await tenant.context();
  const now = tenant.clock.now();
  const held = { state: "running" as const, attempts, startedAt: now, leaseUntil: now + 15 * minute };
  await store.atomic([store.update(taskRuns, held, eq(taskRuns.id, runId))]);
}

/** A task that fails: its secret opens nowhere. */
async function failingTask(tenant: TestTenant): Promise<string> {
  const ctx = await tenant.context();
  const id = ctx.id("tsk");
  const row = {
    ...{ id, kind: "webhook", name: "Panggil", isBuiltIn: false, enabled: true, secretSealed: "broken" },
    schedule: { every: "hour" as const, minute: 0 },
    settings: { url: "http://127.0.0.1:1/", method: "POST" },
    nextRunAt: ctx.now(),
    createdAt: ctx.now(),
  };
  await ctx.store.atomic([ctx.store.insert(tasks, row)]);
  return id;
}

describe("a task that is due", () => {
  it("runs once for its moment, says what came of it, and is due again at the next", async () => {
    const { tenant, taskId, dueAt } = await withDueTask();
    await deliver(tenant, await tickOf(tenant));
    expect((await runsOf(tenant, taskId)).map(({ state }) => state)).toEqual(["waiting"]);
    await tenant.settle();
    const [run] = await runsOf(tenant, taskId);
    expect(run).toMatchObject({ state: "done", trigger: "schedule", dueAt, attempts: 1, leaseUntil: null });
    expect(run?.outcome?.en).toBe("No invoice has become overdue.");
    expect((await taskRow(tenant, kind)).nextRunAt).toBe(dueAt + 60 * minute);
    expect(await tickOf(tenant)).toEqual([]);
  });

  it("is not started before its time", async () => {
    const tenant = await boardedTenant();
    expect(await tickOf(tenant)).toEqual([]);
    const { id } = await taskRow(tenant, kind);
    await deliver(tenant, [{ job: "tasks.start", tenantId: tenant.id, shard: 0, input: { taskId: id } }]);
    expect(await runsOf(tenant, id)).toEqual([]);
  });

  it("runs once, although two ticks see it at once and the queue brings each twice", async () => {
    const { tenant, taskId } = await withDueTask();
    const messages = [...(await tickOf(tenant)), ...(await tickOf(tenant))];
    await deliver(tenant, [...messages, ...messages]);
    await tenant.settle();
    await deliver(tenant, messages);
    await tenant.settle();
    expect((await runsOf(tenant, taskId)).map(({ state }) => state)).toEqual(["done"]);
  });

  it("catches up once for all the times it missed", async () => {
    const { tenant, taskId, dueAt } = await withDueTask();
    tenant.clock.advance(5 * 24 * 60 * minute);
    for (let round = 0; round < 3; round++) {
      const ofTask = (await tickOf(tenant)).filter(({ input }) => input["taskId"] === taskId);
      await deliver(tenant, ofTask);
      await tenant.settle();
    }
    expect((await runsOf(tenant, taskId)).map((run) => run.dueAt)).toEqual([dueAt]);
    expect((await taskRow(tenant, kind)).nextRunAt).toBe(dueAt + (5 * 24 + 1) * 60 * minute);
  });

  it("waits while its run before is not over, and starts when that is", async () => {
    const { tenant, taskId, dueAt } = await withDueTask();
    await deliver(tenant, await tickOf(tenant));
    const [slow] = await runsOf(tenant, taskId);
    tenant.clock.advance(50 * minute);
    await stopInTheMiddle(tenant, slow?.id ?? "");
    tenant.clock.advance(10 * minute);
    await deliver(tenant, await tickOf(tenant));
    expect(await runsOf(tenant, taskId)).toHaveLength(1);
    const { store } = await tenant.context();
    await store.atomic([store.update(taskRuns, { state: "done", leaseUntil: null }, eq(taskRuns.id, slow?.id ?? ""))]);
    tenant.clock.advance(3 * minute);
    await deliver(tenant, await tickOf(tenant));
    expect((await runsOf(tenant, taskId)).map((run) => run.dueAt)).toEqual([dueAt + 60 * minute, dueAt]);
  });

  it.each(["suspended", "deleting", "importing"] as const)(
    "of a company that is %s lets its time pass",
    async (state) => {
      const { tenant, taskId, dueAt } = await withDueTask();
      const { store } = await tenant.context();
      await store.atomic([store.update(tenants, { state })]);
      await deliver(tenant, await tickOf(tenant));
      expect(await runsOf(tenant, taskId)).toEqual([]);
      expect((await taskRow(tenant, kind)).nextRunAt).toBe(dueAt + 60 * minute);
    },
  );

  it("is not started while it is disabled", async () => {
    const { tenant, taskId } = await withDueTask();
    const messages = await tickOf(tenant);
    const { store } = await tenant.context();
    await store.atomic([store.update(tasks, { enabled: false }, eq(tasks.id, taskId))]);
    expect((await tickOf(tenant)).filter(({ input }) => input["taskId"] === taskId)).toEqual([]);
    await deliver(tenant, messages);
    expect(await runsOf(tenant, taskId)).toEqual([]);
  });
});

describe("a run", () => {
  it("is done once, although its event is delivered twice at once", async () => {
    const { tenant, taskId } = await withDueTask();
    await deliver(tenant, await tickOf(tenant));
    const [due] = await pending(tenant, "task.due");
    const ctx = await tenant.context();
    await Promise.all([1, 2].map(() => workOff(ctx, due?.id ?? "", handlersOf)));
    await tenant.settle();
    const [run] = await runsOf(tenant, taskId);
    expect(run).toMatchObject({ state: "done", attempts: 1 });
  });

  it("whose Worker was stopped in the middle is taken up when its lease is over, and not before", async () => {
    const { tenant, taskId } = await withDueTask();
    await deliver(tenant, await tickOf(tenant));
    const [run] = await runsOf(tenant, taskId);
    await stopInTheMiddle(tenant, run?.id ?? "");
    await workRuns(tenant);
    expect((await runsOf(tenant, taskId))[0]).toMatchObject({ state: "running", attempts: 1 });
    const [again] = await pending(tenant, "task.due");
    expect(again?.dueAt).toBe(tenant.clock.now() + 15 * minute + 1000);
    tenant.clock.set(new Date(again?.dueAt ?? 0).toISOString());
    await workRuns(tenant);
    expect((await runsOf(tenant, taskId))[0]).toMatchObject({ state: "done", attempts: 2, leaseUntil: null });
  });

  it("that is stopped in the middle every time fails in the end", async () => {
    const { tenant, taskId } = await withDueTask();
    await deliver(tenant, await tickOf(tenant));
    const [run] = await runsOf(tenant, taskId);
    await stopInTheMiddle(tenant, run?.id ?? "", 12);
    tenant.clock.advance(16 * minute);
    await workRuns(tenant);
    const [failed] = await runsOf(tenant, taskId);
    expect(failed).toMatchObject({ state: "failed" });
    expect(failed?.outcome?.en).toContain("stopped in the middle");
  });

  it("whose holder comes back late changes nothing of what another has done meanwhile", async () => {
    const { tenant, taskId } = await withDueTask();
    await deliver(tenant, await tickOf(tenant));
    const [run] = await runsOf(tenant, taskId);
    const other = await tenant.context();
    let reads = 0;
    // The first read finds the run, the second is of the work: there the holder is slow, until another has taken over.
    const read: typeof other.store.read = async (...queries) => {
      if (++reads === 2) {
        tenant.clock.advance(16 * minute);
        await runTask(other, run?.id ?? "");
        tenant.clock.advance(minute);
      }
      return other.store.read(...queries);
    };
    await runTask({ ...other, store: { ...other.store, read } }, run?.id ?? "");
    const [ended] = await runsOf(tenant, taskId);
    expect(ended).toMatchObject({ state: "done", attempts: 2, finishedAt: tenant.clock.now() - minute });
    expect(reads).toBeGreaterThan(1);
  });

  it("that fails is tried again, and after the last try has failed and says so", async () => {
    const tenant = await boardedTenant();
    const taskId = await failingTask(tenant);
    await deliver(tenant, await tickOf(tenant));
    expect(await workRuns(tenant)).toBe(1);
    expect(await workRuns(tenant)).toBe(1);
    const [waiting] = await runsOf(tenant, taskId);
    expect(waiting).toMatchObject({ state: "waiting", attempts: 2 });
    expect(waiting?.outcome?.en).toBe("Something went wrong on our side.");
    await buryRuns(tenant);
    await buryRuns(tenant);
    expect((await runsOf(tenant, taskId))[0]).toMatchObject({ state: "failed", attempts: 2 });
    const told = await pending(tenant, "task.failed");
    expect(told.map(({ data }) => data)).toEqual([
      { taskId, runId: waiting?.id, name: "Panggil", outcome: "Ada yang salah di pihak kami." },
    ]);
  });

  it("that another holds is not given up with the last try", async () => {
    const { tenant, taskId } = await withDueTask();
    await deliver(tenant, await tickOf(tenant));
    const [run] = await runsOf(tenant, taskId);
    await stopInTheMiddle(tenant, run?.id ?? "");
    await buryRuns(tenant);
    expect((await runsOf(tenant, taskId))[0]).toMatchObject({ state: "running" });
    expect(await pending(tenant, "task.due")).toHaveLength(1);
  });
});
