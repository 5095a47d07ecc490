/** "WebSocket", as it is documented. */
import { describe, expect, it, vi } from "vitest";
import { addCustomer, addInvoice } from "../../../test/support/billing.ts";
import { TestTenant } from "../../../test/support/tenant.ts";
import { callerOf } from "../testing.ts";

interface Message {
  type: string;
  message: string;
  data: Record<string, unknown>;
  timestamp: string;
}

/** Connects as the document does and collects what is said. */
async function connect(tenant: TestTenant, token = tenant.token) {
  const response = await tenant.fetch("GET", `/compat/artacom/ws/notifications?token=${token}`, {
    slug: tenant.slug,
    headers: { upgrade: "websocket" },
  });
  const heard: Message[] = [];
  const closed: number[] = [];
  const socket = response.webSocket;
  socket?.addEventListener("message", ({ data }) => heard.push(JSON.parse(String(data)) as Message));
  socket?.addEventListener("close", ({ code }) => closed.push(code));
  socket?.accept();
  const hears = (types: string[]) => vi.waitFor(() => expect(heard.map(({ type }) => type)).toEqual(types));
  return { status: response.status, heard, closed, hears };
}

describe("/ws/notifications?token=<access_token>", () => {
  it("tells of a new invoice as documented", async () => {
    const tenant = await TestTenant.signUp();
    const socket = await connect(tenant);
    await addInvoice(tenant, { customerId: await addCustomer(tenant, "John Doe") });
    await tenant.settle();
    await socket.hears(["new_pelanggan", "new_invoice"]);
    expect(socket.heard[1]).toEqual({
      type: "new_invoice",
      message: "Invoice baru telah dibuat",
      data: { invoice_id: 1, nomor_invoice: "INV-2026-001", pelanggan_nama: "John Doe" },
      timestamp: "2026-11-21T03:00:00.000Z",
    });
  });

  it("tells the rest of an invoice's life, each thing by its number", async () => {
    const tenant = await TestTenant.signUp();
    const socket = await connect(tenant);
    const customerId = await addCustomer(tenant, "John Doe");
    await addInvoice(tenant, { customerId, draft: true });
    const late = await addInvoice(tenant, { customerId, dueOn: "2026-11-01" });
    await tenant.settle();
    await tenant.as("POST", `/invoices/${late.id}/payments`, { amount: 150_000, method: "cash" });
    await tenant.settle();
    await socket.hears(["new_pelanggan", "new_invoice", "invoice_overdue", "payment_received", "invoice_paid"]);
    const invoice = { invoice_id: 2, nomor_invoice: "INV-2026-001", pelanggan_nama: "John Doe" };
    expect(socket.heard.map(({ data }) => data)).toEqual([
      { pelanggan_id: 1, pelanggan_nama: "John Doe" },
      invoice,
      invoice,
      { ...invoice, jumlah: 150_000 },
      invoice,
    ]);
    expect(socket.heard.map(({ message }) => message)).toEqual([
      "Pelanggan baru: John Doe",
      "Invoice baru telah dibuat",
      "Invoice INV-2026-001 telah jatuh tempo",
      "Pembayaran Rp 150.000 diterima",
      "Invoice INV-2026-001 telah lunas",
    ]);
  });

  it("brings a user's own notifications, by the number that marks them as read", async () => {
    const tenant = await TestTenant.signUp();
    const [socket, other] = [await connect(tenant), await connect(tenant, await tenant.member("cs"))];
    const me = await tenant.as<{ user: { id: string } }>("GET", "/auth/me");
    await tenant.as("POST", "/announcements", {
      title: "Rapat",
      body: "Pukul 9.",
      outlets: ["inApp"],
      audience: { to: "users", userIds: [me.body.user.id] },
    });
    await tenant.settle();
    await socket.hears(["notification"]);
    expect(socket.heard[0]).toMatchObject({
      message: "Rapat",
      data: { title: "Rapat", message: "Pukul 9." },
    });
    expect(other.heard).toEqual([]);
    const path = `/api/notifications/${String(socket.heard[0]?.data["notification_id"])}/read`;
    const read = await callerOf(tenant, "artacom")("PATCH", path);
    expect([read.status, read.body]).toMatchObject([200, { title: "Rapat", is_read: true }]);
  });

  it("opens by an access token of the company alone, while it is valid, and shows what its role may see", async () => {
    const [tenant, other] = [await TestTenant.signUp(), await TestTenant.signUp()];
    const technician = await connect(tenant, await tenant.member("technician"));
    const refused = [
      await connect(tenant, other.token),
      await connect(tenant, "nothing"),
      await connect(tenant, tenant.refreshToken),
      await connect(await TestTenant.signUp({ kinds: ["ppob"] })),
    ];
    expect(refused.map(({ status }) => status)).toEqual([404, 401, 401, 404]);
    await addInvoice(tenant, { customerId: await addCustomer(tenant) });
    await tenant.settle();
    await technician.hears(["new_pelanggan"]);
    tenant.clock.advance(3_601_000);
    expect((await connect(tenant)).status).toBe(401);
    const plain = await tenant.call("GET", `/compat/artacom/ws/notifications?token=${tenant.token}`);
    expect(plain.status).toBe(401);
  });

  it("closes with 4401 when the session ends", async () => {
    const tenant = await TestTenant.signUp();
    const socket = await connect(tenant);
    await tenant.as("POST", "/auth/logout", {});
    await tenant.settle();
    await vi.waitFor(() => expect(socket.closed).toEqual([4401]));
  });
});
