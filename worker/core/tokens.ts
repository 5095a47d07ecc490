/** Signed tokens (JWT, HS256, through jose). Each kind has its own audience, so none passes for another. */
import { createHmac } from "node:crypto";
import { decodeJwt, jwtVerify, SignJWT, type JWTPayload } from "jose";

export type TokenKind = "access" | "refresh" | "live" | "confirm-email" | "file" | "export" | "reset-password";

export interface TokenClaims {
  /** The tenant's id. */
  tid: string;
  /** The tenant's slug. */
  slug: string;
  /** The shard it lives on, so that no directory is asked. */
  shard: number;
  /** The user. */
  sub: string;
  /** The session. */
  sid?: string;
  /** One-time part of a refresh token; what a link is for. */
  jti?: string;
  role?: string;
}

export const tokenLifetimeSeconds: Record<TokenKind, number> = {
  access: 3600,
  refresh: 30 * 86_400,
  live: 60,
  "confirm-email": 7 * 86_400,
  file: 600,
  export: 86_400,
  "reset-password": 3600,
};

const key = (secret: string) => new TextEncoder().encode(secret);

/** Signs a token that expires after its kind's lifetime. */
export function signToken(secret: string, kind: TokenKind, claims: TokenClaims, nowMs: number): Promise<string> {
  const nowSeconds = Math.floor(nowMs / 1000);
  return new SignJWT(claims as unknown as JWTPayload)
    .setProtectedHeader({ alg: "HS256" })
    .setIssuer("tepi")
    .setAudience(kind)
    .setIssuedAt(nowSeconds)
    .setExpirationTime(nowSeconds + tokenLifetimeSeconds[kind])
    .sign(key(secret));
}

/** The one-time part of a token that follows another, known to whoever has the secret and the other's hash. */
export const derivedId = (secret: string, previousHash: string): string =>
  createHmac("sha256", secret).update(`successor:${previousHash}`).digest("base64url");

/** The claims of a valid token of that kind, or undefined. */
export async function verifyToken(
  secret: string,
  kind: TokenKind,
  token: string,
  nowMs: number,
): Promise<TokenClaims | undefined> {
  try {
    const { payload } = await jwtVerify(token, key(secret), {
      issuer: "tepi",
      audience: kind,
      algorithms: ["HS256"],
      currentDate: new Date(nowMs),
    });
    return payload as unknown as TokenClaims;
  } catch {
    return undefined;
  }
}

/** The slug that a token claims, unchecked: good for finding the tenant that will check it, and for nothing else. */
export function claimedSlug(token: string | undefined): string | undefined {
  try {
    const slug = token === undefined ? undefined : decodeJwt(token)["slug"];
    return typeof slug === "string" ? slug : undefined;
  } catch {
    return undefined;
  }
}
