import { MediaStore } from "../../frame/media.ts";
import type { ProviderDouble, SandboxKit } from "../../frame/provider.ts";
import { receiverLinks } from "../../frame/receivers.ts";
import { whatsAppApi } from "./api.ts";
import { Apps } from "./apps.ts";
import { whatsAppDesk } from "./desk.ts";
import { usualError } from "./errors.ts";
import { Sending } from "./sending.ts";

/** A double of the WhatsApp Business Platform's Cloud API: sending, states, and customers who write. */
export function createWhatsAppCloud(kit: SandboxKit): ProviderDouble {
  const apps = new Apps(kit);
  const sending = new Sending(kit, apps);
  const media = new MediaStore(kit.random);
  return {
    name: "whatsapp-cloud",
    title: "WhatsApp Cloud API (Meta)",
    links: [...receiverLinks, { label: "Apps", path: "/_apps" }],
    api: whatsAppApi(sending, media),
    desk: whatsAppDesk(kit, apps, sending, media),
    errorResponse: (status) => usualError(status).toResponse(),
  };
}
