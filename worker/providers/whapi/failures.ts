/** What Whapi's error answers and failed statuses mean (facts, section 8). */
import { z } from "zod";
import type { Failure, FailureClass } from "../courier.ts";

/** `error` of an answer, and an item of `errors` of a status; the wording of neither is documented. */
export const whapiError = z.object({
  code: z.union([z.number(), z.string()]).optional(),
  message: z.string().optional(),
  details: z.string().optional(),
});

/** 404 is an unknown channel for us: it would also be an unknown file, of which we send none. */
const byStatus: Record<number, FailureClass> = {
  401: "account",
  402: "account",
  404: "account",
  429: "rate-limited",
};

/** @param status of the answer, or the code of a failed status; null where there is none */
export function classify(
  status: number | null,
  error: z.infer<typeof whapiError> | undefined,
  retryAfterMs?: number,
): Failure {
  const isOutage = status !== null && (status >= 500 || (status >= 300 && status < 400));
  const words = [error?.message, error?.details].filter((text) => text !== undefined && text !== "");
  return {
    class: byStatus[status ?? 0] ?? (isOutage ? "unavailable" : "message"),
    code: String(error?.code ?? status ?? "failed"),
    detail: words.join(": ") || `Whapi: ${status === null ? "failed" : `HTTP ${status}`}`,
    retryAfterMs,
  };
}
