/** An error as Xendit's API answers it: `{error_code, message, errors?}` (facts, section 2, Errors). */
export class XenditError extends Error {
  readonly status: number;
  readonly errorCode: string;
  readonly errors: unknown[] | undefined;

  constructor(status: number, errorCode: string, message: string, errors?: unknown[]) {
    super(message);
    this.status = status;
    this.errorCode = errorCode;
    this.errors = errors;
  }

  toResponse(headers?: Record<string, string>): Response {
    const body = { error_code: this.errorCode, message: this.message, errors: this.errors };
    return Response.json(body, { status: this.status, headers });
  }
}

const usual: Record<number, [errorCode: string, message: string]> = {
  400: ["API_VALIDATION_ERROR", "There is invalid input in one of the required request fields."],
  401: ["INVALID_API_KEY", "API key is not authorized for this API service."],
  403: ["REQUEST_FORBIDDEN_ERROR", "API key in use does not have necessary permissions to perform the request."],
  404: ["DATA_NOT_FOUND", "The requested resource was not found."],
  429: ["RATE_LIMIT_EXCEEDED", "You have exceeded the rate limit. Please try again later."],
};

/** The usual error of a status: the named client errors, else `SERVER_ERROR`. */
export function usualError(status: number): XenditError {
  const [errorCode, message] = usual[status] ?? [
    "SERVER_ERROR",
    "An unexpected error occurred. Please try again later.",
  ];
  return new XenditError(status, errorCode, message);
}
