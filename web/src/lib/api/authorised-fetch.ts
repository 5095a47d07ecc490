import { NetworkError } from "./problem.ts";
import type { Tokens } from "./tokens.ts";

/** What `authorisedFetch` needs of its surroundings; tests bring their own. */
export type Surroundings = {
  fetch: (request: Request) => Promise<Response>;
  read: () => Tokens | undefined;
  /** New tokens for old, stored; undefined when the server refuses them. Throws when it could not be asked. */
  renew: (refreshToken: string) => Promise<Tokens | undefined>;
  /** Drops the stored tokens, which no longer work. */
  forget: () => void;
  /** Runs one at a time, over all tabs where the browser can: a refresh token works once. */
  exclusive: <T>(work: () => Promise<T>) => Promise<T>;
  /** The session is over. */
  onSignedOut: () => void;
  now: () => number;
  language: () => string;
};

/** Calls made before there is a session; a stale token must neither be sent with them nor be renewed for them. */
const anonymous =
  /^\/api\/v1\/(auth\/(login|refresh|confirm-email|forgotten-password|password-reset)|tenants$|public\/)/;

/** A token that ends within this time is renewed before it is used, which saves the refused round trip. */
const earlyMs = 15_000;

/** `fetch` with the session's token: renews it when it has ended, tries once more after a 401, else ends the session. */
export function authorisedFetch(surroundings: Surroundings): (request: Request) => Promise<Response> {
  const { read, renew, forget, exclusive, onSignedOut, now, language } = surroundings;

  async function send(request: Request): Promise<Response> {
    try {
      return await surroundings.fetch(request);
    } catch (error) {
      throw request.signal.aborted ? error : new NetworkError(error);
    }
  }

  /** Tokens other than the one that was refused: another tab's, or freshly renewed ones. */
  function renewed(refused: string): Promise<Tokens | undefined> {
    return exclusive(async () => {
      const current = read();
      if (!current) return undefined;
      if (current.accessToken !== refused) return current;
      const next = await renew(current.refreshToken);
      if (next) return next;
      // Where tabs can't wait for each other, another one may have spent the token first.
      const others = read();
      if (others && others.refreshToken !== current.refreshToken) return others;
      forget();
      return undefined;
    });
  }

  return async (original) => {
    const request = new Request(original);
    request.headers.set("Accept-Language", language());
    let current = read();
    if (!current || anonymous.test(new URL(request.url).pathname)) return send(request);

    if (current.expiresAt - earlyMs < now()) {
      current = (await renewed(current.accessToken)) ?? current;
    }
    const again = request.clone();
    request.headers.set("Authorization", `Bearer ${current.accessToken}`);
    const response = await send(request);
    if (response.status !== 401) return response;

    const next = await renewed(current.accessToken);
    if (next) {
      again.headers.set("Authorization", `Bearer ${next.accessToken}`);
      const second = await send(again);
      if (second.status !== 401) return second;
    }
    onSignedOut();
    return response;
  };
}
