import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { aDocument } from "../../../test/support/providers.ts";
import { formsOf } from "../../../test/support/secrets.ts";
import type { Message } from "../courier.ts";
import { smtpCourier, testAccount, type SmtpAccount } from "./courier.ts";
import { SmtpSession } from "./session.ts";
import { headerText, parseMailbox } from "./message.ts";

const password = "rahasia-warung-kopi";
let server: { host: string; port: number };
const read = async <T>(path: string) => (await (await fetch(`${env.TEST_SANDBOX_URL}${path}`)).json()) as T;

beforeAll(async () => {
  server = await read("/smtp/_server");
});

const account = (changes: Partial<SmtpAccount> = {}): SmtpAccount => ({
  ...server,
  security: "none",
  username: "warung",
  password,
  from: "Warung Kopi <cs@warung.example>",
  ...changes,
});

let count = 0;
const messageTo = (to: string, changes: Partial<Message> = {}): Message => ({
  deliveryId: `dlv_smtp_${(count += 1)}`,
  to,
  subject: "Tagihan November",
  text: "Halo Melati",
  ...changes,
});

interface Mail {
  messageId: string;
  from: string;
  to: string;
  subject: string;
  text: string;
  html: string;
}
const mailsTo = async (to: string) =>
  (await read<{ messages: Mail[] }>(`/smtp/_mailbox?to=${encodeURIComponent(to)}`)).messages;
const fault = (fields: Record<string, unknown>) =>
  fetch(`${env.TEST_SANDBOX_URL}/_faults`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ provider: "smtp", count: 1, ...fields }),
  });

describe("a mail by SMTP", () => {
  test("arrives as it was written, under an id made of the delivery's", async () => {
    const message = messageTo("melati@smtp.example", {
      subject: "Tagihan “November” untuk Café Melati ☕ dengan judul yang sungguh sangat panjang sekali",
      text: "Halo Melati,\n.titik di awal baris\nRp150.000 — terima kasih",
      html: "<p>Halo <b>Melati</b></p>",
    });
    const sent = await smtpCourier.send(account({ from: '"Kopi, Teh & Café" <cs@warung.example>' }), message);
    expect(sent).toMatchObject({
      outcome: "accepted",
      providerMessageId: `<${message.deliveryId}@warung.example>`,
      isFinal: true,
      answer: { status: 250 },
    });
    expect(await mailsTo(message.to)).toMatchObject([
      {
        messageId: `<${message.deliveryId}@warung.example>`,
        from: "cs@warung.example",
        subject: message.subject,
        text: message.text,
        html: message.html,
      },
    ]);
  });

  test("has no header that came in through a subject or a sender's name", async () => {
    const message = messageTo("sisipan@smtp.example", { subject: "Halo\r\nX-Injected: 1\r\n\r\nIsi palsu" });
    const from = "Warung\r\nBcc: orang@lain.example <cs@warung.example>";
    expect((await smtpCourier.send(account({ from }), message)).outcome).toBe("accepted");
    const [mail] = await mailsTo(message.to);
    expect(mail).toMatchObject({ subject: "Halo X-Injected: 1 Isi palsu", text: "Halo Melati" });
    expect(await mailsTo("orang@lain.example")).toEqual([]);
  });

  test.each([
    ["no address", "melati"],
    ["two addresses", "a@smtp.example,b@smtp.example"],
    ["a command", "a@smtp.example>\r\nRCPT TO:<b@smtp.example"],
    ["letters that plain SMTP can't carry", "mélati@smtp.example"],
  ])("to %s is never tried", async (_case, to) => {
    expect(await smtpCourier.send(account(), messageTo(to))).toMatchObject({
      outcome: "refused",
      failure: { class: "address" },
      answer: { status: null },
    });
  });

  test.each([
    ["unknown@smtp.example", "address", "550 5.1.1"],
    ["busy@smtp.example", "unavailable", "451 4.3.2"],
    ["full@smtp.example", "unavailable", "452 4.2.2"],
    ["relay@smtp.example", "message", "554 5.7.1"],
    ["spam@smtp.example", "message", "554 5.7.1"],
    ["large@smtp.example", "message", "552 5.3.4"],
    ["later@smtp.example", "unavailable", "451 4.7.1"],
  ])("to %s is refused as %s", async (to, failureClass, code) => {
    expect(await smtpCourier.send(account(), messageTo(to))).toMatchObject({
      outcome: "refused",
      failure: { class: failureClass, code },
      answer: { status: Number(code.slice(0, 3)) },
    });
    expect(await mailsTo(to)).toEqual([]);
  });

  test("brings its document along, whatever its name", async () => {
    const content = crypto.getRandomValues(new Uint8Array(5000));
    const attachment = aDocument({ name: 'INV "2026"\r\nX-Evil: 1.pdf', content });
    const message = messageTo("lampiran@smtp.example", { attachment });
    expect(await smtpCourier.send(account(), message)).toMatchObject({ outcome: "accepted" });
    const [mail] = (await mailsTo("lampiran@smtp.example")) as (Mail & {
      attachments: { name: string; url: string }[];
    })[];
    expect(mail?.attachments).toMatchObject([{ name: "INV -2026- X-Evil: 1.pdf", contentType: "application/pdf" }]);
    const kept = await fetch(`${env.TEST_SANDBOX_URL}${mail?.attachments[0]?.url}`);
    expect(new Uint8Array(await kept.arrayBuffer())).toEqual(content);
    expect(mail?.text).toBe(message.text);
  });

  test("without a reply after the last line may have been taken", async () => {
    expect(await smtpCourier.send(account(), messageTo("silent@smtp.example"))).toMatchObject({ outcome: "unknown" });
    expect(await smtpCourier.send(account(), messageTo("lost@smtp.example"))).toMatchObject({ outcome: "unknown" });
    await fault({ kind: "silent", delayMs: 0, path: "diam@smtp.example" });
    expect(await smtpCourier.send(account(), messageTo("diam@smtp.example"))).toMatchObject({ outcome: "unknown" });
    expect(await mailsTo("silent@smtp.example")).toHaveLength(1);
    expect(await mailsTo("lost@smtp.example")).toHaveLength(0);
    expect(await mailsTo("diam@smtp.example")).toHaveLength(1);
  });

  test("that a failing server refuses is not taken", async () => {
    await fault({ kind: "fail", path: "gagal@smtp.example" });
    const result = await smtpCourier.send(account(), messageTo("gagal@smtp.example"));
    expect(result).toMatchObject({ outcome: "refused", failure: { class: "unavailable" } });
  });
});

describe("the account", () => {
  test.each<[string, Partial<SmtpAccount>, string]>([
    ["a wrong password", { password: "bad-rahasia-warung-kopi" }, "535 5.7.8"],
    ["STARTTLS that the server does not offer", { security: "starttls" }, "tls-missing"],
    ["a sender that is not the account's", { from: "stranger@warung.example" }, "553 5.7.1"],
    ["a sender that is no address", { from: "Warung" }, "sender"],
    ["no user name where one is needed", { username: "" }, "530"],
  ])("with %s is at fault, and no mail leaves", async (_case, changes, code) => {
    const message = messageTo("akun@smtp.example");
    const result = await smtpCourier.send(account(changes), message);
    expect(result).toMatchObject({ outcome: "refused", failure: { class: "account", code } });
    expect(await mailsTo(message.to)).toEqual([]);
  });

  test.each<[string, Partial<SmtpAccount>]>([
    ["a port where nobody listens", { port: 1 }],
    ["TLS where the server speaks none", { security: "tls" }],
  ])("with %s is unavailable", async (_case, changes) => {
    const result = await smtpCourier.send(account(changes), messageTo("jauh@smtp.example"));
    expect(result).toMatchObject({ outcome: "refused", failure: { class: "unavailable" } });
  });

  test("with a server that takes too long to greet is given up", async () => {
    // A web server waits to be spoken to.
    const silent = account({ port: Number(new URL(env.TEST_SANDBOX_URL).port) });
    const opening = SmtpSession.open(silent, "warung.example", 50);
    await expect(opening).rejects.toMatchObject({ stage: "connect", reply: undefined });
  });

  test("is tried without a mail", async () => {
    const { sent } = await read<{ sent: number }>("/smtp/_counts");
    expect(await testAccount(account())).toEqual({ ok: true, detail: `${server.host}:${server.port}` });
    expect(await testAccount(account({ password: "bad-sandi" }))).toMatchObject({ ok: false });
    expect(await testAccount(account({ security: "starttls" }))).toMatchObject({ ok: false });
    expect(await testAccount(account({ port: 1 }))).toMatchObject({ ok: false });
    expect(await read("/smtp/_counts")).toMatchObject({ sent });
  });

  test("keeps its password out of everything that is told", async () => {
    const told = JSON.stringify([
      await smtpCourier.send(account(), messageTo("melati@smtp.example")),
      await smtpCourier.send(account({ password: `bad-${password}` }), messageTo("melati@smtp.example")),
      await smtpCourier.send(account({ security: "starttls" }), messageTo("melati@smtp.example")),
      await testAccount(account({ password: `bad-${password}` })),
    ]);
    for (const form of formsOf(password)) expect(told).not.toContain(form);
  });
});

describe("headers", () => {
  test("of any length stay within 75 characters a word and say the same", () => {
    const text = "Pengingat 🧾 ".repeat(40).trim();
    const lines = headerText(text).split("\r\n ");
    expect(lines.length).toBeGreaterThan(5);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(75);
    const decoded = lines.map((line) => Buffer.from(line.slice(10, -2), "base64").toString()).join("");
    expect(decoded).toBe(text);
  });

  test("take a sender with and without a name", () => {
    expect(parseMailbox("cs@warung.example")).toEqual({ name: "", address: "cs@warung.example" });
    expect(parseMailbox('"Kopi \\"Enak\\"" <cs@warung.example>')).toEqual({
      name: 'Kopi "Enak"',
      address: "cs@warung.example",
    });
    expect(parseMailbox("Warung <cs@warung.example> x")).toBeUndefined();
  });
});
