import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { onTheWire, turn } from "../../../test/support/providers.ts";
import { sha256 } from "../../core/crypto.ts";
import { registerWebhook } from "./courier.ts";
import { telegramWebhook } from "./webhook.ts";

const secretToken = "s3cr3t-A_1";
const verify = (header: string | null, secrets: Record<string, string> = { secretToken }) =>
  telegramWebhook.verify({
    secrets,
    headers: new Headers(header === null ? {} : { "x-telegram-bot-api-secret-token": header }),
    body: "{}",
    url: "",
  });
const read = (update: unknown) =>
  telegramWebhook.read(typeof update === "string" ? update : JSON.stringify(update), "");

const message = {
  message_id: 11,
  from: { id: 5001, is_bot: false, first_name: "Budi", username: "budi", language_code: "id" },
  chat: { id: 5001, first_name: "Budi", username: "budi", type: "private" },
  date: 1795161600,
};

describe("an update of Telegram", () => {
  it("is known by the secret alone", async () => {
    expect(await sha256(secretToken)).toBe("76ca8fc7d7c67048da47db5b5a5c9054adaf2b4c8adcc70297aa70f01426140c");
    expect(await verify(secretToken)).toBe(true);
    for (const header of [null, "", "s3cr3t-A_2", `${secretToken}x`]) expect(await verify(header)).toBe(false);
    expect(await verify("", { secretToken: "" })).toBe(false);
    expect(await verify(secretToken, {})).toBe(false);
  });

  it("tells who pressed start, and with which code", () => {
    const entities = [{ offset: 0, length: 6, type: "bot_command" }];
    expect(read({ update_id: 900001, message: { ...message, text: "/start ref_17", entities } })).toEqual([
      { kind: "inbound", address: "5001", name: "Budi", text: "/start ref_17", atMs: 1_795_161_600_000 },
    ]);
  });

  it.each([
    [
      "a picture",
      { photo: [{ file_id: "AgACs", file_unique_id: "AQs", width: 90, height: 67 }], caption: "ODP selesai" },
      "ODP selesai",
    ],
    ["a place", { location: { latitude: -6.2, longitude: 106.8, horizontal_accuracy: 12.5 } }, null],
    ["a contact", { contact: { phone_number: "+6281234567890", first_name: "Budi", user_id: 5001 } }, null],
  ])("tells the words of %s", (_case, content, text) => {
    expect(read({ update_id: 1, message: { ...message, ...content } })).toMatchObject([{ kind: "inbound", text }]);
  });

  it("names the group that was written in, for that is where an answer goes", () => {
    const chat = { id: -1001234567890, type: "supergroup", title: "Teknisi" };
    const from = { ...message.from, last_name: "Santoso" };
    expect(read({ update_id: 1, message: { ...message, from, chat, text: "/jobs@tepi_bot" } })).toMatchObject([
      { address: "-1001234567890", name: "Budi Santoso", text: "/jobs@tepi_bot" },
    ]);
  });

  it.each([
    ["kicked", true, "blocked"],
    ["left", true, "left"],
    ["member", false, "unblocked"],
  ] as const)("tells that a person has %s", (status, suppressed, reason) => {
    const my_chat_member = {
      chat: message.chat,
      from: message.from,
      date: 1795161600,
      old_chat_member: { user: { id: 1 }, status: "member" },
      new_chat_member: { user: { id: 1 }, status },
    };
    expect(read({ update_id: 1, my_chat_member })).toEqual([
      { kind: "suppression", address: "5001", suppressed, reason, atMs: 1_795_161_600_000 },
    ]);
  });

  it("tells nothing of presses, bots, services and strange bodies", () => {
    const data = { id: "21480", from: message.from, message: { ...message, date: 0 }, data: "job:take:17" };
    expect(read({ update_id: 900002, callback_query: data })).toEqual([]);
    expect(read({ update_id: 1, message: { ...message, from: { id: 9, is_bot: true }, text: "a" } })).toEqual([]);
    expect(read({ update_id: 1, message: { ...message, migrate_to_chat_id: -100 } })).toEqual([]);
    for (const body of ["", "null", "7", "{", "[]", '{"message":7}', '{"my_chat_member":{}}']) {
      expect(read(body)).toEqual([]);
    }
  });

  it("as the double sends it is known and read", async () => {
    const account = { baseUrl: env.TELEGRAM_URL, botToken: "4711:webhook-test" };
    // Nobody listens there: the call is taken from the double's log.
    await registerWebhook(account, "http://127.0.0.1:1/t/tak-ada/webhooks/telegram", secretToken);
    const inbound = { tenant: "tak-ada", from: 5001, name: "Budi", text: "halo" };
    type Sent = { callback: Parameters<typeof onTheWire>[0] };
    const call = onTheWire((await turn<Sent>("/telegram/_inbound", inbound)).callback);
    expect(await telegramWebhook.verify({ secrets: { secretToken }, ...call })).toBe(true);
    expect(read(call.body)).toMatchObject([{ kind: "inbound", address: "5001", name: "Budi", text: "halo" }]);
  });
});
