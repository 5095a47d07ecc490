/** Google's OAuth2 access tokens by JWT bearer (RFC 7523), one for many messages. */
import { importPKCS8, SignJWT } from "jose";
import { z } from "zod";
import { sha256 } from "../../core/crypto.ts";
import { refused, unsent } from "../answers.ts";
import { call, retryAfterMs } from "../call.ts";
import type { FailureClass, Refused } from "../courier.ts";
import type { ServiceAccount } from "./service-account.ts";

const scope = "https://www.googleapis.com/auth/firebase.messaging";
const grantType = "urn:ietf:params:oauth:grant-type:jwt-bearer";
const lifetimeSeconds = 3600;
const timeoutMs = 10_000;
/** A token this close to its end is not used any more. */
const marginMs = 5 * 60_000;
const keptTokens = 200;
const quotaWaitMs = 60_000;

interface Kept {
  token: string;
  endsAtMs: number;
}
/** This isolate's tokens, by a digest of the whole key: who does not hold the key never gets its token. */
const kept = new Map<string, Kept>();

export type TokenResult = { token: string } | Refused;

const granted = z.object({ access_token: z.string().min(1).max(5000), expires_in: z.number().positive() });

const idOf = ({ client_email, private_key }: ServiceAccount, tokenUrl: string) =>
  sha256(JSON.stringify([tokenUrl, client_email, private_key]));

/**
 * A token that is good for at least five minutes.
 * @param tokenUrl where to ask; also the assertion's `aud`
 */
export async function accessToken(account: ServiceAccount, tokenUrl: string, nowMs: number): Promise<TokenResult> {
  const id = await idOf(account, tokenUrl);
  const known = kept.get(id);
  if (known && known.endsAtMs > nowMs) return { token: known.token };
  const result = await requestToken(account, tokenUrl, nowMs);
  if (!("endsAtMs" in result)) return result;
  kept.delete(id);
  kept.set(id, result);
  const [oldest] = kept.keys();
  if (kept.size > keptTokens && oldest) kept.delete(oldest);
  return { token: result.token };
}

/** Forgets a token that FCM refused; one that somebody else has fetched meanwhile is kept. */
export async function discardToken(account: ServiceAccount, tokenUrl: string, token: string): Promise<void> {
  const id = await idOf(account, tokenUrl);
  if (kept.get(id)?.token === token) kept.delete(id);
}

/** The signed assertion, valid for an hour. @throws where the key is no RSA key */
export async function assertion(account: ServiceAccount, tokenUrl: string, nowMs: number): Promise<string> {
  const iat = Math.floor(nowMs / 1000);
  const { client_email, private_key, private_key_id } = account;
  const key = await importPKCS8(private_key, "RS256");
  return new SignJWT({ iss: client_email, scope, aud: tokenUrl, iat, exp: iat + lifetimeSeconds })
    .setProtectedHeader({ alg: "RS256", typ: "JWT", ...(private_key_id && { kid: private_key_id }) })
    .sign(key);
}

async function requestToken(account: ServiceAccount, tokenUrl: string, nowMs: number): Promise<Kept | Refused> {
  let signed: string;
  try {
    signed = await assertion(account, tokenUrl, nowMs);
  } catch {
    return unsent("account", "private_key", "The private key can't be used.");
  }
  const answer = await call(tokenUrl, {
    method: "POST",
    body: new URLSearchParams({ grant_type: grantType, assertion: signed }),
    timeoutMs,
  });
  if (!answer) return unsent("unavailable", "token", "Google's token service did not answer.");
  const given = granted.safeParse(answer.json);
  if (answer.status === 200 && given.success) {
    const { access_token: token, expires_in } = given.data;
    return { token, endsAtMs: nowMs + expires_in * 1000 - marginMs };
  }
  // An answer of success that is not understood may hold a token: it is not shown.
  const { status } = answer;
  const body = status === 200 ? "" : answer.body;
  const code = errorOf(answer.json) ?? `HTTP ${status}`;
  const failureClass = classOf(status);
  const waitMs = retryAfterMs(answer.headers, nowMs) ?? (failureClass === "rate-limited" ? quotaWaitMs : undefined);
  return refused({ class: failureClass, code, detail: body, retryAfterMs: waitMs }, { status, body }, [signed]);
}

function classOf(status: number): FailureClass {
  if (status === 429) return "rate-limited";
  return [400, 401, 403].includes(status) ? "account" : "unavailable";
}

const oauthError = z.object({ error: z.string().max(100) });
const errorOf = (json: unknown) => oauthError.safeParse(json).data?.error;
