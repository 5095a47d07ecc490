/** What billing tests start from. */
import type { TestTenant } from "./tenant.ts";

export interface InvoiceBody {
  id: string;
  number: string | null;
  state: string;
  total: number;
  tax: number;
  paid: number;
  credited: number;
  due: number;
  dueOn: string;
  paymentUrl: string | null;
}
export interface PaymentBody {
  id: string;
  number: string;
  amount: number;
  applied: number;
  credited: number;
  alert: string | null;
  method: string;
  invoiceId: string | null;
}
export interface CreditNoteBody {
  id: string;
  number: string;
  amount: number;
  tax: number;
  applied: number;
  credited: number;
  items: { line: number; quantity: number; amount: number }[];
}
export interface PageBody<T> {
  data: T[];
  nextCursor: string | null;
}

export async function addCustomer(
  tenant: TestTenant,
  name = "Pelanggan Contoh",
  rest: Record<string, unknown> = {},
): Promise<string> {
  const answer = await tenant.as<{ id: string }>("POST", "/customers", { name, ...rest });
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return answer.body.id;
}

export async function addInvoice(
  tenant: TestTenant,
  { customerId, amount = 150_000, ...rest }: { customerId: string; amount?: number } & Record<string, unknown>,
): Promise<InvoiceBody> {
  const answer = await tenant.as<InvoiceBody>("POST", "/invoices", {
    customerId,
    items: [{ description: "Internet 20 Mbps", quantity: 1, unitPrice: amount }],
    ...rest,
  });
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return answer.body;
}

/** The token of an invoice's payment link. */
export const tokenOf = (invoice: InvoiceBody): string => invoice.paymentUrl?.split("/pay/")[1] ?? "";
