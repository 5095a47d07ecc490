/** Twilio's status callback: a signed form (twilio.com/docs/usage/security, "Validating requests"). */
import { createHmac } from "node:crypto";
import { parse, stringify } from "node:querystring";
import { sameSecret, sha256 } from "../../core/crypto.ts";
import type { CourierWebhook, ProviderEvent } from "../courier.ts";
import { classOfUndelivered } from "./failures.ts";

type StatusEvent = Extract<ProviderEvent, { kind: "status" }>;

/** What comes before `sent` tells nothing that is not known. */
const statuses = new Map<string, StatusEvent["status"]>([
  ["sent", "sent"],
  ["delivered", "delivered"],
  ["read", "read"],
  ["undelivered", "failed"],
  ["failed", "failed"],
  ["canceled", "failed"],
]);

/** The callback carries no time: an event is as old as its reading. Secret: `authToken`. */
export const createTwilioWebhook = (now: () => number): CourierWebhook => ({
  secretHeaders: ["x-twilio-signature"],

  async verify({ secrets, headers, body, url }) {
    const given = headers.get("x-twilio-signature") ?? "";
    const authToken = secrets["authToken"] ?? "";
    const parsed = URL.parse(url);
    if (given === "" || authToken === "" || !parsed) return false;
    const bodyDigest = parsed.searchParams.get("bodySHA256");
    const fields = bodyDigest === null ? signedFields(body) : "";
    const expected = variantsOf(parsed).map((variant) =>
      createHmac("sha1", authToken)
        .update(variant + fields, "utf8")
        .digest("base64"),
    );
    const matches = await Promise.all(expected.map((signature) => sameSecret(given, signature)));
    const isBody = bodyDigest === null || (await sameSecret(bodyDigest.toLowerCase(), await sha256(body)));
    return matches.includes(true) && isBody;
  },

  read(body, url) {
    const fields = new URLSearchParams(body);
    const status = statuses.get(fields.get("MessageStatus") ?? "");
    if (!status) return [];
    const errorCode = fields.get("ErrorCode") ?? "";
    const code = /^\d{5}$/.test(errorCode) ? Number(errorCode) : undefined;
    const delivery = URL.parse(url)?.searchParams.get("delivery") ?? "";
    const event: StatusEvent = {
      kind: "status",
      providerMessageId: fields.get("MessageSid")?.slice(0, 100) || null,
      deliveryId: /^dlv_[a-z0-9]{1,40}$/.test(delivery) ? delivery : null,
      status,
      atMs: now(),
    };
    if (status !== "failed") return [event];
    const detail = (fields.get("ErrorMessage") || fields.get("MessageStatus") || "").slice(0, 500);
    return [{ ...event, failure: { class: classOfUndelivered(code), code: String(code ?? "undelivered"), detail } }];
  },
});

export const twilioWebhook: CourierWebhook = createTwilioWebhook(Date.now);

/** Names with their values, sorted by name; a repeated one gives each of its values once, sorted. */
function signedFields(body: string): string {
  const fields = new URLSearchParams(body);
  const names = [...new Set(fields.keys())].sort();
  return names
    .map((name) =>
      [...new Set(fields.getAll(name))]
        .sort()
        .map((value) => name + value)
        .join(""),
    )
    .join("");
}

/** Twilio signs the address with or without its port, and with the query encoded in an older way: each may be meant. */
function variantsOf(url: URL): string[] {
  const standardPort = url.protocol === "https:" ? "443" : "80";
  const bare = new URL(url);
  bare.port = "";
  const withPort = bare.href.replace(/^(\w+:\/\/[^/?#]+)/, `$1:${url.port || standardPort}`);
  const variants = [bare.href, withPort];
  if (!url.search) return variants;
  const query = stringify(parse(url.search.slice(1)));
  return [...variants, ...variants.map((variant) => variant.replace(/\?[^#]*/, () => `?${query}`))];
}
