/** What the walks need to know of the profiles' operations (`entries.ts`). */
import type { Entry, Fixture } from "./entries.ts";

const pelanggan = { ids: (f: Fixture) => ({ pelanggan_id: f.customerNumber }) };

export const profileEntries: Record<string, Entry> = {
  faDocument: {},
  faListWebhookLogs: {},
  faReceiveDigiflazz: {},
  faListNotifications: {},
  faReadNotification: { ids: (f) => ({ id: f.notificationNumber }) },
  faSendNotification: {},
  faChangeNotificationSettings: {},
  faTestEmail: { acts: true },
  faTestWhatsapp: {},
  faTestDiscord: {},
  faTestPush: {},
  faTestSms: {},
  artacomDocument: {},
  artacomLogin: {},
  artacomRefresh: {},
  artacomLogout: { acts: true },
  artacomCreateCustomer: { foreign: [{ body: (f) => ({ nama: "x", id_brand: f.brandCode }), answer: 422 }] },
  artacomListCustomers: { foreign: [{ query: (f) => `id_brand=${f.brandCode}`, answer: "empty" }] },
  artacomGetCustomer: pelanggan,
  artacomUpdateCustomer: { ...pelanggan, body: () => ({ nama: "x" }) },
  artacomDeleteCustomer: pelanggan,
  artacomExportCustomers: {},
  artacomImportCustomers: {},
  artacomGetDashboard: {},
  artacomListSegment: {},
  artacomGetRevenue: {},
  artacomGetCustomerReport: { foreign: [{ query: (f) => `brand=${f.brandCode}`, answer: 422 }] },
  artacomCreateInvoice: {
    foreign: [
      {
        body: (f) => ({
          pelanggan_id: Number(f.customerNumber),
          items: [{ deskripsi: "x", jumlah: 1, harga: 10_000 }],
        }),
        answer: 422,
      },
    ],
  },
  artacomListInvoices: { foreign: [{ query: (f) => `pelanggan_id=${f.customerNumber}`, answer: "empty" }] },
  artacomGetInvoice: { ids: (f) => ({ invoice_id: f.invoiceSerial }) },
  artacomUpdateInvoiceStatus: {
    ids: (f) => ({ invoice_id: f.invoiceSerial }),
    body: () => ({ status_invoice: "Lunas" }),
  },
  artacomListActivityLogs: { foreign: [{ query: (f) => `user_id=${f.memberNumber}`, answer: "empty" }] },
  artacomListNotifications: {},
  artacomReadNotification: { ids: (f) => ({ notification_id: f.notificationNumber }) },
  artacomJoinNotifications: {},
};
