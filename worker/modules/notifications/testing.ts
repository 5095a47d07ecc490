/** What tests of messages start from: a tenant that is connected, and a customer who can be reached. */
import { asc, eq } from "drizzle-orm";
import { freshNumber } from "../../../test/support/providers.ts";
import type { Context } from "../../core/context.ts";
import type { Event } from "../outbox/index.ts";
import type { TestTenant } from "../../../test/support/tenant.ts";
import { tell } from "./telling/tell.ts";
import { deliveries, deliveryAttempts } from "./schema.ts";

/** Connects a provider with credentials of its own, so that no other test is counted with it. */
export async function connect(
  tenant: TestTenant,
  provider: string,
  { settings = {}, secrets = {}, ...rest }: { settings?: object; secrets?: Record<string, string>; name?: string } = {},
): Promise<{ id: string; secrets: Record<string, string> }> {
  const usual = usualSecrets[provider]?.(tenant.slug) ?? { secrets: {}, settings: {} };
  const given = { ...usual.secrets, ...secrets };
  const answer = await tenant.as<{ id: string }>("POST", "/connections", {
    provider,
    settings: { ...usual.settings, ...settings },
    secrets: given,
    ...rest,
  });
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return { id: answer.body.id, secrets: given };
}

interface Usual {
  secrets: Record<string, string>;
  settings: Record<string, unknown>;
}

const digits = (slug: string): string =>
  String([...slug].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1_000_000_007, 7)).padStart(10, "1");

const usualSecrets: Record<string, (slug: string) => Usual> = {
  postmark: (slug) => ({ secrets: { serverToken: `server-${slug}` }, settings: {} }),
  whapi: (slug) => ({ secrets: { token: `whapi-${slug}` }, settings: { messagesPerMinute: 6000 } }),
  "whatsapp-cloud": (slug) => ({
    secrets: { accessToken: `cloud-${slug}`, appSecret: `app-${slug}`, verifyToken: `verify-${slug}` },
    settings: { phoneNumberId: digits(slug) },
  }),
  telegram: (slug) => ({ secrets: { botToken: `${digits(slug)}:token-${slug}` }, settings: {} }),
  discord: (slug) => ({
    secrets: { webhookUrl: `https://discord.com/api/webhooks/${digits(slug)}/token-${slug}` },
    settings: {},
  }),
  twilio: (slug) => ({
    secrets: { accountSid: `AC${digits(slug).padStart(32, "0")}`, authToken: `auth-${slug}` },
    settings: { from: "TEPI" },
  }),
};

/** Somebody to tell: a customer with a number that no other test writes to. */
export const reachable = (tenant: TestTenant, rest: object = {}) => {
  const phone = freshNumber();
  return { id: `cus_${tenant.slug}`, name: "Warung Kenanga", email: null, phone, ...rest };
};

/** Tells a customer something over one channel, and leaves it to the test to deliver it. */
export async function tellOver(
  tenant: TestTenant,
  outlet: "email" | "whatsapp" | "sms",
  customer: ReturnType<typeof reachable>,
  { sourceKey = "one", message = "Halo" } = {},
): Promise<void> {
  const ctx = await tenant.context();
  await tell(ctx, {
    kind: "test",
    sourceKey,
    values: { title: "Percobaan", message: `${message} ${sourceKey}` },
    customer,
    outlets: [outlet],
  });
}

/** The tenant's deliveries, oldest first. */
export async function deliveriesOf(tenant: TestTenant) {
  const { store } = await tenant.context();
  const [rows] = await store.read(
    store.db.select().from(deliveries).where(store.own(deliveries)).orderBy(asc(deliveries.id)),
  );
  return rows.filter(({ kind }) => kind !== "account.email-confirmation");
}

/** The tries of a delivery. */
export async function attemptsOf(tenant: TestTenant, deliveryId: string) {
  const { store } = await tenant.context();
  const [rows] = await store.read(
    store.db
      .select()
      .from(deliveryAttempts)
      .where(store.own(deliveryAttempts, eq(deliveryAttempts.deliveryId, deliveryId)))
      .orderBy(asc(deliveryAttempts.number)),
  );
  return rows;
}

export interface FeedBody {
  data: {
    id: string;
    number: number;
    kind: string;
    group: string;
    title: string;
    link: string | null;
    readAt: string | null;
    createdAt: string;
  }[];
  nextCursor: string | null;
  unreadCount: number;
}

/** Somebody's feed. */
export const feedOf = async (tenant: TestTenant, token = tenant.token, query = ""): Promise<FeedBody> =>
  (await tenant.call<FeedBody>("GET", `/api/v1/notifications${query}`, { token })).body;

/** What is in it, newest first. */
export const titlesOf = async (tenant: TestTenant, token?: string): Promise<string[]> =>
  (await feedOf(tenant, token)).data.map(({ title }) => title);

/** An event that tells the tenant's admins something: `Bank Contoh: <title>`. */
export const notedEvent = (ctx: Context, title: string): Event<"webhook.noted"> =>
  ({
    id: ctx.id("evt"),
    type: "webhook.noted",
    data: { receiptId: "whk_00000000000000000000", name: "Bank Contoh", title, message: "Rp 150.000" },
  }) as Event<"webhook.noted">;
