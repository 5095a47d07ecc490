import { m } from "#lib/paraglide/messages.js";
import { paths } from "#lib/paths.ts";
import { ApiError, NetworkError, type Problem } from "./problem.ts";

/** What went wrong and what to do, in words for a human. */
export type Description = {
  title: string;
  body: string;
  /** Trying the same again may help. */
  retryable: boolean;
  /** A page of this app where something can be done about it. */
  help?: { href: string; label: string };
  /** Shown small, for whoever asks support. */
  requestId?: string;
};

/** Words for any error a call of the API can throw, in the chosen language. */
export function describeProblem(error: unknown): Description {
  if (error instanceof NetworkError) {
    return { title: m.error_network_title(), body: m.error_network_body(), retryable: true };
  }
  if (!(error instanceof ApiError)) {
    return { title: m.error_unknown_title(), body: m.error_unknown_body(), retryable: true };
  }
  const { status, problem } = error;
  return { ...describeAnswer(status, problem, error), ...(problem.requestId && { requestId: problem.requestId }) };
}

/** Is the whole system closed for maintenance, rather than broken? */
export const isMaintenance = ({ status, problem }: ApiError): boolean =>
  status === 503 && (problem.code ?? "maintenance") === "maintenance";

function describeAnswer(status: number, problem: Problem, error: ApiError): Description {
  // A detail that only repeats the title says nothing of this case.
  const particular = problem.detail === problem.title ? undefined : problem.detail;
  if (status === 429) return tooMany(error.retryAfterSeconds);
  if (isMaintenance(error)) {
    return { title: m.error_maintenance_title(), body: particular || m.error_maintenance_body(), retryable: true };
  }
  if (status >= 500) return { title: m.error_server_title(), body: m.error_server_body(), retryable: true };

  const retryable = status === 408 || status === 409;
  const known = ownWords[problem.code ?? ""] ?? (problem.code ? undefined : ownWords[codeOf[status] ?? ""]);
  if (closed.has(problem.code ?? "") && known) {
    const help = { href: paths.settings("operation"), label: m.error_to_operation() };
    return { title: known.title(), body: known.body(), retryable, help };
  }
  if (known) return { title: known.title(), body: particular || known.body(), retryable };
  const said = problem.detail || problem.title;
  return { title: m.error_request_title(), body: said || m.error_unknown_body(), retryable };
}

/** The description in one line, for a toast or above a form. Only the words of a maintenance need their title. */
export function problemLine(error: unknown): string {
  const { title, body } = describeProblem(error);
  return error instanceof ApiError && isMaintenance(error) ? `${title}. ${body}` : body;
}

function tooMany(seconds: number | undefined): Description {
  const wait =
    seconds === undefined
      ? m.error_rate_body()
      : seconds < 90
        ? m.error_rate_body_seconds({ seconds })
        : m.error_rate_body_minutes({ minutes: Math.ceil(seconds / 60) });
  return { title: m.error_rate_title(), body: wait, retryable: true };
}

/** Codes that are better explained here, where the reader sits before a screen. */
const ownWords: Record<string, { title: () => string; body: () => string } | undefined> = {
  unauthenticated: { title: m.error_session_title, body: m.error_session_body },
  session_ended: { title: m.error_session_title, body: m.error_session_body },
  forbidden: { title: m.error_forbidden_title, body: m.error_forbidden_body },
  not_found: { title: m.error_missing_title, body: m.error_missing_body },
  conflict: { title: m.error_conflict_title, body: m.error_conflict_body },
  last_owner: { title: m.error_last_owner_title, body: m.error_last_owner_body },
  too_large: { title: m.error_too_large_title, body: m.error_too_large_body },
  invalid_input: { title: m.error_invalid_title, body: m.error_invalid_body },
  tenant_suspended: { title: m.error_suspended_title, body: m.error_suspended_body },
  tenant_deleting: { title: m.error_deleting_title, body: m.error_deleting_body },
};

/** The whole company is closed; the settings of its operation say why, and open it again. */
const closed = new Set(["tenant_suspended", "tenant_deleting"]);

/** What a status means when its answer, a proxy's perhaps, carries no code. */
const codeOf: Record<number, string | undefined> = {
  401: "unauthenticated",
  403: "forbidden",
  404: "not_found",
  409: "conflict",
  413: "too_large",
  422: "invalid_input",
};
