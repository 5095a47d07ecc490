import { tenantOf } from "../../frame/inbound.ts";
import { fileRoutes, MediaStore, shownFile } from "../../frame/media.ts";
import type { ProviderDouble, ReceivedMessage, SandboxKit } from "../../frame/provider.ts";
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
  const media = new MediaStore(kit.random);
  const sending = new Sending(kit, events, media);
  return {
    name: "whapi",
    title: "Whapi.cloud (WhatsApp over a phone)",
    links: [...receiverLinks, { label: "Channels", path: "/_settings" }],
    api: whapiApi(channels, sending, media),
    desk: whapiDesk(kit, { channels, sending, events, media }).route("/", fileRoutes(media)),
    errorResponse: (status) => usualError(status).toResponse(),
    inbox: () => phones(channels, sending),
  };
}

/** The conversations on people's phones: what came, and what they wrote. A group is a person here. */
function phones(channels: Channels, { log, inbound }: Sending): ReceivedMessage[] {
  const byId = new Map(channels.list().map((channel) => [channel.id, channel]));
  return [...log.list(), ...inbound.list()].map(({ channelId, fromMe, to, text, type, file, at, state }) => {
    const channel = byId.get(channelId);
    const tenant = channel?.settings.webhooks.map(({ url }) => tenantOf(url)).find(Boolean);
    const phone = channel?.phone ?? channelId;
    return {
      channel: "whatsapp",
      ...(fromMe ? { from: phone, to } : { from: to, to: phone, isAnswer: true }),
      title: null,
      text: text || `[${type}]`,
      ...(file && { files: [shownFile("whapi", file)] }),
      at,
      state,
      ...(tenant && { tenant }),
    };
  });
}
