import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { addCustomer, addInvoice } from "../../../test/support/billing.ts";
import { invoiceTotals } from "../billing/schema.ts";
import { boardedTenant, pending, taskRow, type RunBody, type TaskBody } from "./testing.ts";

it("every night the figures of reports are counted anew; admins are told what differs, and a rebuild mends it", async () => {
  const tenant = await boardedTenant();
  const invoice = await addInvoice(tenant, { customerId: await addCustomer(tenant), amount: 150_000 });
  const { id, nextRunAt } = await taskRow(tenant, "billing.verify-totals");
  expect(new Date(nextRunAt).toISOString()).toBe("2025-03-01T19:30:00.000Z");
  const runNow = async () => {
    await tenant.as<RunBody>("POST", `/tasks/${id}/runs`);
    await tenant.settle();
    return (await tenant.as<TaskBody>("GET", `/tasks/${id}`)).body.lastRun;
  };
  expect(await runNow()).toMatchObject({ state: "done", outcome: "Semua angka laporan cocok." });

  const { store } = await tenant.context();
  await store.atomic([store.update(invoiceTotals, { count: 3 }, eq(invoiceTotals.state, "awaiting_payment"))]);
  const failed = await runNow();
  expect(failed).toMatchObject({ state: "failed", attempts: 1 });
  expect(failed?.outcome).toContain("1 angka laporan tidak cocok");
  expect(failed?.outcome).toContain("count tercatat 3, seharusnya 1");
  const told = await tenant.as<{ data: { kind: string; body: string }[] }>("GET", "/notifications");
  expect(told.body.data.filter(({ kind }) => kind === "task.failed")).toHaveLength(1);

  expect((await tenant.as("POST", "/billing-totals/rebuild")).status).toBe(202);
  expect(await pending(tenant, "totals.rebuild_asked")).toHaveLength(1);
  await tenant.settle();
  expect(await runNow()).toMatchObject({ state: "done" });
  const [[total]] = await store.read(store.db.select().from(invoiceTotals).where(store.own(invoiceTotals)));
  expect(total).toMatchObject({ count: 1, total: invoice.total, state: "awaiting_payment" });
});
