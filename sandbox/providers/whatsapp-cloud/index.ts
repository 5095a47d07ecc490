import { tenantOf } from "../../frame/inbound.ts";
import { fileRoutes, MediaStore, shownFile } from "../../frame/media.ts";
import type { ProviderDouble, ReceivedMessage, SandboxKit } from "../../frame/provider.ts";
import { receiverLinks } from "../../frame/receivers.ts";
import { whatsAppApi } from "./api.ts";
import { Apps } from "./apps.ts";
import { whatsAppDesk } from "./desk.ts";
import { usualError } from "./errors.ts";
import { Sending } from "./sending.ts";
import { displayNumber } from "./wire.ts";

/** A double of the WhatsApp Business Platform's Cloud API: sending, states, and customers who write. */
export function createWhatsAppCloud(kit: SandboxKit): ProviderDouble {
  const apps = new Apps(kit);
  const media = new MediaStore(kit.random);
  const sending = new Sending(kit, apps, media);
  return {
    name: "whatsapp-cloud",
    title: "WhatsApp Cloud API (Meta)",
    links: [...receiverLinks, { label: "Apps", path: "/_apps" }],
    api: whatsAppApi(sending, media),
    desk: whatsAppDesk(kit, apps, sending, media).route("/", fileRoutes(media)),
    errorResponse: (status) => usualError(status).toResponse(),
    inbox: () => phones(apps, sending),
  };
}

/** The conversations on people's phones: what came, and what they wrote. */
function phones(apps: Apps, { log, inbound }: Sending): ReceivedMessage[] {
  const ofNumber = (id: string) => {
    const tenant = tenantOf(apps.find(id)?.callbackUrl);
    return { channel: "whatsapp" as const, title: null, ...(tenant && { tenant }) };
  };
  const came = log.list().map(({ from, to, text, type, template, file, buttons = [], at, state }) => ({
    ...ofNumber(from),
    from: displayNumber(from),
    to,
    text: text || `[${type}]`,
    ...(file && { files: [shownFile("whatsapp-cloud", file)] }),
    ...(template && { fields: [{ name: "Template", value: `${template.name} (${template.language})` }] }),
    buttons: buttons.map(({ id, title }) => ({ label: title, data: id })),
    at,
    state,
  }));
  const written = inbound.list().map(({ from, to, text, at }) => ({
    ...ofNumber(to),
    from,
    to: displayNumber(to),
    text,
    at,
    state: "read",
    isAnswer: true,
  }));
  return [...came, ...written];
}
