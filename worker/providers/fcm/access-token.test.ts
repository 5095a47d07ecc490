import { env } from "cloudflare:workers";
import { compactVerify, exportPKCS8, generateKeyPair, importJWK } from "jose";
import { describe, expect, test } from "vitest";
import { sha256 } from "../../core/crypto.ts";
import { accessToken, assertion, discardToken } from "./access-token.ts";
import { parseServiceAccount, type ServiceAccount } from "./service-account.ts";

/** The facts' vector: claims of 2026-11-20T00:00:00Z. */
const vector = {
  issuedAtMs: 1_795_132_800_000,
  signingInput:
    "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJwdXNoQHRlcGktZGVtby5pYW0uZ3NlcnZpY2VhY2NvdW50LmNvbSIsInNjb3BlIjoiaHR0cHM6Ly93d3cuZ29vZ2xlYXBpcy5jb20vYXV0aC9maXJlYmFzZS5tZXNzYWdpbmciLCJhdWQiOiJodHRwczovL29hdXRoMi5nb29nbGVhcGlzLmNvbS90b2tlbiIsImlhdCI6MTc5NTEzMjgwMCwiZXhwIjoxNzk1MTM2NDAwfQ",
  digest: "2357bc14aa3d3cc121d4648f82ed3ecb56391338d07acddbe8da209ca85a28e6",
  publicKey: {
    kty: "RSA",
    e: "AQAB",
    n: "rw6vZllb3S0ZDI4_XdSzVGD-d7V9NgDpnHcHEDvFOpivU5D-QR8WjCAQ6dKIKeZ_mEVF2HI3P14qpmqrpxrcmB5Z-DtwKGquuYm7z1L4WMuLZh2h-hsULTXAoZ3EHky4zQT-NldpBffszlPnH3CEs96BbwTSD9FKpXLHu4iPw_KJpcV_LJ5TZt33IsTxuFVgomfTuvEFJR0TUODAHcv-GZ57cxuhAPrR20E3HqTGQx-g_KYJhZIuP3eNy5KzQK0PWOCUJIL4PwOy0KMsMPCsdEfPR46PFpq_MSJS7ifwA_tXaGSbhM4rsY9tRhIC3IxchZkrLuBRAZSWGZiUKq3U8w",
  },
  signature:
    "VSmAfxbMQFbvlaycoJgXNhQcbluJCbx0QEOCITli0F87seVZRmweIjfF5tBuUCNpNuvWz7eZm_T4aMrVoV6uwaaxXyxiko7OP008Ihx0Gff5iTyTcwZbnln6GAsHVgbLUGKaqH7NSnJaPboDzMnV7bPeTgHEmAeoL_A978d4qQxz_P2gu13AwDcH9S6v6R5OxtkDTyEvzLIm6bJAx3cvq6sga3iDTVlKjrcbueRZlWKk7RLPa1tD1yOfNvw4EO07DzWksnaSFj-AgGpAOBLa_Up8b0lJtF_mSaJ5G8kI1wQATalcYK9JhJkMNYsPzCXvvKe5YVp7X9CulFgFS9gR8w",
};

async function newKey(changes: Partial<ServiceAccount> = {}): Promise<ServiceAccount> {
  const { privateKey } = await generateKeyPair("RS256", { extractable: true });
  return {
    project_id: "tepi-demo",
    client_email: "push@tepi-demo.iam.gserviceaccount.com",
    private_key: await exportPKCS8(privateKey),
    ...changes,
  };
}

describe("the assertion", () => {
  test("is, byte for byte, what the vector signs", async () => {
    const signed = await assertion(await newKey(), "https://oauth2.googleapis.com/token", vector.issuedAtMs);
    const [header, claims] = signed.split(".");
    expect(`${header}.${claims}`).toBe(vector.signingInput);
    expect(await sha256(`${header}.${claims}`)).toBe(vector.digest);
  });

  test("is signed as the vector's signature is: the vector itself verifies", async () => {
    const key = await importJWK(vector.publicKey, "RS256");
    const { protectedHeader } = await compactVerify(`${vector.signingInput}.${vector.signature}`, key);
    expect(protectedHeader).toEqual({ alg: "RS256", typ: "JWT" });
  });

  test("is the same each time, and names its key where the file does", async () => {
    const key = await newKey({ private_key_id: "key-1" });
    const [first, second] = await Promise.all([1, 2].map(() => assertion(key, "https://tepi.example/token", 0)));
    expect(first).toBe(second);
    expect(JSON.parse(Buffer.from(first?.split(".")[0] ?? "", "base64url").toString())).toEqual({
      alg: "RS256",
      typ: "JWT",
      kid: "key-1",
    });
  });
});

describe("an access token", () => {
  const tokenUrl = `${env.TEST_SANDBOX_URL}/fcm/token`;

  test("is kept until five minutes before its end", async () => {
    const key = await newKey({ client_email: "push@tepi-token-1.iam.gserviceaccount.com" });
    const startMs = Date.now();
    const first = await accessToken(key, tokenUrl, startMs);
    expect(first).toEqual({ token: expect.stringMatching(/^ya29\./) as string });
    // The double grants 3599 seconds.
    expect(await accessToken(key, tokenUrl, startMs + 3_299_000 - 1)).toEqual(first);
    // The assertion is of the present, so that the double takes it.
    const later = await accessToken(key, tokenUrl, startMs + 3_299_000);
    expect(later).not.toEqual(first);
  });

  test("that was refused is forgotten, one fetched since is not", async () => {
    const key = await newKey({ client_email: "push@tepi-token-2.iam.gserviceaccount.com" });
    const nowMs = Date.now();
    const first = await accessToken(key, tokenUrl, nowMs);
    if (!("token" in first)) throw new Error("no token");
    await discardToken(key, tokenUrl, "ya29.another");
    expect(await accessToken(key, tokenUrl, nowMs)).toEqual(first);
    await discardToken(key, tokenUrl, first.token);
    expect(await accessToken(key, tokenUrl, nowMs)).not.toEqual(first);
  });
});

describe("the service account's file", () => {
  test("is read as Google writes it", async () => {
    const { private_key, ...rest } = await newKey({ private_key_id: "key-1" });
    const file = { type: "service_account", ...rest, private_key, universe_domain: "googleapis.com" };
    expect(parseServiceAccount(JSON.stringify(file, undefined, 2))).toEqual({
      type: "service_account",
      ...rest,
      private_key,
    });
  });

  test.each([
    ["{", "not a service account's file"],
    ["[]", "not a service account's file"],
    [`"${"x".repeat(20_000)}"`, "not a service account's file"],
    ["{}", "project_id, client_email, private_key"],
    ['{"type":"authorized_user","project_id":"tepi-demo"}', "type, client_email, private_key"],
    ['{"project_id":"../x","client_email":"x","private_key":"rahasia"}', "project_id, client_email, private_key"],
  ])("%.60s is refused with words that help, in both languages", (file, words) => {
    let refusal: unknown;
    try {
      parseServiceAccount(file);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toMatchObject({ code: "provider_failed", message: expect.stringContaining(words) as string });
    expect(JSON.stringify(refusal)).not.toContain("rahasia");
    expect(refusal).toHaveProperty("options.detail.id");
  });
});
