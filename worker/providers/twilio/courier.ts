/** Twilio's Programmable Messaging (`…/2010-04-01/Accounts/{sid}/Messages.json`), for SMS. */
import { z } from "zod";
import { mobileNumber, phoneNumber } from "../../core/phones.ts";
import { accepted, notWorking, refused, shown, unknown, unsent, working, type AccountCheck } from "../answers.ts";
import { call, isLost, retryAfterMs, type Called } from "../call.ts";
import type { Courier, Failure, Message, SendResult } from "../courier.ts";
import { classOfError } from "./failures.ts";

export interface TwilioAccount {
  /** Setting TWILIO_URL. */
  baseUrl: string;
  accountSid: string;
  authToken: string;
  /** A number, an alphanumeric sender, or a messaging service (`MG…`). */
  from: string;
}

const sms = z.object({
  sid: z.string().max(100),
  body: z.string().nullish(),
  date_created: z.string().max(60).nullish(),
});
type Sms = z.infer<typeof sms>;
const page = z.object({ messages: z.array(sms).max(1000), next_page_uri: z.string().nullish() });
const error = z.object({ code: z.number().optional(), message: z.string().optional() });
const accountAnswer = z.object({ friendly_name: z.string(), status: z.string() });

/** Twilio writes whole seconds, by its own clock. */
const clockSlackMs = 5000;
const trialPrefix = "Sent from your Twilio trial account - ";

export const twilioCourier: Courier<TwilioAccount> = {
  channel: "sms",
  pace: () => ({ account: { burst: 10, everyMs: 100 } }),

  async send(account, message) {
    const to = internationalNumber(message.to);
    if (!to) return unsent("address", "number", "Not a phone number.");
    const called = await call(`${accountUrl(account)}/Messages.json`, {
      method: "POST",
      headers: { authorization: authorization(account) },
      body: new URLSearchParams({
        To: to,
        [account.from.startsWith("MG") ? "MessagingServiceSid" : "From"]: account.from,
        Body: message.text,
        ...(message.callbackUrl && { StatusCallback: message.callbackUrl }),
      }),
    });
    return resultOf(called, account, message);
  },

  /** Looked for by number and text. By number alone is asked: a message that is not sent yet has no `DateSent`. */
  async find(account, message, sinceMs) {
    const to = internationalNumber(message.to);
    if (!to) return "absent";
    const query = new URLSearchParams({ To: to, PageSize: "1000" });
    const called = await call(`${accountUrl(account)}/Messages.json?${query}`, {
      headers: { authorization: authorization(account) },
    });
    const listed = called?.status === 200 ? page.safeParse(called.json) : undefined;
    if (!listed?.success) return undefined;
    const recent = listed.data.messages.filter((each) => createdMs(each) >= sinceMs - clockSlackMs);
    const found = recent.find(({ body }) => body === message.text || body === trialPrefix + message.text);
    if (found) {
      const answer = shown({ status: 200, body: JSON.stringify(found) }, secretsOf(account));
      return accepted(found.sid, answer, { isFinal: isFinal(message) });
    }
    const mayGoOn = recent.length === listed.data.messages.length && Boolean(listed.data.next_page_uri);
    return mayGoOn ? undefined : "absent";
  },
};

/** Whether Twilio takes the credentials and the account is open. */
export async function testAccount(account: TwilioAccount): Promise<AccountCheck> {
  const called = await call(`${accountUrl(account)}.json`, {
    headers: { authorization: authorization(account) },
  });
  const found = called?.status === 200 ? accountAnswer.safeParse(called.json).data : undefined;
  if (!found) return notWorking("Twilio", called && failureOf(called), secretsOf(account));
  const { friendly_name: name, status } = found;
  return status === "active" ? working(name) : notWorking("Twilio", { code: status, detail: "" });
}

/** E.164 with the plus; undefined for what can't be a number. */
function internationalNumber(to: string): string | undefined {
  const digits = mobileNumber(to) ?? phoneNumber(to) ?? "";
  return /^[1-9]\d{7,14}$/.test(digits) ? `+${digits}` : undefined;
}

const accountUrl = ({ baseUrl, accountSid }: TwilioAccount) =>
  `${baseUrl}/2010-04-01/Accounts/${encodeURIComponent(accountSid)}`;
const credentials = ({ accountSid, authToken }: TwilioAccount) => `${accountSid}:${authToken}`;
const authorization = (account: TwilioAccount) =>
  `Basic ${Buffer.from(credentials(account), "utf8").toString("base64")}`;
const secretsOf = (account: TwilioAccount) => [account.authToken, credentials(account)];
const createdMs = ({ date_created: date }: Sms) => (date ? Date.parse(date) : Number.NaN) || Number.POSITIVE_INFINITY;

/** Where no callback was asked for, nothing more will be told. */
const isFinal = ({ callbackUrl }: Message): boolean => callbackUrl === undefined;

function resultOf(called: Called | undefined, account: TwilioAccount, message: Message): SendResult {
  const secrets = secretsOf(account);
  if (!called || isLost(called.status)) return unknown(called, secrets);
  if (called.status < 200 || called.status >= 300) return refused(failureOf(called), called, secrets);
  const sid = sms.safeParse(called.json).data?.sid ?? null;
  return accepted(sid, shown(called, secrets), { isFinal: isFinal(message) });
}

function failureOf({ status, headers, body, json }: Called): Failure {
  const { code, message } = error.safeParse(json).data ?? {};
  return {
    class: classOfError(code, status),
    code: String(code ?? status),
    detail: message ?? body,
    retryAfterMs: retryAfterMs(headers),
  };
}
