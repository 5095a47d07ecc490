/** Every provider that a tenant can connect. */
import type { Provider } from "../provider.ts";
import { digiflazz } from "./digiflazz.ts";
import { discord } from "./discord.ts";
import { fcm } from "./fcm.ts";
import { postmark } from "./postmark.ts";
import { smsHttp } from "./sms-http.ts";
import { smtp } from "./smtp.ts";
import { telegram } from "./telegram.ts";
import { twilio } from "./twilio.ts";
import { whapi } from "./whapi.ts";
import { whatsappCloud } from "./whatsapp-cloud.ts";
import { xendit } from "./xendit.ts";

export const providers: Record<string, Provider> = {
  xendit,
  postmark,
  smtp,
  whapi,
  "whatsapp-cloud": whatsappCloud,
  telegram,
  discord,
  fcm,
  twilio,
  "sms-http": smsHttp,
  digiflazz,
};

export const providerNames: readonly string[] = Object.keys(providers);
