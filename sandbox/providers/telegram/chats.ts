import { TelegramError } from "./errors.ts";

/** What a chat lets bots do; unlisted chats never pressed start. */
export type ChatState = "started" | "blocked" | "deactivated" | { migratedTo: number };

/** Chats with such ids count as started, so that load tests need not press start a hundred thousand times. */
const alwaysStartedFrom = 1_000_000;

/** What every chat thinks of bots. */
export class Chats {
  readonly #states = new Map<number, ChatState>();
  readonly #names = new Map<number, string>();

  set(chatId: number, state: ChatState): void {
    this.#states.set(chatId, state);
  }

  rename(chatId: number, name: string): void {
    this.#names.set(chatId, name);
  }

  /** `Chat` of the Bot API. */
  present(chatId: number): Record<string, unknown> {
    if (chatId < 0) return { id: chatId, type: "supergroup", title: this.#names.get(chatId) ?? "Grup" };
    return { id: chatId, type: "private", first_name: this.#names.get(chatId) ?? "Pelanggan" };
  }

  /** @throws TelegramError 400 or 403 where a bot may not write */
  requireOpen(chatId: number): void {
    const state = this.#states.get(chatId) ?? (chatId >= alwaysStartedFrom ? "started" : undefined);
    if (state === "started") return;
    if (state === "blocked") {
      throw new TelegramError(
        403,
        `Forbidden: bot was ${chatId < 0 ? "kicked from the group chat" : "blocked by the user"}`,
      );
    }
    if (state === "deactivated") throw new TelegramError(403, "Forbidden: user is deactivated");
    if (state) {
      const description = "Bad Request: group chat was upgraded to a supergroup chat";
      throw new TelegramError(400, description, { migrate_to_chat_id: state.migratedTo });
    }
    if (chatId <= 0) throw new TelegramError(400, "Bad Request: chat not found");
    throw new TelegramError(403, "Forbidden: bot can't initiate conversation with a user");
  }
}
