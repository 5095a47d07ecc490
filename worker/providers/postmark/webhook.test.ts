import { describe, expect, test } from "vitest";
import { postmarkWebhook } from "./webhook.ts";

const url = "https://tepi.example/t/kopi/webhooks/postmark";
const verify = (headers: Record<string, string>, secrets: Record<string, string> = { webhookSecret: "s3cret-hook" }) =>
  postmarkWebhook.verify({ secrets, headers: new Headers(headers), body: "{}", url });
const read = (body: unknown) => postmarkWebhook.read(JSON.stringify(body), url);

describe("a call of Postmark's webhook", () => {
  test.each<[string, Record<string, string>, boolean]>([
    ["the secret in its header", { "x-webhook-secret": "s3cret-hook" }, true],
    // The facts' vector: user tepi-hook, password s3cret-hook.
    ["the secret as its password", { authorization: "Basic dGVwaS1ob29rOnMzY3JldC1ob29r" }, true],
    ["another secret", { "x-webhook-secret": "s3cret-hooks" }, false],
    ["another password", { authorization: `Basic ${btoa("tepi-hook:other")}` }, false],
    ["the secret as user alone", { authorization: `Basic ${btoa("s3cret-hook")}` }, false],
    ["the secret as a bearer", { authorization: "Bearer s3cret-hook" }, false],
    ["an empty secret", { "x-webhook-secret": "" }, false],
    ["nothing", {}, false],
  ])("with %s", async (_case, headers, expected) => {
    expect(await verify(headers)).toBe(expected);
  });

  test("is never taken while the connection has no secret", async () => {
    expect(await verify({ "x-webhook-secret": "" }, {})).toBe(false);
    expect(await verify({ "x-webhook-secret": "" }, { webhookSecret: "" })).toBe(false);
  });
});

const MessageID = "0f0e0d0c-0000-4000-8000-000000000001";
const common = { MessageID, MessageStream: "outbound", Metadata: { reference: "dlv_1" }, ServerID: 23 };
const bounce = {
  RecordType: "Bounce",
  ID: 42,
  Type: "HardBounce",
  TypeCode: 1,
  ...common,
  Details: "smtp;550 5.1.1 unknown user",
  Email: "melati@example.id",
  BouncedAt: "2026-11-20T03:01:00Z",
  Inactive: true,
};
const atMs = Date.parse("2026-11-20T03:01:00Z");
const status = { kind: "status", providerMessageId: MessageID, deliveryId: "dlv_1", atMs };

describe("what Postmark tells", () => {
  test("of a delivery, with the time in the zone and precision it uses", () => {
    const DeliveredAt = "2026-11-20T10:01:00.0000000+07:00";
    const told = { RecordType: "Delivery", ...common, Recipient: "melati@example.id", DeliveredAt };
    expect(read(told)).toEqual([{ ...status, status: "delivered" }]);
  });

  test("of an open", () => {
    const told = { RecordType: "Open", ...common, FirstOpen: true, ReceivedAt: "2026-11-20T03:01:00Z" };
    expect(read(told)).toEqual([{ ...status, status: "read" }]);
  });

  test.each([
    ["HardBounce", true],
    ["HardBounce", false],
    ["BadEmailAddress", false],
    ["SpamComplaint", false],
    ["ManuallyDeactivated", true],
  ])("of a bounce %s with Inactive %s ends writing to the address", (Type, Inactive) => {
    expect(read({ ...bounce, Type, Inactive })).toEqual([
      { ...status, status: "failed", failure: { class: "address", code: Type, detail: bounce.Details } },
      { kind: "suppression", address: "melati@example.id", suppressed: true, reason: Type, atMs },
    ]);
  });

  test("of a complaint is read as a bounce", () => {
    const told = { ...bounce, RecordType: "SpamComplaint", Type: "SpamComplaint", TypeCode: 100_001 };
    expect(read(told)).toMatchObject([{ status: "failed" }, { kind: "suppression", reason: "SpamComplaint" }]);
  });

  test.each(["SoftBounce", "Transient", "DnsError"])("of a passing %s changes nothing", (Type) => {
    expect(read({ ...bounce, Type, Inactive: false })).toEqual([]);
  });

  test.each([
    [true, "ManualSuppression", "ManualSuppression"],
    [false, null, "SubscriptionChange"],
  ])("of a subscription that suppresses: %s", (SuppressSending, SuppressionReason, reason) => {
    const change = { SuppressSending, SuppressionReason, ChangedAt: "2026-11-20T03:01:00Z" };
    expect(read({ RecordType: "SubscriptionChange", ...common, Recipient: "melati@example.id", ...change })).toEqual([
      { kind: "suppression", address: "melati@example.id", suppressed: SuppressSending, reason, atMs },
    ]);
  });

  test("of a mail that we did not send names no delivery", () => {
    const told = { RecordType: "Delivery", MessageID, DeliveredAt: "2026-11-20T03:01:00Z" };
    expect(read(told)).toMatchObject([{ deliveryId: null, providerMessageId: MessageID }]);
  });

  test.each(["", "{", "null", "[]", '{"RecordType":"Click"}', '{"RecordType":"Delivery","DeliveredAt":"kemarin"}'])(
    "is nothing in the strange body %s",
    (body) => expect(postmarkWebhook.read(body, url)).toEqual([]),
  );
});
