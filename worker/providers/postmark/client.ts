/** Postmark's email API (`POST /email`), through its own client. */
import { Errors, Models, ServerClient } from "postmark";
import { Refusal } from "../../core/errors.ts";
import { log } from "../../core/log.ts";

export interface PostmarkAccount {
  POSTMARK_TOKEN: string;
  POSTMARK_URL: string;
  MAIL_FROM: string;
}

export interface Mail {
  to: string;
  subject: string;
  text: string;
  /** Groups mails in Postmark's statistics. */
  tag: string;
  /** Our id of what the mail is about; comes back in webhooks. */
  reference: string;
}

const timeoutSeconds = 15;

/** Postmark's own client for an account; `fetch` replaces the global one. */
export function postmarkClient(
  { POSTMARK_TOKEN, POSTMARK_URL }: Omit<PostmarkAccount, "MAIL_FROM">,
  fetch?: (input: RequestInfo | URL, init?: RequestInit) => Promise<Response>,
): ServerClient {
  const url = new URL(POSTMARK_URL);
  return new ServerClient(POSTMARK_TOKEN, {
    useHttps: url.protocol === "https:",
    requestHost: `${url.host}${url.pathname.replace(/\/$/, "")}`,
    timeout: timeoutSeconds,
    ...(fetch && { fetch }),
  });
}

/**
 * Sends one mail. An address that Postmark has suppressed is not tried again.
 * @throws Refusal `provider_failed` for what a later try may mend
 */
export async function sendMail(account: PostmarkAccount, mail: Mail): Promise<void> {
  try {
    await postmarkClient(account).sendEmail({
      From: account.MAIL_FROM,
      To: mail.to,
      Subject: mail.subject,
      TextBody: mail.text,
      Tag: mail.tag,
      MessageStream: "outbound",
      TrackOpens: false,
      TrackLinks: Models.LinkTrackingOptions.None,
      Metadata: { reference: mail.reference },
    });
  } catch (error) {
    const code = error instanceof Errors.PostmarkError ? error.code : undefined;
    log.warn("mail_refused", { code, reference: mail.reference });
    if (code === inactiveRecipient) return;
    throw new Refusal("provider_failed");
  }
}

/** Error code 406: hard bounce, complaint or suppression. */
const inactiveRecipient = 406;
