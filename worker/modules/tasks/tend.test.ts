import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { outbox } from "../outbox/schema.ts";
import { jobOf } from "../../jobs.ts";
import { taskRuns, tasks } from "./schema.ts";
import { boardedTenant, boardOf, deliver, runsOf, taskRow, tickOf } from "./testing.ts";

const tend = async (tenant: Awaited<ReturnType<typeof boardedTenant>>) =>
  jobOf("tasks.tend")(await tenant.context(), {});

describe("built-in tasks", () => {
  it("are there from sign-up, those that the kind of business needs", async () => {
    const kinds = async (kind: string) =>
      (await boardOf(await boardedTenant({ kinds: [kind] }))).map((task) => task.kind).sort();
    const all = ["billing.lapse-segments", "billing.mark-overdue", "billing.verify-totals", "maintenance.clean-up", "reports.daily"];
    expect(await kinds("isp")).toEqual(["billing.end-subscriptions", ...all]);
    expect(await kinds("ppob")).toEqual(all);
  });

  it("that a new version brought are added once, and changed ones stay as they are", async () => {
    const tenant = await boardedTenant();
    const { id } = await taskRow(tenant, "reports.daily");
    await tenant.as("PATCH", `/tasks/${id}`, { schedule: { every: "day", at: "06:15" } });
    const { store } = await tenant.context();
    await store.atomic([store.remove(tasks, eq(tasks.kind, "maintenance.clean-up"))]);
    await Promise.all([tend(tenant), tend(tenant)]);
    const board = await boardOf(tenant);
    expect(board.map(({ kind }) => kind).sort()).toEqual([
      ...["billing.end-subscriptions", "billing.lapse-segments", "billing.mark-overdue", "billing.verify-totals"],
      ...["maintenance.clean-up", "reports.daily"],
    ]);
    expect(board.find((task) => task.id === id)).toMatchObject({ schedule: { every: "day", at: "06:15" } });
  });

  it("follow the company into another kind of business and another time zone", async () => {
    const tenant = await boardedTenant({ kinds: ["ppob"] });
    await tenant.as("PATCH", "/tenant", { kinds: ["isp"], timeZone: "Asia/Jayapura" });
    await tend(tenant);
    const board = await boardOf(tenant);
    expect(board.map(({ kind }) => kind)).toContain("billing.end-subscriptions");
    expect(board.find(({ kind }) => kind === "reports.daily")?.nextRunAt).toBe("2025-03-01T23:00:00.000Z");
    await tenant.as("PATCH", "/tenant", { kinds: ["pawn"] });
    expect((await boardOf(tenant)).map(({ kind }) => kind)).not.toContain("billing.end-subscriptions");
  });

  it("have no time moved that has come", async () => {
    const tenant = await boardedTenant();
    const { nextRunAt } = await taskRow(tenant, "billing.mark-overdue");
    tenant.clock.advance(nextRunAt - tenant.clock.now());
    await tend(tenant);
    expect((await taskRow(tenant, "billing.mark-overdue")).nextRunAt).toBe(nextRunAt);
  });
});

it("a run that lost its event is taken up in the end", async () => {
  const tenant = await boardedTenant();
  const { id, nextRunAt } = await taskRow(tenant, "billing.mark-overdue");
  tenant.clock.advance(nextRunAt - tenant.clock.now());
  await deliver(tenant, await tickOf(tenant));
  const { store } = await tenant.context();
  await store.atomic([store.remove(outbox, eq(outbox.type, "task.due"))]);
  await tend(tenant);
  await tenant.settle();
  expect((await runsOf(tenant, id))[0]?.state).toBe("waiting");
  tenant.clock.advance(61 * 60_000);
  await tend(tenant);
  await tenant.settle();
  expect((await runsOf(tenant, id))[0]?.state).toBe("done");
  await store.atomic([store.remove(taskRuns, eq(taskRuns.taskId, id))]);
});
