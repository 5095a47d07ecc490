/** An error as the Bot API answers it (facts, section 1). */
export class TelegramError extends Error {
  readonly status: number;
  readonly parameters: Record<string, number> | undefined;

  constructor(status: number, description: string, parameters?: Record<string, number>) {
    super(description);
    this.status = status;
    this.parameters = parameters;
  }

  toResponse(): Response {
    const { status, message, parameters } = this;
    const body = { ok: false, error_code: status, description: message, ...(parameters && { parameters }) };
    return Response.json(body, { status });
  }
}

export const badRequest = (description: string): TelegramError => new TelegramError(400, `Bad Request: ${description}`);
export const tooManyRequests = (seconds: number): TelegramError =>
  new TelegramError(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds });

const usual: Record<number, string> = {
  400: "Bad Request: message text is empty",
  401: "Unauthorized",
  403: "Forbidden: bot was blocked by the user",
  404: "Not Found",
  409: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
  413: "Request Entity Too Large",
  502: "Bad Gateway",
};

/** The usual error of a status. */
export function usualError(status: number): TelegramError {
  return status === 429 ? tooManyRequests(1) : new TelegramError(status, usual[status] ?? "Internal Server Error");
}
