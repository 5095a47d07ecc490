import { z } from "@hono/zod-openapi";
import type { ErrorCode } from "../../core/errors.ts";
import type { Profile } from "../../core/http/profile.ts";
import type { ErrorShape } from "../../core/http/problem.ts";

const fieldErrors = z.object({
  message: z.string(),
  errors: z.array(z.object({ field: z.string(), message: z.string() })),
});

/** Its documented words where ours differ; else ours in capitals: `NOT_FOUND`. */
const codeOf = (code: ErrorCode): string => (code === "invalid_input" ? "VALIDATION_ERROR" : code.toUpperCase());

/** "Error Handling" and "Rate Limiting" of its document in one: what a caller expects of either is there. */
const errors: ErrorShape = {
  contentType: "application/json",
  schema: z
    .object({
      detail: z.union([z.string(), fieldErrors]),
      status: z.literal("error"),
      error_code: z.string(),
      retry_after: z.int().optional().openapi({ description: "Seconds." }),
    })
    .openapi("Error"),
  body: ({ detail, code, errors: fields }, retryAfterSeconds) => ({
    detail:
      code === "rate_limited"
        ? "Rate limit exceeded"
        : fields
          ? { message: "Validation failed", errors: fields }
          : detail,
    status: "error",
    error_code: codeOf(code),
    ...(retryAfterSeconds !== undefined && { retry_after: retryAfterSeconds }),
  }),
};

/** "Artacom FTTH Billing System V2": an internet provider. */
export const artacom: Profile = { name: "artacom", title: "Artacom FTTH Billing System", kind: "isp", errors };
