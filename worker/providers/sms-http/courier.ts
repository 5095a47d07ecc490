/** The courier of an SMS gateway that a tenant described by a record. */
import { outwardFetch, outwardWords, type OutwardAnswer } from "../../core/outward.ts";
import { asText, parsePath, valueAt } from "../../core/paths.ts";
import { formatMobile, mobileNumber } from "../../core/phones.ts";
import { accepted, classOfStatus, redact, refused, shown, unknown, unsent } from "../answers.ts";
import { isLost, isNeverReached, retryAfterMs } from "../call.ts";
import type { Courier, Failure, FailureClass, SendResult } from "../courier.ts";
import { parseJson } from "../parsing.ts";
import { fill, fillJson, type Json, type Values } from "./placeholders.ts";
import type { GatewayRecord } from "./record.ts";

export interface GatewayAccount {
  gateway: GatewayRecord;
  /** By the names that the record's placeholders use. */
  secrets: Record<string, string>;
  /** Setting ALLOW_PRIVATE_HOSTS. */
  allowPrivate: boolean;
}

const limitBytes = 64 * 1024;

export const smsHttpCourier: Courier<GatewayAccount> = {
  channel: "sms",
  pace: ({ gateway: { perSecond } }) => ({ account: { burst: perSecond, everyMs: Math.ceil(1000 / perSecond) } }),

  async send({ gateway, secrets, allowPrivate }, message) {
    const number = mobileNumber(message.to);
    if (!number) return unsent("address", "number", "Not an Indonesian mobile number.");
    const to = formatMobile(number, gateway.numberFormat);
    const { url, init } = requestOf(gateway, { to, text: message.text, ref: message.deliveryId, secrets });
    const answer = await outwardFetch(url, init, { allowPrivate, timeoutMs: gateway.timeoutMs, limitBytes });
    return resultOf(answer, gateway, Object.values(secrets));
  },
};

/** The call of one message: values are encoded for where they stand, never put together as text. */
function requestOf(gateway: GatewayRecord, values: Values): { url: string; init: RequestInit } {
  const { method, bodyType, url } = gateway;
  const headers = Object.fromEntries(
    Object.entries(gateway.headers).map(([name, value]) => [name, fill(value, values)]),
  );
  const body = fillJson(gateway.body, values) as Record<string, Json>;
  if (bodyType === "json") {
    const json = { ...headers, "content-type": "application/json" };
    return { url, init: { method, headers: json, body: JSON.stringify(body) } };
  }
  const fields = Object.entries(body).map(([name, value]): [string, string] => [name, String(value ?? "")]);
  if (bodyType === "form") return { url, init: { method, headers, body: new URLSearchParams(fields) } };
  const target = new URL(url);
  for (const [name, value] of fields) target.searchParams.set(name, value);
  return { url: target.href, init: { method, headers } };
}

function resultOf(answer: OutwardAnswer, gateway: GatewayRecord, secrets: string[]): SendResult {
  if (answer.outcome === "silent") return unknown();
  if (answer.outcome === "not-sent") {
    const detail = answer.reason === "request" ? "A header can't be sent as it is." : outwardWords[answer.reason].en;
    return unsent("account", `address_${answer.reason}`, detail);
  }
  if (answer.outcome === "redirected") {
    const detail = "The gateway redirects elsewhere; name the final address.";
    const { status } = answer;
    return refused({ class: "account", code: String(status), detail }, { status, body: "" }, secrets);
  }
  const { status, text } = answer;
  const called = { status, body: text };
  if (isLost(status)) return unknown(called, secrets);
  const json = parseJson(text);
  if (isSuccess(gateway, status, json)) {
    const id = gateway.messageIdPath ? asText(valueOf(json, gateway.messageIdPath)) : undefined;
    const providerMessageId = redact(id ?? "", secrets).slice(0, 200) || null;
    return accepted(providerMessageId, shown(called, secrets), { isFinal: true });
  }
  return refused(failureOf(answer, gateway, json), called, secrets);
}

function isSuccess({ success }: GatewayRecord, status: number, json: unknown): boolean {
  const { httpMin, httpMax, jsonPath, equals } = success;
  if (status < httpMin || status > httpMax) return false;
  if (jsonPath === undefined) return true;
  const value = asText(valueOf(json, jsonPath));
  return value !== undefined && (equals ?? []).includes(value);
}

function failureOf(
  { status, headers, text }: Extract<OutwardAnswer, { outcome: "answered" }>,
  { retryOnHttp, success }: GatewayRecord,
  json: unknown,
): Failure {
  const said = success.jsonPath ? asText(valueOf(json, success.jsonPath)) : undefined;
  return {
    class: classOf(status, retryOnHttp),
    code: status < 300 && said !== undefined ? said : String(status),
    detail: text,
    retryAfterMs: retryAfterMs(headers),
  };
}

/** Statuses that the tenant does not name as worth another try are final. */
function classOf(status: number, retryOnHttp: number[]): FailureClass {
  if (status === 429) return "rate-limited";
  if (retryOnHttp.includes(status) || isNeverReached(status)) return "unavailable";
  return status >= 500 ? "message" : classOfStatus(status);
}

const valueOf = (json: unknown, path: string): unknown => valueAt(json, parsePath(path) ?? []);
