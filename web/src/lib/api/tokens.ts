/** What a browser keeps of a session. Times are epoch milliseconds of this device. */
export type Tokens = { accessToken: string; refreshToken: string; expiresAt: number };

/** The token answer of RFC 6749, section 5.1. */
export type TokenAnswer = { access_token: string; refresh_token: string; expires_in: number };

const key = "tepi.session";

/** The session's tokens, shared by all tabs of this browser. */
export const tokens = {
  key,
  read(): Tokens | undefined {
    try {
      const value: unknown = JSON.parse(localStorage.getItem(key) ?? "null");
      return isTokens(value) ? value : undefined;
    } catch {
      return undefined;
    }
  },
  write(answer: TokenAnswer): Tokens {
    const value = {
      accessToken: answer.access_token,
      refreshToken: answer.refresh_token,
      expiresAt: Date.now() + answer.expires_in * 1000,
    };
    localStorage.setItem(key, JSON.stringify(value));
    return value;
  },
  clear(): void {
    localStorage.removeItem(key);
  },
};

function isTokens(value: unknown): value is Tokens {
  const it = value as Partial<Tokens> | null;
  return typeof it?.accessToken === "string" && typeof it.refreshToken === "string" && typeof it.expiresAt === "number";
}
