/** An error as Twilio answers it: `{code, message, more_info, status}` (facts, section 1). */
export class TwilioError extends Error {
  readonly status: number;
  readonly code: number;

  constructor(status: number, code: number, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }

  toResponse(): Response {
    const { code, message, status } = this;
    const more_info = `https://www.twilio.com/docs/errors/${code}`;
    return Response.json({ code, message, more_info, status }, { status });
  }
}

const usual: Record<number, [code: number, message: string]> = {
  400: [20001, "Unknown parameters"],
  401: [20003, "Authenticate"],
  403: [20003, "Permission Denied"],
  404: [20404, "The requested resource was not found"],
  405: [20004, "Method not allowed"],
  429: [20429, "Too Many Requests"],
  503: [20503, "Service is unavailable"],
};

/** The usual error of a status. */
export function usualError(status: number): TwilioError {
  const [code, message] = usual[status] ?? [20500, "An internal server error has occurred"];
  return new TwilioError(status, code, message);
}

export const refused = (code: number, message: string) => new TwilioError(400, code, message);
