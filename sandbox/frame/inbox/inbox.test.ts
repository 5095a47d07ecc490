import { Hono } from "hono";
import { describe, expect, test } from "vitest";

import { createApp } from "../../app.ts";
import { openSandbox, send } from "../../testing.ts";
import type { AppEnv, ReceivedMessage } from "../provider.ts";
import { Sandbox } from "../sandbox.ts";

const base: ReceivedMessage = {
  channel: "whatsapp",
  to: "628111000111",
  from: "628999000999",
  title: null,
  text: "Halo",
  at: "2026-11-20T03:00:00.000Z",
  state: "delivered",
};

/** A sandbox whose only double received these messages. */
function openInbox(messages: readonly Partial<ReceivedMessage>[]) {
  const factory = () => ({
    name: "chat",
    title: "Chat",
    links: [],
    api: new Hono<AppEnv>(),
    desk: new Hono<AppEnv>(),
    errorResponse: (status: number) => new Response(null, { status }),
    inbox: () => messages.map((message) => ({ ...base, ...message })),
  });
  const app = createApp(new Sandbox({ tepiUrl: "http://127.0.0.1:9" }, [factory]));
  return async (path: string) => (await app.request(path)).text();
}

const order = (page: string, ...texts: string[]) => texts.map((text) => page.indexOf(text));
const ascending = (positions: number[]) =>
  positions.every((position, index) => position >= 0 && position > (positions[index - 1] ?? -1));

describe("the inbox", () => {
  test("is linked first on the index page, and says what it is for while empty", async () => {
    const { url } = await openSandbox();
    const index = await (await fetch(url)).text();
    expect(/href="([^"]+)"/.exec(index.slice(index.indexOf("<main>")))?.[1]).toBe("/inbox");
    const page = await fetch(`${url}/inbox`);
    expect(await page.text()).toContain("Belum ada pesan");
    expect(page.headers.get("content-security-policy")).toContain("script-src 'self'");
  });

  test("shows the mail of every mail double, newest first, and finds a receiver", async () => {
    let now = Date.parse("2026-11-20T03:00:00Z");
    const { url } = await openSandbox({ now: () => now });
    for (const To of ["melati@example.id", "kenanga@example.id"]) {
      const mail = { From: "cs@warung.example", To, Subject: `Untuk ${To}`, HtmlBody: "<script>alert(1)</script>" };
      await send(`${url}/postmark/email`, { body: mail, headers: { "x-postmark-server-token": "token" } });
      now += 1000;
    }
    const page = await (await fetch(`${url}/inbox`)).text();
    expect(ascending(order(page, "Untuk kenanga@", "Untuk melati@"))).toBe(true);
    expect(page).not.toContain("<script>alert");
    const found = await (await fetch(`${url}/inbox?to=MELATI`)).text();
    expect(found).toContain("Untuk melati@");
    expect(found).not.toContain("Untuk kenanga@");
    expect(await (await fetch(`${url}/inbox?to=mawar`)).text()).toContain("Tidak ada pesan untuk penerima ini");
  });

  test("is asked again for free while nothing has come", async () => {
    const { url } = await openSandbox();
    const first = await fetch(`${url}/inbox/_live?tab=mail`);
    const etag = first.headers.get("etag") ?? "";
    const again = await fetch(`${url}/inbox/_live?tab=mail`, { headers: { "if-none-match": etag } });
    expect([first.status, again.status]).toEqual([200, 304]);
  });

  test("groups a phone's WhatsApp and SMS by number, each in the order people read", async () => {
    const read = openInbox([
      { text: "pertama", at: "2026-11-20T03:00:00Z" },
      { text: "ketiga", at: "2026-11-20T03:02:00Z", isAnswer: true, from: "628111000111", to: "628999000999" },
      { text: "kedua", at: "2026-11-20T03:01:00Z", channel: "sms", from: "WARUNG" },
      { text: "lain", at: "2026-11-20T03:03:00Z", to: "628222000222" },
    ]);
    const page = await read("/inbox?tab=phone");
    expect(page.match(/<section class="chat"/g)).toHaveLength(2);
    expect(ascending(order(page, "628222000222</h2>", "lain", "628111000111</h2>", "pertama", "kedua", "ketiga"))).toBe(
      true,
    );
    expect(page).toMatch(/<li class="mine whatsapp">\s*<p class="text">ketiga<\/p>/);
    expect(page).toMatch(/<li class="theirs sms">/);
  });

  test("offers to answer as that person where people can, to the tenant that wrote", async () => {
    const chat = openInbox([{ tenant: "warung-kopi" }, { channel: "telegram", to: "7001" }]);
    const phone = await chat("/inbox?tab=phone");
    expect(phone).toContain('data-provider="chat"');
    expect(phone).toContain('data-from="628111000111"');
    expect(phone).toContain('value="warung-kopi"');
    expect(await chat("/inbox?tab=telegram")).toContain('data-from="7001"');
    expect(await openInbox([{ channel: "sms" }])("/inbox?tab=phone")).not.toContain("data-provider");
  });

  test("shows buttons: those that lead somewhere, and those that answer", async () => {
    const buttons = [
      { label: "Bayar", url: "https://tepi.example/pay/1" },
      { label: "Ya", data: "yes:1" },
    ];
    const page = await openInbox([{ channel: "telegram", to: "7001", buttons }])("/inbox?tab=telegram");
    expect(page).toContain('<a href="https://tepi.example/pay/1">Bayar</a>');
    expect(page).toMatch(/data-answer="Ya"\s+data-callback="yes:1"/);
  });

  test("shows WhatsApp's marks as WhatsApp does, and leaves addresses alone", async () => {
    const text = "*Tagihan* _November_ ~lama~ 2*3*4 https://tepi.example/a_b_c?x=_1_2 <b>";
    const page = await openInbox([{ text }])("/inbox?tab=phone");
    expect(page).toContain("<strong>Tagihan</strong> <em>November</em> <s>lama</s> 2*3*4 ");
    expect(page).toContain('href="https://tepi.example/a_b_c?x=_1_2"');
    expect(page).toContain("&lt;b&gt;");
  });

  test("shows a Discord channel with its cards", async () => {
    const card = { title: "Tagihan lunas", fields: [{ name: "Nomor", value: "INV-1" }] };
    const page = await openInbox([{ channel: "discord", to: "tagihan", ...card }])("/inbox?tab=discord");
    expect(page).toContain("# tagihan");
    expect(ascending(order(page, 'class="embed"', "Tagihan lunas", "Nomor", "INV-1"))).toBe(true);
  });

  test("counts each kind, and shows mail for a kind that does not exist", async () => {
    const read = openInbox([{ channel: "push", to: "device" }, {}, {}]);
    const page = await read("/inbox?tab=nothing");
    expect(page).toMatch(/aria-current="page"[^]*?Surat/);
    expect(page.match(/class="count">(\d+)</g)).toEqual([0, 2, 0, 0, 1].map((count) => `class="count">${count}<`));
  });
});
