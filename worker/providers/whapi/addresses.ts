/** WhatsApp addresses as Whapi writes them (facts, section 2). */

/** A person's address from digits; a whole address (a group's) stays as it is. */
export const chatIdOf = (to: string): string => (to.includes("@") ? to : `${to}@s.whatsapp.net`);

/** `to` must match this; we never send less than a whole address. */
export const isChatId = (chatId: string): boolean => /^[\d-]{9,31}@[\w.]+$/.test(chatId);

/** The digits of a person; undefined for groups, channels, stories and hidden numbers. */
export function personOf(address: string): string | undefined {
  const [local = "", domain = "s.whatsapp.net"] = address.split("@");
  const isPerson = domain === "s.whatsapp.net" || domain === "c.us";
  return isPerson && /^\d{5,20}$/.test(local) ? local : undefined;
}
