/** A second person in a company, for what nobody may do for themselves. */
import { decodeJwt } from "jose";
import { newId, systemRandom } from "../../worker/core/ids.ts";
import { signToken, type TokenClaims } from "../../worker/core/tokens.ts";
import { lastNumber, raiseSequence } from "../../worker/db/sequences.ts";
import type { TenantStore } from "../../worker/db/store.ts";
import { sessions, users } from "../../worker/modules/users/schema.ts";

export interface Colleague {
  id: string;
  token: string;
}

/**
 * Adds a member of staff who is signed in.
 * @param token a token of the company, which tells where it lives and what time it is there
 */
export async function addColleague(store: TenantStore, token: string, tokenSecret: string): Promise<Colleague> {
  const { tid, slug, shard, iat = 0 } = decodeJwt<TokenClaims>(token);
  const nowMs = iat * 1000;
  const id = newId("usr", nowMs, systemRandom);
  const sessionId = newId("ses", nowMs, systemRandom);
  await store.atomic([
    raiseSequence(store, "user"),
    store.insert(users, {
      id,
      number: lastNumber(store, "user"),
      name: "Rekan Contoh",
      email: `${id}@example.com`,
      username: id,
      passwordHash: "",
      role: "staff",
      state: "active",
      createdAt: nowMs,
    }),
    store.insert(sessions, { id: sessionId, userId: id, createdAt: nowMs, expiresAt: nowMs + 86_400_000 }),
  ]);
  const claims = { tid, slug, shard, sub: id, sid: sessionId, role: "staff" };
  return { id, token: await signToken(tokenSecret, "access", claims, nowMs) };
}
