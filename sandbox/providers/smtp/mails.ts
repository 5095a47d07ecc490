/** One message in one recipient's mailbox. */
export interface Mail {
  messageId: string;
  /** Who signed in. */
  user: string;
  from: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  /** ISO 8601. */
  at: string;
}

const keptMails = 5000;

/** What was accepted, and how often the same message came to the same recipient. */
export class Mails {
  readonly #mails: Mail[] = [];
  readonly #seen = new Set<string>();
  #sent = 0;
  #duplicates = 0;

  keep(mail: Mail): void {
    const key = `${mail.messageId} ${mail.to.toLowerCase()}`;
    this.#sent += 1;
    if (this.#seen.has(key)) this.#duplicates += 1;
    this.#seen.add(key);
    this.#mails.push(mail);
    if (this.#mails.length > keptMails) this.#mails.shift();
  }

  /** Newest last; `to` is a whole address in any case. */
  list(to?: string): readonly Mail[] {
    const address = to?.trim().toLowerCase();
    return this.#mails.filter((mail) => !address || mail.to.toLowerCase() === address);
  }

  counts(): { sent: number; duplicates: number } {
    return { sent: this.#sent, duplicates: this.#duplicates };
  }
}
