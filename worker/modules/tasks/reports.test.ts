import { asc, eq, like } from "drizzle-orm";
import { expect, it } from "vitest";
import type { TestTenant } from "../../../test/support/tenant.ts";
import { addCustomer, addInvoice } from "../../../test/support/billing.ts";
import { notifications } from "../notifications/schema.ts";
import { runTask } from "./runs.ts";
import { taskRuns } from "./schema.ts";
import { boardedTenant, deliver, taskRow, tickOf, type RunBody, type TaskBody } from "./testing.ts";

const reportsTo = async (tenant: TestTenant) => {
  const { store } = await tenant.context();
  const [rows] = await store.read(
    store.db
      .select()
      .from(notifications)
      .where(store.own(notifications, like(notifications.kind, "report.%")))
      .orderBy(asc(notifications.id)),
  );
  return rows;
};
const schedule = { every: "day", at: "07:00" };

it("every morning owners and admins are told yesterday's figures, once, also when the run is repeated", async () => {
  const tenant = await boardedTenant();
  const admin = await tenant.person("admin");
  await tenant.person("manager");
  const invoice = await addInvoice(tenant, { customerId: await addCustomer(tenant), amount: 150_000 });
  await tenant.as("POST", `/invoices/${invoice.id}/payments`, { amount: 90_000, method: "cash" });
  const { id: taskId, nextRunAt } = await taskRow(tenant, "reports.daily");
  expect(new Date(nextRunAt).toISOString()).toBe("2025-03-02T01:00:00.000Z");
  tenant.clock.advance(nextRunAt - tenant.clock.now());
  await deliver(
    tenant,
    (await tickOf(tenant)).filter(({ input }) => input["taskId"] === taskId),
  );
  await tenant.settle();
  const told = await reportsTo(tenant);
  expect(told).toHaveLength(2);
  expect(told.map(({ recipientId }) => recipientId)).toContain(admin.id);
  expect(told[0]?.title).toBe("Laporan Contoh Net, 1 Maret 2025");
  expect(told[0]?.body).toContain("Pendapatan: Rp 90.000 dari 1 pembayaran");
  // Its Worker was stopped after the sending and before the end.
  const ctx = await tenant.context();
  const runId = told[0]?.sourceKey ?? "";
  await ctx.store.atomic([ctx.store.update(taskRuns, { state: "waiting", finishedAt: null }, eq(taskRuns.id, runId))]);
  await runTask(ctx, runId);
  expect(await reportsTo(tenant)).toHaveLength(2);
  await tenant.signIn();
  const { body } = await tenant.as<TaskBody>("GET", `/tasks/${taskId}`);
  expect(body.lastRun).toMatchObject({
    state: "done",
    attempts: 2,
    outcome: "Dikirim kepada 2 orang. Pendapatan 2025-03-01: Rp 90.000 dari 1 pembayaran.",
  });
});

it.each(["daily", "overview"])("an own task sends the %s report to whom it names", async (report) => {
  const tenant = await boardedTenant();
  const [cs, manager] = [await tenant.person("cs"), await tenant.person("manager")];
  const send = async (settings: object) => {
    const made = await tenant.as<TaskBody>("POST", "/tasks", { kind: "report", name: "R", schedule, settings });
    const run = await tenant.as<RunBody>("POST", `/tasks/${made.body.id}/runs`);
    await tenant.settle();
    return (await reportsTo(tenant)).filter(({ sourceKey }) => sourceKey === run.body.id);
  };
  const toUsers = await send({ report, userIds: [cs.id] });
  expect(toUsers.map(({ recipientId, kind }) => [recipientId, kind])).toEqual([[cs.id, `report.${report}`]]);
  const toRoles = await send({ report, roles: ["manager"] });
  expect(toRoles.map(({ recipientId }) => recipientId)).toEqual([manager.id]);
});
