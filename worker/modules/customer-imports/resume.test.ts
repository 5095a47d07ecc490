import { describe, expect, it } from "vitest";
import { and, eq } from "drizzle-orm";
import type { TestTenant } from "../../../test/support/tenant.ts";
import { queues } from "../../../test/support/tenant.ts";
import type { Context } from "../../core/context.ts";
import { handlersOf, jobOf } from "../../jobs.ts";
import { outbox } from "../outbox/schema.ts";
import type { Event } from "../outbox/index.ts";
import { watched } from "../billing/testing.ts";
import { customers } from "../customers/schema.ts";
import { loadCustomerImport } from "./imports.ts";
import { counts, customersOf, imported, rejections, sent, seller, type ImportBody } from "./testing.ts";
import { importChunk } from "./work.ts";

const rows = Array.from({ length: 11 }, (_, n) =>
  n % 4 === 3 ? `Rusak ${n},bukan-email,Internet 50Mbps` : `Pelanggan ${n},p${n}@example.com,Internet 50Mbps`,
);
const csv = `Nama,Email,Layanan\n${rows.join("\n")}\n`;

async function started(tenant: TestTenant): Promise<{ id: string; ctx: Context }> {
  const { id } = await sent(tenant, csv);
  await tenant.as("POST", `/customer-imports/${id}/start`, {});
  return { id, ctx: await tenant.context() };
}

/** Works a file off, three rows at a time. */
async function workOff(ctx: Context, id: string): Promise<void> {
  for (;;) {
    const row = await loadCustomerImport(ctx, id);
    if (row.state !== "running") return;
    await importChunk(ctx, row, 3);
  }
}

const outcome = async (tenant: TestTenant, id: string) => ({
  counts: counts((await tenant.as<ImportBody>("GET", `/customer-imports/${id}`)).body),
  people: (await customersOf(tenant)).map(({ number, name, email }) => [number, name, email]),
  rejected: await rejections(tenant, id),
});

class Killed extends Error {}

describe("An import whose worker dies", () => {
  it("before or behind any of its round trips goes on as if nothing had been, and does no row twice (B01)", async () => {
    const whole = await seller();
    const expected = await outcome(whole, (await imported(whole, csv)).id);
    expect(expected.counts).toEqual({ state: "done", created: 9, updated: 0, unchanged: 0, rejected: 2 });
    for (const side of ["before", "after"] as const)
      for (let at = 1; at <= 12; at++) {
        const tenant = await seller();
        const { id, ctx } = await started(tenant);
        let calls = 0;
        const die = () => {
          if (++calls === at) throw new Killed();
        };
        const dying = side === "before" ? watched(ctx, die) : watched(ctx, () => {}, die);
        await expect(workOff(dying, id)).rejects.toBeInstanceOf(Killed);
        await workOff(ctx, id);
        expect(await outcome(tenant, id)).toEqual(expected);
      }
  });

  it("is found by its watch two minutes later, and queued once more", async () => {
    const tenant = await seller();
    const { id, ctx } = await started(tenant);
    queues.jobs.sent.length = 0;
    const watches = async () => {
      const [events] = await ctx.store.read(
        ctx.store.db
          .select()
          .from(outbox)
          .where(ctx.store.own(outbox, and(eq(outbox.type, "steps.watched"), eq(outbox.state, "pending")))),
      );
      return events.map(
        ({ id: eventId, type, data, createdAt }) => ({ id: eventId, type, data, at: createdAt }) as Event,
      );
    };
    const handle = async (event: Event) => {
      for (const each of handlersOf(event)) await each(ctx, event);
    };
    const [first] = await watches();
    await handle(first as Event);
    expect(queues.jobs.sent.map(({ job, input }) => [job, input])).toEqual([["customers.import", { id }]]);
    queues.jobs.sent.length = 0;
    await importChunk(ctx, await loadCustomerImport(ctx, id), 3);
    await handle(first as Event);
    expect(queues.jobs.sent).toEqual([]);
  });

  it("does each row once, however many workers take it up", async () => {
    const tenant = await seller();
    const { id, ctx } = await started(tenant);
    const job = jobOf("customers.import");
    await Promise.allSettled([1, 2, 3, 4].map(() => job(ctx, { id })));
    await job(ctx, { id });
    expect((await outcome(tenant, id)).counts).toEqual({
      state: "done",
      created: 9,
      updated: 0,
      unchanged: 0,
      rejected: 2,
    });
    expect((await customersOf(tenant)).length).toBe(9);
  });
});

describe("An import during which somebody else works", () => {
  it("makes a chunk anew whose customer has just been changed", async () => {
    const tenant = await seller();
    await imported(tenant, "Nama,Email\nLama,p0@example.com\n");
    const [before] = await customersOf(tenant);
    const { id, ctx } = await started(tenant);
    let isFirst = true;
    const disturbed = watched(ctx, async (call) => {
      if (call !== "atomic" || !isFirst) return;
      isFirst = false;
      await tenant.as("PATCH", `/customers/${before?.id}`, { address: "Jalan Baru 1" });
    });
    await jobOf("customers.import")(disturbed, { id });
    expect((await outcome(tenant, id)).counts).toMatchObject({ state: "done", created: 8, updated: 1, rejected: 2 });
    expect((await customersOf(tenant))[0]).toMatchObject({ name: "Pelanggan 0", address: "Jalan Baru 1" });
  });

  it("rejects alone the row that the store refuses", async () => {
    const tenant = await seller();
    const { id, ctx } = await started(tenant);
    const { store } = ctx;
    /** An address that the store can't take. */
    const refusing: Context = {
      ...ctx,
      store: {
        ...store,
        atomic: (statements) => {
          const text = JSON.stringify(statements.map((each) => (each as unknown as { toSQL(): unknown }).toSQL()));
          return text.includes("p4@example.com")
            ? store.atomic([...statements, store.update(customers, { name: null as never })])
            : store.atomic(statements);
        },
      },
    };
    await store.atomic([
      store.insert(customers, {
        id: ctx.id("cus"),
        number: 0,
        brandId: await brandOf(tenant),
        name: "x",
        status: "active",
        createdAt: 1,
      }),
    ]);
    await jobOf("customers.import")(refusing, { id });
    expect((await outcome(tenant, id)).counts).toEqual({
      state: "done",
      created: 8,
      updated: 0,
      unchanged: 0,
      rejected: 3,
    });
    expect(await rejections(tenant, id, "en")).toContainEqual([6, [null, "Refused by the store."]]);
  });
});

const brandOf = async (tenant: TestTenant): Promise<string> =>
  (await tenant.as<{ data: { id: string }[] }>("GET", "/brands")).body.data[0]?.id ?? "";
