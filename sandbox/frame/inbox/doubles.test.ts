import { describe, expect, test } from "vitest";

import { openReceiver, openSandbox, send } from "../../testing.ts";

const person = "6281234567890";
const number = "300000000000001";

/** A sandbox in which the company `warung` has registered its webhooks, and what a tab of its inbox shows. */
async function openCompany() {
  const { url: tepiUrl, received } = await openReceiver<Record<string, unknown>>();
  const { url } = await openSandbox({ tepiUrl, random: () => 0.1, pause: () => Promise.resolve() });
  const webhook = (provider: string) => `${tepiUrl}/t/warung/webhooks/${provider}/con_1`;
  const post = (path: string, body: object, headers?: Record<string, string>) =>
    send(`${url}/${path}`, { body, ...(headers && { headers }) });
  const read = async (tab: string) => (await fetch(`${url}/inbox?tab=${tab}`)).text();
  return { url, webhook, post, read, received };
}

/** Waits, by turns of the event loop alone, until the page holds it. */
async function until(read: () => Promise<string>, text: string): Promise<string> {
  for (;;) {
    const page = await read();
    if (page.includes(text)) return page;
  }
}

describe("the inbox shows a conversation", () => {
  const bearer = { authorization: "Bearer token" };

  test("over Whapi: delivered and read, with the person's answer to the company that wrote", async () => {
    const { url, webhook, post, read } = await openCompany();
    const events = [{ type: "statuses", method: "post" }];
    const webhooks = [{ url: webhook("whapi"), mode: "body", events, headers: {} }];
    await send(`${url}/whapi/settings`, { method: "PATCH", body: { webhooks }, headers: bearer });
    await post("whapi/messages/text", { to: person, body: "Tagihan November" }, bearer);
    const page = await until(() => read("phone"), 'title="dibaca"');
    expect(page).toContain('value="warung"');
    expect((await post("whapi/_inbound", { tenant: "warung", from: person, text: "Sudah" })).status).toBe(202);
    expect(await read("phone")).toMatch(/<li class="mine whatsapp">\s*<p class="text">Sudah<\/p>/);
  });

  test("over the Cloud API: a template with its name, and the answer", async () => {
    const { post, read } = await openCompany();
    const from = { tenant: "warung", from: person, phoneNumberId: number, appSecret: "secret" };
    await post("whatsapp-cloud/_inbound", { ...from, image: { caption: "bukti" } });
    const template = { name: "tagihan", language: { code: "id" } };
    const message = { messaging_product: "whatsapp", to: person, type: "template", template };
    await post(`whatsapp-cloud/v26.0/${number}/messages`, message, bearer);
    const page = await until(() => read("phone"), 'title="dibaca"');
    expect(page).toContain("tagihan (id)");
    expect(page).toMatch(/<li class="mine whatsapp">\s*<p class="text">bukti<\/p>/);
    expect(page).toContain('data-provider="whatsapp-cloud"');
    expect(page).toContain('value="warung"');
  });

  test("over Telegram: with buttons that answer, in a group as well", async () => {
    const { webhook, post, read, received } = await openCompany();
    await post("telegram/bot77:AAA/setWebhook", { url: webhook("telegram") });
    for (const chatId of [7001, -5001]) {
      await post("telegram/_inbound", { tenant: "warung", from: chatId, text: `halo ${chatId}` });
      const reply_markup = { inline_keyboard: [[{ text: "Ya", callback_data: "yes:1" }]] };
      await post("telegram/bot77:AAA/sendMessage", { chat_id: chatId, text: "Benar?", reply_markup });
      const press = { tenant: "warung", from: chatId, button: { id: "yes:1", title: "Ya" } };
      expect((await post("telegram/_inbound", press)).status).toBe(202);
    }
    const page = await read("telegram");
    expect(page).toMatch(/<li class="mine telegram">\s*<p class="text">halo -5001<\/p>/);
    expect(page).toMatch(/data-answer="Ya"\s+data-callback="yes:1"/);
    expect(page).toContain('value="warung"');
    await until(async () => JSON.stringify(received), '"chat_instance":"-7001"');
  });

  test("of a Discord channel with its cards, and a phone's SMS beside its WhatsApp", async () => {
    const { url, post, read } = await openCompany();
    const embeds = [{ title: "Tagihan lunas", description: "Terima kasih", url: "https://tepi.example/pay/1" }];
    await send(`${url}/discord/api/v10/webhooks/11/token?wait=true`, { body: { embeds } });
    const channel = await read("discord");
    expect(channel).toContain("Tagihan lunas");
    expect(channel).toContain('<a href="https://tepi.example/pay/1">');

    await post("whapi/messages/text", { to: person, body: "lewat WhatsApp" }, bearer);
    await post("sms/generic", { to: "0812-3456-7890", message: "lewat gateway" });
    const headers = {
      authorization: `Basic ${Buffer.from("AC1:token").toString("base64")}`,
      "content-type": "application/x-www-form-urlencoded",
    };
    const body = String(new URLSearchParams({ To: `+${person}`, From: "WARUNG", Body: "lewat Twilio" }));
    await send(`${url}/twilio/2010-04-01/Accounts/AC1/Messages.json`, { body, headers });
    const phone = await read("phone");
    expect(phone.match(/<section class="chat"/g)).toHaveLength(1);
    for (const text of ["lewat WhatsApp", "lewat gateway", "lewat Twilio"]) expect(phone).toContain(text);
    expect(phone).toContain('data-provider="whapi"');
  });
});
