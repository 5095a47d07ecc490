/** An error as Discord answers it: `{message, code, errors?}` (facts, section 4). */
export class DiscordError extends Error {
  readonly status: number;
  readonly code: number;
  readonly errors: unknown;

  constructor(status: number, code: number, message: string, errors?: unknown) {
    super(message);
    this.status = status;
    this.code = code;
    this.errors = errors;
  }

  toResponse(): Response {
    const body = { message: this.message, code: this.code, errors: this.errors };
    return Response.json(body, { status: this.status });
  }
}

const usual: Record<number, [code: number, message: string]> = {
  400: [50035, "Invalid Form Body"],
  401: [50027, "Invalid Webhook Token"],
  403: [50013, "Missing Permissions"],
  404: [10015, "Unknown Webhook"],
  405: [0, "405: Method Not Allowed"],
  413: [40005, "Request entity too large"],
};

/** The usual error of a status. */
export function usualError(status: number): DiscordError {
  const [code, message] = usual[status] ?? [0, `${status}: Internal Server Error`];
  return new DiscordError(status, code, message);
}

/** 50035 with one field at fault, under its path: `embeds.0.title`. */
export function invalidField(path: string, code: string, message: string): DiscordError {
  const leaf: unknown = { _errors: [{ code, message }] };
  const errors = path.split(".").reduceRight<unknown>((inner, name) => ({ [name]: inner }), leaf);
  return new DiscordError(400, 50035, "Invalid Form Body", errors);
}
