/** What Telegram's error answers mean (facts, section 4). */
import { z } from "zod";
import type { Failure, FailureClass } from "../courier.ts";

/** Every error answer of the Bot API. */
export const telegramError = z.object({
  ok: z.literal(false),
  error_code: z.number(),
  description: z.string().default(""),
  parameters: z.object({ retry_after: z.number().optional(), migrate_to_chat_id: z.number().optional() }).optional(),
});

/** Of the answers 400, those that speak of the chat and not of the message. */
const aboutTheChat =
  /chat not found|user not found|upgraded to a supergroup|chat was deleted|group is deactivated|PEER_ID_INVALID/i;

/** @param retryAfterMs of the header, where the body names no wait */
export function classify(error: z.infer<typeof telegramError>, retryAfterMs?: number): Failure {
  const { error_code, description, parameters = {} } = error;
  const { retry_after, migrate_to_chat_id } = parameters;
  const moved = migrate_to_chat_id === undefined ? "" : ` (migrate_to_chat_id: ${migrate_to_chat_id})`;
  return {
    class: classOf(error_code, description),
    code: String(error_code),
    detail: `${description}${moved}`,
    retryAfterMs: retry_after === undefined ? retryAfterMs : retry_after * 1000,
  };
}

function classOf(code: number, description: string): FailureClass {
  if (code === 429) return "rate-limited";
  if (code >= 500) return "unavailable";
  if (code === 403) return "address";
  if (code === 401 || code === 404 || code === 409) return "account";
  return aboutTheChat.test(description) ? "address" : "message";
}
