import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { eq } from "drizzle-orm";
import { TestTenant } from "../../../../test/support/tenant.ts";
import type { ProviderEvent } from "../../../providers/courier.ts";
import { applyProviderEvents } from "./provider-events.ts";
import { deliveries, suppressions, whatsappWindows } from "../schema.ts";
import { connect, deliveriesOf, reachable, tellOver } from "../testing.ts";

/** A tenant with one WhatsApp message that was sent, and what the provider calls it. */
async function sentMessage() {
  const tenant = await TestTenant.signUp();
  const { id, secrets } = await connect(tenant, "whapi", { secrets: { webhookSecret: "rahasia-webhook" } });
  const customer = reachable(tenant);
  await tellOver(tenant, "whatsapp", customer);
  await tenant.deliver();
  const [delivery] = await deliveriesOf(tenant);
  const connection = { id, provider: "whapi", brandId: null, settings: {}, secrets, webhookUrl: "" };
  return { tenant, connection, customer, delivery, messageId: delivery?.providerMessageId ?? "" };
}

const status = (
  providerMessageId: string,
  name: "sent" | "delivered" | "read" | "failed",
  atMs = 1_795_200_000_000,
): ProviderEvent => ({
  kind: "status",
  providerMessageId,
  deliveryId: null,
  status: name,
  atMs,
  ...(name === "failed" && { failure: { class: "message" as const, code: "x", detail: "no" } }),
});

describe("what a provider tells of a message", () => {
  it("never moves it backwards, in whatever order and however often it comes", async () => {
    const { tenant, connection, messageId } = await sentMessage();
    const rank = ["sent", "failed", "delivered", "read"];
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom("sent" as const, "delivered" as const, "read" as const, "failed" as const), {
          minLength: 1,
          maxLength: 6,
        }),
        async (told) => {
          const ctx = await tenant.context();
          await ctx.store.atomic([
            ctx.store.update(deliveries, { state: "sent" }, eq(deliveries.providerMessageId, messageId)),
          ]);
          for (const name of told) await applyProviderEvents(ctx, connection, [status(messageId, name)]);
          const [delivery] = await deliveriesOf(tenant);
          const furthest = Math.max(...told.map((name) => rank.indexOf(name)));
          expect(delivery?.state).toBe(rank[furthest]);
        },
      ),
      { numRuns: 15 },
    );
  });

  it("is taken from its webhook with the right secret alone", async () => {
    const { tenant, messageId } = await sentMessage();
    const body = {
      statuses: [
        { id: messageId, code: 3, status: "delivered", recipient_id: "1@s.whatsapp.net", timestamp: "1795161600" },
      ],
      event: { type: "statuses", event: "post" },
      channel_id: "TEPIDB-00001",
    };
    const post = (secret: string) =>
      tenant.call("POST", "/webhooks/whapi", { slug: tenant.slug, body, headers: { "x-webhook-secret": secret } });
    expect((await post("salah")).status).toBe(401);
    await tenant.settle();
    expect(await deliveriesOf(tenant)).toMatchObject([{ state: "sent" }]);
    expect((await post("rahasia-webhook")).status).toBe(200);
    await tenant.settle();
    expect(await deliveriesOf(tenant)).toMatchObject([{ state: "delivered", deliveredAt: 1_795_161_600_000 }]);
  });

  it("of another tenant's message changes nothing", async () => {
    const { messageId, tenant } = await sentMessage();
    const other = await sentMessage();
    await applyProviderEvents(await other.tenant.context(), other.connection, [status(messageId, "read")]);
    expect(await deliveriesOf(tenant)).toMatchObject([{ state: "sent" }]);
  });

  it("waits while a message's own result is not written yet, and moves it by our id where the provider repeats that", async () => {
    const { tenant, connection, delivery } = await sentMessage();
    const ctx = await tenant.context();
    await ctx.store.atomic([
      ctx.store.update(
        deliveries,
        { state: "sending", providerMessageId: null },
        eq(deliveries.id, delivery?.id ?? ""),
      ),
    ]);
    await expect(applyProviderEvents(ctx, connection, [status("unheard-of", "delivered")])).rejects.toThrow();
    await applyProviderEvents(ctx, connection, [
      { kind: "status", providerMessageId: "wamid.1", deliveryId: delivery?.id ?? "", status: "delivered", atMs: 5 },
    ]);
    expect(await deliveriesOf(tenant)).toMatchObject([{ state: "delivered", providerMessageId: "wamid.1" }]);
  });

  it("puts addresses on the list of those not written to, and takes them off again", async () => {
    const { tenant, connection, customer } = await sentMessage();
    const ctx = await tenant.context();
    const told = (suppressed: boolean): ProviderEvent => ({
      kind: "suppression",
      address: customer.phone,
      suppressed,
      reason: "blocked",
      atMs: 1,
    });
    const listed = async () => {
      const [rows] = await ctx.store.read(ctx.store.db.select().from(suppressions).where(ctx.store.own(suppressions)));
      return rows.map(({ channel, address }) => `${channel} ${address}`);
    };
    await applyProviderEvents(ctx, connection, [told(true), told(true)]);
    expect(await listed()).toEqual([`whatsapp ${customer.phone}`]);
    await applyProviderEvents(ctx, connection, [told(false)]);
    expect(await listed()).toEqual([]);
  });

  it("opens WhatsApp's window anew with each message of the person, never into the past", async () => {
    const { tenant, connection, customer } = await sentMessage();
    const ctx = await tenant.context();
    const wrote = (atMs: number): ProviderEvent => ({
      kind: "inbound",
      address: customer.phone,
      name: null,
      text: "Halo",
      atMs,
    });
    for (const atMs of [10, 30, 20]) await applyProviderEvents(ctx, connection, [wrote(atMs)]);
    const [rows] = await ctx.store.read(
      ctx.store.db.select().from(whatsappWindows).where(ctx.store.own(whatsappWindows)),
    );
    expect(rows).toMatchObject([{ address: customer.phone, lastInboundAt: 30 }]);
  });
});
