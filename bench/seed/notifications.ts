/** What reaches people through queues or outside systems, put in its place at once. */
import { newId, systemRandom } from "../../worker/core/ids.ts";
import { lastNumber, raiseSequence } from "../../worker/db/sequences.ts";
import type { TenantStore } from "../../worker/db/store.ts";
import { connections } from "../../worker/modules/connections/schema.ts";
import { notifications } from "../../worker/modules/notifications/schema.ts";

/** Adds an unread notification to a user's feed. */
export async function addNotification(store: TenantStore, userId: string): Promise<string> {
  const now = Date.now();
  const id = newId("ntf", now, systemRandom);
  await store.atomic([
    raiseSequence(store, "notification"),
    store.insert(notifications, {
      id,
      number: lastNumber(store, "notification"),
      kind: "announcement",
      sourceKey: id,
      recipientKind: "user",
      recipientId: userId,
      locale: "id",
      title: "Gangguan jaringan",
      body: "Perbaikan selesai pukul 15.00.",
      variables: {},
      inFeed: true,
      createdAt: now,
    }),
  ]);
  return id;
}

/** Adds a Telegram bot that was tried, so that its name is known. */
export async function addTelegramBot(store: TenantStore): Promise<string> {
  const now = Date.now();
  const id = newId("con", now, systemRandom);
  await store.atomic([
    store.insert(connections, {
      id,
      provider: "telegram",
      name: "Telegram",
      state: "active",
      settings: {},
      sealedSecrets: {},
      lastTest: { ok: true, detail: "@contoh_bot", at: new Date(now).toISOString() },
      version: 1,
      createdAt: now,
    }),
  ]);
  return id;
}
