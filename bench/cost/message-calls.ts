/** Typical calls around messages and tasks (`calls.ts`). */
import { byId, nothing, type Prepare } from "./call.ts";

/** A template that no other call of a company changes. */
const template = (locale: "id" | "en", outlet = "email") => ({ kind: "invoice.issued", outlet, locale });
const templateText = "Halo {{ recipient }}, tagihan {{ number }} sebesar {{ total }} sudah terbit.";
const announcement = {
  title: "Gangguan jaringan",
  body: "Perbaikan selesai pukul 15.00.",
  outlets: ["inApp", "email"],
  audience: { to: "roles", roles: ["owner", "admin"] },
};

export const messageCalls: Record<string, Prepare> = {
  listNotifications: nothing,
  readNotification: byId((premises) => premises.notification()),
  readNotifications: async (premises) => ({ body: { upTo: await premises.notification() } }),
  getNotificationPreferences: nothing,
  putNotificationPreferences: async ({ company }) => {
    const { body } = await company.as<{ version: number }>("GET", "/notification-preferences");
    const outlets = { "report.daily": ["inApp", "telegram"] };
    const quiet = { quietFrom: "22:00", quietTo: "06:00", mutedUntil: null };
    return { body: { version: body.version, locale: "id", outlets, ...quiet } };
  },
  listNotificationKinds: nothing,
  getNotificationKind: () => ({ ids: { kind: "invoice.issued" } }),
  updateNotificationKind: () => ({
    ids: { kind: "report.daily" },
    body: { enabled: true, outlets: ["inApp", "telegram"], roles: ["owner"] },
  }),
  listPushDevices: nothing,
  registerPushDevice: (premises) => ({ body: premises.newDevice() }),
  removePushDevice: byId((premises) => premises.device()),
  getTelegramLink: nothing,
  createTelegramLink: async (premises) => {
    await premises.telegramBot();
    return {};
  },
  removeTelegramLink: async (premises) => {
    await premises.telegramBot();
    await premises.company.as("POST", "/telegram-link");
    return {};
  },
  listTemplates: nothing,
  getTemplate: () => ({ ids: template("id") }),
  saveTemplate: () => ({ ids: template("id"), body: { subject: "Tagihan {{ number }}", body: templateText } }),
  resetTemplate: async (premises) => {
    await premises.saveTemplate("invoice.issued/email/en", templateText);
    return { ids: template("en") };
  },
  listTemplateVersions: () => ({ ids: template("id") }),
  restoreTemplate: async (premises) => {
    await premises.saveTemplate("invoice.issued/whatsapp/id", templateText);
    return { ids: template("id", "whatsapp"), body: { version: 1 } };
  },
  previewTemplate: async (premises) => {
    await premises.invoice();
    return { ids: template("id"), body: { body: templateText } };
  },
  listDeliveries: nothing,
  getDelivery: byId(async (premises) => (await premises.refusedMail()).deliveryId),
  resendDelivery: byId(async (premises) => (await premises.refusedMail()).deliveryId, { force: true }),
  resendDeliveries: async (premises) => {
    await premises.refusedMail();
    return { body: { state: "failed", channel: "email" } };
  },
  listChannels: nothing,
  testChannel: () => ({ ids: { channel: "email" }, body: { to: "kenanga@example.com" } }),
  listAnnouncements: nothing,
  createAnnouncement: () => ({ body: announcement }),
  getAnnouncement: byId((premises) => premises.announcement(announcement)),
  listSuppressions: nothing,
  removeSuppression: byId(async (premises) => (await premises.refusedMail()).suppressionId),
  listTasks: nothing,
  createTask: ({ unique }) => ({
    body: {
      kind: "webhook",
      name: unique("Cadangkan"),
      schedule: { every: "day", at: "02:00" },
      settings: { url: "https://contoh.example/panggil" },
      secret: "rahasia-yang-panjang",
    },
  }),
  getTask: byId((premises) => premises.task()),
  updateTask: byId((premises) => premises.task(), { schedule: { every: "hour", minute: 30 }, enabled: false }),
  deleteTask: byId((premises) => premises.task()),
  startTaskRun: byId((premises) => premises.task()),
  listRunsOfTask: byId((premises) => premises.task()),
  listTaskRuns: nothing,
};
