/** Digiflazz's Buyer API (developer.digiflazz.com/api/buyer): JSON by POST, each request signed with MD5 in its body. */
import { createHash } from "node:crypto";
import { z } from "zod";
import { formatRupiah } from "../../core/money.ts";
import { notWorking, working, type AccountCheck } from "../answers.ts";
import { call, jsonInit } from "../call.ts";

export interface DigiflazzAccount {
  baseUrl: string;
  username: string;
  apiKey: string;
}

/** `md5(username + apiKey + suffix)` in hexadecimal; the suffix is the call's own (`depo`, or its `ref_id`). */
export const signOf = ({ username, apiKey }: Omit<DigiflazzAccount, "baseUrl">, suffix: string): string =>
  createHash("md5").update(`${username}${apiKey}${suffix}`, "utf8").digest("hex");

const balanceAnswer = z.object({ data: z.object({ deposit: z.number() }) });
/** Failures come with 400 or 200: the body says which they are, before the status does. */
const errorAnswer = z.object({
  data: z.object({ rc: z.coerce.string().max(20), message: z.string().catch("") }),
});

/** Whether the user name and the key are good: `POST /v1/cek-saldo`, which costs nothing. Tells the deposit in rupiah. */
export async function testAccount(account: DigiflazzAccount): Promise<AccountCheck> {
  const { baseUrl, username, apiKey } = account;
  const sign = signOf(account, "depo");
  const called = await call(`${baseUrl}/v1/cek-saldo`, jsonInit("POST", { cmd: "deposit", username, sign }));
  if (!called) return notWorking("Digiflazz");
  const found = called.status === 200 ? balanceAnswer.safeParse(called.json).data : undefined;
  if (found) return working(`Digiflazz: ${formatRupiah(found.data.deposit)}`);
  const error = errorAnswer.safeParse(called.json).data?.data;
  const failure = { code: error?.rc ?? String(called.status), detail: error?.message ?? "" };
  return notWorking("Digiflazz", failure, [apiKey, sign, username]);
}
