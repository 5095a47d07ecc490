import { MediaStore } from "../../frame/media.ts";
import type { ProviderDouble, SandboxKit } from "../../frame/provider.ts";
import { receiverLinks } from "../../frame/receivers.ts";
import { whapiApi } from "./api.ts";
import { Channels } from "./channels.ts";
import { whapiDesk } from "./desk.ts";
import { usualError } from "./errors.ts";
import { Sending } from "./sending.ts";
import { Events } from "./webhooks.ts";

/** A double of Whapi.cloud: WhatsApp over a linked phone, with states, echoes, and customers who write. */
export function createWhapi(kit: SandboxKit): ProviderDouble {
  const channels = new Channels();
  const events = new Events(kit);
  const sending = new Sending(kit, events);
  const media = new MediaStore(kit.random);
  return {
    name: "whapi",
    title: "Whapi.cloud (WhatsApp over a phone)",
    links: [...receiverLinks, { label: "Channels", path: "/_settings" }],
    api: whapiApi(channels, sending, media),
    desk: whapiDesk(kit, { channels, sending, events, media }),
    errorResponse: (status) => usualError(status).toResponse(),
  };
}
