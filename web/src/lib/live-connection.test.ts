import { beforeEach, expect, test } from "vitest";
import { createLive, retryDelayMs, type LiveEvent } from "./live-connection.svelte.ts";

/** A socket whose other end is the test. */
class Wire {
  sent: unknown[] = [];
  closed = false;
  onopen: WebSocket["onopen"] = null;
  onmessage: WebSocket["onmessage"] = null;
  onclose: WebSocket["onclose"] = null;
  readonly query: URLSearchParams;
  constructor(query: URLSearchParams) {
    this.query = query;
  }
  send(data: unknown): void {
    this.sent.push(data);
  }
  close(): void {
    this.closed = true;
  }
  #as = this as unknown as WebSocket;
  accept = () => this.onopen?.call(this.#as, new Event("open"));
  say = (data: unknown) =>
    this.onmessage?.call(
      this.#as,
      new MessageEvent("message", { data: typeof data === "string" ? data : JSON.stringify(data) }),
    );
  cut = () => this.onclose?.call(this.#as, new Event("close") as CloseEvent);
}

let wires: Wire[];
let timers: { milliseconds: number; work: () => void }[];
let resets: number;
let ticket: () => Promise<string>;
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

function start() {
  const live = createLive({
    ticket: () => ticket(),
    open: (query) => {
      const wire = new Wire(query);
      wires.push(wire);
      return wire;
    },
    onReset: () => resets++,
    after: (milliseconds, work) => {
      const timer = { milliseconds, work };
      timers.push(timer);
      return () => void (timers = timers.filter((one) => one !== timer));
    },
    random: () => 1,
  });
  return { live, stop: live.start() };
}
async function runTimer(): Promise<number> {
  const timer = timers.shift();
  timer?.work();
  await settled();
  return timer?.milliseconds ?? -1;
}
const event = (id: string, type = "invoice.paid"): LiveEvent => ({ id, type, data: {}, at: "2026-11-20T00:00:00Z" });

beforeEach(() => {
  wires = [];
  timers = [];
  resets = 0;
  let tickets = 0;
  ticket = () => Promise.resolve(`ticket-${++tickets}`);
});

test("after a cut it comes back with a new ticket, from the last event it saw", async () => {
  const { live } = start();
  await settled();
  wires[0]?.accept();
  expect(live.connected).toBe(true);
  wires[0]?.say(event("e7"));
  wires[0]?.cut();
  expect(live.connected).toBe(false);
  expect(await runTimer()).toBe(1_000);
  expect(Object.fromEntries(wires[1]?.query ?? [])).toEqual({ ticket: "ticket-2", lastEventId: "e7" });
});

test("listeners hear their type, and all with *", async () => {
  const { live } = start();
  await settled();
  const heard: string[] = [];
  const stopPaid = live.on("invoice.paid", ({ id }) => heard.push(`paid ${id}`));
  live.on("*", ({ id }) => heard.push(`all ${id}`));
  wires[0]?.accept();
  wires[0]?.say(event("1"));
  wires[0]?.say(event("2", "customer.created"));
  stopPaid();
  wires[0]?.say(event("3"));
  expect(heard).toEqual(["paid 1", "all 1", "all 2", "all 3"]);
});

test("a reset reads everything again and forgets the old place", async () => {
  start();
  await settled();
  wires[0]?.accept();
  wires[0]?.say(event("e7"));
  wires[0]?.say({ type: "reset" });
  expect(resets).toBe(1);
  wires[0]?.cut();
  await runTimer();
  expect(wires[1]?.query.has("lastEventId")).toBe(false);
});

test("it waits longer after each failure, never longer than 30 s, never in step with others", async () => {
  ticket = () => Promise.reject(new Error("down"));
  start();
  await settled();
  const waits = [await runTimer(), await runTimer(), await runTimer()];
  expect(waits).toEqual([1_000, 2_000, 4_000]);
  expect(retryDelayMs(50, 1)).toBe(30_000);
  expect(retryDelayMs(50, 0)).toBe(15_000);
});

test("a silent connection is given up, if the server ever answered a ping", async () => {
  const { live } = start();
  await settled();
  wires[0]?.accept();
  expect(await runTimer()).toBe(25_000);
  expect(wires[0]?.sent).toEqual(["ping"]);
  wires[0]?.say("pong");
  await runTimer();
  expect(await runTimer()).toBe(10_000);
  expect(live.connected).toBe(false);
  expect(wires[0]?.closed).toBe(true);
  await runTimer();
  expect(wires).toHaveLength(2);
});

test("a server that answers no pings is not taken for dead", async () => {
  const { live } = start();
  await settled();
  wires[0]?.accept();
  await runTimer();
  await runTimer();
  expect(wires[0]?.sent).toEqual(["ping", "ping"]);
  expect(live.connected).toBe(true);
});

test("what is no event is passed over", async () => {
  const { live } = start();
  await settled();
  const heard: LiveEvent[] = [];
  live.on("*", (one) => heard.push(one));
  wires[0]?.accept();
  for (const data of ["", "null", "{", "[]", '{"type":5}']) wires[0]?.say(data);
  expect(heard).toEqual([]);
});

test("stopped, it closes and stays closed", async () => {
  const { live, stop } = start();
  await settled();
  wires[0]?.accept();
  stop();
  expect(wires[0]?.closed).toBe(true);
  expect(live.connected).toBe(false);
  expect(timers).toEqual([]);
});
