import type { ProviderDouble, SandboxKit } from "../../frame/provider.ts";
import { discordApi, tooMany } from "./api.ts";
import { discordDesk } from "./desk.ts";
import { usualError } from "./errors.ts";
import { Webhooks } from "./webhooks.ts";

/** A double of Discord's webhooks. */
export function createDiscord(kit: SandboxKit): ProviderDouble {
  const webhooks = new Webhooks();
  return {
    name: "discord",
    title: "Discord (webhooks)",
    links: [{ label: "Messages", path: "/_messages" }],
    api: discordApi(kit, webhooks),
    desk: discordDesk(webhooks),
    errorResponse: (status) => (status === 429 ? tooMany(1.57, "user") : usualError(status).toResponse()),
  };
}
