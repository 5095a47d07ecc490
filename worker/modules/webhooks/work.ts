/** Working off stored calls. */
import { and, eq, inArray, sql } from "drizzle-orm";
import type { Context } from "../../core/context.ts";
import { Refusal } from "../../core/errors.ts";
import { connectionsFor, openConnection } from "../connections/index.ts";
import { commit, event } from "../outbox/index.ts";
import { endpointByKey } from "./custom/endpoints.ts";
import { workCustomCall } from "./custom/work.ts";
import { loadReceipt, type Receipt } from "./list.ts";
import { webhookProvider, type WebhookProvider } from "./providers.ts";
import type { Worked } from "./receipts.ts";
import { calledUrl } from "./receive.ts";
import { webhookReceipts } from "./schema.ts";

const outcomeLength = 1000;

/**
 * Works off one stored call for the event that is its own: one that was overtaken by a replay has nothing to do. What fails
 * is noted on the call, and thrown on so that the queue tries again.
 */
export async function processWebhook(ctx: Context, receiptId: string, eventId: string): Promise<void> {
  const { store } = ctx;
  const receipt = await loadReceipt(ctx, receiptId);
  if (receipt.eventId !== eventId || receipt.state === "done" || receipt.state === "ignored") return;
  const acting: Context = { ...ctx, actor: { kind: "webhook", id: receipt.provider, name: receipt.provider } };
  const note = (changes: object) =>
    store.update(
      webhookReceipts,
      { ...changes, attempts: sql`${webhookReceipts.attempts} + 1` },
      and(eq(webhookReceipts.id, receiptId), eq(webhookReceipts.eventId, eventId)),
    );
  try {
    const { state, outcome, parts = [] } = await handle(acting, receipt);
    await commit(acting, [note({ state, outcome, finishedAt: ctx.now() }), ...parts]);
  } catch (error) {
    const outcome = error instanceof Refusal ? error.message : "Something went wrong on our side.";
    await store.atomic([note({ state: "failed", outcome: outcome.slice(0, outcomeLength) })]);
    throw error;
  }
}

async function handle(ctx: Context, receipt: Receipt): Promise<Worked> {
  const provider = webhookProvider(receipt.provider);
  if (provider) return handleBuiltIn(ctx, provider, receipt);
  const [[endpoint]] = await ctx.store.read(endpointByKey(ctx, receipt.provider));
  if (!endpoint) return { state: "ignored", outcome: "its endpoint is gone" };
  return workCustomCall({ ...ctx, actor: { ...ctx.actor, name: endpoint.name } }, endpoint, receipt);
}

async function handleBuiltIn(ctx: Context, provider: WebhookProvider, receipt: Receipt): Promise<Worked> {
  const [rows] = await ctx.store.read(connectionsFor(ctx, receipt.provider));
  const row = rows.find(({ id }) => id === receipt.connectionId);
  if (!row) return { state: "ignored", outcome: "its connection is gone or disabled" };
  const connection = await openConnection(ctx, row);
  return provider.handle(ctx, connection, {
    receiptId: receipt.id,
    body: receipt.body,
    userAgent: receipt.headers["user-agent"] ?? "",
    url: calledUrl(connection, receipt.query ?? ""),
  });
}

/** After the last try: the call stays, marked dead, until somebody replays it, and whom it concerns is told. */
export async function buryWebhook(ctx: Context, receiptId: string, eventId: string): Promise<void> {
  const { provider, outcome, ...receipt } = await loadReceipt(ctx, receiptId);
  if (receipt.eventId !== eventId || !["received", "failed"].includes(receipt.state)) return;
  await commit(ctx, [
    ctx.store.update(
      webhookReceipts,
      { state: "dead" },
      and(
        eq(webhookReceipts.id, receiptId),
        eq(webhookReceipts.eventId, eventId),
        inArray(webhookReceipts.state, ["received", "failed"]),
      ),
    ),
    event(ctx, "webhook.failed", { receiptId, provider, outcome: outcome ?? "It could not be worked off." }),
  ]);
}
