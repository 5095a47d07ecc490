/** What must hold while another batch has written and not yet committed. On PGlite, with one connection, it holds anyway. */
import { eq, sql } from "drizzle-orm";
import type { NeonHttpDatabase } from "drizzle-orm/neon-http";
import { describe, expect, it } from "vitest";
import type { Statement } from "#dialect";
import { debtor, monday, savePolicy, subscriptionOf } from "../support/dunning.ts";
import { invoices } from "../../worker/modules/billing/schema.ts";
import { suspendOverdue } from "../../worker/modules/billing/suspension/suspend.ts";
import { keepingAnOwner } from "../../worker/modules/users/owners.ts";
import { sessions, users } from "../../worker/modules/users/schema.ts";
import { TestTenant } from "../support/tenant.ts";

type Store = Awaited<ReturnType<TestTenant["context"]>>["store"];

/** Keeps a batch open for a moment, in the database. */
const held = ({ db }: Store): Statement =>
  (db as unknown as NeonHttpDatabase).execute(sql.raw("select pg_sleep(0.4)")) as unknown as Statement;

describe("two batches that each take an owner away", () => {
  it("leave one, although the second begins before the first has ended", async () => {
    const tenant = await TestTenant.signUp();
    const ctx = await tenant.context();
    const owners = [await tenant.person("owner"), await tenant.person("owner"), await tenant.person("owner")];
    // The first owner goes beforehand, so that the row to be held is there.
    const first = await tenant.as<{ data: { id: string }[] }>("GET", "/users?role=owner&q=pemilik");
    const leave = (id: string) =>
      ctx.store.atomic(
        [...keepingAnOwner(ctx, [ctx.store.update(users, { role: "admin" }, eq(users.id, id))]), held(ctx.store)].map(
          (part) => ("statement" in part ? part.statement : part),
        ),
      );
    await leave(first.body.data[0]?.id ?? "");
    const outcomes = await Promise.allSettled(owners.map(({ id }) => leave(id)));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
  });
});

describe("a sign-in with the old password", () => {
  it("while the new one is being written opens no session", async () => {
    const tenant = await TestTenant.signUp();
    const { store } = await tenant.context();
    const person = await tenant.person("cs");
    const changing = store.atomic([
      store.update(users, { passwordHash: "scrypt$16$8$5$x$x" }, eq(users.id, person.id)),
      store.update(sessions, { endedAt: tenant.clock.now() }, eq(sessions.userId, person.id)),
      held(store),
    ]);
    const login = await tenant.call("POST", "/api/v1/auth/login", {
      slug: tenant.slug,
      body: { identifier: person.username, password: person.password },
    });
    await changing;
    const open = await tenant.as<{ data: unknown[] }>("GET", `/users/${person.id}/sessions`);
    expect([login.status, open.body.data]).toEqual([401, []]);
  });
});

describe("a suspension for arrears", () => {
  it("waits for a payment that is being written, and leaves its payer alone", async () => {
    const tenant = await monday();
    await savePolicy(tenant);
    const { invoice, subscriptionId } = await debtor(tenant, "2026-11-10");
    const ctx = await tenant.context();
    const paying = ctx.store.atomic([
      ctx.store.update(invoices, { state: "paid", paid: invoice.total }, eq(invoices.id, invoice.id)),
      held(ctx.store),
    ]);
    const { suspended } = await suspendOverdue(ctx);
    await paying;
    expect([suspended, (await subscriptionOf(tenant, subscriptionId)).state]).toEqual([0, "active"]);
  });
});
