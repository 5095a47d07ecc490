import { z } from "zod";

export const faultKinds = ["slow", "fail", "duplicate", "silent", "reorder"] as const;
export type FaultKind = (typeof faultKinds)[number];

/** Body of `POST /_faults`. */
export const faultInput = z.object({
  provider: z.string().min(1),
  /**
   * slow: the answer waits. fail: an error answer. silent: a call's connection is held, then destroyed, and callbacks
   * are not sent. duplicate: every callback is sent twice at once. reorder: callbacks leave in swapped pairs.
   */
  kind: z.enum(faultKinds),
  /** How often it strikes (a pair is one for reorder); absent: until deleted. */
  count: z.int().min(1).max(100_000).optional(),
  /** slow and silent: how long the answer is held. reorder: how long the first waits for a second. */
  delayMs: z.int().min(0).max(600_000).optional(),
  /** fail: the HTTP status, 500 by default. */
  status: z.int().min(400).max(599).optional(),
  /** fail: answers exactly this JSON instead of the provider's usual error body. */
  body: z.unknown().optional(),
  /** Strikes only calls, or callback addresses, whose path contains this. */
  path: z.string().min(1).max(500).optional(),
  /** silent (default true) and fail (default false): whether the request takes effect before the answer is lost. */
  workDone: z.boolean().optional(),
});
export type FaultInput = z.infer<typeof faultInput>;

/** A fault in force; `used` counts how often it has struck. */
export interface Fault extends FaultInput {
  id: string;
  used: number;
}

/** The faults in force. Each strike of a counted fault uses it up by one. */
export class FaultBook {
  #faults: Fault[] = [];
  #sequence = 0;

  add(input: FaultInput): Fault {
    this.#sequence += 1;
    const fault = { id: `fault_${this.#sequence}`, ...input, used: 0 };
    this.#faults.push(fault);
    return fault;
  }

  list(): Fault[] {
    return [...this.#faults];
  }

  /** Ends all faults, or those of one provider, and returns how many there were. */
  clear(provider?: string): number {
    const kept = this.#faults.filter((fault) => provider !== undefined && fault.provider !== provider);
    const removed = this.#faults.length - kept.length;
    this.#faults = kept;
    return removed;
  }

  /** The oldest matching fault, counted as used; undefined when none matches. */
  take(provider: string, path: string, kind: FaultKind): Fault | undefined {
    const fault = this.#faults.find(
      (candidate) =>
        candidate.provider === provider &&
        candidate.kind === kind &&
        (!candidate.path || path.includes(candidate.path)),
    );
    if (!fault) return undefined;
    fault.used += 1;
    if (fault.count !== undefined && fault.used >= fault.count) {
      this.#faults = this.#faults.filter((candidate) => candidate !== fault);
    }
    return fault;
  }
}
