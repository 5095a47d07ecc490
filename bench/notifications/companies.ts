/** The senders and receivers of the benchmark's day: companies with an account for each channel, members with every address. */
import { insertRows } from "../../worker/db/bulk.ts";
import { newId, systemRandom } from "../../worker/core/ids.ts";
import { tenantVault } from "../../worker/core/vault.ts";
import { raiseSequence } from "../../worker/db/sequences.ts";
import { pushDevices, telegramLinks } from "../../worker/modules/notifications/schema.ts";
import { userProfiles, users } from "../../worker/modules/users/schema.ts";
import { signUp, type RemoteCompany } from "../company.ts";
import { openStore } from "../seed/fill.ts";
import type { Server, Stage } from "../server.ts";

export interface Sender {
  company: RemoteCompany;
  /** Ids of its members. */
  members: string[];
}

/** Signs a company up, connects it and gives it members who can be reached everywhere. */
export async function openSender(stage: Stage, server: Server, ordinal: number, members: number): Promise<Sender> {
  const company = await signUp(server.url);
  for (const connection of connectionsOf(stage, ordinal)) {
    const answer = await company.as("POST", "/connections", connection);
    if (answer.status !== 201) throw new Error(`${connection.provider}: ${JSON.stringify(answer.body)}`);
  }
  if (ordinal % 2 === 1) await useTemplates(stage, company, ordinal);
  const ids = await addMembers(stage, server, company, ordinal, members);
  return { company, members: ids };
}

const number = (ordinal: number): string => String(1_000_000_000 + ordinal);

/** Half of the companies use one provider of a channel, half the other. */
function connectionsOf(stage: Stage, ordinal: number) {
  const isEven = ordinal % 2 === 0;
  const name = `bench${ordinal}`;
  return [
    { provider: "postmark", settings: {}, secrets: { serverToken: `server-${name}` } },
    isEven
      ? { provider: "whapi", settings: { messagesPerMinute: 3000 }, secrets: { token: `whapi-${name}` } }
      : {
          provider: "whatsapp-cloud",
          settings: { phoneNumberId: number(ordinal) },
          secrets: { accessToken: `access-${name}`, appSecret: `app-${name}`, verifyToken: `verify-${name}` },
        },
    { provider: "telegram", settings: {}, secrets: { botToken: `${number(ordinal)}:token-${name}` } },
    {
      provider: "discord",
      settings: {},
      secrets: { webhookUrl: `https://discord.com/api/webhooks/${number(ordinal)}/token-${name}` },
    },
    { provider: "fcm", settings: {}, secrets: { serviceAccount: JSON.stringify(stage.serviceAccount) } },
    isEven
      ? {
          provider: "twilio",
          settings: { from: "TEPI" },
          secrets: { accountSid: `AC${number(ordinal).padStart(32, "0")}`, authToken: `auth-${name}` },
        }
      : {
          provider: "sms-http",
          settings: { gateway: JSON.stringify(gateway(stage.sandboxUrl)) },
          secrets: { token: name },
        },
  ];
}

const gateway = (sandboxUrl: string) => ({
  method: "POST",
  url: `${sandboxUrl}/sms/generic`,
  headers: { Authorization: "Bearer {{secret.token}}" },
  bodyType: "json",
  body: { to: "{{to}}", message: "{{text}}", ref: "{{ref}}" },
  perSecond: 40,
});

/** WhatsApp Business sends outside of its window by template alone; its webhook is set in the provider's dashboard. */
async function useTemplates(stage: Stage, company: RemoteCompany, ordinal: number): Promise<void> {
  const body = {
    providerTemplate: { name: "kabar", language: "id", parameters: ["title", "message"] },
    body: "{{ message }}",
  };
  const saved = await company.as("PUT", "/notification-templates/announcement/whatsapp/id", body);
  if (saved.status >= 300) throw new Error(JSON.stringify(saved.body));
  const name = `bench${ordinal}`;
  const registered = await fetch(`${stage.sandboxUrl}/whatsapp-cloud/_apps`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      phoneNumberId: number(ordinal),
      appSecret: `app-${name}`,
      verifyToken: `verify-${name}`,
      tenant: company.slug,
    }),
  });
  if (!registered.ok) throw new Error(await registered.text());
}

const chunkSize = 500;

async function addMembers(
  stage: Stage,
  server: Server,
  company: RemoteCompany,
  ordinal: number,
  count: number,
): Promise<string[]> {
  const store = await openStore(server, company);
  const vault = tenantVault({ current: stage.masterKey, previous: "" }, company.id, systemRandom);
  const at = Date.now();
  const ids: string[] = [];
  for (let from = 0; from < count; from += chunkSize) {
    const places = Array.from({ length: Math.min(chunkSize, count - from) }, (_, n) => from + n);
    const rows = await Promise.all(
      places.map(async (place) => {
        const token = `device-${ordinal}-${place}`;
        return {
          id: newId("usr", at, systemRandom),
          place,
          tokenSealed: await vault.seal("push-token", token),
          tokenDigest: `${ordinal}-${place}`,
        };
      }),
    );
    ids.push(...rows.map(({ id }) => id));
    const whole = { version: 1, createdAt: at };
    await store.atomic([
      raiseSequence(store, "user", rows.length),
      insertRows(
        store,
        users,
        rows.map(({ id, place }) => ({
          ...whole,
          id,
          number: place + 1000,
          name: `Toko ${place}`,
          email: `toko-${ordinal}-${place}@example.com`,
          username: `toko-${place}`,
          passwordHash: "",
          role: "staff" as const,
          state: "active" as const,
        })),
      ),
      insertRows(
        store,
        userProfiles,
        rows.map(({ id, place }) => ({
          ...whole,
          id,
          phone: `6281${String(ordinal).padStart(3, "0")}${String(place).padStart(6, "0")}`,
          identityState: "none" as never,
        })),
      ),
      insertRows(
        store,
        telegramLinks,
        rows.map(({ id, place }) => ({
          ...whole,
          id,
          chatId: String(1_000_000 + ordinal * 100_000 + place),
          linkedAt: at,
        })),
      ),
      insertRows(
        store,
        pushDevices,
        rows.map(({ id, tokenSealed, tokenDigest }) => ({
          ...whole,
          id: newId("dev", at, systemRandom),
          userId: id,
          name: "Ponsel",
          tokenSealed,
          tokenDigest,
          seenAt: at,
        })),
      ),
    ]);
  }
  return ids;
}
