import { Hono } from "hono";
import { z } from "zod";

import type { RetryPolicy } from "../../frame/callbacks.ts";
import { controlInput } from "../../frame/control.ts";
import { inboundFields, webhookUrl } from "../../frame/inbound.ts";
import type { AppEnv, SandboxKit } from "../../frame/provider.ts";
import { startDeposit, type Accounts } from "./api.ts";
import { phpJson, signatureOf } from "./wire.ts";

const accountInput = z.object({
  username: z.string().min(1),
  apiKey: z.string().min(1),
  deposit: z.number().default(startDeposit),
});

const statuses = ["Sukses", "Pending", "Gagal"] as const;
const codes = { Sukses: "00", Pending: "03", Gagal: "02" } as const;

const callbackInput = z.object({
  tenant: inboundFields.tenant,
  secret: z.string().min(1),
  refId: z.string().min(1).max(100),
  status: z.enum(statuses),
  rc: z.string().max(20).optional(),
  sn: z.string().max(200).optional(),
  customerNo: z.string().max(60).default("087800001233"),
  buyerSkuCode: z.string().max(60).default("xld10"),
  /** Bills and not phone credit. */
  postpaid: z.boolean().default(false),
});

/** Digiflazz documents no retries: there are none here. */
const policy: RetryPolicy = {
  gapsMs: [],
  timeoutMs: 10_000,
  judge: (status) => (status >= 200 && status < 300 ? "delivered" : "refused"),
};

/** Controls below `/digiflazz/_…`: an account's key and deposit, and the webhook about a transaction. */
export function digiflazzDesk(kit: SandboxKit, accounts: Accounts): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.post("/_accounts", async (c) => {
    const parsed = await controlInput(c, accountInput);
    if ("refusal" in parsed) return parsed.refusal;
    const { username, ...account } = parsed.input;
    accounts.set(username, account);
    return c.json(parsed.input, 201);
  });

  app.post("/_callback", async (c) => {
    const parsed = await controlInput(c, callbackInput);
    if ("refusal" in parsed) return parsed.refusal;
    const { tenant, secret, postpaid, ...transaction } = parsed.input;
    const body = { data: wireOf(transaction) };
    const text = phpJson(body);
    const event = transaction.status === "Pending" ? "create" : "update";
    const callback = kit.callbacks.send({
      provider: "digiflazz",
      event,
      url: webhookUrl(kit.tepiUrl, tenant, "digiflazz"),
      headers: {
        "user-agent": postpaid ? "Digiflazz-Pasca-Hookshot" : "Digiflazz-Hookshot",
        "x-digiflazz-event": event,
        "x-hub-signature": signatureOf(secret, text),
      },
      body,
      text,
      policy,
    });
    return c.json({ callback }, 202);
  });
  return app;
}

type Told = Pick<z.infer<typeof callbackInput>, "refId" | "status" | "rc" | "sn" | "customerNo" | "buyerSkuCode">;

/** The `data` of a webhook: that of the answer to a topup. */
const wireOf = ({ refId, status, rc = codes[status], sn, customerNo, buyerSkuCode }: Told) => ({
  ref_id: refId,
  customer_no: customerNo,
  buyer_sku_code: buyerSkuCode,
  message: `Transaksi ${status}`,
  status,
  rc,
  ...(sn !== undefined && { sn }),
  buyer_last_saldo: 990_000,
  price: 10_000,
});
