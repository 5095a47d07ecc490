/**
 * A typical call of each operation: what its form sends, filled in as far as it goes. None but the last stands in the way
 * of the next one of the same company. A route without a line here fails `test/worker/cost.test.ts`.
 */
import { decodeJwt } from "jose";
import { samplePdf, samplePng } from "../../worker/modules/files/testing.ts";
import { partName } from "../../worker/modules/portability/archive.ts";
import { byId, nothing, type Prepare } from "./call.ts";
import { billingCalls } from "./billing-calls.ts";
import { messageCalls } from "./message-calls.ts";
import { passphrase } from "./premises.ts";
import { profileCalls } from "./profile-calls.ts";

const withImport =
  (sent: boolean): Prepare =>
  async (premises) => {
    const { id, token } = await premises.import(sent);
    return { ids: { id }, token };
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
  setBrandLogo: async (premises) => ({ ids: { id: await premises.brand() }, body: samplePng }),
  removeBrandLogo: async (premises) => {
    const id = await premises.brand();
    await premises.company.as("PUT", `/brands/${id}/logo`, samplePng);
    return { ids: { id } };
  },

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
  submitIdentity: async (premises) => ({ body: { fileId: await premises.file("identity"), ktp: "3174000000000001" } }),
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
  ...billingCalls,
  ...messageCalls,
  ...profileCalls,

  confirmBillingRun: byId((premises) => premises.run()),
};
