/** An error as FCM answers it (facts, section 4). */
export class FcmError extends Error {
  readonly httpStatus: number;
  readonly status: string;
  readonly details: readonly object[];
  readonly headers: Record<string, string>;

  constructor(
    httpStatus: number,
    status: string,
    message: string,
    {
      errorCode,
      details = [],
      headers = {},
    }: { errorCode?: string; details?: object[]; headers?: Record<string, string> } = {},
  ) {
    super(message);
    this.httpStatus = httpStatus;
    this.status = status;
    const own = errorCode ? [{ "@type": "type.googleapis.com/google.firebase.fcm.v1.FcmError", errorCode }] : [];
    this.details = [...own, ...details];
    this.headers = headers;
  }

  toResponse(): Response {
    const { httpStatus: code, message, status, details, headers } = this;
    const error = { code, message, status, ...(details.length > 0 && { details }) };
    return Response.json({ error }, { status: code, headers });
  }
}

export const invalidArgument = (message: string, field?: string) => {
  const violation = field && {
    "@type": "type.googleapis.com/google.rpc.BadRequest",
    fieldViolations: [{ field, description: message }],
  };
  return new FcmError(400, "INVALID_ARGUMENT", message, {
    errorCode: "INVALID_ARGUMENT",
    ...(violation && { details: [violation] }),
  });
};

export const unauthenticated = () =>
  new FcmError(401, "UNAUTHENTICATED", "Request had invalid authentication credentials.");

/** What a device's token stands for, by how it begins. */
const magicTokens: Record<string, () => FcmError> = {
  "tok-unregistered": () =>
    new FcmError(404, "NOT_FOUND", "Requested entity was not found.", { errorCode: "UNREGISTERED" }),
  "tok-invalid": () => invalidArgument("The registration token is not a valid FCM registration token", "message.token"),
  "tok-mismatch": () =>
    new FcmError(403, "PERMISSION_DENIED", "SenderId mismatch", { errorCode: "SENDER_ID_MISMATCH" }),
  "tok-quota": () =>
    new FcmError(429, "RESOURCE_EXHAUSTED", "Sending limit exceeded for the message target.", {
      errorCode: "QUOTA_EXCEEDED",
      headers: { "retry-after": "60" },
    }),
  "tok-unavail": () =>
    new FcmError(503, "UNAVAILABLE", "The service is currently unavailable.", { errorCode: "UNAVAILABLE" }),
  "tok-internal": () => new FcmError(500, "INTERNAL", "Internal error encountered.", { errorCode: "INTERNAL" }),
  "tok-apns": () =>
    new FcmError(401, "UNAUTHENTICATED", "Auth error from APNS or Web Push Service", {
      errorCode: "THIRD_PARTY_AUTH_ERROR",
    }),
};

export function refusalOf(token: string): FcmError | undefined {
  const magic = Object.keys(magicTokens).find((prefix) => token.startsWith(prefix));
  return magic ? magicTokens[magic]?.() : undefined;
}

/** The usual error of a status. */
export function usualError(status: number): FcmError {
  const names: Record<number, string> = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED",
    503: "UNAVAILABLE",
  };
  return new FcmError(status, names[status] ?? "INTERNAL", `The sandbox answers ${status}.`);
}
