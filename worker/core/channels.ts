/** The ways out of the house by which people are told. */
export const channels = ["email", "whatsapp", "telegram", "discord", "push", "sms"] as const;
export type Channel = (typeof channels)[number];
