import { describe, expect, test } from "vitest";

import { openSandbox, send } from "../../testing.ts";
import { embedLength } from "./messages.ts";

const path = "/discord/api/v10/webhooks/1300000000000000003/token-1";
const quiet = { allowed_mentions: { parse: [] } };
const embed = {
  title: "INV-0001 lunas",
  description: "Budi - Rp150.000",
  color: 3066993,
  timestamp: "2026-11-20T03:05:00.000Z",
  fields: [{ name: "Metode", value: "BCA VA", inline: true }],
  footer: { text: "tenant t_01" },
};

interface Messages {
  messages: Record<string, unknown>[];
}
const messagesTo = async (url: string, to: string) =>
  (await send<Messages>(`${url}/discord/_messages?to=${to}`)).body.messages;

describe("posting", () => {
  test("with wait answers the message, and its channel shows it", async () => {
    const { url } = await openSandbox({ now: () => Date.parse("2026-11-20T03:05:00.123Z") });
    const body = { username: "Tepi", content: "Pembayaran masuk", ...quiet, embeds: [embed] };
    const sent = await send(`${url}${path}?wait=true&thread_id=77`, { body });
    expect(sent).toMatchObject({
      status: 200,
      body: {
        type: 0,
        channel_id: "77",
        webhook_id: "1300000000000000003",
        content: "Pembayaran masuk",
        embeds: [{ type: "rich", title: "INV-0001 lunas" }],
        timestamp: "2026-11-20T03:05:00.123000+00:00",
      },
    });
    expect(sent.body.id).toMatch(/^\d{19}$/);
    expect(await messagesTo(url, "1300000000000000003")).toMatchObject([
      {
        id: sent.body.id,
        username: "Tepi",
        threadId: "77",
        pings: [],
        text: "Pembayaran masuk\nINV-0001 lunas\nBudi - Rp150.000\nMetode: BCA VA\ntenant t_01",
      },
    ]);
    expect(await messagesTo(url, "other")).toEqual([]);
  });

  test("without wait answers 204, on every version of the route", async () => {
    const { url } = await openSandbox();
    for (const version of ["", "v9/", "v10/"]) {
      const answer = await fetch(`${url}/discord/api/${version}webhooks/1/t`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ content: `Halo ${version}`, ...quiet }),
      });
      expect([answer.status, await answer.text()]).toEqual([204, ""]);
    }
    expect((await send(`${url}/discord/_counts`)).body).toEqual({ sent: 3, duplicates: 0 });
  });

  test("rings everyone where the mentions are not held back", async () => {
    const { url } = await openSandbox();
    await send(`${url}${path}?wait=true`, { body: { content: "@everyone halo" } });
    await send(`${url}${path}?wait=true`, { body: { content: "@everyone halo", ...quiet } });
    expect(await messagesTo(url, "1300000000000000003")).toMatchObject([{ pings: ["@everyone"] }, { pings: [] }]);
    expect((await send(`${url}/discord/_counts`)).body).toEqual({ sent: 2, duplicates: 1 });
  });

  test("counts the characters of an embed as documented", () => {
    expect(embedLength(embed)).toBe(53);
    expect(embedLength({ title: "😀" })).toBe(1);
  });

  const full = { description: "x".repeat(4096) };
  test.each([
    ["content of 2001", { content: "x".repeat(2001) }, 50035, "content"],
    ["a title of 257", { embeds: [{ title: "x".repeat(257) }] }, 50035, "embeds"],
    ["a description of 4097", { embeds: [{ description: "x".repeat(4097) }] }, 50035, "embeds"],
    ["11 embeds", { embeds: Array.from({ length: 11 }, () => ({ title: "x" })) }, 50035, "embeds"],
    [
      "26 fields",
      { embeds: [{ fields: Array.from({ length: 26 }, () => ({ name: "a", value: "b" })) }] },
      50035,
      "embeds",
    ],
    ["6001 in all", { embeds: [full, { description: "x".repeat(1905) }] }, 50035, "embeds"],
    ["a colour as #hex", { embeds: [{ title: "x", color: "#2ECC71" }] }, 50035, "embeds"],
    ["nothing", {}, 50006, undefined],
    ["spaces alone", { content: "   " }, 50006, undefined],
    ["broken JSON", "{", 50109, undefined],
  ])("%s is refused", async (_case, body, code, field) => {
    const { url } = await openSandbox();
    const refused = await send(`${url}${path}?wait=true`, { method: "POST", body });
    expect(refused).toMatchObject({ status: 400, body: { code } });
    if (field) expect(refused.body.errors).toHaveProperty(field);
    expect((await send(`${url}/discord/_counts`)).body).toEqual({ sent: 0, duplicates: 0 });
  });

  test("takes what just fits, counted after trimming", async () => {
    const { url } = await openSandbox();
    const fitting = [{ content: ` ${"x".repeat(2000)} ` }, { embeds: [full, { description: "x".repeat(1904) }] }];
    for (const body of fitting) expect((await send(`${url}${path}?wait=true`, { body })).status).toBe(200);
  });
});

describe("a webhook", () => {
  test("tells what it is", async () => {
    const { url } = await openSandbox();
    expect((await send(url + path)).body).toMatchObject({ id: "1300000000000000003", type: 1, token: "token-1" });
  });

  test("with a bad token is 401, deleted 404 until it is there again", async () => {
    const { url } = await openSandbox();
    expect(await send(`${url}/discord/api/webhooks/1/bad-token`)).toMatchObject({ status: 401, body: { code: 50027 } });
    await send(`${url}/discord/_webhooks`, { body: { id: "1", deleted: true } });
    expect(await send(`${url}/discord/api/v10/webhooks/1/t`, { body: { content: "x" } })).toMatchObject({
      status: 404,
      body: { message: "Unknown Webhook", code: 10015 },
    });
    await send(`${url}/discord/_webhooks`, { body: { id: "1", deleted: false } });
    expect((await send(`${url}/discord/api/v10/webhooks/1/t`)).status).toBe(200);
    expect((await send(`${url}/discord/api/v10/webhooks/1`)).status).toBe(404);
  });
});

describe("limits", () => {
  test("take five in two seconds for each webhook, and tell it in headers", async () => {
    let nowMs = 1_000_000;
    const { url } = await openSandbox({ now: () => nowMs });
    const post = (to = "1") =>
      send<{ retry_after?: number }>(`${url}/discord/api/v10/webhooks/${to}/t?wait=true`, { body: { content: "x" } });
    const first = await post();
    expect(Object.fromEntries(first.headers)).toMatchObject({
      "x-ratelimit-limit": "5",
      "x-ratelimit-remaining": "4",
      "x-ratelimit-reset-after": "0.4",
      "x-ratelimit-reset": "1000.4",
      "x-ratelimit-bucket": "sandbox1",
    });
    for (let i = 0; i < 4; i++) expect((await post()).status).toBe(200);
    const limited = await post();
    expect(limited).toMatchObject({ status: 429, body: { retry_after: 0.4, global: false } });
    expect(Object.fromEntries(limited.headers)).toMatchObject({
      "retry-after": "1",
      "x-ratelimit-remaining": "0",
      "x-ratelimit-scope": "user",
    });
    expect((await post("2")).status).toBe(200);
    nowMs += 400;
    expect((await post()).status).toBe(200);
    expect((await post()).status).toBe(429);
    expect((await send(`${url}/discord/_violations`)).body).toEqual({ count: 2, byKey: { 1: 2 } });
  });

  test("can be made global, shared or a page without JSON, which no webhook is to blame for", async () => {
    const { url } = await openSandbox();
    const post = () => fetch(`${url}${path}?wait=true`, { method: "POST", body: '{"content":"x"}' });
    const limit = (kind: string) => send(`${url}/discord/_limits`, { body: { kind, retryAfterSeconds: 3.2 } });
    await limit("global");
    const global = await post();
    expect(global.headers.get("x-ratelimit-global")).toBe("true");
    expect([global.status, await global.json()]).toMatchObject([429, { retry_after: 3.2, global: true }]);
    await limit("shared");
    expect((await post()).headers.get("x-ratelimit-scope")).toBe("shared");
    await limit("html");
    const page = await post();
    expect([page.status, page.headers.get("content-type")]).toEqual([429, "text/html; charset=UTF-8"]);
    expect((await post()).status).toBe(200);
    expect((await send(`${url}/discord/_violations`)).body).toEqual({ count: 0, byKey: {} });
  });
});
