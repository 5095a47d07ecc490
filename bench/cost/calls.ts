/**
 * A typical call of each operation: what its form sends, filled in as far as it goes. None but the last stands in the way
 * of the next one of the same company. A route without a line here fails `test/worker/cost.test.ts`.
 */
import type { Premises } from "./premises.ts";

export interface TypicalCall {
  ids?: Record<string, string>;
  query?: string;
  body?: unknown;
  /** Default: the owner's; null: none. */
  token?: string | null;
  slug?: string;
  headers?: Record<string, string>;
  /** Where success is not 2xx. */
  status?: number;
  /** Undoes what would stand in the way of later calls. */
  after?: (body: { id: string }) => Promise<unknown>;
}

type Prepare = (premises: Premises) => TypicalCall | Promise<TypicalCall>;

const item = { description: "Internet 20 Mbps", quantity: 1, unitPrice: 150_000 };
const nothing: Prepare = () => ({});
const byId =
  (make: (premises: Premises) => Promise<string>, body?: unknown): Prepare =>
  async (premises) => ({ ids: { id: await make(premises) }, body });
/** A company has one run at a time, so each is given up after its call. */
const withRun: Prepare = async (premises) => {
  const id = await premises.run();
  return { ids: { id }, after: () => premises.cancelRun(id) };
};

const person = {
  name: "Wulan Contoh",
  email: "wulan@example.com",
  phone: "0812-0000-1111",
  address: "Jalan Melati Raya 7, RT 03 RW 05",
  ktp: "3174000000000001",
};

export const calls: Record<string, Prepare> = {
  signUp: (premises) => {
    const slug = premises.unique("t").toLowerCase();
    const owner = { name: "Pemilik", email: `${slug}@example.com`, username: "pemilik", password: "kuda-laut-biru" };
    return { token: null, body: { name: "Contoh Net", slug, kinds: ["isp"], owner } };
  },
  getTenant: nothing,
  updateTenant: () => ({ body: { name: "Contoh Net", settings: { dueDays: 10 } } }),
  setMaintenance: () => ({ body: { on: false } }),
  suspendTenant: ({ company }) => ({ after: () => company.as("DELETE", "/tenant/suspension") }),
  reactivateTenant: async ({ company }) => {
    await company.as("POST", "/tenant/suspension");
    return {};
  },
  reseal: ({ operatorToken }) => ({ token: operatorToken, body: { limit: 1 } }),
  listBrands: nothing,
  createBrand: (premises) => ({ body: { code: premises.unique("B"), name: "Merek Contoh" } }),
  getBrand: byId((premises) => premises.brand()),
  updateBrand: byId((premises) => premises.brand(), { name: "Merek Lain", taxRateBasisPoints: 1100 }),

  login: ({ company }) => ({
    token: null,
    slug: company.slug,
    body: { identifier: "pemilik", password: company.ownerPassword },
  }),
  refresh: async (premises) => ({
    token: null,
    body: { refresh_token: (await premises.session()).refresh_token },
  }),
  logout: async (premises) => ({ token: (await premises.session()).access_token, body: {} }),
  confirmEmail: async (premises) => ({ token: null, body: { token: await premises.confirmation() } }),
  askEmailConfirmation: nothing,
  getMe: nothing,
  updateMe: (premises) => ({ body: { name: premises.unique("Pemilik") } }),
  listApiKeys: nothing,
  createApiKey: () => ({ body: { name: "Kasir", permissions: ["customers:read", "invoices:read"] } }),
  renameApiKey: byId((premises) => premises.apiKey(), { name: "Kasir lama" }),
  revokeApiKey: byId((premises) => premises.apiKey()),
  listActivityLogs: nothing,
  exportActivityLogs: nothing,
  getActivityChain: nothing,

  listProviders: nothing,
  listConnections: nothing,
  createConnection: async (premises) => ({
    body: {
      provider: "xendit",
      brandId: await premises.brand(),
      secrets: { apiKey: "xnd_development_x", callbackToken: "x" },
    },
  }),
  getConnection: byId((premises) => premises.connection()),
  updateConnection: byId((premises) => premises.connection(), { name: "Xendit utama" }),
  testConnection: byId((premises) => premises.connection()),

  listCustomers: nothing,
  createCustomer: async (premises) => ({ body: { ...person, brandId: await premises.brand() } }),
  getCustomer: byId((premises) => premises.customer()),
  updateCustomer: async (premises) => ({
    ids: { id: await premises.customer() },
    body: { ...person, brandId: await premises.brand() },
  }),
  deleteCustomer: byId((premises) => premises.customer()),
  revealCustomer: byId((premises) => premises.customer(), { fields: ["ktp"] }),

  listPlans: nothing,
  createPlan: (premises) => ({ body: { name: premises.unique("Paket"), price: 150_000, downloadMbps: 20 } }),
  getPlan: byId((premises) => premises.plan()),
  updatePlan: async (premises) => ({
    ids: { id: await premises.plan() },
    body: { name: premises.unique("Paket"), price: 175_000 },
  }),
  archivePlan: byId((premises) => premises.plan()),

  listSubscriptions: nothing,
  createSubscription: async (premises) => ({
    body: {
      customerId: await premises.customer(),
      planId: await premises.plan(),
      brandId: await premises.brand(),
      discount: 5_000,
    },
  }),
  getSubscription: byId((premises) => premises.subscription()),
  updateSubscription: async (premises) => ({
    ids: { id: await premises.subscription() },
    body: { planId: await premises.plan(), discount: 5_000 },
  }),
  suspendSubscription: byId((premises) => premises.subscription()),
  reactivateSubscription: async (premises) => {
    const id = await premises.subscription();
    await premises.company.as("POST", `/subscriptions/${id}/suspension`);
    return { ids: { id } };
  },
  terminateSubscription: byId((premises) => premises.subscription(), {}),

  listInvoices: nothing,
  createInvoice: async (premises) => ({
    body: {
      customerId: await premises.customer(),
      brandId: await premises.brand(),
      items: [item, { ...item, description: "Sewa modem" }],
      note: "Terima kasih",
    },
  }),
  getInvoice: byId(async (premises) => (await premises.invoice()).id),
  updateInvoice: byId(async (premises) => (await premises.invoice(true)).id, { items: [item], note: "Terima kasih" }),
  removeDraft: byId(async (premises) => (await premises.invoice(true)).id),
  issueInvoice: byId(async (premises) => (await premises.invoice(true)).id),
  voidInvoice: byId(async (premises) => (await premises.invoice()).id, { reason: "Salah nama" }),
  recordPayment: byId(async (premises) => (await premises.invoice()).id, { amount: 150_000, method: "cash" }),
  listPayments: nothing,
  getPayment: byId((premises) => premises.payment()),
  resolvePaymentAlert: async (premises) => ({
    ids: { id: await premises.unmatchedPayment() },
    body: { customerId: await premises.customer() },
  }),

  getPublicInvoice: async (premises) => ({ token: null, ids: { token: await premises.paymentToken() } }),
  startPayment: async (premises) => {
    await premises.connection();
    return { token: null, ids: { token: await premises.paymentToken() }, body: { method: "qris" } };
  },

  createBillingRun: async (premises) => ({
    body: await premises.newRun(),
    after: ({ id }) => premises.cancelRun(id),
  }),
  listBillingRuns: nothing,
  getBillingRun: withRun,
  listBillingRunLines: withRun,
  cancelBillingRun: async (premises) => ({ ids: { id: await premises.run() } }),

  issueLiveTicket: nothing,
  // Asked without an upgrade, so that the answer has headers to read; a socket asks the store for nothing more.
  joinLive: async ({ company }) => {
    const answer = await company.as<{ ticket: string }>("POST", "/live/tickets");
    return { token: null, query: `ticket=${answer.body.ticket}`, status: 426 };
  },
  receiveWebhook: async (premises) => {
    await premises.connection();
    return {
      token: null,
      slug: premises.company.slug,
      ids: { provider: "xendit" },
      headers: { "x-callback-token": premises.callbackToken },
      body: { id: premises.unique("inv"), external_id: premises.unique("chk"), status: "PAID", amount: 150_000 },
    };
  },
  listWebhookLogs: nothing,
  getWebhookLog: byId((premises) => premises.receipt()),
  replayWebhook: byId((premises) => premises.receipt()),
  getOverview: nothing,

  confirmBillingRun: byId((premises) => premises.run()),
};
