/** The ways out of the house by which people are told. */
export const channels = ["email", "whatsapp", "telegram", "discord", "push", "sms"] as const;
export type Channel = (typeof channels)[number];

/** The channels that reach a customer, who has no account. */
export const customerChannels = ["email", "whatsapp", "sms"] as const satisfies readonly Channel[];
export type CustomerChannel = (typeof customerChannels)[number];
