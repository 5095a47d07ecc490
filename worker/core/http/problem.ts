/** Problem documents (RFC 9457) in the caller's language: the one place where a refusal becomes a response. */
import { z } from "@hono/zod-openapi";
import { violation } from "#dialect";
import { errorKinds, Refusal, type ErrorCode, type Locale } from "../errors.ts";
import { log } from "../log.ts";

export const problemSchema = z
  .object({
    type: z.string().openapi({ example: "about:blank#invalid_input" }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.enum(Object.keys(errorKinds) as [ErrorCode, ...ErrorCode[]]),
    errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
    requestId: z.string(),
  })
  .openapi("Problem");
export type Problem = z.infer<typeof problemSchema>;

/** How an error is written where something else than problem documents was promised. */
export interface ErrorShape {
  contentType: string;
  schema: z.ZodType;
  body(problem: Problem, retryAfterSeconds: number | undefined): Record<string, unknown>;
}

/** The API's own. */
export const problemDocuments: ErrorShape = {
  contentType: "application/problem+json",
  schema: problemSchema,
  body: (problem) => problem,
};

/** The response for anything thrown. What is not a `Refusal` becomes a 500 without particulars, and a line in the log. */
export function problemResponse(
  error: unknown,
  requestId: string,
  locale: Locale,
  shape: ErrorShape = problemDocuments,
): Response {
  const refusal = asRefusal(error);
  if (refusal.code === "internal" || refusal.code === "store_unavailable")
    log.error("request_failed", error, { requestId });
  const kind = errorKinds[refusal.code];
  const { detail, fields, retryAfterSeconds } = refusal.options;
  const problem: Problem = {
    type: `about:blank#${refusal.code}`,
    title: kind[locale],
    status: kind.status,
    detail: detail?.[locale] ?? kind[locale],
    code: refusal.code,
    ...(fields && { errors: fields.map(({ field, message }) => ({ field, message: message[locale] })) }),
    requestId,
  };
  const headers = new Headers({ "content-type": shape.contentType, "cache-control": "no-store" });
  if (retryAfterSeconds !== undefined) headers.set("retry-after", String(retryAfterSeconds));
  if (kind.status === 401) headers.set("www-authenticate", "Bearer");
  return new Response(JSON.stringify(shape.body(problem, retryAfterSeconds)), { status: kind.status, headers });
}

/** Lost races and unreachable stores are told apart from our own mistakes. */
function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const refused = violation(error);
  if (refused?.name === "audit_entries_pk" || refused?.name === "audit_entries.version") return new Refusal("conflict");
  if (refused?.kind === "unique") return new Refusal("duplicate");
  const message = error instanceof Error ? `${error.message} ${String(error.cause ?? "")}` : "";
  if (
    /D1_ERROR: (Network|Internal|D1 DB is overloaded|Timed out)|Error connecting to database|fetch failed|Network connection lost/i.test(
      message,
    )
  )
    return new Refusal("store_unavailable", { retryAfterSeconds: 5 });
  return new Refusal("internal");
}
