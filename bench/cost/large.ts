/** Lists, searches and details of a large company, with what each may cost. */
import { encodeCursor } from "../../worker/core/http/page.ts";
import { costOf, type Cost } from "./measure.ts";
import type { Company } from "./premises.ts";

export interface LargeCost extends Cost {
  name: string;
  path: string;
  /** Rows read for each one shown and one more, which tells whether there is a next page; without those that let in. */
  rowsForEach: number;
  allowed: number;
}

/** Ids that the requests name. */
export interface Known {
  customerId: string;
  subscriptionId: string;
  invoiceId: string;
  planId: string;
  brandId: string;
  /** Last month, `YYYY-MM`. */
  month: string;
}

interface Request {
  name: string;
  path: string;
  /** Rows that may be read for each one shown; 3 unless it is a search. */
  allowed?: number;
}

const search = 20;
/** The age of what a month's invoices owe, due on its tenth (`seed/fill.ts`). */
const ageOf = (month: string) => (Date.now() - Date.parse(`${month}-10`) < 31 * 86_400_000 ? "1-30" : "31-60");
const monthSpan = (month: string) => `from=${month}-01&to=${month}-28`;

const requests = ({ customerId, subscriptionId, invoiceId, planId, brandId, month }: Known): Request[] => [
  { name: "customers, newest", path: "/customers" },
  { name: "customers, a page of 100", path: "/customers?limit=100" },
  { name: "customers, from the middle", path: `/customers?cursor=${encodeCursor([customerId])}` },
  { name: "customers by name", path: "/customers?sort=name" },
  {
    name: "customers by name, from the middle",
    path: `/customers?sort=name&cursor=${encodeCursor(["M", customerId])}`,
  },
  { name: "customers of a brand", path: `/customers?brandId=${brandId}` },
  { name: "inactive customers", path: "/customers?status=inactive" },
  { name: "customers by letter", path: "/customers?q=b", allowed: search },
  { name: "customers by word", path: "/customers?q=bambu", allowed: search },
  {
    name: "customers by word, from the middle",
    path: `/customers?q=bambu&cursor=${encodeCursor(["bambu m", customerId])}`,
    allowed: search,
  },
  { name: "customers by two words", path: "/customers?q=jalan+merdeka", allowed: search },
  { name: "customers by first and last word", path: "/customers?q=bambu+su", allowed: search },
  { name: "customers by phone", path: "/customers?q=08121", allowed: search },
  { name: "customers by email", path: "/customers?q=sirih.", allowed: search },
  { name: "customers by number", path: "/customers?q=5000", allowed: search },
  { name: "inactive customers by word", path: "/customers?q=bambu&status=inactive", allowed: search },
  { name: "customers by what nobody has", path: "/customers?q=xyzzy", allowed: search },
  { name: "customer", path: `/customers/${customerId}` },
  { name: "subscriptions, newest", path: "/subscriptions" },
  { name: "suspended subscriptions", path: "/subscriptions?state=suspended" },
  { name: "subscriptions on a plan", path: `/subscriptions?planId=${planId}` },
  { name: "subscriptions of a customer", path: `/subscriptions?customerId=${customerId}` },
  { name: "subscription", path: `/subscriptions/${subscriptionId}` },
  { name: "invoices, newest", path: "/invoices" },
  { name: "invoices, from the middle", path: `/invoices?cursor=${encodeCursor([invoiceId])}` },
  { name: "overdue invoices", path: "/invoices?state=overdue" },
  { name: "invoices of a month", path: `/invoices?period=${month}` },
  { name: "overdue invoices of a month", path: `/invoices?period=${month}&state=overdue` },
  { name: "invoices of a customer", path: `/invoices?customerId=${customerId}` },
  { name: "invoices by number", path: `/invoices?q=INV-${month.slice(0, 4)}-5`, allowed: search },
  { name: "invoices by customer's word", path: "/invoices?q=bambu", allowed: search },
  { name: "overdue invoices by customer's word", path: "/invoices?q=bambu&state=overdue", allowed: search },
  { name: "invoice", path: `/invoices/${invoiceId}` },
  { name: "payments, newest", path: "/payments" },
  { name: "home page, of thirty days", path: "/reports/overview", allowed: 30 },
  { name: "revenue of a month by brand", path: `/reports/revenue?groupBy=brand&${monthSpan(month)}`, allowed: 30 },
  { name: "receivables by age", path: "/reports/receivables", allowed: 30 },
  {
    name: "invoices owed, of one age",
    path: `/reports/receivables/invoices?bucket=${ageOf(month)}&brandId=${brandId}`,
  },
  { name: "customers by segment", path: "/reports/customers", allowed: 30 },
  { name: "customers in arrears", path: "/reports/customers/list?segment=in_arrears" },
  { name: "loyal customers of a brand", path: `/reports/customers/list?segment=loyal&brandId=${brandId}` },
  {
    name: "loyal customers, from the middle",
    path: `/reports/customers/list?segment=loyal&cursor=${encodeCursor([0, customerId])}`,
  },
  { name: "inactive loyal customers", path: "/reports/customers/list?segment=loyal&status=inactive" },
  // One in seven is in arrears, and a word knows no segment.
  { name: "customers in arrears by word", path: "/reports/customers/list?q=bambu&segment=in_arrears", allowed: 30 },
  { name: "churn of twelve months", path: "/reports/churn", allowed: 30 },
  { name: "tax of a month", path: `/reports/tax?month=${month}`, allowed: 30 },
  { name: "invoices behind a month's tax", path: `/reports/tax/invoices?month=${month}&brandId=${brandId}` },
];

/** Measures them all; `admission` is how many rows letting a caller in reads. */
export async function costOfLarge(company: Company, known: Known, admission: number): Promise<LargeCost[]> {
  const costs: LargeCost[] = [];
  for (const { name, path, allowed = 3 } of requests(known)) {
    const cost = await costOf(company, "GET", `/api/v1${path}`);
    const rowsForEach = (cost.rowsRead - admission) / (cost.rowsShown + 1);
    costs.push({ name, path: lasting(path), ...cost, rowsForEach, allowed });
  }
  return costs;
}

/** The same text each time: ids and cursors are new with each company, and months pass. */
const lasting = (path: string): string =>
  path
    .replace(/[a-z]{3}_[0-9a-z]{20}/g, "{id}")
    .replace(/cursor=[\w-]+/, "cursor={cursor}")
    .replace(/(period|month)=[\d-]+/, "$1={month}")
    .replace(/from=[\d-]+&to=[\d-]+/, "from={day}&to={day}")
    .replace(/INV-\d+/, "INV-{year}");
