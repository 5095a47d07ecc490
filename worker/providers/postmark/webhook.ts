/** What Postmark posts about mails. It signs nothing: a secret goes along in a header, or as the password of its calls. */
import { z } from "zod";
import { sameSecret } from "../../core/crypto.ts";
import { concise } from "../answers.ts";
import type { CourierWebhook, Failure, ProviderEvent } from "../courier.ts";
import { parseBody } from "../parsing.ts";

const text = z.string().max(5000);
const moment = text.transform((value) => Date.parse(value)).refine((ms) => !Number.isNaN(ms));

const common = {
  MessageID: z.string().max(100).nullish(),
  Metadata: z.looseObject({ reference: z.string().max(100).optional() }).nullish(),
};
const bounce = { ...common, Type: text, Email: text, Inactive: z.boolean().optional(), BouncedAt: moment };
const words = { Description: text.nullish(), Details: text.nullish() };

/** The record types that tell us something, with the fields we use (Postmark's webhook reference). */
const record = z.discriminatedUnion("RecordType", [
  z.object({ RecordType: z.literal("Delivery"), ...common, DeliveredAt: moment }),
  z.object({ RecordType: z.literal("Open"), ...common, ReceivedAt: moment }),
  z.object({ RecordType: z.literal("Bounce"), ...bounce, ...words }),
  z.object({ RecordType: z.literal("SpamComplaint"), ...bounce, ...words }),
  z.object({
    RecordType: z.literal("SubscriptionChange"),
    Recipient: text,
    SuppressSending: z.boolean(),
    SuppressionReason: text.nullish(),
    ChangedAt: moment,
  }),
]);
type PostmarkRecord = z.output<typeof record>;

/** Types after which nothing more may go to the address. Numbers of types differ between Postmark's own documents. */
const finalTypes = ["HardBounce", "BadEmailAddress", "SpamComplaint"];

export const postmarkWebhook: CourierWebhook = {
  secretHeaders: ["x-webhook-secret", "authorization"],
  async verify({ secrets, headers }) {
    const secret = secrets["webhookSecret"];
    if (!secret) return false;
    const given = [headers.get("x-webhook-secret"), basicPassword(headers.get("authorization"))];
    const same = await Promise.all(given.map((value) => sameSecret(value ?? "", secret)));
    return same.includes(true);
  },
  read(body) {
    const told = parseBody(body, record);
    return told ? eventsOf(told) : [];
  },
};

function eventsOf(told: PostmarkRecord): ProviderEvent[] {
  switch (told.RecordType) {
    case "Delivery":
      return [{ ...statusOf(told), status: "delivered", atMs: told.DeliveredAt }];
    case "Open":
      return [{ ...statusOf(told), status: "read", atMs: told.ReceivedAt }];
    case "SubscriptionChange": {
      const { Recipient: address, SuppressSending: suppressed, SuppressionReason, ChangedAt: atMs } = told;
      return [{ kind: "suppression", address, suppressed, reason: SuppressionReason ?? "SubscriptionChange", atMs }];
    }
    default: {
      if (!finalTypes.includes(told.Type) && !told.Inactive) return [];
      const { Email: address, Type: reason, BouncedAt: atMs } = told;
      return [
        { ...statusOf(told), status: "failed", atMs, failure: failureOf(told) },
        { kind: "suppression", address, suppressed: true, reason, atMs },
      ];
    }
  }
}

const statusOf = ({
  MessageID,
  Metadata,
}: Pick<z.output<typeof record> & { RecordType: "Delivery" }, "MessageID" | "Metadata">) => ({
  kind: "status" as const,
  providerMessageId: MessageID ?? null,
  deliveryId: Metadata?.reference ?? null,
});

const failureOf = ({
  Type,
  Details,
  Description,
}: {
  Type: string;
  Details?: string | null;
  Description?: string | null;
}): Failure => concise({ class: "address", code: Type, detail: Details || Description || Type });

/** The password of `Basic …` (RFC 7617). */
function basicPassword(authorization: string | null): string | undefined {
  const encoded = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(authorization ?? "")?.[1];
  if (!encoded) return undefined;
  const credentials = Buffer.from(encoded, "base64").toString();
  const colon = credentials.indexOf(":");
  return colon === -1 ? undefined : credentials.slice(colon + 1);
}
