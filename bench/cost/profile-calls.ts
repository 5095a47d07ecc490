/** Typical calls of the compatibility profiles (`calls.ts`). */
import { nothing, type Prepare } from "./call.ts";
import type { Premises } from "./premises.ts";

/** The number of a notification just made. */
async function newestNumber(premises: Premises): Promise<string> {
  await premises.notification();
  const { body } = await premises.company.as<{ data: { number: number }[] }>("GET", "/notifications?limit=1");
  return String(body.data[0]?.number);
}

export const profileCalls: Record<string, Prepare> = {
  faDocument: ({ company }) => ({ token: null, slug: company.slug }),
  faListNotifications: nothing,
  faReadNotification: async (premises) => ({ ids: { id: await newestNumber(premises) } }),
  faSendNotification: () => ({ body: { title: "Gangguan jaringan", message: "Selesai pukul 15.00.", user_ids: [1] } }),
  faChangeNotificationSettings: () => ({
    body: { channels: { "report.daily": ["email"] }, quiet_hours: { start: "22:00", end: "06:00" } },
  }),
  faTestEmail: () => ({ body: { to: "kenanga@example.com" } }),
  // Nothing sends over these here; one that does costs what `faTestEmail` does.
  faTestWhatsapp: () => ({ body: { to: "0812-0000-1111" }, status: 409 }),
  faTestDiscord: () => ({ status: 409 }),
  faTestPush: () => ({ body: { to: "token-of-a-device-".repeat(9) }, status: 409 }),
  faTestSms: () => ({ body: { to: "0812-0000-1111" }, status: 409 }),
  faListWebhookLogs: nothing,
  faReceiveDigiflazz: ({ company }) => ({
    token: null,
    slug: company.slug,
    body: { data: { ref_id: "trx-1", status: "Sukses" } },
    status: 404,
  }),
  artacomDocument: ({ company }) => ({ token: null, slug: company.slug }),
  artacomListNotifications: nothing,
  artacomReadNotification: async (premises) => ({ ids: { notification_id: await newestNumber(premises) } }),
  artacomJoinNotifications: ({ company }) => ({ token: null, query: `token=${company.token}`, status: 426 }),
};
