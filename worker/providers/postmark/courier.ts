/** Postmark as a courier: accepted at once, told of by webhook, and asked for by our id where no answer came. */
import { Errors, Models, type ServerClient } from "postmark";
import { accepted, notWorking, refused, shown, unknown, working, type AccountCheck } from "../answers.ts";
import { isNeverReached, retryAfterMs } from "../call.ts";
import type { Attachment, Courier, Failure, FailureClass, ProviderAnswer, SendResult } from "../courier.ts";
import { base64 } from "../documents.ts";
import { postmarkClient, type PostmarkAccount } from "./client.ts";

const stream = "outbound";

/** Our delivery's id among the mail's metadata, which webhooks repeat and the search looks through. */
const metadataOf = (deliveryId: string) => ({ reference: deliveryId });

const attachmentOf = ({ name, contentType }: Attachment, content: Uint8Array) => ({
  Name: name,
  Content: base64(content),
  ContentType: contentType,
  ContentID: null,
});

export const postmarkCourier: Courier<PostmarkAccount> = {
  channel: "email",
  attaches: "content",
  pace: () => ({ account: { burst: 40, everyMs: 25 } }),
  async send(account, message) {
    const { client, last } = watchedClient(account);
    try {
      const { MessageID } = await client.sendEmail({
        From: account.MAIL_FROM,
        To: message.to,
        Subject: message.subject ?? "",
        TextBody: message.text,
        ...(message.html && { HtmlBody: message.html }),
        MessageStream: stream,
        // Opens are seen by a picture, which a mail of text alone can't hold.
        TrackOpens: Boolean(message.html),
        TrackLinks: Models.LinkTrackingOptions.None,
        Metadata: metadataOf(message.deliveryId),
        ...(message.attachment?.content && {
          Attachments: [attachmentOf(message.attachment, message.attachment.content)],
        }),
      });
      return accepted(MessageID ?? null, shown(last.answer, [account.POSTMARK_TOKEN]));
    } catch (error) {
      return failed(error, last, [account.POSTMARK_TOKEN]);
    }
  },
  async find(account, { deliveryId }) {
    const { client, last } = watchedClient(account);
    try {
      const filter = { count: 1, offset: 0, metadata_reference: deliveryId };
      const { TotalCount, Messages } = await client.getOutboundMessages(filter);
      const [message] = Messages;
      if (message) return accepted(message.MessageID, shown(last.answer, [account.POSTMARK_TOKEN]));
      return Number(TotalCount) === 0 ? "absent" : undefined;
    } catch {
      return undefined;
    }
  },
};

/** Whether Postmark takes the token: `GET /server`. */
export async function testAccount(account: PostmarkAccount): Promise<AccountCheck> {
  const { client } = watchedClient(account);
  try {
    return working((await client.getServer()).Name);
  } catch (error) {
    return troubleOf(error, [account.POSTMARK_TOKEN]);
  }
}

/**
 * Has Postmark post the events of the stream `outbound` to `url`, with the secret in `X-Webhook-Secret`. A webhook that
 * goes there already is updated; others are left alone.
 */
export async function registerWebhook(account: PostmarkAccount, url: string, secret: string): Promise<AccountCheck> {
  const { client } = watchedClient(account);
  const webhook = {
    Url: url,
    HttpHeaders: [{ Name: "X-Webhook-Secret", Value: secret }],
    Triggers: {
      Bounce: { Enabled: true, IncludeContent: false },
      Delivery: { Enabled: true },
      SpamComplaint: { Enabled: true, IncludeContent: false },
      SubscriptionChange: { Enabled: true },
      Open: { Enabled: true, PostFirstOpenOnly: true },
    },
  };
  try {
    const { Webhooks } = await client.getWebhooks({ messageStream: stream });
    const known = Webhooks.find(({ Url }) => Url === url);
    if (known) await client.editWebhook(known.ID, webhook);
    else await client.createWebhook({ ...webhook, MessageStream: stream });
    return working("Postmark: webhook set");
  } catch (error) {
    return troubleOf(error, [account.POSTMARK_TOKEN, secret]);
  }
}

function troubleOf(error: unknown, secrets: string[]): AccountCheck {
  if (!(error instanceof Errors.PostmarkError) || error.code === 0) return notWorking("Postmark");
  return notWorking("Postmark", { code: String(error.code), detail: error.message }, secrets);
}

/** The last answer as it came, which the package's errors hold only in part; no answer leaves it empty. */
interface Last {
  answer: ProviderAnswer;
  retryAfterMs: number | undefined;
}

function watchedClient(account: PostmarkAccount): { client: ServerClient; last: Last } {
  const last: Last = { answer: { status: null, body: "" }, retryAfterMs: undefined };
  const client = postmarkClient(account, async (input, init) => {
    const response = await fetch(input, { ...init, redirect: "manual" });
    const body = await response.text();
    last.answer = { status: response.status, body };
    last.retryAfterMs = retryAfterMs(response.headers);
    return new Response(body === "" ? null : body, { status: response.status });
  });
  return { client, last };
}

/** What the answer says; where there is none, the message may have been taken. */
function failed(error: unknown, { answer, retryAfterMs }: Last, secrets: string[]): SendResult {
  if (!(error instanceof Errors.PostmarkError)) throw error;
  if (answer.status === null) return unknown();
  const failure: Failure = {
    class: classOf(error.code, answer.status),
    code: error.code === 0 ? `HTTP ${answer.status}` : String(error.code),
    detail: error.message,
    retryAfterMs,
  };
  return refused(failure, answer, secrets);
}

/** By `ErrorCode`, as Postmark's overview of its API lists them; some share a number with an HTTP status. */
const classes: Record<number, FailureClass> = {
  10: "account",
  100: "unavailable",
  300: "message",
  400: "account",
  401: "account",
  402: "message",
  403: "message",
  405: "account",
  406: "address",
  411: "message",
  412: "account",
  413: "account",
  429: "rate-limited",
};

function classOf(errorCode: number, status: number): FailureClass {
  const known = classes[errorCode];
  if (known) return known;
  if (status === 429) return "rate-limited";
  if (status >= 500 || isNeverReached(status)) return "unavailable";
  return status === 401 || status === 403 || status === 404 ? "account" : "message";
}
