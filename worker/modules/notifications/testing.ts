/** What tests of notifications start from. */
import type { Context } from "../../core/context.ts";
import type { TestTenant } from "../../../test/support/tenant.ts";
import type { Event } from "../outbox/index.ts";

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
