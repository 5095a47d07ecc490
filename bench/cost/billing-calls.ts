/** Typical calls around customers, their money and reports of it (`calls.ts`). */
import { byId, nothing, type Prepare } from "./call.ts";
import type { Company } from "./premises.ts";

const item = { description: "Internet 20 Mbps", quantity: 1, unitPrice: 150_000 };
/** A company has one run at a time, so each is given up after its call. */
const withRun: Prepare = async (premises) => {
  const id = await premises.run();
  return { ids: { id }, after: () => premises.cancelRun(id) };
};

/** The version of the company's own of several policies. */
const versionOf = async (company: Company, path: string) =>
  (await company.as<{ data: { version: number }[] }>("GET", path)).body.data[0]?.version;
const policy = {
  enabled: true,
  daysAfterDue: 7,
  openings: [{ weekday: 1, fromHour: 8, untilHour: 16 }],
  closedDates: ["2099-12-25"],
  minimumOwed: 50_000,
  noticeDays: [3],
};

const shop = {
  name: "Toko Kenanga",
  email: "kenanga@example.com",
  phone: "0812-0000-1111",
  address: "Jalan Melati Raya 7, RT 03 RW 05",
  ktp: "3174000000000001",
};

export const billingCalls: Record<string, Prepare> = {
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
  listPlanChanges: async (premises) => {
    const id = await premises.subscription();
    await premises.planChange(id);
    return { ids: { id } };
  },
  changePlan: async (premises) => ({
    ids: { id: await premises.subscription() },
    body: { planId: await premises.plan(), effectiveOn: premises.dayToCome(), discount: 0 },
  }),
  previewPlanChange: async (premises) => ({
    ids: { id: await premises.subscription() },
    body: { planId: await premises.plan(), effectiveOn: premises.dayToCome(), discount: 0 },
  }),
  cancelPlanChange: async (premises) => {
    const id = await premises.subscription();
    return { ids: { id, changeId: await premises.planChange(id) } };
  },

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
  getInvoicePdf: byId(async (premises) => (await premises.invoice()).id),
  sendInvoice: byId(async (premises) => (await premises.invoice(false, await premises.reachable())).id, {
    outlet: "email",
  }),
  updateInvoice: byId(async (premises) => (await premises.invoice(true)).id, { items: [item], note: "Terima kasih" }),
  removeDraft: byId(async (premises) => (await premises.invoice(true)).id),
  issueInvoice: byId(async (premises) => (await premises.invoice(true)).id),
  voidInvoice: byId(async (premises) => (await premises.invoice()).id, { reason: "Salah nama" }),
  recordPayment: byId(async (premises) => (await premises.invoice()).id, { amount: 150_000, method: "cash" }),
  listPayments: nothing,
  getPayment: byId((premises) => premises.payment()),
  getReceiptPdf: byId((premises) => premises.payment()),
  sendReceipt: byId(async (premises) => premises.payment(await premises.invoice(false, await premises.reachable())), {
    outlet: "email",
  }),
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
  getPublicInvoicePdf: async (premises) => ({ token: null, ids: { token: await premises.paymentToken() } }),
  getPublicReceiptPdf: async (premises) => ({ token: null, ids: { token: await premises.paidToken() } }),
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

  listReminderSchedules: nothing,
  putReminderSchedule: async ({ company }) => ({
    body: {
      version: await versionOf(company, "/billing/reminders"),
      rules: [{ offsetDays: -3, hour: 9, outlets: ["whatsapp"], enabled: true }],
    },
  }),
  listSuspensionPolicies: nothing,
  putSuspensionPolicy: async ({ company }) => ({
    body: { version: await versionOf(company, "/billing/suspension"), policy },
  }),
  previewSuspensions: nothing,
  listSuspensionExemptions: nothing,
  createSuspensionExemption: async (premises) => ({
    body: { customerId: await premises.customer(), until: "2099-12-31", reason: "Kantor desa" },
  }),
  removeSuspensionExemption: byId(async (premises) => {
    const body = { customerId: await premises.customer(), reason: "Kantor desa" };
    return (await premises.company.as<{ id: string }>("POST", "/billing/suspension/exemptions", body)).body.id;
  }),
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
};
