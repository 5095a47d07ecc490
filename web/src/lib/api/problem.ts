/** A problem document (RFC 9457) as the API answers it; every member may be missing when a proxy answered instead. */
export type Problem = {
  type?: string;
  title?: string;
  status?: number;
  detail?: string;
  code?: string;
  errors?: { field: string; message: string }[];
  requestId?: string;
};

/** The server answered, and it was no success. */
export class ApiError extends Error {
  readonly status: number;
  readonly problem: Problem;
  /** From `Retry-After`, where the answer had one in seconds. */
  readonly retryAfterSeconds: number | undefined;

  constructor(status: number, problem: Problem, retryAfterSeconds?: number) {
    super(problem.detail ?? problem.title ?? `HTTP ${status}`);
    this.name = "ApiError";
    this.status = status;
    this.problem = problem;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The request never got an answer: no connection, name not found, connection cut. */
export class NetworkError extends Error {
  constructor(cause: unknown) {
    super("The server could not be reached", { cause });
    this.name = "NetworkError";
  }
}

/** Reads what a failed response says of itself. Never throws: a body that is no problem document counts as an empty one. */
export async function toApiError(response: Response): Promise<ApiError> {
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => undefined);
  const problem: Problem = typeof body === "object" && body !== null ? body : {};
  const header = response.headers.get("retry-after");
  const seconds = header === null ? Number.NaN : Number(header);
  return new ApiError(response.status, problem, Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : undefined);
}
