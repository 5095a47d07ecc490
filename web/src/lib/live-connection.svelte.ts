/** One thing that happened in the tenant. `id` is ordered; `at` is ISO 8601. */
export type LiveEvent = { id: string; type: string; data: Record<string, unknown>; at: string };
type Listener = (event: LiveEvent) => void;

/** The part of a WebSocket that is used. */
type Socket = Pick<WebSocket, "send" | "close" | "onopen" | "onmessage" | "onclose">;

export type LiveSurroundings = {
  /** A short-lived ticket; the session's token has no place in a URL. */
  ticket: () => Promise<string>;
  open: (query: URLSearchParams) => Socket;
  /** Events were missed that the server no longer keeps: read everything again. */
  onReset: () => void;
  /** Runs later; the answer calls it off. */
  after: (milliseconds: number, work: () => void) => () => void;
  random: () => number;
};

const pingEveryMs = 25_000;
const pongWithinMs = 10_000;
const retryFirstMs = 1_000;
const retryMaxMs = 30_000;

/** Full wait before try `tries` (0 is the first), between half and all of a doubling step, so that tabs do not march. */
export const retryDelayMs = (tries: number, random: number): number =>
  Math.min(retryMaxMs, retryFirstMs * 2 ** Math.min(tries, 10)) * (0.5 + random / 2);

/** A WebSocket that stays: takes a new ticket and continues after the last event it saw whenever it was cut. */
export function createLive(surroundings: LiveSurroundings) {
  let connected = $state(false);
  const listeners = new Map<string, Set<Listener>>();
  let socket: Socket | undefined;
  let lastEventId: string | undefined;
  let tries = 0;
  let running = false;
  let callOff = () => {};
  /** Only a server that has answered a ping is taken for dead when it does not answer the next. */
  let answersPings = false;

  async function connect(): Promise<void> {
    callOff();
    const ticket = await surroundings.ticket().catch(() => undefined);
    if (!running || socket) return;
    if (!ticket) return retry();
    const opened = surroundings.open(
      new URLSearchParams({ ticket, ...(lastEventId === undefined ? {} : { lastEventId }) }),
    );
    socket = opened;
    opened.onopen = () => {
      tries = 0;
      connected = true;
      schedulePing();
    };
    opened.onmessage = (message: MessageEvent<unknown>) => {
      schedulePing();
      receive(message.data);
    };
    opened.onclose = () => {
      if (socket === opened) lost();
    };
  }

  function lost(): void {
    socket = undefined;
    connected = false;
    callOff();
    if (running) retry();
  }

  function retry(): void {
    callOff = surroundings.after(retryDelayMs(tries++, surroundings.random()), () => void connect());
  }

  function schedulePing(): void {
    callOff();
    callOff = surroundings.after(pingEveryMs, () => {
      socket?.send("ping");
      const dead = () => {
        const old = socket;
        lost();
        old?.close();
      };
      if (answersPings) callOff = surroundings.after(pongWithinMs, dead);
      else schedulePing();
    });
  }

  function receive(data: unknown): void {
    if (data === "pong") {
      answersPings = true;
      return;
    }
    const event = parseEvent(data);
    if (!event) return;
    if (event.type === "reset") {
      lastEventId = event.id;
      surroundings.onReset();
      return;
    }
    lastEventId = event.id ?? lastEventId;
    for (const type of [event.type, "*"]) listeners.get(type)?.forEach((listener) => listener(event as LiveEvent));
  }

  return {
    get connected() {
      return connected;
    },
    /** Connects until the returned function is called. */
    start(): () => void {
      if (!running) {
        running = true;
        void connect();
      }
      return () => {
        running = false;
        lastEventId = undefined;
        const old = socket;
        lost();
        old?.close();
      };
    },
    /** Does not wait for the next try; for when the network is back. */
    wake(): void {
      if (running && !socket) {
        tries = 0;
        void connect();
      }
    },
    /** Listens to one type of event, or to all with `*`. The answer stops listening. */
    on(type: string, listener: Listener): () => void {
      const known = listeners.get(type) ?? new Set();
      listeners.set(type, known.add(listener));
      return () => known.delete(listener);
    },
  };
}

function parseEvent(data: unknown): (Partial<LiveEvent> & { type: string }) | undefined {
  try {
    const event = JSON.parse(String(data)) as Partial<LiveEvent> | null;
    return typeof event?.type === "string" ? { ...event, type: event.type } : undefined;
  } catch {
    return undefined;
  }
}
