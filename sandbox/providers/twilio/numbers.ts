import type { TwilioError } from "./errors.ts";
import { refused } from "./errors.ts";

/** Magic numbers of Twilio's test credentials, which this double takes with any account (facts, section 1). */
const magicSenders: Record<string, [code: number, message: string]> = {
  "+15005550001": [21212, "The 'From' number +15005550001 is not a valid phone number"],
  "+15005550007": [21606, "The 'From' phone number provided (+15005550007) is not a valid message-capable number"],
  "+15005550008": [21611, "This 'From' number has exceeded the maximum number of queued messages"],
};
const magicRecipients: Record<string, [code: number, message: string]> = {
  "+15005550001": [21211, "The 'To' number +15005550001 is not a valid phone number."],
  "+15005550002": [21612, "The 'To' phone number is not currently reachable using this 'From' number"],
  "+15005550003": [21408, "Permission to send an SMS has not been enabled for the region"],
  "+15005550004": [21610, "Attempt to send to unsubscribed recipient"],
  "+15005550009": [21614, "'To' number is not a valid mobile number"],
};

/** @throws TwilioError of a magic number, 21212 for what can't be a sender */
export function checkSender(from: string): void {
  const magic = magicSenders[from];
  if (magic) throw refused(...magic);
  const isAlphanumeric = /^(?=.*[A-Za-z])[A-Za-z0-9 +\-_&]{1,11}$/.test(from);
  if (!isAlphanumeric && !/^\+?\d{3,15}$/.test(from)) {
    throw refused(21212, `The 'From' number ${from} is not a valid phone number, shortcode or alphanumeric sender ID.`);
  }
}

/** @throws TwilioError of a magic number, 21211 for what is no E.164, 21614 for an Indonesian landline */
export function checkRecipient(to: string): void {
  const problem = recipientProblem(to);
  if (problem) throw problem;
}

function recipientProblem(to: string): TwilioError | undefined {
  const magic = magicRecipients[to];
  if (magic) return refused(...magic);
  if (!/^\+[1-9]\d{7,14}$/.test(to)) return refused(21211, `The 'To' number ${to} is not a valid phone number.`);
  return /^\+62(?!8)/.test(to) ? refused(21614, `'To' number: ${to}, is not a mobile number`) : undefined;
}
