/**
 * A phone number as people here write it: "6281234567890" → "0812-3456-7890". The API keeps numbers in E.164 without the
 * plus; one from abroad gets it back.
 */
export function showPhone(phone: string): string {
  if (!phone.startsWith("62")) return `+${phone}`;
  const national = `0${phone.slice(2)}`;
  return national.startsWith("08") ? (national.match(/^\d{4}|\d{1,4}/g) ?? []).join("-") : national;
}

/** For a `tel:` link. */
export const phoneLink = (phone: string): string => `tel:+${phone}`;
/** Opens a chat in WhatsApp. */
export const whatsAppLink = (phone: string): string => `https://wa.me/${phone}`;
