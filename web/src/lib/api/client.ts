import createClient from "openapi-fetch";
import { i18n } from "#lib/i18n.svelte.ts";
import { serverStatus } from "#lib/server-status.svelte.ts";
import { authorisedFetch } from "./authorised-fetch.ts";
import { describeProblem, isMaintenance } from "./describe-problem.ts";
import { NetworkError, toApiError } from "./problem.ts";
import type { components, paths } from "./schema.d.ts";
import { tokens, type TokenAnswer, type Tokens } from "./tokens.ts";

export type Schemas = components["schemas"];

let signedOut: () => void = () => {};
/** Called when the server no longer accepts the session. */
export function onSignedOut(listener: () => void): void {
  signedOut = listener;
}

/** RFC 6749, section 6, at `POST /api/v1/auth/refresh`. */
async function renew(refreshToken: string): Promise<Tokens | undefined> {
  const response = await fetch("/api/v1/auth/refresh", {
    method: "POST",
    headers: { "Content-Type": "application/json", "Accept-Language": i18n.locale },
    body: JSON.stringify({ refresh_token: refreshToken }),
  }).catch((error: unknown) => {
    throw new NetworkError(error);
  });
  if (response.ok) return tokens.write((await response.json()) as TokenAnswer);
  if ([400, 401, 403, 422].includes(response.status)) return undefined;
  throw await toApiError(response);
}

let turn: Promise<unknown> = Promise.resolve();
/** One at a time over all tabs; over plain http, where there are no locks, at least in this one. */
function exclusive<T>(work: () => Promise<T>): Promise<T> {
  if (navigator.locks) return navigator.locks.request(`${tokens.key}.renew`, work);
  const mine = turn.then(work);
  turn = mine.catch(() => undefined);
  return mine;
}

/** The typed API. Its calls throw `ApiError` or `NetworkError`; see `unwrap`. */
export const api = createClient<paths>({
  baseUrl: "/",
  fetch: authorisedFetch({
    fetch: (request) => fetch(request),
    read: tokens.read,
    renew,
    forget: tokens.clear,
    exclusive,
    onSignedOut: () => signedOut(),
    now: Date.now,
    language: () => i18n.locale,
  }),
});

/** What is always answered, in a maintenance too, and so does not tell that it is over. */
const alwaysServed = /^\/api\/v1\/(auth|tenant|exports|imports)\b/;

api.use({
  async onResponse({ response, schemaPath }) {
    if (response.ok) {
      if (!alwaysServed.test(schemaPath)) serverStatus.answered();
      return;
    }
    const error = await toApiError(response);
    if (error.problem.code === "tenant_deleting") serverStatus.deleting = true;
    if (isMaintenance(error)) serverStatus.refused(describeProblem(error).body);
    throw error;
  },
});

/** The data of a call: `const customer = await unwrap(api.GET("/api/v1/customers/{id}", …))`. */
export async function unwrap<T>(call: Promise<{ data?: T }>): Promise<T> {
  const { data } = await call;
  return data as T;
}

/** Headers for a POST that creates or moves money. A form's own key comes with `createForm`. */
export function idempotent(key: string = crypto.randomUUID()): { "Idempotency-Key": string } {
  return { "Idempotency-Key": key };
}
