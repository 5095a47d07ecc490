/** What FCM's answers say (Firebase, REST v1: ErrorCode; error-codes). */
import { z } from "zod";
import { retryAfterMs, type Called } from "../call.ts";
import type { Failure, FailureClass } from "../courier.ts";

const quotaWaitMs = 60_000;

const errorBody = z.object({
  error: z.object({
    message: z.string().optional(),
    status: z.string().max(100).optional(),
    details: z
      .array(
        z.looseObject({
          "@type": z.string().optional(),
          errorCode: z.string().max(100).optional(),
          fieldViolations: z
            .array(z.looseObject({ field: z.string().optional(), description: z.string().optional() }))
            .optional(),
        }),
      )
      .optional(),
  }),
});
type FcmError = z.output<typeof errorBody>["error"];

const accepted = z.object({ name: z.string().max(500) });
export const messageName = (json: unknown): string | null => accepted.safeParse(json).data?.name ?? null;

/** The token was refused, not the message: a fresh one may do. */
export const isUnauthenticated = ({ status, json }: Called): boolean =>
  status === 401 && fcmCode(errorOf(json)) === undefined;

const errorOf = (json: unknown): FcmError => errorBody.safeParse(json).data?.error ?? {};
const fcmCode = ({ details }: FcmError) =>
  details?.find((detail) => detail["@type"] === "type.googleapis.com/google.firebase.fcm.v1.FcmError")?.errorCode;

/** In the order of Google's own library: FCM's code, else the status, else HTTP's. */
export function failureOf(answer: Called): Failure {
  const error = errorOf(answer.json);
  const code = fcmCode(error) ?? error.status ?? `HTTP ${answer.status}`;
  const failureClass = classOf(code, answer.status, error);
  const waitMs = retryAfterMs(answer.headers) ?? (failureClass === "rate-limited" ? quotaWaitMs : undefined);
  return {
    class: failureClass,
    code,
    detail: error.message ?? answer.body,
    retryAfterMs: waitMs,
  };
}

const classes: Record<string, FailureClass> = {
  UNREGISTERED: "address",
  // What Google's library takes for an unregistered token where FCM's own code is missing.
  NOT_FOUND: "address",
  SENDER_ID_MISMATCH: "address",
  THIRD_PARTY_AUTH_ERROR: "account",
  UNAUTHENTICATED: "account",
  PERMISSION_DENIED: "account",
  QUOTA_EXCEEDED: "rate-limited",
  RESOURCE_EXHAUSTED: "rate-limited",
  UNAVAILABLE: "unavailable",
  INTERNAL: "unavailable",
  UNSPECIFIED_ERROR: "unavailable",
};

function classOf(code: string, status: number, error: FcmError): FailureClass {
  if (code === "INVALID_ARGUMENT") return namesToken(error) ? "address" : "message";
  const known = classes[code];
  if (known) return known;
  if (status === 429) return "rate-limited";
  if (status >= 500) return "unavailable";
  return [401, 403, 404].includes(status) ? "account" : "message";
}

/** `INVALID_ARGUMENT` is said of payloads and of tokens; only the words tell which. */
function namesToken({ message, details }: FcmError): boolean {
  const violations = details?.flatMap(({ fieldViolations }) => fieldViolations ?? []) ?? [];
  return (
    violations.some(({ field }) => field === "message.token") ||
    /registration token is not (?:a )?valid|invalid registration token/i.test(message ?? "")
  );
}
