/**
 * A typical call of each operation: what its form sends, filled in as far as it goes. None but the last stands in the way
 * of the next one of the same company. A route without a line here fails `test/worker/cost.test.ts`.
 */
import { decodeJwt } from "jose";
import { samplePdf, samplePng } from "../../worker/modules/files/testing.ts";
import { partName } from "../../worker/modules/portability/archive.ts";
import { byId, nothing, type Prepare } from "./call.ts";
import { messageCalls } from "./message-calls.ts";
import { passphrase } from "./premises.ts";
import { profileCalls } from "./profile-calls.ts";

const item = { description: "Internet 20 Mbps", quantity: 1, unitPrice: 150_000 };
const withImport =
  (sent: boolean): Prepare =>
  async (premises) => {
    const { id, token } = await premises.import(sent);
    return { ids: { id }, token };
  };
/** A company has one run at a time, so each is given up after its call. */
const withRun: Prepare = async (premises) => {
  const id = await premises.run();
  return { ids: { id }, after: () => premises.cancelRun(id) };
};

const shop = {
  name: "Toko Kenanga",
  email: "kenanga@example.com",
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
  askTenantDeletion: ({ company }) => ({
    body: { slug: company.slug, password: company.ownerPassword },
    after: () => company.as("DELETE", "/tenant/deletion"),
  }),
  callOffTenantDeletion: async ({ company }) => {
    await company.as("POST", "/tenant/deletion", { slug: company.slug, password: company.ownerPassword });
    return {};
  },
  listExports: nothing,
  startExport: (premises) => ({ body: { passphrase }, after: () => premises.stopExport() }),
  getExport: byId((premises) => premises.export()),
  getExportContent: async (premises) => {
    const id = await premises.export();
    const { body } = await premises.company.as<{ contentUrl: string }>("GET", `/exports/${id}`);
    return { token: null, ids: { id }, query: `${new URL(body.contentUrl).search.slice(1)}&part=manifest.json` };
  },
  listImports: nothing,
  beginImport: async (premises) => {
    const { token, manifest } = await premises.emptyCompany();
    return { token, body: { manifest, passphrase } };
  },
  getImport: withImport(true),
  sendImportPart: async (premises) => ({
    ...(await withImport(false)(premises)),
    query: `name=${partName(1, "brands")}`,
    body: "\n",
  }),
  startImport: withImport(true),
  cancelImport: withImport(false),
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
  getProfile: nothing,
  updateProfile: () => ({
    body: {
      fullName: "Pemilik Contoh",
      phone: "0812-0000-1111",
      bankAccount: { bankName: "Bank Contoh", holder: "Pemilik Contoh", number: "1234567890" },
    },
  }),
  setAvatar: () => ({ body: samplePng }),
  removeAvatar: async ({ company }) => {
    await company.as("PUT", "/auth/me/avatar", samplePng);
    return {};
  },
  submitIdentity: async (premises) => ({ body: { fileId: await premises.file("identity"), ktp: shop.ktp } }),
  listIdentities: nothing,
  getUserProfile: async (premises) => ({ ids: { id: await premises.colleague() } }),
  verifyIdentity: async (premises) => ({ ids: { id: await premises.submittedIdentity() }, body: {} }),
  rejectIdentity: async (premises) => ({ ids: { id: await premises.submittedIdentity() }, body: { reason: "Buram" } }),
  revealUser: async (premises) => ({ ids: { id: await premises.colleague() }, body: { fields: ["bankAccount"] } }),
  uploadFile: () => ({ query: "purpose=attachment", body: samplePdf }),
  getFile: byId((premises) => premises.file("attachment")),
  discardFile: byId((premises) => premises.file("attachment")),
  getFileContent: async (premises) => {
    const id = await premises.file("attachment");
    const { body } = await premises.company.as<{ url: string }>("GET", `/files/${id}`);
    return { token: null, ids: { id }, query: new URL(body.url).search.slice(1) };
  },
  askPasswordReset: (premises) => ({
    token: null,
    slug: premises.company.slug,
    body: { email: "siapa@example.com" },
    headers: premises.fromElsewhere(),
  }),
  resetPassword: async (premises) => ({
    token: null,
    body: { token: await premises.passwordReset(), password: "gajah-renang-7" },
    headers: premises.fromElsewhere(),
  }),
  changePassword: async (premises) => {
    const { token, password } = await premises.member();
    return { token, body: { current: password, password: "gajah-renang-7" }, headers: premises.fromElsewhere() };
  },
  getTotp: nothing,
  setUpTotp: async (premises) => {
    const { token, password } = await premises.member();
    return { token, body: { password }, headers: premises.fromElsewhere() };
  },
  confirmTotp: async (premises) => {
    const { token, totp } = await premises.memberWithApp();
    return { token, body: { totp }, headers: premises.fromElsewhere() };
  },
  switchOffTotp: async (premises) => {
    const { token, password, recoveryCode } = await premises.memberWithTotp();
    return { token, body: { password, recoveryCode }, headers: premises.fromElsewhere() };
  },
  renewRecoveryCodes: async (premises) => {
    const { token, password, recoveryCode } = await premises.memberWithTotp();
    return { token, body: { password, recoveryCode }, headers: premises.fromElsewhere() };
  },
  listSessions: nothing,
  endOtherSessions: async (premises) => ({ token: (await premises.member()).token }),
  endOwnSession: async (premises) => {
    const { token, sessionId } = await premises.memberSession();
    return { token, ids: { id: sessionId } };
  },
  listMemberSessions: byId(async (premises) => (await premises.member()).id),
  endMemberSession: async (premises) => {
    const { id, sessionId } = await premises.memberSession();
    return { ids: { id, sessionId } };
  },

  listUsers: nothing,
  getUserStatistics: nothing,
  getUser: byId(async (premises) => (await premises.member()).id),
  updateUser: async (premises) => ({
    ids: { id: (await premises.member()).id },
    body: { name: premises.unique("Rumah"), customRoleId: await premises.customRole() },
  }),
  deactivateUser: byId(async (premises) => (await premises.member()).id),
  reactivateUser: async (premises) => {
    const { id } = await premises.member();
    await premises.company.as("POST", `/users/${id}/deactivation`);
    return { ids: { id } };
  },
  transferOwnership: async (premises) => {
    const { id, token, password } = await premises.member();
    const { company } = premises;
    const own = decodeJwt(company.token).sub;
    return {
      ids: { id },
      body: { password: company.ownerPassword },
      headers: premises.fromElsewhere(),
      after: () =>
        company.call("POST", `/api/v1/users/${own}/ownership`, {
          token,
          body: { password },
          headers: premises.fromElsewhere(),
        }),
    };
  },
  resetUserTotp: byId(async (premises) => (await premises.memberWithTotp()).id),
  listRoles: nothing,
  createRole: (premises) => ({
    body: { name: premises.unique("Peran"), base: "staff", permissions: ["profile:read"] },
  }),
  getRole: byId((premises) => premises.customRole()),
  updateRole: byId((premises) => premises.customRole(), { permissions: ["profile:read", "customers:read"] }),
  deleteRole: byId((premises) => premises.customRole()),
  listInvitations: nothing,
  createInvitation: (premises) => ({
    body: { email: `${premises.unique("kenanga").toLowerCase()}@example.com`, role: "cs" },
  }),
  resendInvitation: byId((premises) => premises.invitationId()),
  revokeInvitation: byId((premises) => premises.invitationId()),
  getPublicInvitation: async (premises) => ({ token: null, ids: { token: await premises.invitation() } }),
  acceptInvitation: async (premises) => ({
    token: null,
    ids: { token: await premises.invitation() },
    body: premises.newcomer(),
    headers: premises.fromElsewhere(),
  }),
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

  exportInvoices: nothing,
  exportPayments: nothing,
  exportCustomers: nothing,
  getCustomerImportTemplate: nothing,
  getRejectedCustomerRows: byId((premises) => premises.customerImport()),
  listCustomerImports: nothing,
  receiveCustomerImport: () => ({ body: "Nama,Email\nToko Kenanga,kenanga@example.com\n" }),
  getCustomerImport: byId((premises) => premises.customerImport()),
  previewCustomerImport: byId((premises) => premises.customerImport(), {}),
  startCustomerImport: async (premises) => {
    const id = await premises.takeCustomerImport();
    return { ids: { id }, body: {}, after: () => premises.company.as("POST", `/customer-imports/${id}/cancel`) };
  },
  cancelCustomerImport: byId((premises) => premises.takeCustomerImport(), {}),
  listCustomerImportRejections: byId((premises) => premises.customerImport()),
  listCustomers: nothing,
  createCustomer: async (premises) => ({ body: { ...shop, brandId: await premises.brand() } }),
  getCustomer: byId((premises) => premises.customer()),
  getCustomerBalance: byId((premises) => premises.customer()),
  updateCustomer: async (premises) => ({
    ids: { id: await premises.customer() },
    body: { ...shop, brandId: await premises.brand() },
  }),
  deleteCustomer: byId((premises) => premises.customer()),
  revealCustomer: byId((premises) => premises.customer(), { fields: ["ktp"] }),

  listCustomerFiles: byId((premises) => premises.customer()),
  addCustomerFile: async (premises) => ({
    ids: { id: await premises.customer() },
    body: { fileId: await premises.file("attachment") },
  }),
  removeCustomerFile: async (premises) => {
    const id = await premises.customer();
    const fileId = await premises.file("attachment");
    await premises.company.as("POST", `/customers/${id}/files`, { fileId });
    return { ids: { id, fileId } };
  },
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
  listCreditNotes: nothing,
  getCreditNote: byId((premises) => premises.creditNote()),
  issueCreditNote: byId(async (premises) => (await premises.invoice()).id, {
    items: [{ line: 1, quantity: 1 }],
    reason: "Salah tarif",
  }),
  listRefunds: nothing,
  getRefund: byId((premises) => premises.refund()),
  recordRefund: byId((premises) => premises.creditor(), { amount: 50_000, method: "transfer", reference: "TRF-1" }),
  listCreditUses: nothing,
  payWithCredit: async (premises) => ({ ids: { id: await premises.coveredInvoice() }, body: {} }),
  getStatement: byId((premises) => premises.creditor()),

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
  confirmWebhook: ({ company }) => ({ token: null, slug: company.slug, ids: { provider: "xendit" }, status: 404 }),
  listWebhookLogs: nothing,
  getWebhookLog: byId((premises) => premises.receipt()),
  replayWebhook: byId((premises) => premises.receipt()),
  replayWebhooks: async (premises) => {
    const receipts = [await premises.receipt(), await premises.receipt()];
    for (const id of receipts) await premises.worked(id);
    return { body: { ids: receipts } };
  },
  listWebhookEndpoints: nothing,
  createWebhookEndpoint: (premises) => ({ body: premises.newWebhookEndpoint() }),
  tryWebhookEndpoint: (premises) => {
    const { signature, secret, action, mapping } = premises.newWebhookEndpoint();
    const body = JSON.stringify({ bill: "INV-2026-001", amount: 150_000, reference: "TRX-1" });
    return { body: { signature, secret, action, mapping, headers: { "X-Token": secret }, body } };
  },
  getWebhookEndpoint: byId((premises) => premises.webhookEndpoint()),
  updateWebhookEndpoint: byId((premises) => premises.webhookEndpoint(), { name: "Bank Lain", state: "disabled" }),
  renewWebhookSecret: byId((premises) => premises.webhookEndpoint(), {}),
  deleteWebhookEndpoint: byId((premises) => premises.webhookEndpoint()),
  getOverview: nothing,
  getRevenueReport: () => ({ query: "groupBy=brand" }),
  getRevenueFile: () => ({ query: "format=csv" }),
  getReceivablesReport: nothing,
  listOwedInvoices: async (premises) => ({ query: `bucket=current&brandId=${await premises.brand()}` }),
  getReceivablesFile: () => ({ query: "format=csv" }),
  getTaxReport: nothing,
  listTaxedInvoices: async (premises) => ({ query: `brandId=${await premises.brand()}` }),
  getTaxFile: () => ({ query: "format=csv" }),
  rebuildTotals: nothing,
  getCustomerReport: () => ({ query: "groupBy=brand" }),
  listCustomersBySegment: () => ({ query: "segment=in_arrears" }),
  getCustomersFile: () => ({ query: "format=csv&segment=in_arrears" }),
  getCustomerBehaviour: byId((premises) => premises.customer()),
  getChurnReport: nothing,
  getChurnFile: () => ({ query: "format=csv" }),

  ...messageCalls,
  ...profileCalls,

  confirmBillingRun: byId((premises) => premises.run()),
};
