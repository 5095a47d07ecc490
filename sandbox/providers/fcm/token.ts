import { createVerify } from "node:crypto";

import { z } from "zod";

import type { FcmState } from "./state.ts";
import { bearerSeconds } from "./state.ts";

const scope = "https://www.googleapis.com/auth/firebase.messaging";
const grantType = "urn:ietf:params:oauth:grant-type:jwt-bearer";
const longestSeconds = 3600;
/** How far Google lets clocks differ is not documented: the double's choice. */
const skewSeconds = 300;

const headerSchema = z.looseObject({
  alg: z.literal("RS256"),
  typ: z.literal("JWT").optional(),
  kid: z.string().optional(),
});
const claimsSchema = z.looseObject({
  iss: z.string(),
  scope: z.string(),
  aud: z.string(),
  iat: z.int(),
  exp: z.int(),
});
type Claims = z.infer<typeof claimsSchema>;

/** A refusal of the token endpoint (RFC 6749, section 5.2). */
export class OauthError extends Error {
  readonly error: string;

  constructor(error: string, description: string) {
    super(description);
    this.error = error;
  }

  toResponse(): Response {
    return Response.json({ error: this.error, error_description: this.message }, { status: 400 });
  }
}

/**
 * `POST /token` (facts, section 2): an access token for a signed assertion.
 * @param tokenUrl the address that was called, which `aud` must name
 * @throws OauthError
 */
export function grant(state: FcmState, form: URLSearchParams, tokenUrl: string, nowMs: number): object {
  if (form.get("grant_type") !== grantType) throw new OauthError("unsupported_grant_type", "Invalid grant_type");
  const { header, claims, signingInput, signature } = parseAssertion(form.get("assertion") ?? "");
  const fault = claimsFault(claims, tokenUrl, Math.floor(nowMs / 1000));
  if (fault) {
    state.violations.add(`assertion: ${fault}`);
    throw new OauthError("invalid_grant", fault);
  }
  const projectId = /^[^@]+@([a-z0-9-]+)\.iam\.gserviceaccount\.com$/.exec(claims.iss)?.[1];
  if (!projectId || header.kid?.startsWith("bad-")) {
    throw new OauthError("invalid_grant", "Invalid grant: account not found");
  }
  const key = state.keyOf(projectId);
  if (key && !createVerify("RSA-SHA256").update(signingInput).verify(key, signature)) {
    throw new OauthError("invalid_grant", "Invalid JWT Signature.");
  }
  return { access_token: state.issueBearer(projectId), expires_in: bearerSeconds, token_type: "Bearer" };
}

function parseAssertion(jwt: string) {
  const [head = "", body = "", signature = "", ...rest] = jwt.split(".");
  const header = headerSchema.safeParse(decode(head));
  const claims = claimsSchema.safeParse(decode(body));
  if (!header.success || !claims.success || signature === "" || rest.length > 0) {
    throw new OauthError("invalid_grant", "Invalid JWT: it can't be read.");
  }
  return {
    header: header.data,
    claims: claims.data,
    signingInput: `${head}.${body}`,
    signature: Buffer.from(signature, "base64url"),
  };
}

function claimsFault({ scope: asked, aud, iat, exp }: Claims, tokenUrl: string, now: number): string | undefined {
  if (aud !== tokenUrl) return `Invalid JWT: aud is ${aud}, the token's address is ${tokenUrl}.`;
  if (!asked.split(" ").includes(scope)) return "Invalid JWT: the scope of messaging is missing.";
  if (exp - iat > longestSeconds || exp <= iat) return "Invalid JWT: Token must be a short-lived token (60 minutes).";
  if (iat > now + skewSeconds || exp < now - skewSeconds) return "Invalid JWT: check iat and exp against the clock.";
  return undefined;
}

function decode(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, "base64url").toString("utf8")) as unknown;
  } catch {
    return undefined;
  }
}
