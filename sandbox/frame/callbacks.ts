import type { FaultBook } from "./faults.ts";

/** How a provider treats the answers to its callbacks. */
export interface RetryPolicy {
  /** Real waits before each retry, in milliseconds; scaled by the sandbox's `retryScale`. */
  gapsMs: readonly number[];
  /** Without an answer for this long, an attempt has failed. Not scaled. */
  timeoutMs: number;
  /** `refused` ends the ladder without success. */
  judge: (status: number) => "delivered" | "retry" | "refused";
}

export interface Callback {
  provider: string;
  /** What it tells, for the log: `invoice.paid`, `Bounce`. */
  event: string;
  /** A user name and password in it are sent as Basic authorization. */
  url: string;
  headers: Record<string, string>;
  body: unknown;
  /** The exact text to send where `body` as JSON would not do: a signature covers bytes. */
  text?: string;
  /** Callbacks of one queue leave one at a time: the next when this one is delivered or given up. */
  queue?: string;
  policy: RetryPolicy;
}

/** Something that happens to a message, and the callbacks that tell it. */
export interface Step {
  begin?: () => void;
  callbacks: readonly Callback[];
}

export interface Attempt {
  at: string;
  /** null when there was no answer. */
  status: number | null;
  error?: string;
}

/** One callback on its way; `waiting` means between two attempts, `silenced` that a fault swallowed it. */
export interface Delivery {
  id: string;
  provider: string;
  event: string;
  url: string;
  headers: Record<string, string>;
  body: unknown;
  text?: string;
  queue?: string;
  state: "held" | "sending" | "waiting" | "delivered" | "refused" | "failed" | "silenced";
  attempts: Attempt[];
  createdAt: string;
}

interface SenderOptions {
  faults: FaultBook;
  now: () => number;
  /** Resolves after this many milliseconds, or at once when the sandbox closes. */
  pause: (ms: number) => Promise<void>;
  closing: AbortSignal;
  retryScale: number;
}

interface Job {
  delivery: Delivery;
  policy: RetryPolicy;
}

const keptDeliveries = 2000;
const reorderWaitMs = 5000;

/** Sends callbacks with retries, and plays the faults `duplicate`, `reorder` and `silent`. */
export class CallbackSender {
  readonly #options: SenderOptions;
  readonly #jobs: Job[] = [];
  readonly #held = new Map<string, Job>();
  readonly #queues = new Map<string, Promise<void>>();
  #sequence = 0;

  constructor(options: SenderOptions) {
    this.#options = options;
  }

  /**
   * Starts sending and returns at once; the delivery's `state` and `attempts` tell how it went.
   * @param attempted called when the first attempt is over, or when there is none for now
   */
  send(callback: Callback, attempted?: () => void): Delivery {
    const { provider, policy } = callback;
    const path = new URL(callback.url).pathname;
    const job = this.#createJob(callback);
    if (this.#options.faults.take(provider, path, "silent")) {
      job.delivery.state = "silenced";
      attempted?.();
      return job.delivery;
    }
    if (this.#options.faults.take(provider, path, "duplicate")) {
      void this.#run({ delivery: this.#createJob(callback).delivery, policy });
    }
    const earlier = this.#held.get(provider);
    if (earlier) {
      this.#held.delete(provider);
      void this.#run(job, () => {
        void this.#run(earlier);
        attempted?.();
      });
      return job.delivery;
    }
    const reorder = this.#options.faults.take(provider, path, "reorder");
    if (reorder) {
      this.#hold(job, reorder.delayMs ?? reorderWaitMs);
      attempted?.();
    } else void this.#run(job, attempted);
    return job.delivery;
  }

  /** Plays what happens to one message: each step `gapMs` after the one before was told once. */
  async sendInTurn(steps: readonly Step[], gapMs: number): Promise<void> {
    for (const { begin, callbacks } of steps) {
      await this.#options.pause(gapMs);
      if (this.#options.closing.aborted) return;
      begin?.();
      for (const callback of callbacks) {
        await new Promise<void>((attempted) => void this.send(callback, attempted));
      }
    }
  }

  /** Sends a delivery's message again as a new delivery, as a provider's dashboard can; undefined for an unknown id. */
  resend(provider: string, id: string): Delivery | undefined {
    const job = this.#jobs.find(({ delivery }) => delivery.id === id && delivery.provider === provider);
    return job && this.send({ ...job.delivery, policy: job.policy });
  }

  /** Deliveries oldest first. */
  list(provider?: string): Delivery[] {
    return this.#jobs.map((job) => job.delivery).filter((delivery) => !provider || delivery.provider === provider);
  }

  /** Sends what `reorder` still holds. */
  releaseHeld(): void {
    for (const [provider, job] of this.#held) {
      this.#held.delete(provider);
      void this.#run(job);
    }
  }

  #createJob({ policy, ...callback }: Callback): Job {
    this.#sequence += 1;
    const id = `callback_${this.#sequence}`;
    const createdAt = new Date(this.#options.now()).toISOString();
    const delivery: Delivery = { ...callback, id, state: "sending", attempts: [], createdAt };
    const job = { delivery, policy };
    this.#jobs.push(job);
    if (this.#jobs.length > keptDeliveries) this.#jobs.shift();
    return job;
  }

  #hold(job: Job, waitMs: number): void {
    const { provider } = job.delivery;
    job.delivery.state = "held";
    this.#held.set(provider, job);
    void this.#options.pause(waitMs).then(() => {
      if (this.#held.get(provider) !== job) return;
      this.#held.delete(provider);
      void this.#run(job);
    });
  }

  async #run(job: Job, afterFirstAttempt?: () => void): Promise<void> {
    const { queue } = job.delivery;
    if (queue === undefined) return this.#deliver(job, afterFirstAttempt);
    const before = this.#queues.get(queue) ?? Promise.resolve();
    const turn = before.then(() => this.#deliver(job, afterFirstAttempt));
    this.#queues.set(queue, turn);
    await turn;
    if (this.#queues.get(queue) === turn) this.#queues.delete(queue);
  }

  async #deliver({ delivery, policy }: Job, afterFirstAttempt?: () => void): Promise<void> {
    for (const gapMs of [...policy.gapsMs, null]) {
      if (this.#options.closing.aborted) return;
      delivery.state = "sending";
      const attempt = await this.#attempt(delivery, policy.timeoutMs);
      delivery.attempts.push(attempt);
      afterFirstAttempt?.();
      afterFirstAttempt = undefined;
      const verdict = attempt.status === null ? "retry" : policy.judge(attempt.status);
      if (verdict !== "retry") {
        delivery.state = verdict;
        return;
      }
      if (gapMs === null) break;
      delivery.state = "waiting";
      await this.#options.pause(gapMs * this.#options.retryScale);
    }
    delivery.state = "failed";
  }

  async #attempt(delivery: Delivery, timeoutMs: number): Promise<Attempt> {
    const at = new Date(this.#options.now()).toISOString();
    const { url, headers } = withBasicAuthorization(delivery);
    try {
      const response = await fetch(url, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: delivery.text ?? JSON.stringify(delivery.body),
        redirect: "manual",
        signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), this.#options.closing]),
      });
      await response.body?.cancel();
      return { at, status: response.status };
    } catch (error) {
      return { at, status: null, error: describeFailure(error) };
    }
  }
}

function withBasicAuthorization({ url, headers }: Delivery): Pick<Delivery, "url" | "headers"> {
  const target = new URL(url);
  if (!target.username && !target.password) return { url, headers };
  const credentials = `${decodeURIComponent(target.username)}:${decodeURIComponent(target.password)}`;
  target.username = target.password = "";
  return { url: target.href, headers: { ...headers, authorization: basicAuthorization(credentials) } };
}

/** The value of an `Authorization` header for `user:password` (RFC 7617). */
export function basicAuthorization(credentials: string): string {
  return `Basic ${Buffer.from(credentials, "utf8").toString("base64")}`;
}

function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message || error.cause.name : error.message;
}
