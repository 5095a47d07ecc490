/** An error as Meta's Graph API answers it (facts, section 2); callers decide on `code`. */
export class MetaError extends Error {
  readonly status: number;
  readonly code: number;
  readonly details: string | undefined;

  constructor(status: number, code: number, message: string, details?: string) {
    super(`(#${code}) ${message}`);
    this.status = status;
    this.code = code;
    this.details = details;
  }

  toResponse(): Response {
    const { message, code, details, status } = this;
    const error_data = details && { messaging_product: "whatsapp", details };
    const type = code === 190 ? "OAuthException" : "GraphMethodException";
    const error = { message, type, code, ...(error_data && { error_data }), fbtrace_id: "Atepi0001" };
    return Response.json({ error }, { status });
  }
}

const usual: Record<number, [code: number, message: string]> = {
  400: [100, "Invalid parameter"],
  401: [190, "Invalid OAuth access token - Cannot parse access token"],
  403: [10, "Application does not have permission for this action"],
  404: [100, "Unsupported request: unknown path components"],
  413: [131053, "Media upload error"],
  429: [130429, "Rate limit hit"],
  503: [131016, "Service unavailable"],
};

/** The usual error of a status. */
export function usualError(status: number): MetaError {
  const [code, message] = usual[status] ?? [131000, "Something went wrong"];
  return new MetaError(status, code, message);
}

export const missing = (name: string): MetaError =>
  new MetaError(400, 131008, "Required parameter is missing", `Parameter is missing: ${name}`);
export const invalid = (details: string): MetaError => new MetaError(400, 100, "Invalid parameter", details);

/** Errors that come as a `failed` status: the title of each code (facts, section 8). */
export const statusTitles: Record<number, string> = {
  130472: "User's number is part of an experiment",
  131000: "Something went wrong",
  131026: "Message undeliverable",
  131047: "Re-engagement message",
  131049: "This message was not delivered to maintain healthy ecosystem engagement.",
  131053: "Media upload error",
  131050: "User has opted out of marketing messages",
};
