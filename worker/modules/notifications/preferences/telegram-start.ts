/** A person pressed start: the one-time code behind it ties the chat to the member who made it. */
import type { Context } from "../../../core/context.ts";
import type { ProviderEvent } from "../../../providers/courier.ts";
import { linkTelegram } from "./telegram-link.ts";

/** Links the chat where the message is `/start` with a code that holds. */
export async function telegramStarted(
  ctx: Context,
  { address, name, text }: Extract<ProviderEvent, { kind: "inbound" }>,
): Promise<void> {
  const code = /^\/start ([A-Za-z0-9_-]{1,64})$/.exec(text ?? "")?.[1];
  if (code) await linkTelegram(ctx, { code, chatId: address, name });
}
