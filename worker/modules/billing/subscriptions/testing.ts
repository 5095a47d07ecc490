/** For tests: a subscription whose plan changes, seen through the API. */
import type { InvoiceBody, PageBody } from "../../../../test/support/billing.ts";
import { Clock, TestTenant } from "../../../../test/support/tenant.ts";
import { confirmRun, createRun } from "../runs/runs.ts";
import { billedPeriods } from "../schema.ts";
import { runLines, Worker } from "../testing.ts";

export interface Terms {
  plan: { id: string; name: string };
  price: number;
  discount: number;
}
export interface Amounts {
  items: { description: string; quantity: number; unitPrice: number }[];
  subtotal: number;
  discount: number;
  tax: number;
  total: number;
}
export interface Preview {
  version: number;
  state: string;
  previous: Terms;
  next: Terms;
  days: { period: string; from: string; until: string; days: number; periodDays: number; givenBack: number }[];
  givenBack: number;
  charged: number;
  difference: number;
  invoice: (Amounts & { dueOn: string }) | null;
  credits: { invoiceId: string; amount: number; tax: number }[];
  nextInvoice: Amounts | null;
  errors?: { field: string; message: string }[];
  code?: string;
}
export interface Change {
  id: string;
  state: string;
  effectiveOn: string;
  previous: Terms;
  next: Terms;
  difference: number;
  invoiceId: string | null;
  code?: string;
  errors?: { field: string }[];
}
export interface Subscription {
  id: string;
  plan: { id: string; name: string };
  effectivePrice: number;
  discount: number;
  state: string;
}
export interface CreditNote {
  invoiceId: string;
  amount: number;
  tax: number;
  cause: string;
  reason: string;
}

/** A company on 21 November 2026 with a customer on «Rumah 20» (Rp 150.000) since September, and a «Rumah 50» (Rp 250.000). */
export async function start({
  tax = 1100,
  inclusive = false,
  billed = "2026-11",
  ...terms
}: Record<string, unknown> = {}) {
  const clock = new Clock();
  const tenant = await TestTenant.signUp({ clock });
  const worker = await Worker.of(tenant);
  const [brand] = (await tenant.as<PageBody<{ id: string }>>("GET", "/brands")).body.data;
  await tenant.as("PATCH", `/brands/${brand?.id}`, { taxRateBasisPoints: tax, taxInclusive: inclusive });
  const made = async (path: string, body: object) => (await tenant.as<{ id: string }>("POST", path, body)).body.id;
  const customerId = await made("/customers", { name: "Anggrek", email: "anggrek@example.com" });
  const slow = await made("/plans", { name: "Rumah 20", price: 150_000 });
  const fast = await made("/plans", { name: "Rumah 50", price: 250_000 });
  const id = await made("/subscriptions", {
    ...{ customerId, planId: slow, startsOn: "2026-09-01", anchorDay: 1, billFrom: "2026-11-01" },
    ...terms,
  });
  const path = `/subscriptions/${id}`;
  const run = async (period: string) => {
    const { id: runId } = await createRun(worker.ctx, { period });
    await worker.drain();
    const preview = (await runLines(worker.ctx)).filter((line) => line.runId === runId);
    await confirmRun(worker.ctx, runId);
    await worker.drain();
    return preview[0]?.draft as Amounts | undefined;
  };
  if (billed) await run(String(billed));
  /** Moves the clock, and signs in anew. */
  const later = async (iso: string) => {
    clock.set(iso);
    tenant.token = await tenant.member("owner");
  };
  const get = async <T>(place: string) => (await tenant.as<T>("GET", place)).body;
  return {
    ...{ tenant, clock, later, worker, ctx: worker.ctx, id, customerId, slow, fast, run },
    preview: (body: object) => tenant.as<Preview>("POST", `${path}/plan-changes/preview`, body),
    change: (body: object) => tenant.as<Change>("POST", `${path}/plan-changes`, body),
    cancel: (changeId: string) => tenant.as<Change>("DELETE", `${path}/plan-changes/${changeId}`),
    changes: async () => (await get<PageBody<Change>>(`${path}/plan-changes`)).data,
    subscription: () => get<Subscription>(path),
    balance: () => get<{ credit: number; due: number }>(`/customers/${customerId}/balance`),
    invoice: (invoiceId: string) => get<InvoiceBody & Amounts & { credited: number }>(`/invoices/${invoiceId}`),
    creditNotes: async () => (await get<PageBody<CreditNote>>("/credit-notes")).data,
    pay: (invoiceId: string, amount: number) =>
      tenant.as("POST", `/invoices/${invoiceId}/payments`, { amount, method: "cash" }),
  };
}

/** What an invoice asks for. */
export const amountsOf = ({ items, subtotal, discount, tax, total }: Amounts): Amounts => ({
  items: items.map(({ description, quantity, unitPrice }) => ({ description, quantity, unitPrice })),
  ...{ subtotal, discount, tax, total },
});
/** The invoice of the newest period that is billed. */
export const newestInvoice = async (ctx: Worker["ctx"]) =>
  (
    await ctx.store.read(
      ctx.store.db.select().from(billedPeriods).where(ctx.store.own(billedPeriods)).orderBy(billedPeriods.period),
    )
  )[0].at(-1)?.invoiceId as string;
