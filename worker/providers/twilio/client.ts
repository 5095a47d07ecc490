/** Twilio's Programmable Messaging (`…/2010-04-01/Accounts/{sid}/Messages.json`), for SMS. */
import { z } from "zod";
import { mobileNumber } from "../../core/sms.ts";
import { isLost, noAnswer, refusedFor, shown, unsent } from "../answers.ts";
import { call, retryAfterMs, type Called } from "../call.ts";
import type { Accepted, Courier, Message, ProviderAnswer, SendResult } from "../courier.ts";
import { classOfError } from "./errors.ts";

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

const timeoutMs = 15_000;
/** Twilio writes whole seconds, by its own clock. */
const clockSlackMs = 5000;
const trialPrefix = "Sent from your Twilio trial account - ";

export const twilioCourier: Courier<TwilioAccount> = {
  channel: "sms",
  pace: () => ({ account: { burst: 10, everyMs: 100 } }),

  async send(account, message) {
    const to = internationalNumber(message.to);
    if (!to) return unsent({ class: "address", code: "number", detail: "Not a phone number." });
    const called = await call(`${accountUrl(account)}/Messages.json`, {
      method: "POST",
      headers: { authorization: authorization(account) },
      body: new URLSearchParams({
        To: to,
        [account.from.startsWith("MG") ? "MessagingServiceSid" : "From"]: account.from,
        Body: message.text,
        ...(message.callbackUrl && { StatusCallback: message.callbackUrl }),
      }),
      timeoutMs,
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
      timeoutMs,
    });
    const listed = called?.status === 200 ? page.safeParse(called.json) : undefined;
    if (!listed?.success) return undefined;
    const recent = listed.data.messages.filter((each) => createdMs(each) >= sinceMs - clockSlackMs);
    const found = recent.find(({ body }) => body === message.text || body === trialPrefix + message.text);
    if (found) {
      const answer = shown({ status: 200, body: JSON.stringify(found) }, secretsOf(account));
      return acceptedAs(found.sid, message, answer);
    }
    const mayGoOn = recent.length === listed.data.messages.length && Boolean(listed.data.next_page_uri);
    return mayGoOn ? undefined : "absent";
  },
};

/** Whether Twilio takes the credentials and the account is open. */
export async function testAccount(account: TwilioAccount): Promise<{ ok: boolean; detail: string }> {
  const called = await call(`${accountUrl(account)}.json`, {
    headers: { authorization: authorization(account) },
    timeoutMs,
  });
  const answer = called?.status === 200 ? accountAnswer.safeParse(called.json) : undefined;
  if (!answer?.success) return { ok: false, detail: `Twilio: ${called?.status ?? "unreachable"}` };
  const { friendly_name: name, status } = answer.data;
  return {
    ok: status === "active",
    detail: status === "active" ? name.slice(0, 100) : `Twilio: ${status.slice(0, 40)}`,
  };
}

/** E.164 with the plus; undefined for what can't be a number. */
function internationalNumber(to: string): string | undefined {
  const digits = mobileNumber(to) ?? to.replace(/\D/g, "").replace(/^0/, "62");
  return /^[1-9]\d{7,14}$/.test(digits) ? `+${digits}` : undefined;
}

const accountUrl = ({ baseUrl, accountSid }: TwilioAccount) =>
  `${baseUrl}/2010-04-01/Accounts/${encodeURIComponent(accountSid)}`;
const credentials = ({ accountSid, authToken }: TwilioAccount) => `${accountSid}:${authToken}`;
const authorization = (account: TwilioAccount) =>
  `Basic ${Buffer.from(credentials(account), "utf8").toString("base64")}`;
const secretsOf = (account: TwilioAccount) => [account.authToken, credentials(account)];
const createdMs = ({ date_created: date }: Sms) => (date ? Date.parse(date) : Number.NaN) || Number.POSITIVE_INFINITY;

/** Final where no callback was asked for: nothing more will be told. */
const acceptedAs = (sid: string | null, { callbackUrl }: Message, answer: ProviderAnswer): Accepted => ({
  outcome: "accepted",
  providerMessageId: sid,
  isFinal: callbackUrl === undefined,
  answer,
});

function resultOf(called: Called | undefined, account: TwilioAccount, message: Message): SendResult {
  if (!called || called.status === null || isLost(called.status)) return noAnswer;
  const secrets = secretsOf(account);
  if (called.status >= 200 && called.status < 300) {
    const sid = sms.safeParse(called.json).data?.sid ?? null;
    return acceptedAs(sid, message, shown(called, secrets));
  }
  const { code, message: words } = error.safeParse(called.json).data ?? {};
  const waitMs = retryAfterMs(called.headers, Date.now());
  const failure = {
    class: classOfError(code, called.status),
    code: String(code ?? called.status),
    detail: words ?? called.body,
    ...(waitMs !== undefined && { retryAfterMs: waitMs }),
  };
  return refusedFor(failure, called, secrets);
}
