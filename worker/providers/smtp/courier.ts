/** A tenant's own mail server. One session and one recipient for each message; what is accepted is final. */
import { accepted, notWorking, refused, shown, unknown, unsent, working, type AccountCheck } from "../answers.ts";
import type { Courier, FailureClass, SendResult } from "../courier.ts";
import { isPlainAddress, mailData, messageIdOf, parseMailbox } from "./message.ts";
import { SmtpFailure, SmtpSession, type SmtpServer } from "./session.ts";

export interface SmtpAccount extends SmtpServer {
  /** `Warung Kopi <cs@warung.example>` or a bare address. */
  from: string;
}

const timeoutMs = 15_000;

export const smtpCourier: Courier<SmtpAccount> = {
  channel: "email",
  attaches: "content",
  pace: () => ({ account: { burst: 2, everyMs: 500 } }),
  async send(account, message) {
    const from = parseMailbox(account.from);
    if (!from) return unsent("account", "sender", badSender);
    if (!isPlainAddress(message.to)) return unsent("address", "recipient", "The address is not valid.");
    let session: SmtpSession | undefined;
    try {
      const data = await mailData(message, from, Date.now());
      session = await SmtpSession.open(account, domainOf(from.address), timeoutMs);
      const { code, text } = await session.deliver(from.address, message.to, data);
      await session.quit();
      const answer = shown({ status: code, body: text }, secretsOf(account));
      return accepted(messageIdOf(message.deliveryId, from), answer, { isFinal: true });
    } catch (error) {
      await session?.close();
      if (error instanceof SmtpFailure) return resultOf(account, error);
      throw error;
    }
  },
};

/** Connects, signs in and takes leave. Never throws for what the server or the network does. */
export async function testAccount(account: SmtpAccount): Promise<AccountCheck> {
  const from = parseMailbox(account.from);
  if (!from) return notWorking("SMTP", { code: "", detail: badSender });
  try {
    const session = await SmtpSession.open(account, domainOf(from.address), timeoutMs);
    await session.quit();
    return working(`${account.host}:${account.port}`);
  } catch (error) {
    if (!(error instanceof SmtpFailure)) throw error;
    const code = String(error.reply?.code || "");
    return notWorking("SMTP", { code, detail: error.message }, secretsOf(account));
  }
}

const badSender = "The sender's address is not valid.";
const domainOf = (address: string): string => address.split("@")[1] ?? "localhost";

/** What a failed session says about the message (RFC 5321, 4.2.1: 4yz may be tried again, 5yz may not). */
function resultOf(account: SmtpAccount, { stage, reply, message }: SmtpFailure): SendResult {
  const secrets = secretsOf(account);
  const answer = { status: reply?.code || null, body: message };
  if (!reply) {
    if (stage === "body") return unknown(answer, secrets);
    return refused({ class: "unavailable", code: `${stage}-lost`, detail: message }, answer, secrets);
  }
  const code = reply.code === 0 ? `${stage}-missing` : [reply.code, reply.status].join(" ").trim();
  return refused({ class: classOf(stage, reply), code, detail: message }, answer, secrets);
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

/** The password as it is, and as AUTH PLAIN sends it. */
const secretsOf = ({ username, password }: SmtpAccount): string[] =>
  password === "" ? [] : [password, `\0${username}\0${password}`];
