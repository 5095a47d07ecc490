export { connectionTest } from "./inputs.ts";
export { addressesIn, type OpenConnection } from "./provider.ts";
export { discordAccount } from "./providers/discord.ts";
export { fcmAccount } from "./providers/fcm.ts";
export { postmarkAccount } from "./providers/postmark.ts";
export { gatewayAccount } from "./providers/sms-http.ts";
export { smtpAccount } from "./providers/smtp.ts";
export { telegramAccount } from "./providers/telegram.ts";
export { twilioAccount } from "./providers/twilio.ts";
export { whapiAccount } from "./providers/whapi.ts";
export { whatsappAccount } from "./providers/whatsapp-cloud.ts";
export { xenditAccount } from "./providers/xendit.ts";
export { providerNames } from "./providers/index.ts";
export { connectionRoutes } from "./routes.ts";
export {
  connectionById,
  connectionsFor,
  noteFailure,
  openConnection,
  registerWebhooks,
  webhookUrl,
} from "./service.ts";
