import type { Answer } from "../../testing.ts";
import { send } from "../../testing.ts";

export interface WireInvoice {
  id: string;
  external_id: string;
  user_id: string;
  status: string;
  amount: number;
  paid_amount?: number;
  payment_id?: string;
  payment_channel?: string;
  invoice_url: string;
  expiry_date: string;
  available_banks: { bank_code: string; transfer_amount: number }[];
}

/** The vector of the facts, section 1: key `xnd_development_TEPIDEMO0001`. */
export const apiKey = "xnd_development_TEPIDEMO0001";
export const authorization = "Basic eG5kX2RldmVsb3BtZW50X1RFUElERU1PMDAwMTo=";

/** A call of Xendit's API with the test key. */
export function call<T = Record<string, unknown>>(url: string, body?: unknown): Promise<Answer<T>> {
  return send<T>(url, { method: body === undefined ? "GET" : "POST", body, headers: { authorization } });
}

/** Creates an invoice of Rp 150,000. */
export async function createInvoice(sandboxUrl: string, fields: Record<string, unknown> = {}): Promise<WireInvoice> {
  const body = { external_id: "TEPI-INV-0001", amount: 150_000, ...fields };
  return (await call<WireInvoice>(`${sandboxUrl}/xendit/v2/invoices`, body)).body;
}

/** Sets where the test key's invoice callbacks go, with the token of the facts, section 3. */
export async function registerCallbacks(sandboxUrl: string, callbackUrl: string): Promise<void> {
  const body = { apiKey, callbackToken: "tepi-callback-token-0001", callbackUrl };
  await send(`${sandboxUrl}/xendit/_accounts`, { body });
}
