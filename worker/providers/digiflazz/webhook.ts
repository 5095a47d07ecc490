/** Webhooks of Digiflazz (developer.digiflazz.com/api/buyer/webhook): the signature, and what a call tells. */
import { z } from "zod";
import { parseJson } from "../parsing.ts";

export const signatureHeader = "x-hub-signature";
const encoder = new TextEncoder();
const hidden = "[…]";
const refIdLength = 100;
const textLength = 500;

/** Secret `webhookSecret`: `sha1=` and the HMAC-SHA1 of the body as it came, in hexadecimal. */
export async function verifyDigiflazz(call: {
  secrets: Record<string, string>;
  headers: Headers;
  body: string;
}): Promise<boolean> {
  const secret = call.secrets["webhookSecret"];
  const hex = /^sha1=([0-9a-f]{40})$/i.exec(call.headers.get(signatureHeader)?.trim() ?? "")?.[1];
  if (!secret || !hex) return false;
  const key = await crypto.subtle.importKey("raw", encoder.encode(secret), { name: "HMAC", hash: "SHA-1" }, false, [
    "verify",
  ]);
  return crypto.subtle.verify("HMAC", key, Buffer.from(hex, "hex"), encoder.encode(call.body));
}

/** As the store can keep it: neither NUL nor half a character. Some senders write numbers where texts are documented. */
const textUpTo = (length: number) =>
  z
    .union([z.string(), z.number()])
    .transform((value) => String(value).replaceAll("\0", "").trim().slice(0, length).toWellFormed());
const optionalText = textUpTo(textLength).catch("");

const transactionBody = z.object({
  ref_id: textUpTo(refIdLength).pipe(z.string().min(1)),
  status: textUpTo(40).pipe(z.string().min(1)),
  rc: optionalText,
  buyer_sku_code: optionalText,
  customer_no: optionalText,
  message: optionalText,
  sn: optionalText,
});
const transactionCall = z.object({ data: transactionBody });
const pingCall = z.looseObject({ data: z.undefined().optional(), hook: z.looseObject({ secret: z.unknown() }) });

/** A transaction's state as a call tells it; what it does not tell is an empty text. */
export type ToldTransaction = z.output<typeof transactionBody>;

/** What a body tells; undefined for what is neither. Never throws. */
export function readDigiflazz(body: string): "ping" | ToldTransaction | undefined {
  const json = parseJson(body);
  if (pingCall.safeParse(json).success) return "ping";
  return transactionCall.safeParse(json).data?.data;
}

/** The body as it may be kept: a ping repeats the webhook's secret in the clear. */
export function withoutSecret(body: string): string {
  const hook = z.looseObject({ hook: z.looseObject({ secret: z.unknown() }) }).safeParse(parseJson(body)).data;
  return hook ? JSON.stringify({ ...hook, hook: { ...hook.hook, secret: hidden } }) : body;
}

const products = { pasca: "postpaid", hotel: "hotel" } as const;

/** What a call is about, by its `User-Agent`, which says nothing of who sent it; undefined for an unknown one. */
export function productOf(userAgent: string): "prepaid" | "postpaid" | "hotel" | undefined {
  const found = /^digiflazz(?:-(pasca|hotel))?-hookshot\b/i.exec(userAgent);
  const word = found?.[1]?.toLowerCase() as keyof typeof products | undefined;
  return found ? (word ? products[word] : "prepaid") : undefined;
}
