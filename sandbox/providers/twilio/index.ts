import type { ProviderDouble, SandboxKit } from "../../frame/provider.ts";
import { numberDigits, receiverLinks } from "../../frame/receivers.ts";
import { twilioApi } from "./api.ts";
import { twilioDesk } from "./desk.ts";
import { usualError } from "./errors.ts";
import { Outbox, type Status } from "./messages.ts";
import { StatusCallbacks } from "./status-callbacks.ts";

/** A double of Twilio's SMS. */
export function createTwilio(kit: SandboxKit): ProviderDouble {
  const outbox = new Outbox(kit, new StatusCallbacks(kit));
  return {
    name: "twilio",
    title: "Twilio (SMS)",
    links: [...receiverLinks],
    api: twilioApi(kit, outbox),
    desk: twilioDesk(outbox),
    errorResponse: (status) => usualError(status).toResponse(),
    inbox: () =>
      outbox.log.list().map(({ to, from, messagingServiceSid, text, at, status }) => ({
        channel: "sms",
        to: numberDigits(to),
        from: from ?? messagingServiceSid ?? "Twilio",
        title: null,
        text,
        at,
        state: states[status] ?? status,
      })),
  };
}

/** In the words of the page of messages. */
const states: Partial<Record<Status, string>> = { undelivered: "failed" };
