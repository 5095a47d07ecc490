import { evictDurableObject } from "cloudflare:test";
import { describe, expect, it, vi } from "vitest";
import { addCustomer, addInvoice } from "../../../test/support/billing.ts";
import { env, TestTenant } from "../../../test/support/tenant.ts";

interface Message {
  id: string;
  type: string;
  data: Record<string, unknown>;
}

/** Joins the tenant's room and collects what it hears. */
async function listen(
  tenant: TestTenant,
  { token = tenant.token, lastEventId }: { token?: string; lastEventId?: string } = {},
) {
  const ticket = await tenant.call<{ ticket: string }>("POST", "/api/v1/live/tickets", { token, body: {} });
  const since = lastEventId === undefined ? "" : `&lastEventId=${lastEventId}`;
  const response = await tenant.fetch("GET", `/api/v1/live?ticket=${ticket.body.ticket}${since}`, {
    headers: { upgrade: "websocket" },
  });
  expect(response.status).toBe(101);
  const socket = response.webSocket as WebSocket;
  const heard: Message[] = [];
  const closed: number[] = [];
  socket.addEventListener("message", ({ data }) => heard.push(JSON.parse(String(data)) as Message));
  socket.addEventListener("close", ({ code }) => closed.push(code));
  socket.accept();
  return {
    heard,
    closed,
    socket,
    hears: (types: string[]) => vi.waitFor(() => expect(heard.map(({ type }) => type)).toEqual(types)),
  };
}

describe("the tenant's room", () => {
  it("tells every open dashboard of the tenant what happened, once, and no other tenant's", async () => {
    const [tenant, other] = [await TestTenant.signUp(), await TestTenant.signUp()];
    await tenant.settle();
    const [first, second, foreign] = [await listen(tenant), await listen(tenant), await listen(other)];
    const invoice = await addInvoice(tenant, { customerId: await addCustomer(tenant) });
    await tenant.settle();
    await tenant.as("POST", `/invoices/${invoice.id}/payments`, { amount: 150_000, method: "cash" });
    await tenant.settle();
    const types = ["customer.created", "invoice.issued", "payment.received", "invoice.paid"];
    await first.hears(types);
    await second.hears(types);
    expect(foreign.heard).toEqual([]);
  });

  it("tells a reader only what the reader's role may see", async () => {
    const tenant = await TestTenant.signUp();
    const technician = await listen(tenant, { token: await tenant.member("technician") });
    await addInvoice(tenant, { customerId: await addCustomer(tenant) });
    await tenant.settle();
    await technician.hears(["customer.created"]);
  });

  it("sends what was missed to who comes back with the last id, also after the object slept", async () => {
    const tenant = await TestTenant.signUp();
    const before = await listen(tenant);
    const customerId = await addCustomer(tenant);
    await tenant.settle();
    await before.hears(["customer.created"]);
    before.socket.close();
    await addInvoice(tenant, { customerId });
    await tenant.settle();
    await evictDurableObject(env.TENANT_ROOM.getByName(`tenant:${tenant.id}`));
    const after = await listen(tenant, { lastEventId: before.heard[0]?.id ?? "" });
    await after.hears(["invoice.issued"]);
  });

  it("says «reset» to who names an id that it can't continue from", async () => {
    const tenant = await TestTenant.signUp();
    const reader = await listen(tenant, { lastEventId: "999999" });
    await reader.hears(["reset"]);
  });

  it("closes the sockets of a session that ends", async () => {
    const tenant = await TestTenant.signUp();
    const reader = await listen(tenant);
    await tenant.as("POST", "/auth/logout", {});
    await tenant.settle();
    await vi.waitFor(() => expect(reader.closed).toEqual([4401]));
  });

  it("opens with a ticket only, which is good for a minute", async () => {
    const tenant = await TestTenant.signUp();
    const { body } = await tenant.as<{ ticket: string }>("POST", "/live/tickets", {});
    const join = (ticket: string) =>
      tenant.fetch("GET", `/api/v1/live?ticket=${ticket}`, { headers: { upgrade: "websocket" } });
    expect((await join(tenant.token)).status).toBe(401);
    expect((await tenant.fetch("GET", `/api/v1/live?ticket=${body.ticket}`)).status).toBe(426);
    tenant.clock.advance(61_000);
    expect((await join(body.ticket)).status).toBe(401);
  });
});
