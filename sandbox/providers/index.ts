import type { ProviderFactory } from "../frame/provider.ts";
import { createDigiflazz } from "./digiflazz/index.ts";
import { createDiscord } from "./discord/index.ts";
import { createFcm } from "./fcm/index.ts";
import { createPostmark } from "./postmark/index.ts";
import { createReceiver } from "./receiver/index.ts";
import { createSms } from "./sms/index.ts";
import { createSmtp } from "./smtp/index.ts";
import { createTelegram } from "./telegram/index.ts";
import { createTwilio } from "./twilio/index.ts";
import { createWhapi } from "./whapi/index.ts";
import { createWhatsAppCloud } from "./whatsapp-cloud/index.ts";
import { createXendit } from "./xendit/index.ts";

/** The doubles a sandbox runs. */
export const providerFactories: readonly ProviderFactory[] = [
  createXendit,
  createPostmark,
  createSmtp,
  createWhapi,
  createWhatsAppCloud,
  createTelegram,
  createDiscord,
  createFcm,
  createTwilio,
  createSms,
  createDigiflazz,
  createReceiver,
];
