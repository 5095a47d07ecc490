import { Hono } from "hono";
import { z } from "zod";

import type { AppEnv } from "../../frame/provider.ts";
import { failure, signOf } from "./wire.ts";

export interface Account {
  /** Unknown until a control tells it: only then can a signature be checked. */
  apiKey?: string | undefined;
  deposit: number;
}
/** By user name. */
export type Accounts = Map<string, Account>;

export const startDeposit = 1_000_000;

const balanceInput = z.object({
  cmd: z.literal("deposit"),
  username: z.string().min(1),
  sign: z.string().regex(/^[0-9a-f]{32}$/),
});

/** What Tepi calls: `POST /v1/cek-saldo`. */
export function digiflazzApi(accounts: Accounts): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.post("/v1/cek-saldo", async (c) => {
    const input = balanceInput.safeParse(await c.req.json().catch(() => undefined)).data;
    if (!input) return failure("40", "Payload Error");
    const { username, sign } = input;
    if (username.startsWith("bad-")) return failure("42", "Gagal memproses API Buyer");
    const { apiKey, deposit } = accounts.get(username) ?? { deposit: startDeposit };
    if (apiKey !== undefined && (apiKey.startsWith("bad-") || sign !== signOf(username, apiKey, "depo")))
      return failure("41", "Signature tidak valid");
    return c.json({ data: { deposit } });
  });
  return app;
}
