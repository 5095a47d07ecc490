/** An error as Postmark answers it: `{ErrorCode, Message}` (facts, section 4). */
export class PostmarkError extends Error {
  readonly status: number;
  readonly errorCode: number;

  constructor(status: number, errorCode: number, message: string) {
    super(message);
    this.status = status;
    this.errorCode = errorCode;
  }

  toBody(): { ErrorCode: number; Message: string } {
    return { ErrorCode: this.errorCode, Message: this.message };
  }

  toResponse(): Response {
    return Response.json(this.toBody(), { status: this.status });
  }
}

const usual: Record<number, [errorCode: number, message: string]> = {
  401: [10, "The Server Token you provided in the X-Postmark-Server-Token request header was invalid."],
  404: [0, "The requested resource does not exist."],
  413: [0, "The payload you've sent is too large."],
  422: [300, "Invalid email request."],
  429: [429, "Rate limit exceeded."],
  503: [100, "Maintenance: the Postmark API is offline for maintenance."],
};

/** The usual error of a status. */
export function usualError(status: number): PostmarkError {
  const [errorCode, message] = usual[status] ?? [0, "Internal server error."];
  return new PostmarkError(status, errorCode, message);
}

export const invalidEmail = (message: string) => new PostmarkError(422, 300, message);
