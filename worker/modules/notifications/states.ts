/** What may become of a delivery. */

export const deliveryStates = [
  "waiting",
  "sending",
  "sent",
  "delivered",
  "read",
  "failed",
  "unsure",
  "suppressed",
] as const;
/**
 * `waiting` for its time, `sending`, `sent` (the provider took it), `delivered`, `read`; or `failed`, `unsure` (nobody can
 * say whether it was taken, so that sending it again is a person's choice), `suppressed` (the address is not written to).
 */
export type DeliveryState = (typeof deliveryStates)[number];

/** From which states a provider's word may bring a delivery to another: never backwards, however late a word comes. */
export const overtaken: Record<"sent" | "delivered" | "read" | "failed", readonly DeliveryState[]> = {
  sent: ["waiting", "sending", "unsure"],
  delivered: ["waiting", "sending", "unsure", "sent", "failed"],
  read: ["waiting", "sending", "unsure", "sent", "failed", "delivered"],
  failed: ["waiting", "sending", "unsure", "sent"],
};

/** What may be sent once more by hand. */
export const isResendable = (state: DeliveryState): boolean => state !== "waiting" && state !== "sending";
