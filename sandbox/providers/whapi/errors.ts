/** An error as Whapi answers it (facts, section 3). */
export class WhapiError extends Error {
  readonly status: number;
  readonly details: string | undefined;

  constructor(status: number, message: string, details?: string) {
    super(message);
    this.status = status;
    this.details = details;
  }

  toResponse(): Response {
    const { status, message, details } = this;
    return Response.json({ error: { code: status, message, ...(details && { details }) } }, { status });
  }
}

const usual: Record<number, string> = {
  400: "wrong request parameters",
  401: "channel not authorized",
  402: "trial version limit exceeded",
  403: "forbidden to write to this chat",
  404: "not found",
  413: "file too large",
  415: "unsupported media type",
  429: "too many requests",
};

/** The usual error of a status. */
export const usualError = (status: number): WhapiError =>
  new WhapiError(status, usual[status] ?? "internal server error");

export const badRequest = (details: string): WhapiError => new WhapiError(400, "wrong request parameters", details);
