/** A tenant's own mail server. One session and one recipient for each message; what is accepted is final. */
import type { Courier, Failure, FailureClass, ProviderAnswer, SendResult } from "../courier.ts";
import { redact } from "../redact.ts";
import { isPlainAddress, mailData, messageIdOf, parseMailbox } from "./message.ts";
import { SmtpFailure, SmtpSession, type SmtpServer } from "./session.ts";

export interface SmtpAccount extends SmtpServer {
  /** `Warung Kopi <cs@warung.example>` or a bare address. */
  from: string;
}

const timeoutMs = 15_000;
const shownCharacters = 2000;
const detailCharacters = 500;

export const smtpCourier: Courier<SmtpAccount> = {
  channel: "email",
  pace: () => ({ account: { burst: 2, everyMs: 500 } }),
  async send(account, message) {
    const from = parseMailbox(account.from);
    if (!from) return refused("account", "sender", "The sender's address is not valid.");
    if (!isPlainAddress(message.to)) return refused("address", "recipient", "The address is not valid.");
    let session: SmtpSession | undefined;
    try {
      const data = await mailData(message, from, Date.now());
      session = await SmtpSession.open(account, domainOf(from.address), timeoutMs);
      const { code, text } = await session.deliver(from.address, message.to, data);
      await session.quit();
      return {
        outcome: "accepted",
        providerMessageId: messageIdOf(message.deliveryId, from),
        isFinal: true,
        answer: answerOf(account, code, text),
      };
    } catch (error) {
      await session?.close();
      if (error instanceof SmtpFailure) return resultOf(account, error);
      throw error;
    }
  },
};

/** Connects, signs in and takes leave. Never throws for what the server or the network does. */
export async function testAccount(account: SmtpAccount): Promise<{ ok: boolean; detail: string }> {
  const from = parseMailbox(account.from);
  if (!from) return { ok: false, detail: "SMTP: The sender's address is not valid." };
  try {
    const session = await SmtpSession.open(account, domainOf(from.address), timeoutMs);
    await session.quit();
    return { ok: true, detail: `${account.host}:${account.port}` };
  } catch (error) {
    if (!(error instanceof SmtpFailure)) throw error;
    const { body, status } = answerOf(account, error.reply?.code ?? 0, error.message);
    return { ok: false, detail: `SMTP: ${status ?? ""} ${body}`.replace(/\s+/g, " ").slice(0, detailCharacters) };
  }
}

const domainOf = (address: string): string => address.split("@")[1] ?? "localhost";

/** What a failed session says about the message (RFC 5321, 4.2.1: 4yz may be tried again, 5yz may not). */
function resultOf(account: SmtpAccount, { stage, reply, message }: SmtpFailure): SendResult {
  const answer = answerOf(account, reply?.code ?? 0, message);
  if (!reply) {
    if (stage === "body") return { outcome: "unknown", answer };
    return { outcome: "refused", failure: failureOf("unavailable", `${stage}-lost`, answer), answer };
  }
  const code = reply.code === 0 ? `${stage}-missing` : [reply.code, reply.status].join(" ").trim();
  return { outcome: "refused", failure: failureOf(classOf(stage, reply), code, answer), answer };
}

function classOf(stage: SmtpFailure["stage"], { code, status }: { code: number; status: string }): FailureClass {
  if (code >= 400 && code < 500) return "unavailable";
  if (stage === "recipient" || stage === "body") {
    if (code === 530) return "account";
    // Policy and relaying say nothing about the address (RFC 3463, 3.8).
    if (status.startsWith("5.7.")) return "message";
    return stage === "recipient" || status.startsWith("5.1.") ? "address" : "message";
  }
  if (stage === "data") return "message";
  if (stage === "sender") return code === 552 ? "message" : "account";
  return stage === "connect" || stage === "hello" ? "unavailable" : "account";
}

function refused(failureClass: FailureClass, code: string, detail: string): SendResult {
  const answer = { status: null, body: detail };
  return { outcome: "refused", failure: failureOf(failureClass, code, answer), answer };
}

const failureOf = (failureClass: FailureClass, code: string, { body }: ProviderAnswer): Failure => ({
  class: failureClass,
  code,
  detail: body.slice(0, detailCharacters),
});

function answerOf({ username, password }: SmtpAccount, code: number, text: string): ProviderAnswer {
  const secrets = [password, `\0${username}\0${password}`];
  return { status: code || null, body: redact(text, secrets).slice(0, shownCharacters) };
}
