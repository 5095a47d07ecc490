/** The providers of messages: how each sends, what account a connection is, how its webhooks are read. */
import type { Context } from "../../../core/context.ts";
import type { Courier, CourierWebhook } from "../../../providers/courier.ts";
import { discordCourier } from "../../../providers/discord/courier.ts";
import { fcmCourier } from "../../../providers/fcm/courier.ts";
import { postmarkCourier } from "../../../providers/postmark/courier.ts";
import { postmarkWebhook } from "../../../providers/postmark/webhook.ts";
import { smsHttpCourier } from "../../../providers/sms-http/courier.ts";
import { smtpCourier } from "../../../providers/smtp/courier.ts";
import { telegramCourier } from "../../../providers/telegram/courier.ts";
import { telegramWebhook } from "../../../providers/telegram/webhook.ts";
import { twilioCourier } from "../../../providers/twilio/courier.ts";
import { twilioWebhook } from "../../../providers/twilio/webhook.ts";
import { whapiCourier } from "../../../providers/whapi/courier.ts";
import { whapiWebhook } from "../../../providers/whapi/webhook.ts";
import { whatsAppCloudCourier } from "../../../providers/whatsapp-cloud/courier.ts";
import { whatsAppCloudWebhook } from "../../../providers/whatsapp-cloud/webhook.ts";
import {
  discordAccount,
  fcmAccount,
  gatewayAccount,
  postmarkAccount,
  smtpAccount,
  telegramAccount,
  twilioAccount,
  whapiAccount,
  whatsappAccount,
  type OpenConnection,
} from "../../connections/index.ts";

export interface Carrier<Account = unknown> {
  courier: Courier<Account>;
  /** The account of a connection; without one, the operator's. */
  accountOf(ctx: Context, connection: OpenConnection | undefined): Account;
  webhook?: CourierWebhook;
  /** Its statuses bear our delivery's id, so that after this long without one a message surely was not taken. */
  echoesWithinMs?: number;
}

/** Of all providers but the operator's own there is a connection. */
const connected =
  <Account>(accountOf: (ctx: Context, connection: OpenConnection) => Account): Carrier<Account>["accountOf"] =>
  (ctx, connection) => {
    if (!connection) throw new Error("This provider needs a connection");
    return accountOf(ctx, connection);
  };

const carrier = <Account>(given: Carrier<Account>): Carrier => given as Carrier;

export const carriers: Record<string, Carrier> = {
  postmark: carrier({ courier: postmarkCourier, accountOf: postmarkAccount, webhook: postmarkWebhook }),
  smtp: carrier({ courier: smtpCourier, accountOf: connected((_ctx, connection) => smtpAccount(connection)) }),
  whapi: carrier({ courier: whapiCourier, accountOf: connected(whapiAccount), webhook: whapiWebhook }),
  "whatsapp-cloud": carrier({
    courier: whatsAppCloudCourier,
    accountOf: connected(whatsappAccount),
    webhook: whatsAppCloudWebhook,
    echoesWithinMs: 300_000,
  }),
  telegram: carrier({ courier: telegramCourier, accountOf: connected(telegramAccount), webhook: telegramWebhook }),
  discord: carrier({ courier: discordCourier, accountOf: connected(discordAccount) }),
  fcm: carrier({ courier: fcmCourier, accountOf: connected(fcmAccount) }),
  twilio: carrier({ courier: twilioCourier, accountOf: connected(twilioAccount), webhook: twilioWebhook }),
  "sms-http": carrier({ courier: smsHttpCourier, accountOf: connected(gatewayAccount) }),
};
