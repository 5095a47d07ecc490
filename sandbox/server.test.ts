import { describe, expect, test, vi } from "vitest";

import type { Call } from "./frame/calls.ts";
import { call, createInvoice, registerCallbacks } from "./providers/xendit/testing.ts";
import type { WireInvoice } from "./providers/xendit/testing.ts";
import { openReceiver, openSandbox, send } from "./testing.ts";

async function calls(url: string, query = ""): Promise<Call[]> {
  return (await send<{ calls: Call[] }>(`${url}/_calls${query}`)).body.calls;
}

const addFault = (url: string, fault: Record<string, unknown>) =>
  send(`${url}/_faults`, { body: { provider: "xendit", ...fault } });

describe("the frame", () => {
  test("says that it is alive and lists its providers", async () => {
    const { url } = await openSandbox();
    expect((await send(`${url}/healthz`)).body).toEqual({ status: "ok" });
    const index = await fetch(url);
    expect(index.headers.get("content-security-policy")).toContain("default-src 'none'");
    const page = await index.text();
    expect(page).toContain('href="/postmark/mailbox"');
    expect(page).toContain('href="/_calls?provider=xendit"');
  });

  test("two sandboxes in one process share nothing", async () => {
    const [first, second] = await Promise.all([openSandbox(), openSandbox()]);
    await createInvoice(first.url);
    expect(await calls(first.url)).toHaveLength(1);
    expect(await calls(second.url)).toEqual([]);
    expect((await call<unknown[]>(`${second.url}/xendit/v2/invoices?external_id=TEPI-INV-0001`)).body).toEqual([]);
  });

  test("a second sandbox on a taken port is refused", async () => {
    const { port } = await openSandbox();
    await expect(openSandbox({ port })).rejects.toMatchObject({ code: "EADDRINUSE" });
  });
});

describe("recorded calls", () => {
  test("hold what was received and what was answered, oldest first, without controls and pages", async () => {
    const { url } = await openSandbox({ now: () => Date.parse("2026-11-20T03:00:00Z") });
    const { invoice_url } = await createInvoice(url);
    await fetch(invoice_url);
    await send(`${url}/xendit/_pay`, { body: { externalId: "TEPI-INV-0001" } });
    await call(`${url}/xendit/v2/invoices?external_id=TEPI-INV-0001`);
    expect(await calls(url)).toMatchObject([
      {
        provider: "xendit",
        at: "2026-11-20T03:00:00.000Z",
        method: "POST",
        path: "/xendit/v2/invoices",
        headers: { authorization: "Basic eG5kX2RldmVsb3BtZW50X1RFUElERU1PMDAwMTo=" },
        body: { external_id: "TEPI-INV-0001", amount: 150_000 },
        status: 200,
      },
      { method: "GET", path: "/xendit/v2/invoices?external_id=TEPI-INV-0001", body: null, status: 200 },
    ]);
  });

  test("are filtered by provider and, exclusively, by the id or time of the last one seen", async () => {
    let now = Date.parse("2026-11-20T03:00:00Z");
    const { url } = await openSandbox({ now: () => now });
    await createInvoice(url);
    now += 1000;
    await createInvoice(url);
    await send(`${url}/postmark/server`);
    const [first, second, third] = await calls(url);
    expect(await calls(url, "?provider=postmark")).toEqual([third]);
    expect(await calls(url, `?provider=xendit&since=${first?.id}`)).toEqual([second]);
    expect(await calls(url, `?since=${first?.at}`)).toEqual([second, third]);
    expect((await send(`${url}/_calls?since=yesterday`)).status).toBe(400);
    expect((await send(`${url}/_calls?provider=nobody`)).status).toBe(400);
  });
});

describe("faults", () => {
  test("fail answers the status with the provider's own body, as often as told, and does not do the work", async () => {
    const { url } = await openSandbox();
    expect(await addFault(url, { kind: "fail", count: 1, status: 503 })).toMatchObject({
      status: 201,
      body: { provider: "xendit", kind: "fail", count: 1, status: 503 },
    });
    const refused = await call(`${url}/xendit/v2/invoices`, { external_id: "A", amount: 150_000 });
    expect(refused).toMatchObject({ status: 503, body: { error_code: "SERVER_ERROR" } });
    expect((await call(`${url}/xendit/v2/invoices?external_id=A`)).body).toEqual([]);
    expect((await calls(url)).map(({ status }) => status)).toEqual([503, 200]);
  });

  test("fail with 429 carries Xendit's three rate-limit headers", async () => {
    const { url } = await openSandbox();
    await addFault(url, { kind: "fail", status: 429 });
    const { status, headers, body } = await call(`${url}/xendit/balance`);
    expect([status, body.error_code]).toEqual([429, "RATE_LIMIT_EXCEEDED"]);
    expect(headers.get("rate-limit-remaining")).toBe("0");
    expect(Number(headers.get("rate-limit-reset"))).toBeGreaterThan(0);
  });

  test("fail strikes only the path it names, and can answer a given body", async () => {
    const { url } = await openSandbox();
    await addFault(url, { kind: "fail", status: 400, path: "/v2/invoices", body: { error_code: "ANYTHING" } });
    expect((await call(`${url}/xendit/balance`)).status).toBe(200);
    expect((await call(`${url}/xendit/v2/invoices?external_id=A`)).body).toEqual({ error_code: "ANYTHING" });
  });

  test("slow holds the answer for the time given and then gives the right one", async () => {
    const pauses: number[] = [];
    const { url } = await openSandbox({ pause: async (ms) => void pauses.push(ms) });
    await addFault(url, { kind: "slow", delayMs: 20_000 });
    expect((await createInvoice(url)).status).toBe("PENDING");
    expect(pauses).toEqual([20_000]);
  });

  test("silent drops the connection after the work was done, so that a lookup finds the invoice", async () => {
    const { url } = await openSandbox();
    await addFault(url, { kind: "silent", count: 1, delayMs: 0 });
    await expect(createInvoice(url)).rejects.toThrow();
    const found = await call<WireInvoice[]>(`${url}/xendit/v2/invoices?external_id=TEPI-INV-0001`);
    expect(found.body).toMatchObject([{ external_id: "TEPI-INV-0001", status: "PENDING" }]);
    expect((await calls(url)).map(({ status }) => status)).toEqual([null, 200]);
  });

  test("silent with workDone false loses the request itself", async () => {
    const { url } = await openSandbox();
    await addFault(url, { kind: "silent", count: 1, delayMs: 0, workDone: false });
    await expect(createInvoice(url)).rejects.toThrow();
    expect((await call(`${url}/xendit/v2/invoices?external_id=TEPI-INV-0001`)).body).toEqual([]);
  });

  test("silent sends no callback, and says so", async () => {
    const { url } = await openSandbox();
    const receiver = await openReceiver();
    await registerCallbacks(url, receiver.url);
    const { id: invoiceId } = await createInvoice(url);
    await addFault(url, { kind: "silent" });
    const paid = await send(`${url}/xendit/_pay`, { body: { invoiceId } });
    expect(paid.body).toMatchObject({ invoice: { status: "PAID" }, callback: { state: "silenced", attempts: [] } });
    await send(`${url}/_faults`, { method: "DELETE" });
    const { id } = paid.body.callback as { id: string };
    expect((await send(`${url}/xendit/_callbacks/${id}/resend`, { method: "POST" })).status).toBe(202);
    await vi.waitFor(() => expect(receiver.received).toHaveLength(1));
  });

  test("duplicate sends the same callback twice", async () => {
    const { url } = await openSandbox();
    const receiver = await openReceiver();
    await registerCallbacks(url, receiver.url);
    const { id: invoiceId } = await createInvoice(url);
    await addFault(url, { kind: "duplicate" });
    await send(`${url}/xendit/_pay`, { body: { invoiceId } });
    await vi.waitFor(() => expect(receiver.received).toHaveLength(2));
    expect(receiver.received[0]?.body).toEqual(receiver.received[1]?.body);
  });

  test("reorder sends pairs of callbacks in reversed order", async () => {
    const { url } = await openSandbox();
    const receiver = await openReceiver<{ external_id: string }>();
    await registerCallbacks(url, receiver.url);
    await addFault(url, { kind: "reorder", count: 1 });
    for (const external_id of ["A", "B", "C"]) {
      const { id: invoiceId } = await createInvoice(url, { external_id });
      await send(`${url}/xendit/_pay`, { body: { invoiceId } });
      if (external_id === "A") expect(receiver.received).toEqual([]);
      if (external_id === "B") await vi.waitFor(() => expect(receiver.received).toHaveLength(2));
    }
    await vi.waitFor(() => expect(receiver.received).toHaveLength(3));
    expect(receiver.received.map(({ body }) => body.external_id)).toEqual(["B", "A", "C"]);
  });

  test("reorder sends a callback that finds no second one, at the latest when the faults are deleted", async () => {
    const { url } = await openSandbox();
    const receiver = await openReceiver();
    await registerCallbacks(url, receiver.url);
    await addFault(url, { kind: "reorder", delayMs: 600_000 });
    const { id: invoiceId } = await createInvoice(url);
    await send(`${url}/xendit/_pay`, { body: { invoiceId } });
    expect((await send(`${url}/_faults`, { method: "DELETE" })).body).toEqual({ deleted: 1 });
    await vi.waitFor(() => expect(receiver.received).toHaveLength(1));
  });

  test("are listed, and a faulty fault is refused with the field named", async () => {
    const { url } = await openSandbox();
    await addFault(url, { kind: "slow", delayMs: 1 });
    expect((await send(`${url}/_faults`)).body).toMatchObject({ faults: [{ kind: "slow", used: 0 }] });
    expect(await addFault(url, { kind: "explode" })).toMatchObject({
      status: 400,
      body: { fields: [{ field: "kind" }] },
    });
    expect((await addFault(url, { provider: "nobody", kind: "slow" })).status).toBe(400);
    expect((await send(`${url}/_faults`, { body: "{" })).status).toBe(400);
  });
});
