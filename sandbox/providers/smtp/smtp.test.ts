import { connect } from "node:net";

import { describe, expect, test } from "vitest";

import { openSandbox, send } from "../../testing.ts";
import type { Mail } from "./server.ts";

const plain = (user: string, password: string) => Buffer.from(`\0${user}\0${password}`).toString("base64");
const signIn = ["EHLO warung.example", `AUTH PLAIN ${plain("warung", "rahasia")}`];
const mailTo = (to: string, id = "one") => [
  "MAIL FROM:<cs@warung.example>",
  `RCPT TO:<${to}>`,
  "DATA",
  `From: Warung <cs@warung.example>\r\nTo: ${to}\r\nMessage-ID: <${id}@warung.example>\r\nSubject: Halo\r\n\r\nIsi\r\n.`,
];

/** Says each line after the reply to the one before; the replies' last lines, null where the connection ended. */
async function converse(port: number, lines: readonly string[]): Promise<(string | null)[]> {
  const replies: (string | null)[] = [];
  const socket = connect(port, "127.0.0.1").setEncoding("utf8");
  let received = "";
  const rest = [...lines, "QUIT"];
  socket.on("data", (chunk) => {
    received += String(chunk);
    const last = /^\d{3} [^\n]*\r\n$/m.exec(received);
    if (!last) return;
    replies.push(last[0].trim());
    received = "";
    const line = rest.shift();
    if (line !== undefined) socket.write(`${line}\r\n`);
  });
  await new Promise((resolve) => socket.once("close", resolve).on("error", () => undefined));
  if (rest.length > 0) replies.push(null);
  return replies;
}

async function openServer() {
  const { url } = await openSandbox();
  const { port } = (await send<{ port: number }>(`${url}/smtp/_server`)).body;
  const mailbox = async (to: string) =>
    (await send<{ messages: Mail[] }>(`${url}/smtp/_mailbox?to=${encodeURIComponent(to)}`)).body.messages;
  return { url, port, mailbox };
}

describe("the mail server", () => {
  test("keeps a mail for who signed in, and records it as a call", async () => {
    const { url, port, mailbox } = await openServer();
    const replies = await converse(port, [...signIn, ...mailTo("melati@example.id")]);
    expect(replies.map((reply) => reply?.slice(0, 3))).toEqual([
      "220",
      "250",
      "235",
      "250",
      "250",
      "354",
      "250",
      "221",
    ]);
    expect(await mailbox("Melati@example.id")).toMatchObject([
      { messageId: "<one@warung.example>", user: "warung", from: "cs@warung.example", subject: "Halo", text: "Isi" },
    ]);
    const { calls } = (await send<{ calls: unknown[] }>(`${url}/_calls?provider=smtp`)).body;
    expect(calls).toMatchObject([{ method: "DATA", path: "/smtp/melati@example.id", status: 250 }]);
  });

  test("refuses who does not sign in, or with a bad password", async () => {
    const { port } = await openServer();
    const unknown = await converse(port, ["EHLO warung.example", "MAIL FROM:<cs@warung.example>"]);
    expect(unknown[2]).toMatch(/^530 /);
    const bad = await converse(port, ["EHLO warung.example", `AUTH PLAIN ${plain("warung", "bad-rahasia")}`]);
    expect(bad[2]).toMatch(/^535 /);
  });

  test("takes AUTH LOGIN as well", async () => {
    const { port } = await openServer();
    const login = ["AUTH LOGIN", ...["warung", "rahasia"].map((text) => Buffer.from(text).toString("base64"))];
    const replies = await converse(port, ["EHLO warung.example", ...login]);
    expect(replies[4]).toMatch(/^235 /);
  });

  test.each([
    ["unknown@example.id", 4, "550 5.1.1"],
    ["busy@example.id", 4, "451 4.3.2"],
    ["full@example.id", 4, "452 4.2.2"],
    ["relay@example.id", 4, "554 5.7.1"],
    ["spam@example.id", 6, "554 5.7.1"],
    ["large@example.id", 6, "552 5.3.4"],
    ["later@example.id", 6, "451 4.7.1"],
  ])("refuses %s", async (to, index, reply) => {
    const { port, mailbox } = await openServer();
    const replies = await converse(port, [...signIn, ...mailTo(to)]);
    expect(replies[index]).toContain(reply);
    expect(await mailbox(to)).toEqual([]);
  });

  test("falls silent after the last line, with the mail taken or not", async () => {
    const { port, mailbox } = await openServer();
    expect((await converse(port, [...signIn, ...mailTo("silent@example.id")])).at(-1)).toBeNull();
    expect((await converse(port, [...signIn, ...mailTo("lost@example.id")])).at(-1)).toBeNull();
    expect(await mailbox("silent@example.id")).toHaveLength(1);
    expect(await mailbox("lost@example.id")).toHaveLength(0);
  });

  test("obeys the faults slow, fail and silent", async () => {
    const { url, port, mailbox } = await openServer();
    const fault = (fields: object) => send(`${url}/_faults`, { body: { provider: "smtp", count: 1, ...fields } });
    await fault({ kind: "fail", status: 554 });
    expect((await converse(port, [...signIn, ...mailTo("melati@example.id")])).at(6)).toMatch(/^554 /);
    await fault({ kind: "silent", delayMs: 0, workDone: false });
    expect((await converse(port, [...signIn, ...mailTo("melati@example.id")])).at(-1)).toBeNull();
    expect(await mailbox("melati@example.id")).toHaveLength(0);
    await fault({ kind: "slow", delayMs: 1 });
    await converse(port, [...signIn, ...mailTo("melati@example.id")]);
    expect(await mailbox("melati@example.id")).toHaveLength(1);
  });

  test("counts the same message to the same recipient as a duplicate", async () => {
    const { url, port } = await openServer();
    const twice = [...mailTo("melati@example.id", "same"), ...mailTo("melati@example.id", "same")];
    await converse(port, [...signIn, ...twice, ...mailTo("kenanga@example.id", "same")]);
    expect((await send(`${url}/smtp/_counts`)).body).toEqual({ sent: 3, duplicates: 1 });
  });

  test("on a taken port keeps the sandbox from starting, and frees the sandbox's own", async () => {
    const { port } = await openServer();
    await expect(openSandbox({ ports: { smtp: port } })).rejects.toMatchObject({ code: "EADDRINUSE" });
  });
});
