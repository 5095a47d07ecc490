import { describe, expect, test, vi } from "vitest";

import { openReceiver, openSandbox, send } from "../../testing.ts";

const token = "1001:TEPI-token_1";
const chat = 1_005_001;

interface Answer {
  ok: boolean;
  result: Record<string, unknown> & { message_id: number };
  error_code: number;
  description: string;
  parameters?: { retry_after?: number; migrate_to_chat_id?: number };
}

const call = (url: string, method: string, body: unknown = {}, bot = token) =>
  send<Answer>(`${url}/telegram/bot${bot}/${method}`, { body });
const desk = <T = Record<string, unknown>>(url: string, path: string, body?: unknown) =>
  send<T>(`${url}/telegram/${path}`, { body });

interface Update {
  update_id: number;
  message?: Record<string, unknown>;
  callback_query?: Record<string, unknown>;
  my_chat_member?: Record<string, unknown>;
}

const allowed_updates = ["message", "callback_query", "my_chat_member"];

/** A bot whose webhook is a company's. */
async function openBot(...statuses: number[]) {
  const sandbox = await openSandbox();
  const receiver = await openReceiver<Update>(...statuses);
  const url = `${receiver.url}/t/toko/webhooks/telegram`;
  const set = await call(sandbox.url, "setWebhook", { url, secret_token: "s3cr3t-A_1", allowed_updates });
  expect(set.body).toEqual({ ok: true, result: true, description: "Webhook was set" });
  return { url: sandbox.url, received: receiver.received };
}

const keyboard = (button: object) => ({ reply_markup: { inline_keyboard: [[button]] } });

describe("sending", () => {
  test("answers as documented and puts the message into the chat", async () => {
    const { url } = await openSandbox({ now: () => Date.parse("2026-11-20T03:00:00Z") });
    const sent = await call(url, "sendMessage", {
      chat_id: chat,
      text: "Pekerjaan #17",
      ...keyboard({ text: "Ambil", callback_data: "job:take:17" }),
    });
    expect(sent).toMatchObject({
      status: 200,
      body: {
        ok: true,
        result: { message_id: 71, chat: { id: chat, type: "private" }, date: 1_795_143_600, text: "Pekerjaan #17" },
      },
    });
    const buttons = [[{ text: "Ambil", callbackData: "job:take:17" }]];
    expect((await desk(url, `_messages?to=${chat}`)).body).toMatchObject({
      messages: [{ id: "71", to: String(chat), text: "Pekerjaan #17", at: "2026-11-20T03:00:00.000Z", buttons }],
    });
  });

  test.each([
    ["no text", { text: " " }, "Bad Request: message text is empty"],
    ["a text too long", { text: "x".repeat(4097) }, "Bad Request: message is too long"],
    [
      "65 bytes of data",
      { text: "a", ...keyboard({ text: "b", callback_data: "x".repeat(65) }) },
      "Bad Request: BUTTON_DATA_INVALID",
    ],
    [
      "a button to a private address",
      { text: "a", ...keyboard({ text: "b", url: "http://localhost/x" }) },
      /Wrong HTTP URL/,
    ],
    ["no chat", { chat_id: undefined, text: "a" }, "Bad Request: chat_id is empty"],
    ["an unknown group", { chat_id: -100, text: "a" }, "Bad Request: chat not found"],
  ])("with %s is refused", async (_case, fields, description) => {
    const { url } = await openSandbox();
    const refused = await call(url, "sendMessage", { chat_id: chat, ...fields });
    expect(refused).toMatchObject({ status: 400, body: { ok: false, error_code: 400 } });
    expect(refused.body.description).toMatch(description);
  });

  test.each([
    ["ppob:konfirmasi:ord_01JC0000000000000000000001:telkomsel:100000", 200],
    ["ppob:konfirmasi:ord_01JC0000000000000000000001:telkomsel:10000000", 400],
  ])("takes 64 bytes of callback data: %s", async (callback_data, status) => {
    const { url } = await openSandbox();
    const body = { chat_id: chat, text: "a", ...keyboard({ text: "b", callback_data }) };
    expect((await call(url, "sendMessage", body)).status).toBe(status);
  });

  test("with a bad token is 401, of an unknown method 404", async () => {
    const { url } = await openSandbox();
    expect(await call(url, "getMe", {}, "bad-1:x")).toMatchObject({
      status: 401,
      body: { ok: false, error_code: 401 },
    });
    expect((await call(url, "sendHologram")).status).toBe(404);
    expect((await call(url, "getMe")).body.result).toMatchObject({ id: 1001, is_bot: true });
  });

  test("into a chat depends on its state", async () => {
    const { url } = await openSandbox();
    const write = async (chat_id: number) => (await call(url, "sendMessage", { chat_id, text: "a" })).body;
    expect(await write(17)).toMatchObject({ error_code: 403 });
    await desk(url, "_chats", { chatId: 17 });
    expect(await write(17)).toMatchObject({ ok: true });
    await desk(url, "_chats", { chatId: 17, state: "blocked" });
    expect(await write(17)).toMatchObject({ error_code: 403, description: "Forbidden: bot was blocked by the user" });
    await desk(url, "_chats", { chatId: -50, migratedTo: -10050 });
    expect(await write(-50)).toMatchObject({ error_code: 400, parameters: { migrate_to_chat_id: -10050 } });
  });

  test("changes a message, and says so when nothing changed", async () => {
    const { url } = await openSandbox();
    const { message_id } = (await call(url, "sendMessage", { chat_id: chat, text: "satu" })).body.result;
    const edit = { chat_id: chat, message_id, text: "dua" };
    expect((await call(url, "editMessageText", edit)).body.result).toMatchObject({ message_id, text: "dua" });
    expect((await call(url, "editMessageText", edit)).body.description).toContain("message is not modified");
  });

  test("the same text to the same chat counts as a duplicate", async () => {
    const { url } = await openSandbox();
    for (const text of ["ref 1", "ref 2", "ref 1"]) await call(url, "sendMessage", { chat_id: chat, text });
    expect((await desk(url, "_counts")).body).toEqual({ sent: 3, duplicates: 1 });
  });
});

describe("limits", () => {
  test("a chat takes three at once and then one a second", async () => {
    let now = Date.parse("2026-11-20T03:00:00Z");
    const { url } = await openSandbox({ now: () => now });
    const write = () => call(url, "sendMessage", { chat_id: chat, text: "a" });
    for (let n = 0; n < 3; n++) expect((await write()).status).toBe(200);
    expect(await write()).toMatchObject({
      status: 429,
      body: {
        ok: false,
        error_code: 429,
        description: "Too Many Requests: retry after 1",
        parameters: { retry_after: 1 },
      },
    });
    now += 1000;
    expect((await write()).status).toBe(200);
    expect((await desk(url, "_violations")).body).toEqual({ count: 1, byKey: { [`1001/${chat}`]: 1 } });
  });

  test("a bot sends thirty in a second, and a group takes twenty in a minute", async () => {
    let now = Date.parse("2026-11-20T03:00:00Z");
    const { url } = await openSandbox({ now: () => now });
    const write = async (chat_id: number) => (await call(url, "sendMessage", { chat_id, text: "a" })).status;
    for (let n = 0; n < 30; n++) expect(await write(2_000_000 + n)).toBe(200);
    expect(await write(3_000_000)).toBe(429);
    now += 1000;
    await desk(url, "_chats", { chatId: -50 });
    for (let n = 0; n < 20; n++) expect(await write(-50)).toBe(200);
    expect(await write(-50)).toBe(429);
  });
});

describe("updates", () => {
  test("carry the secret, rise in number, and make the chat known", async () => {
    const { url, received } = await openBot();
    const inbound = { tenant: "toko", from: "5001", name: "Budi", text: "/start ref_17" };
    expect((await desk(url, "_inbound", inbound)).status).toBe(202);
    await desk(url, "_inbound", { ...inbound, text: "halo" });
    await vi.waitFor(() => expect(received).toHaveLength(2));
    expect(received[0]).toMatchObject({
      path: "/t/toko/webhooks/telegram",
      headers: { "x-telegram-bot-api-secret-token": "s3cr3t-A_1" },
      body: {
        update_id: 900_001,
        message: {
          from: { id: 5001, first_name: "Budi" },
          chat: { id: 5001, type: "private", first_name: "Budi" },
          text: "/start ref_17",
          entities: [{ offset: 0, length: 6, type: "bot_command" }],
        },
      },
    });
    expect(received[1]?.body).toMatchObject({ update_id: 900_002, message: { text: "halo" } });
    expect((await call(url, "sendMessage", { chat_id: 5001, text: "Halo Budi" })).status).toBe(200);
  });

  test("of one chat wait for each other, also while one is tried again", async () => {
    const { url, received } = await openBot(500, 500, 200);
    for (const text of ["satu", "dua"]) await desk(url, "_inbound", { tenant: "toko", from: 5001, text });
    await vi.waitFor(() => expect(received).toHaveLength(4));
    expect(received.map(({ body }) => body.message?.text)).toEqual(["satu", "satu", "satu", "dua"]);
  });

  test("tell of a pressed button once, and its answer is taken once", async () => {
    const { url, received } = await openBot();
    const sent = await call(url, "sendMessage", {
      chat_id: chat,
      text: "Pekerjaan",
      ...keyboard({ text: "Ambil", callback_data: "job:take:17" }),
    });
    await desk(url, "_inbound", { tenant: "toko", from: chat, button: { id: "job:take:17", title: "Ambil" } });
    await vi.waitFor(() => expect(received).toHaveLength(1));
    expect(received[0]?.body.callback_query).toMatchObject({
      from: { id: chat },
      message: { message_id: sent.body.result.message_id, text: "Pekerjaan" },
      data: "job:take:17",
    });
    const answer = { callback_query_id: received[0]?.body.callback_query?.id };
    expect((await call(url, "answerCallbackQuery", answer)).body).toEqual({ ok: true, result: true });
    expect((await call(url, "answerCallbackQuery", answer)).body.description).toContain("query is too old");
  });

  test("tell of blocking and of starting anew", async () => {
    const { url, received } = await openBot();
    for (const state of ["blocked", "started"]) await desk(url, "_chats", { chatId: 5001, state });
    await vi.waitFor(() => expect(received).toHaveLength(2));
    expect(received.map(({ body }) => body.my_chat_member)).toMatchObject([
      { chat: { id: 5001 }, new_chat_member: { status: "kicked" } },
      { chat: { id: 5001 }, new_chat_member: { status: "member" } },
    ]);
  });

  test("that the webhook does not want are not sent, and a contact can be somebody else's", async () => {
    const { url, received } = await openBot();
    const contact = { phoneNumber: "+6281234567890", userId: 9 };
    await desk(url, "_inbound", { tenant: "toko", from: 5001, contact });
    await vi.waitFor(() => expect(received).toHaveLength(1));
    expect(received[0]?.body.message?.contact).toMatchObject({ phone_number: "+6281234567890", user_id: 9 });
    await call(url, "setWebhook", { url: "http://127.0.0.1:9/t/toko/webhooks/telegram", allowed_updates: ["message"] });
    const pressed = await desk(url, "_inbound", { tenant: "toko", from: 5001, button: { id: "a", title: "a" } });
    expect(pressed.body).toEqual({ callback: null });
  });

  test("are reported by getWebhookInfo, and exclude getUpdates", async () => {
    const { url, received } = await openBot(503);
    await desk(url, "_inbound", { tenant: "toko", from: 5001, text: "halo" });
    await vi.waitFor(() => expect(received.length).toBeGreaterThan(1));
    const { result } = (await call(url, "getWebhookInfo")).body;
    expect(result).toMatchObject({ pending_update_count: 1, allowed_updates, max_connections: 40 });
    expect(result.last_error_message).toContain("503");
    expect((await call(url, "getUpdates")).status).toBe(409);
    await call(url, "deleteWebhook");
    expect((await call(url, "getWebhookInfo")).body.result.url).toBe("");
    expect((await desk(url, "_inbound", { tenant: "toko", from: 5001, text: "halo" })).status).toBe(409);
  });

  test("bring pictures that getFile leads to", async () => {
    const { url, received } = await openBot();
    await desk(url, "_inbound", { tenant: "toko", from: 5001, image: { caption: "ODP selesai" } });
    await vi.waitFor(() => expect(received).toHaveLength(1));
    const { photo, caption } = received[0]?.body.message as {
      photo: [{ file_id: string; file_size: number }];
      caption: string;
    };
    expect(caption).toBe("ODP selesai");
    const { file_path } = (await call(url, "getFile", { file_id: photo[0].file_id })).body.result;
    const file = await fetch(`${url}/telegram/file/bot${token}/${file_path}`);
    expect((await file.arrayBuffer()).byteLength).toBe(photo[0].file_size);
  });
});
