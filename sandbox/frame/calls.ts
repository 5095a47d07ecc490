/** One request that a double received. `status` is null while unanswered, and stays null when no answer was sent. */
export interface Call {
  id: string;
  provider: string;
  /** ISO 8601, when the request arrived. */
  at: string;
  method: string;
  /** As received: provider prefix and query string included. */
  path: string;
  headers: Record<string, string>;
  /** Parsed when it was JSON, an object of fields for a form, else the text; null when empty. */
  body: unknown;
  status: number | null;
}

const keptCalls = 5000;
const recordedBodyCharacters = 64 * 1024;

/** Remembers the last calls, oldest first. */
export class CallLog {
  readonly #now: () => number;
  readonly #calls: Call[] = [];
  #sequence = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Records a request on arrival; the caller sets `status` once it is answered. */
  open(request: Pick<Call, "provider" | "method" | "path" | "headers"> & { bodyText: string }): Call {
    const { bodyText, ...rest } = request;
    this.#sequence += 1;
    const call: Call = {
      id: `call_${String(this.#sequence).padStart(6, "0")}`,
      at: new Date(this.#now()).toISOString(),
      ...rest,
      body: recordedBody(bodyText, request.headers["content-type"] ?? ""),
      status: null,
    };
    this.#calls.push(call);
    if (this.#calls.length > keptCalls) this.#calls.shift();
    return call;
  }

  /**
   * Calls oldest first, of one provider if given.
   * @param since a call's id or an ISO 8601 time, exclusive
   * @throws RangeError when `since` is neither
   */
  list(filter: { provider?: string; since?: string } = {}): Call[] {
    const isNewer = newerThan(filter.since);
    return this.#calls.filter((call) => (!filter.provider || call.provider === filter.provider) && isNewer(call));
  }
}

function newerThan(since: string | undefined): (call: Call) => boolean {
  if (!since) return () => true;
  const sequence = /^call_(\d+)$/.exec(since)?.[1];
  if (sequence) return (call) => Number(call.id.slice("call_".length)) > Number(sequence);
  const time = Date.parse(since);
  if (Number.isNaN(time)) throw new RangeError("since must be a call id or an ISO 8601 time");
  return (call) => Date.parse(call.at) > time;
}

function recordedBody(text: string, contentType: string): unknown {
  if (text === "") return null;
  if (text.length > recordedBodyCharacters)
    return `${text.slice(0, recordedBodyCharacters)}… (${text.length} characters)`;
  if (contentType.includes("application/x-www-form-urlencoded")) return Object.fromEntries(new URLSearchParams(text));
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
