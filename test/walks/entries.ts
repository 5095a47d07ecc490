import { samplePng } from "../../worker/modules/files/testing.ts";
import { profileEntries } from "./profile-entries.ts";

/**
 * What the walks need to know of each operation. A new route gets its line here, or the build fails:
 * `ids` are its path parameters, `foreign` other places where another tenant's id could be sent, `acts` marks those that
 * change something even with nothing but their path.
 */
export interface Fixture {
  customerId: string;
  brandId: string;
  brandCode: string;
  planId: string;
  subscriptionId: string;
  planChangeId: string;
  invoiceId: string;
  draftId: string;
  paymentId: string;
  creditNoteId: string;
  refundId: string;
  connectionId: string;
  userId: string;
  fileId: string;
  customerFileId: string;
  runId: string;
  exportId: string;
  importId: string;
  customerImportId: string;
  receiptId: string;
  publicToken: string;
  memberId: string;
  memberSessionId: string;
  roleId: string;
  invitationId: string;
  apiKeyId: string;
  taskId: string;
  endpointId: string;
  notificationId: string;
  notificationNumber: string;
  deviceId: string;
  deliveryId: string;
  announcementId: string;
  suppressionId: string;
  exemptionId: string;
  /** What profiles know things by. */
  customerNumber: string;
  invoiceSerial: string;
  memberNumber: string;
}

export interface Entry {
  /** Path parameters that name nothing of a tenant's. */
  fixed?: Record<string, string>;
  ids?: (f: Fixture) => Record<string, string>;
  /** Requests that carry another tenant's ids in query or body, and how each must be answered. */
  foreign?: {
    query?: (f: Fixture) => string;
    body?: (f: Fixture, own: Fixture) => unknown;
    /** 422 names the field; an empty list says that nothing was found. */
    answer: 422 | "empty";
  }[];
  body?: (own: Fixture) => unknown;
  acts?: true;
}

const customer = { ids: (f: Fixture) => ({ id: f.customerId }) };
const customerImport = { ids: (f: Fixture) => ({ id: f.customerImportId }) };
const user = { ids: (f: Fixture) => ({ id: f.userId }) };
const file = { ids: (f: Fixture) => ({ id: f.fileId }) };
const plan = { ids: (f: Fixture) => ({ id: f.planId }) };
const subscription = { ids: (f: Fixture) => ({ id: f.subscriptionId }) };
const invoice = { ids: (f: Fixture) => ({ id: f.invoiceId }) };
const run = { ids: (f: Fixture) => ({ id: f.runId }) };
const connection = { ids: (f: Fixture) => ({ id: f.connectionId }) };
const member = { ids: (f: Fixture) => ({ id: f.memberId }) };
const role = { ids: (f: Fixture) => ({ id: f.roleId }) };
const invitation = { ids: (f: Fixture) => ({ id: f.invitationId }) };
const apiKey = { ids: (f: Fixture) => ({ id: f.apiKeyId }) };
const task = { ids: (f: Fixture) => ({ id: f.taskId }) };
const webhookEndpoint = { ids: (f: Fixture) => ({ id: f.endpointId }) };
const delivery = { ids: (f: Fixture) => ({ id: f.deliveryId }) };
const template = { fixed: { kind: "invoice.issued", outlet: "email", locale: "id" } };
const item = [{ description: "x", quantity: 1, unitPrice: 10_000 }];

export const entries: Record<string, Entry> = {
  reseal: {},
  signUp: {},
  getTenant: {},
  updateTenant: { body: () => ({}) },
  setMaintenance: {},
  suspendTenant: { acts: true },
  reactivateTenant: { acts: true },
  askTenantDeletion: {},
  callOffTenantDeletion: { acts: true },
  listExports: {},
  startExport: {},
  getExport: { ids: (f) => ({ id: f.exportId }) },
  getExportContent: {},
  listImports: {},
  beginImport: {},
  getImport: { ids: (f) => ({ id: f.importId }) },
  sendImportPart: { ids: (f) => ({ id: f.importId }) },
  startImport: { ids: (f) => ({ id: f.importId }) },
  cancelImport: { ids: (f) => ({ id: f.importId }) },
  listBrands: {},
  createBrand: {},
  getBrand: { ids: (f) => ({ id: f.brandId }) },
  updateBrand: { ids: (f) => ({ id: f.brandId }), body: () => ({ name: "x" }) },
  setBrandLogo: { ids: (f) => ({ id: f.brandId }), body: () => samplePng },
  removeBrandLogo: { ids: (f) => ({ id: f.brandId }) },
  login: {},
  refresh: {},
  logout: { acts: true },
  confirmEmail: {},
  askEmailConfirmation: { acts: true },
  getMe: {},
  updateMe: { body: () => ({}) },
  getProfile: {},
  updateProfile: { body: () => ({}) },
  setAvatar: {},
  removeAvatar: { acts: true },
  submitIdentity: { foreign: [{ body: (f) => ({ fileId: f.fileId }), answer: 422 }] },
  listIdentities: {},
  getUserProfile: user,
  verifyIdentity: { ...user, body: () => ({}) },
  rejectIdentity: { ...user, body: () => ({ reason: "Buram" }) },
  revealUser: { ...user, body: () => ({ fields: ["bankAccount"] }) },
  uploadFile: {},
  getFile: file,
  discardFile: file,
  getFileContent: {},
  askPasswordReset: {},
  resetPassword: {},
  changePassword: {},
  getTotp: {},
  setUpTotp: {},
  confirmTotp: {},
  switchOffTotp: {},
  renewRecoveryCodes: {},
  listSessions: {},
  endOtherSessions: { acts: true },
  endOwnSession: { ids: (f) => ({ id: f.memberSessionId }) },
  listMemberSessions: member,
  endMemberSession: { ids: (f) => ({ id: f.memberId, sessionId: f.memberSessionId }) },
  listUsers: { foreign: [{ query: (f) => `customRoleId=${f.roleId}`, answer: "empty" }] },
  getUserStatistics: {},
  getUser: member,
  updateUser: { ...member, body: () => ({ name: "x" }) },
  deactivateUser: member,
  reactivateUser: member,
  transferOwnership: { ...member, body: () => ({ password: "kuda-laut-biru" }) },
  resetUserTotp: member,
  listRoles: {},
  createRole: {},
  getRole: role,
  updateRole: { ...role, body: () => ({ name: "x" }) },
  deleteRole: role,
  listInvitations: {},
  createInvitation: { foreign: [{ body: (f) => ({ customRoleId: f.roleId }), answer: 422 }] },
  resendInvitation: invitation,
  revokeInvitation: invitation,
  getPublicInvitation: {},
  acceptInvitation: {},
  listApiKeys: {},
  createApiKey: {},
  renameApiKey: { ...apiKey, body: () => ({ name: "x" }) },
  revokeApiKey: apiKey,
  listActivityLogs: { foreign: [{ query: (f) => `entityId=${f.customerId}`, answer: "empty" }] },
  exportActivityLogs: {},
  getActivityChain: {},
  listProviders: {},
  listConnections: {},
  createConnection: {
    foreign: [
      {
        body: (f) => ({ provider: "xendit", brandId: f.brandId, secrets: { apiKey: "x", callbackToken: "y" } }),
        answer: 422,
      },
    ],
  },
  getConnection: connection,
  updateConnection: { ...connection, body: () => ({ name: "x" }) },
  testConnection: connection,
  exportInvoices: {},
  exportPayments: {},
  exportCustomers: {},
  getCustomerImportTemplate: {},
  getRejectedCustomerRows: customerImport,
  listCustomerImports: {},
  receiveCustomerImport: {},
  getCustomerImport: customerImport,
  previewCustomerImport: { ...customerImport, body: () => ({}) },
  startCustomerImport: { ...customerImport, body: () => ({}) },
  cancelCustomerImport: customerImport,
  listCustomerImportRejections: customerImport,
  listCustomers: { foreign: [{ query: (f) => `brandId=${f.brandId}`, answer: "empty" }] },
  createCustomer: { foreign: [{ body: (f) => ({ name: "x", brandId: f.brandId }), answer: 422 }] },
  getCustomer: customer,
  getCustomerBalance: customer,
  updateCustomer: { ...customer, body: () => ({ name: "x" }) },
  deleteCustomer: customer,
  revealCustomer: { ...customer, body: () => ({ fields: ["ktp"] }) },
  listCustomerFiles: customer,
  addCustomerFile: {
    ids: (f) => ({ id: f.customerId }),
    body: (own) => ({ fileId: own.fileId }),
  },
  removeCustomerFile: { ids: (f) => ({ id: f.customerId, fileId: f.customerFileId }) },
  listPlans: {},
  createPlan: {},
  getPlan: plan,
  updatePlan: { ...plan, body: () => ({ price: 1 }) },
  archivePlan: plan,
  listSubscriptions: {
    foreign: [
      { query: (f) => `customerId=${f.customerId}`, answer: "empty" },
      { query: (f) => `planId=${f.planId}`, answer: "empty" },
    ],
  },
  createSubscription: {
    foreign: [
      { body: (f, own) => ({ customerId: f.customerId, planId: own.planId }), answer: 422 },
      { body: (f, own) => ({ customerId: own.customerId, planId: f.planId }), answer: 422 },
      { body: (f, own) => ({ customerId: own.customerId, planId: own.planId, brandId: f.brandId }), answer: 422 },
    ],
  },
  getSubscription: subscription,
  updateSubscription: { ...subscription, body: () => ({ discount: 1 }) },
  suspendSubscription: subscription,
  reactivateSubscription: subscription,
  terminateSubscription: { ...subscription, body: () => ({}) },
  listPlanChanges: subscription,
  changePlan: {
    ...subscription,
    body: (own) => ({ planId: own.planId, effectiveOn: "2027-01-01", price: 1, discount: 0 }),
    foreign: [{ body: (f) => ({ planId: f.planId, effectiveOn: "2027-01-01" }), answer: 422 }],
  },
  previewPlanChange: {
    ...subscription,
    body: (own) => ({ planId: own.planId, effectiveOn: "2027-01-01", price: 1, discount: 0 }),
    foreign: [{ body: (f) => ({ planId: f.planId, effectiveOn: "2027-01-01" }), answer: 422 }],
  },
  cancelPlanChange: { ids: (f) => ({ id: f.subscriptionId, changeId: f.planChangeId }) },
  listInvoices: { foreign: [{ query: (f) => `customerId=${f.customerId}`, answer: "empty" }] },
  createInvoice: {
    foreign: [
      { body: (f) => ({ customerId: f.customerId, items: item }), answer: 422 },
      { body: (f, own) => ({ customerId: own.customerId, brandId: f.brandId, items: item }), answer: 422 },
    ],
  },
  getInvoice: invoice,
  getInvoicePdf: invoice,
  sendInvoice: { ...invoice, body: () => ({ outlet: "email" }) },
  updateInvoice: { ids: (f) => ({ id: f.draftId }), body: () => ({ note: "x" }) },
  removeDraft: { ids: (f) => ({ id: f.draftId }) },
  issueInvoice: { ids: (f) => ({ id: f.draftId }) },
  voidInvoice: { ...invoice, body: () => ({}) },
  recordPayment: { ...invoice, body: () => ({ amount: 1000, method: "cash" }) },
  listPayments: {
    foreign: [
      { query: (f) => `customerId=${f.customerId}`, answer: "empty" },
      { query: (f) => `invoiceId=${f.invoiceId}`, answer: "empty" },
    ],
  },
  getPayment: { ids: (f) => ({ id: f.paymentId }) },
  getReceiptPdf: { ids: (f) => ({ id: f.paymentId }) },
  sendReceipt: { ids: (f) => ({ id: f.paymentId }), body: () => ({ outlet: "email" }) },
  resolvePaymentAlert: { ids: (f) => ({ id: f.paymentId }), body: () => ({}) },
  listCreditNotes: {
    foreign: [
      { query: (f) => `customerId=${f.customerId}`, answer: "empty" },
      { query: (f) => `invoiceId=${f.invoiceId}`, answer: "empty" },
    ],
  },
  getCreditNote: { ids: (f) => ({ id: f.creditNoteId }) },
  issueCreditNote: { ...invoice, body: () => ({ amount: 1000, reason: "Salah tarif" }) },
  listRefunds: { foreign: [{ query: (f) => `customerId=${f.customerId}`, answer: "empty" }] },
  getRefund: { ids: (f) => ({ id: f.refundId }) },
  recordRefund: { ...customer, body: () => ({ amount: 1000, method: "cash" }) },
  listCreditUses: {
    foreign: [
      { query: (f) => `customerId=${f.customerId}`, answer: "empty" },
      { query: (f) => `invoiceId=${f.invoiceId}`, answer: "empty" },
    ],
  },
  payWithCredit: { ...invoice, body: () => ({}) },
  getStatement: customer,
  getPublicInvoice: {},
  getPublicInvoicePdf: {},
  getPublicReceiptPdf: {},
  startPayment: {},
  listBillingRuns: {},
  createBillingRun: { foreign: [{ body: (f) => ({ period: "2026-11", brandId: f.brandId }), answer: 422 }] },
  getBillingRun: run,
  listBillingRunLines: run,
  confirmBillingRun: run,
  cancelBillingRun: run,
  listReminderSchedules: {},
  putReminderSchedule: { foreign: [{ body: (f) => ({ brandId: f.brandId, version: 0, rules: [] }), answer: 422 }] },
  listSuspensionPolicies: {},
  putSuspensionPolicy: { foreign: [{ body: (f) => ({ brandId: f.brandId, version: 0, policy: null }), answer: 422 }] },
  previewSuspensions: {},
  listSuspensionExemptions: { foreign: [{ query: (f) => `customerId=${f.customerId}`, answer: "empty" }] },
  createSuspensionExemption: {
    foreign: [
      { body: (f) => ({ customerId: f.customerId, reason: "x" }), answer: 422 },
      {
        body: (f, own) => ({ customerId: own.customerId, subscriptionId: f.subscriptionId, reason: "x" }),
        answer: 422,
      },
    ],
  },
  removeSuspensionExemption: { ids: (f) => ({ id: f.exemptionId }) },
  issueLiveTicket: { acts: true },
  joinLive: {},
  listNotifications: {},
  readNotification: { ids: (f) => ({ id: f.notificationId }) },
  readNotifications: {},
  getNotificationPreferences: {},
  putNotificationPreferences: {},
  listNotificationKinds: {},
  getNotificationKind: { fixed: { kind: "invoice.issued" } },
  updateNotificationKind: { fixed: { kind: "invoice.issued" } },
  listPushDevices: {},
  registerPushDevice: {},
  removePushDevice: { ids: (f) => ({ id: f.deviceId }) },
  getTelegramLink: {},
  createTelegramLink: { acts: true },
  removeTelegramLink: { acts: true },
  receiveWebhook: {},
  confirmWebhook: {},
  listWebhookLogs: { foreign: [{ query: (f) => `q=${f.receiptId}`, answer: "empty" }] },
  getWebhookLog: { ids: (f) => ({ id: f.receiptId }) },
  listTasks: {},
  createTask: {
    foreign: [
      {
        body: (f) => ({
          kind: "report",
          name: "x",
          schedule: { every: "day", at: "08:00" },
          settings: { report: "daily", userIds: [f.userId] },
        }),
        answer: 422,
      },
    ],
  },
  getTask: task,
  updateTask: { ...task, body: () => ({ name: "x" }) },
  deleteTask: task,
  startTaskRun: task,
  listRunsOfTask: task,
  listTaskRuns: { foreign: [{ query: (f) => `taskId=${f.taskId}`, answer: "empty" }] },
  replayWebhook: { ids: (f) => ({ id: f.receiptId }) },
  replayWebhooks: { foreign: [{ body: (f) => ({ ids: [f.receiptId] }), answer: 422 }] },
  listWebhookEndpoints: {},
  createWebhookEndpoint: {},
  tryWebhookEndpoint: {},
  getWebhookEndpoint: webhookEndpoint,
  updateWebhookEndpoint: { ...webhookEndpoint, body: () => ({ name: "x" }) },
  deleteWebhookEndpoint: webhookEndpoint,
  renewWebhookSecret: { ...webhookEndpoint, body: () => ({}) },
  getOverview: {},
  getRevenueReport: { foreign: [{ query: (f) => `brandId=${f.brandId}`, answer: 422 }] },
  getRevenueFile: { foreign: [{ query: (f) => `format=csv&brandId=${f.brandId}`, answer: 422 }] },
  getReceivablesReport: { foreign: [{ query: (f) => `brandId=${f.brandId}`, answer: 422 }] },
  listOwedInvoices: { foreign: [{ query: (f) => `bucket=current&brandId=${f.brandId}`, answer: 422 }] },
  getReceivablesFile: { foreign: [{ query: (f) => `format=csv&brandId=${f.brandId}`, answer: 422 }] },
  getTaxReport: { foreign: [{ query: (f) => `brandId=${f.brandId}`, answer: 422 }] },
  listTaxedInvoices: { foreign: [{ query: (f) => `brandId=${f.brandId}`, answer: 422 }] },
  getTaxFile: { foreign: [{ query: (f) => `format=csv&brandId=${f.brandId}`, answer: 422 }] },
  rebuildTotals: { acts: true },
  getCustomerReport: { foreign: [{ query: (f) => `brandId=${f.brandId}`, answer: 422 }] },
  listCustomersBySegment: { foreign: [{ query: (f) => `brandId=${f.brandId}`, answer: "empty" }] },
  getCustomersFile: {},
  getCustomerBehaviour: customer,
  getChurnReport: { foreign: [{ query: (f) => `brandId=${f.brandId}`, answer: 422 }] },
  getChurnFile: { foreign: [{ query: (f) => `format=csv&brandId=${f.brandId}`, answer: 422 }] },
  ...profileEntries,
  listTemplates: {},
  getTemplate: template,
  saveTemplate: { ...template, acts: true },
  resetTemplate: { ...template, acts: true },
  listTemplateVersions: template,
  restoreTemplate: { ...template, body: () => ({ version: 1 }) },
  previewTemplate: template,
  listDeliveries: { foreign: [{ query: (f) => `notificationId=ntf_${f.deliveryId.slice(4)}`, answer: "empty" }] },
  getDelivery: delivery,
  resendDelivery: delivery,
  resendDeliveries: { body: () => ({ state: "failed" }), acts: true },
  listChannels: {},
  testChannel: {
    fixed: { channel: "email" },
    foreign: [{ body: (f) => ({ to: "a@example.com", connectionId: f.connectionId }), answer: 422 }],
  },
  listAnnouncements: {},
  createAnnouncement: {
    foreign: [
      {
        body: (f) => ({ title: "x", body: "x", outlets: ["inApp"], audience: { to: "users", userIds: [f.memberId] } }),
        answer: 422,
      },
    ],
  },
  getAnnouncement: { ids: (f) => ({ id: f.announcementId }) },
  listSuppressions: {},
  removeSuppression: { ids: (f) => ({ id: f.suppressionId }) },
};
