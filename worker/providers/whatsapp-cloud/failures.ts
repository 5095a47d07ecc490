/** What Meta's error codes mean, whether they come with an HTTP answer or with a failed status (facts, section 8). */
import { z } from "zod";
import type { Failure, FailureClass } from "../courier.ts";

const byCode: Partial<Record<FailureClass, readonly number[]>> = {
  unavailable: [1, 2, 131000, 131016, 133004],
  "rate-limited": [4, 80007, 130429, 131056, 131057],
  window: [131047],
  address: [131026],
  message: [
    33, 100, 130472, 131008, 131009, 131021, 131030, 131049, 131050, 131051, 131052, 131053, 132000, 132001, 132005,
    132007, 132012, 132015, 132016,
  ],
  account: [0, 3, 10, 190, 368, 130497, 131031, 131037, 131042, 131045, 131048],
};
const classes = new Map(
  Object.entries(byCode).flatMap(([name, codes]) => codes.map((code) => [code, name as FailureClass] as const)),
);

/** Too many messages between two numbers; others can be written to. */
const pairLimit = 131056;
/** Where Meta names no wait: a pair is free after 6 s, an upgrade takes about a minute (facts, section 7). */
const waitsMs: Record<number, number> = { [pairLimit]: 6000, 131057: 60_000 };

/** An error as Meta writes it, in `error` of an answer and in `errors[]` of a status. */
export const metaError = z.object({
  code: z.number(),
  message: z.string().optional(),
  title: z.string().optional(),
  error_data: z.object({ details: z.string().optional() }).optional(),
});
type MetaError = z.infer<typeof metaError>;

/** @param httpStatus of the answer; null for a failed status */
export function classify(error: MetaError | undefined, httpStatus: number | null, retryAfterMs?: number): Failure {
  if (!error) return { ...classifyStatus(httpStatus), retryAfterMs };
  const { code, message, title, error_data } = error;
  const words = [message ?? title, error_data?.details].filter((text) => text !== undefined);
  return {
    class: classOf(code, httpStatus),
    code: String(code),
    detail: [...new Set(words)].join(": "),
    retryAfterMs: retryAfterMs ?? waitsMs[code],
    ...(code === pairLimit && { limitOf: "recipient" }),
  };
}

function classOf(code: number, httpStatus: number | null): FailureClass {
  const known = classes.get(code);
  if (known) return known;
  if ((code >= 200 && code <= 299) || (code >= 133_000 && code <= 133_999)) return "account";
  if (httpStatus === 429) return "rate-limited";
  return httpStatus !== null && httpStatus >= 500 ? "unavailable" : "message";
}

/** An answer without Meta's own error. */
function classifyStatus(status: number | null): Failure {
  const known: Record<number, FailureClass> = { 401: "account", 403: "account", 404: "account", 429: "rate-limited" };
  const code = String(status ?? "unknown");
  const otherwise = status !== null && (status < 400 || status >= 500) ? "unavailable" : "message";
  return { class: known[status ?? 0] ?? otherwise, code, detail: `WhatsApp: HTTP ${code}` };
}
