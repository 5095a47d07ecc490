import type { ProviderDouble, SandboxKit } from "../../frame/provider.ts";
import { twilioApi } from "./api.ts";
import { twilioDesk } from "./desk.ts";
import { usualError } from "./errors.ts";
import { Outbox } from "./messages.ts";
import { StatusCallbacks } from "./status-callbacks.ts";

/** A double of Twilio's SMS. */
export function createTwilio(kit: SandboxKit): ProviderDouble {
  const outbox = new Outbox(kit, new StatusCallbacks(kit));
  return {
    name: "twilio",
    title: "Twilio (SMS)",
    links: [{ label: "Messages", path: "/_messages" }],
    api: twilioApi(kit, outbox),
    desk: twilioDesk(outbox),
    errorResponse: (status) => usualError(status).toResponse(),
  };
}
