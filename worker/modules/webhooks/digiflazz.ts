/** What Digiflazz tells of transactions. The admins are told of it; the transaction itself follows with the module ppob. */
import { sha256 } from "../../core/crypto.ts";
import {
  productOf,
  readDigiflazz,
  signatureHeader,
  verifyDigiflazz,
  withoutSecret,
  type ToldTransaction,
} from "../../providers/digiflazz/webhook.ts";
import { event } from "../outbox/index.ts";
import type { WebhookProvider } from "./providers.ts";

export const digiflazzCalls: WebhookProvider = {
  secretHeaders: [signatureHeader],
  onlyConnected: true,
  verify: verifyDigiflazz,
  keptBody: withoutSecret,

  /** The same state of the same transaction is told once, whatever else of the call differs (the deposit, for one). */
  async dedupeKey({ id }, body) {
    const told = readDigiflazz(body);
    if (!told || told === "ping") return undefined;
    const { ref_id: refId, status, rc, sn } = told;
    return `transaction:${await sha256(JSON.stringify([id, refId, status, rc, sn]))}`;
  },

  async handle(ctx, _connection, { receiptId, body, userAgent }) {
    const told = readDigiflazz(body);
    if (told === "ping") return { state: "ignored", outcome: "a ping" };
    if (!told) return { state: "ignored", outcome: "not a transaction" };
    const title = `${told.ref_id}: ${told.status}`;
    const noted = event(ctx, "webhook.noted", { receiptId, name: "Digiflazz", title, message: messageOf(told) });
    const product = productOf(userAgent);
    return { state: "done", outcome: `told the admins: ${title}${product ? ` (${product})` : ""}`, parts: [noted] };
  },
};

/** `xld10 · •••1233 · Transaksi Sukses · SN 1234567890`: what is not told is left out. */
function messageOf({ buyer_sku_code, customer_no, message, sn }: ToldTransaction): string {
  const customer = masked(customer_no);
  const words = customer_no === "" ? message : message.replaceAll(customer_no, customer);
  return [buyer_sku_code, customer, words, sn && `SN ${sn}`].filter(Boolean).join(" · ");
}

/** A number by its last four digits; one that has no more shows none. */
const masked = (number: string): string => (number === "" ? "" : `•••${number.length > 4 ? number.slice(-4) : ""}`);
