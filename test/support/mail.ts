/** The mails that the Postmark double took. */
import { env } from "cloudflare:workers";

export interface SentMail {
  to: string;
  subject: string;
  text: string;
}

/** What was sent to an address, oldest first. */
export async function mailsTo(address: string): Promise<SentMail[]> {
  const answer = await fetch(`${env.TEST_SANDBOX_URL}/postmark/_mailbox?to=${encodeURIComponent(address)}`);
  return ((await answer.json()) as { messages: SentMail[] }).messages;
}

/** What follows `before` in a link of the last mail to an address. */
export async function mailedToken(address: string, before: string): Promise<string> {
  const mails = await mailsTo(address);
  const line = mails.findLast(({ text }) => text.includes(before))?.text.split(before)[1];
  return line?.split(/\s/)[0] ?? "";
}
