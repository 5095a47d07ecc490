/** Typical calls of the compatibility profiles (`calls.ts`). */
import { nothing, type Prepare } from "./call.ts";
import type { Premises } from "./premises.ts";

/** The number of a notification just made. */
async function newestNumber(premises: Premises): Promise<string> {
  await premises.notification();
  const { body } = await premises.company.as<{ data: { number: number }[] }>("GET", "/notifications?limit=1");
  return String(body.data[0]?.number);
}

/** The number of the newest customer or invoice as artacom lists it. */
async function newestOf({ company }: Premises, things: "pelanggan" | "invoices"): Promise<number> {
  const path = `/compat/artacom/api/${things}/?limit=1`;
  const { body } = await company.call<{ data: { id: number }[] }>("GET", path, {
    slug: company.slug,
    token: company.token,
  });
  return body.data[0]?.id ?? 0;
}
/** A call for one customer, made for it. */
const withCustomer =
  (body?: unknown): Prepare =>
  async (premises) => {
    await premises.customer();
    return { ids: { pelanggan_id: String(await newestOf(premises, "pelanggan")) }, body };
  };
/** A call for one invoice, made for it. */
const withInvoice =
  (body?: unknown): Prepare =>
  async (premises) => {
    await premises.invoice();
    return { ids: { invoice_id: String(await newestOf(premises, "invoices")) }, body };
  };
const pelanggan = {
  nama: "Toko Kenanga",
  email: "kenanga@example.com",
  no_telp: "081200001111",
  no_ktp: "3174000000000001",
  alamat: "Jalan Melati Raya 7",
  tanggal_instalasi: "2026-11-01",
};

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
  artacomLogin: (premises) => ({
    token: null,
    slug: premises.company.slug,
    body: { username: "pemilik", password: premises.company.ownerPassword },
    headers: premises.fromElsewhere(),
  }),
  artacomRefresh: async (premises) => ({
    token: null,
    slug: premises.company.slug,
    body: { refresh_token: (await premises.session()).refresh_token },
  }),
  artacomLogout: async (premises) => {
    const { access_token: token, refresh_token } = await premises.session();
    return { token, body: { refresh_token } };
  },
  artacomCreateCustomer: () => ({ body: pelanggan }),
  artacomListCustomers: () => ({ query: "search=kenanga&alamat=melati" }),
  artacomGetCustomer: withCustomer(),
  artacomUpdateCustomer: withCustomer({ nama: "John Smith", alamat: "Jalan Mawar 4" }),
  artacomDeleteCustomer: withCustomer(),
  artacomExportCustomers: () => ({ query: "search=kenanga&limit=10" }),
  artacomImportCustomers: () => ({ body: "Nama,No Telepon\nToko Kenanga,081200001111\n" }),
  artacomGetDashboard: nothing,
  artacomListSegment: () => ({ query: "segmen=menunggak" }),
  artacomGetRevenue: () => ({ query: "start_date=2026-11-01&end_date=2026-11-30&group_by=brand" }),
  artacomGetCustomerReport: () => ({ query: "segment=menunggak&status=Aktif" }),
  artacomCreateInvoice: async (premises) => {
    await premises.customer();
    return {
      body: {
        pelanggan_id: await newestOf(premises, "pelanggan"),
        periode: "2026-11",
        tanggal_jatuh_tempo: "2026-11-30",
        items: [{ deskripsi: "Internet 50Mbps", jumlah: 1, harga: 500_000 }],
      },
    };
  },
  artacomListInvoices: () => ({ query: "status_invoice=Menunggu%20Pembayaran" }),
  artacomGetInvoice: withInvoice(),
  artacomUpdateInvoiceStatus: withInvoice({ status_invoice: "Lunas" }),
  artacomListActivityLogs: () => ({ query: "action=customer.created" }),
  artacomListNotifications: nothing,
  artacomReadNotification: async (premises) => ({ ids: { notification_id: await newestNumber(premises) } }),
  artacomJoinNotifications: ({ company }) => ({ token: null, query: `token=${company.token}`, status: 426 }),
};
