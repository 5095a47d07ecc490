/** The main job from outside, over the wire alone: what an integrator would do, on both stores. */
import { describe, expect, inject, it } from "vitest";
import type { Running } from "./tepi.global.ts";

const slug = `asap-${Date.now().toString(36)}`;

class Client {
  readonly running: Running;
  token = "";
  constructor(running: Running) {
    this.running = running;
  }
  async send<T>(method: string, path: string, body?: unknown, expected?: number): Promise<T> {
    const response = await fetch(`${this.running.url}/api/v1${path}`, {
      method,
      headers: { "content-type": "application/json", ...(this.token && { authorization: `Bearer ${this.token}` }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (expected ? response.status !== expected : !response.ok)
      throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (text ? JSON.parse(text) : undefined) as T;
  }
  /** Asks again until the answer is as wanted; the queue needs a moment. */
  async until<T>(path: string, wanted: (answer: T) => boolean): Promise<T> {
    const deadline = Date.now() + 30_000;
    for (;;) {
      const answer = await this.send<T>("GET", path);
      if (wanted(answer)) return answer;
      if (Date.now() > deadline) throw new Error(`${path} did not become as wanted: ${JSON.stringify(answer)}`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

describe.each(["d1", "postgres"] as const)("Tepi on %s", (store) => {
  const running = inject("tepi")[store];
  const api = new Client(running);

  it("signs a provider up, runs the month, is paid through Xendit, and tells it live", async () => {
    const signedUp = await api.send<{ access_token: string }>("POST", "/tenants", {
      name: "Asap Net",
      slug,
      kinds: ["isp"],
      owner: { name: "Pemilik", email: "pemilik@asap.example", username: "pemilik", password: "kuda-laut-biru" },
    });
    api.token = signedUp.access_token;
    const { ticket } = await api.send<{ ticket: string }>("POST", "/live/tickets", {});
    const heard: string[] = [];
    const socket = new WebSocket(`${running.url.replace("http", "ws")}/api/v1/live?ticket=${ticket}`);
    socket.addEventListener("message", ({ data }) => heard.push((JSON.parse(String(data)) as { type: string }).type));

    const connection = await api.send<{ id: string }>("POST", "/connections", {
      provider: "xendit",
      secrets: { apiKey: `xnd_development_${store}`, callbackToken: `rahasia-${store}` },
    });
    const test = await api.send<{ ok: boolean }>("POST", `/connections/${connection.id}/test`, {});
    expect(test.ok).toBe(true);
    const plan = await api.send<{ id: string }>("POST", "/plans", { name: "Rumah 20 Mbps", price: 175_000 });
    const customer = await api.send<{ id: string }>("POST", "/customers", { name: "Pelanggan Asap" });
    await api.send("POST", "/subscriptions", { customerId: customer.id, planId: plan.id });

    const period = new Date().toISOString().slice(0, 7);
    const run = await api.send<{ id: string }>("POST", "/billing-runs", { period });
    await api.until<{ state: string }>(`/billing-runs/${run.id}`, ({ state }) => state === "ready");
    await api.send("POST", `/billing-runs/${run.id}/confirmation`, {});
    await api.until<{ state: string }>(`/billing-runs/${run.id}`, ({ state }) => state === "done");

    const { data } = await api.send<{ data: { id: string; total: number; paymentUrl: string }[] }>(
      "GET",
      `/invoices?period=${period}`,
    );
    expect(data.length).toBe(1);
    const invoice = data[0] as { id: string; total: number; paymentUrl: string };
    const link = invoice.paymentUrl.split("/pay/")[1];
    const { checkoutUrl } = await api.send<{ checkoutUrl: string }>("POST", `/public/invoices/${link}/payments`, {
      method: "qris",
    });
    await fetch(`${running.sandboxUrl}/xendit/_pay`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ invoiceId: checkoutUrl.split("/").at(-1) }),
    });
    await api.until<{ state: string }>(`/invoices/${invoice.id}`, ({ state }) => state === "paid");
    await api.until("/activity-logs", () => heard.includes("invoice.issued") && heard.includes("invoice.paid"));
    socket.close();
    const log = await api.send<{ data: { action: string; actor: { kind: string } }[] }>(
      "GET",
      `/activity-logs?entityId=${invoice.id}`,
    );
    expect(log.data.map(({ action, actor }) => [action, actor.kind])).toEqual([
      ["invoice.paid", "webhook"],
      ["invoice.issued", "system"],
    ]);
  });

  it("serves the dashboard's shell for pages, and a real 404 for a missing file", async () => {
    const page = await fetch(`${running.url}/invoices`, { headers: { accept: "text/html" } });
    expect([page.status, page.headers.get("content-type")]).toEqual([200, expect.stringContaining("text/html")]);
    // The page's own policy for scripts is in the page; the API's would leave it blank.
    expect(page.headers.get("content-security-policy")).toBe("frame-ancestors 'none'");
    const missing = await fetch(`${running.url}/_app/immutable/nothing.js`);
    expect([missing.status, missing.headers.get("cache-control")]).toEqual([404, "no-store"]);
  });
});
