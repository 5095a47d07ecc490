/** A refusal as the server words it: reply code with enhanced status (RFC 5321, 4.2; RFC 3463). */
export interface Refusal {
  code: number;
  text: string;
}

/** Recipients that are refused at `RCPT TO`, by what stands before the @. */
const refusedAtRecipient: Record<string, Refusal> = {
  unknown: { code: 550, text: "5.1.1 User unknown" },
  busy: { code: 451, text: "4.3.2 System busy, try again later" },
  full: { code: 452, text: "4.2.2 Mailbox full" },
  relay: { code: 554, text: "5.7.1 Relay access denied" },
};

/** Recipients whose message is refused after its last line. */
const refusedAfterData: Record<string, Refusal> = {
  spam: { code: 554, text: "5.7.1 Message refused as spam" },
  large: { code: 552, text: "5.3.4 Message too big" },
  later: { code: 451, text: "4.7.1 Greylisted, try again later" },
};

/** Recipients that get no reply after the message's last line; whether it is kept all the same. */
const unanswered: Record<string, { kept: boolean }> = { silent: { kept: true }, lost: { kept: false } };

const localPart = (address: string) => /^([^@+]*)/.exec(address.toLowerCase())?.[1] ?? "";

export const recipientRefusal = (address: string) => refusedAtRecipient[localPart(address)];
export const messageRefusal = (address: string) => refusedAfterData[localPart(address)];
export const unansweredFor = (address: string) => unanswered[localPart(address)];

/** Senders that the account may not use. */
export const senderRefusal = (address: string): Refusal | undefined =>
  localPart(address) === "stranger" ? { code: 553, text: "5.7.1 Sender address not owned by user" } : undefined;
