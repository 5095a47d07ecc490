import { expect, test } from "vitest";
import { authorisedFetch } from "./authorised-fetch.ts";
import { NetworkError } from "./problem.ts";
import type { Tokens } from "./tokens.ts";

const url = (path: string) => `http://app.example/api/v1/${path}`;

type Options = {
  refreshTokens?: string[];
  good?: string;
  expiresAt?: number;
  signedIn?: boolean;
  /** What another tab does while this one asks. */
  meanwhile?: (state: { stored: Tokens | undefined }) => void;
};

/** A server that knows one good access token, and one or more tabs that share a store. */
function world(options: Options = {}) {
  const state = {
    good: options.good ?? "a1",
    stored: undefined as Tokens | undefined,
    renewals: 0,
    signedOut: 0,
    seen: [] as { path: string; authorization: string | null; language: string | null; body: string }[],
  };
  const refreshTokens = new Set(options.refreshTokens ?? ["r0"]);
  if (options.signedIn !== false) {
    state.stored = { accessToken: "a0", refreshToken: "r0", expiresAt: options.expiresAt ?? 1_000_000 };
  }
  let queue: Promise<unknown> = Promise.resolve();

  const tab = () =>
    authorisedFetch({
      fetch: async (request) => {
        const authorization = request.headers.get("Authorization");
        const path = new URL(request.url).pathname;
        const language = request.headers.get("Accept-Language");
        state.seen.push({ path, authorization, language, body: await request.text() });
        return new Response(null, { status: authorization === `Bearer ${state.good}` ? 200 : 401 });
      },
      read: () => state.stored,
      renew: (refreshToken) => {
        state.renewals++;
        options.meanwhile?.(state);
        if (!refreshTokens.delete(refreshToken)) return Promise.resolve(undefined);
        return Promise.resolve((state.stored = { accessToken: "a1", refreshToken: "r1", expiresAt: 1_000_000 }));
      },
      forget: () => (state.stored = undefined),
      exclusive: <T>(work: () => Promise<T>) => {
        const turn = queue.then(work);
        queue = turn.catch(() => undefined);
        return turn;
      },
      onSignedOut: () => state.signedOut++,
      now: () => 0,
      language: () => "id",
    });
  return { state, tab };
}

test("a refused token is renewed and the call made once more, body included", async () => {
  const { state, tab } = world();
  const response = await tab()(new Request(url("customers"), { method: "POST", body: '{"name":"Melati"}' }));
  expect(response.status).toBe(200);
  expect(state.seen.map(({ authorization, body }) => [authorization, body])).toEqual([
    ["Bearer a0", '{"name":"Melati"}'],
    ["Bearer a1", '{"name":"Melati"}'],
  ]);
  expect(state.seen[0]?.language).toBe("id");
});

test("many calls of many tabs spend one refresh token", async () => {
  const { state, tab } = world();
  const tabs = [tab(), tab(), tab()];
  const answers = await Promise.all(tabs.flatMap((call) => [1, 2, 3].map(() => call(new Request(url("customers"))))));
  expect(answers.map((answer) => answer.status)).toEqual(Array(9).fill(200));
  expect(state.renewals).toBe(1);
  expect(state.signedOut).toBe(0);
});

test("a token that has ended is renewed before it is refused", async () => {
  const { state, tab } = world({ expiresAt: 10 });
  expect((await tab()(new Request(url("customers")))).status).toBe(200);
  expect(state.seen).toHaveLength(1);
});

test("when it cannot be renewed the session ends, and the call is not repeated for ever", async () => {
  const { state, tab } = world({ refreshTokens: [] });
  expect((await tab()(new Request(url("customers")))).status).toBe(401);
  expect(state.signedOut).toBe(1);
  expect(state.stored).toBeUndefined();
  expect(state.seen).toHaveLength(1);
});

test("a refresh token that another tab spent first does not end the session: its tokens are used", async () => {
  const theirs = { accessToken: "a1", refreshToken: "r1", expiresAt: 1_000_000 };
  const { state, tab } = world({ refreshTokens: [], meanwhile: (shared) => (shared.stored = theirs) });
  expect((await tab()(new Request(url("customers")))).status).toBe(200);
  expect(state.seen.map(({ authorization }) => authorization)).toEqual(["Bearer a0", "Bearer a1"]);
  expect([state.stored, state.signedOut]).toEqual([theirs, 0]);
});

test("a fresh token that is refused too ends the session after one repetition", async () => {
  const { state, tab } = world({ good: "never given out" });
  expect((await tab()(new Request(url("customers")))).status).toBe(401);
  expect(state.seen.map(({ authorization }) => authorization)).toEqual(["Bearer a0", "Bearer a1"]);
  expect([state.renewals, state.signedOut]).toEqual([1, 1]);
});

test("a wrong password at the login neither sends nor renews an old session", async () => {
  const { state, tab } = world();
  const links = ["auth/forgotten-password", "auth/password-reset", "tenants", "public/invitations/x/acceptance"];
  for (const path of ["auth/login", "auth/refresh", "auth/confirm-email", ...links]) {
    expect((await tab()(new Request(url(path), { method: "POST" }))).status).toBe(401);
  }
  expect(state.seen.every(({ authorization }) => authorization === null)).toBe(true);
  expect(state.renewals + state.signedOut).toBe(0);
});

test("the tenant's own pages under /tenants need the session", async () => {
  const { state, tab } = world();
  await tab()(new Request(url("tenants/ten_1")));
  expect(state.seen[0]?.authorization).toBe("Bearer a0");
});

test("no answer is a NetworkError, a call that was called off is not", async () => {
  const call = (failure: Error) =>
    authorisedFetch({
      fetch: () => Promise.reject(failure),
      read: () => undefined,
      renew: () => Promise.resolve(undefined),
      forget: () => {},
      exclusive: (work) => work(),
      onSignedOut: () => {},
      now: () => 0,
      language: () => "en",
    });
  await expect(call(new TypeError("fetch failed"))(new Request(url("x")))).rejects.toBeInstanceOf(NetworkError);
  const aborted = new DOMException("aborted", "AbortError");
  const request = new Request(url("x"), { signal: AbortSignal.abort(aborted) });
  await expect(call(aborted as unknown as Error)(request)).rejects.toBe(aborted);
});
