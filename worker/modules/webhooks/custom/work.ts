/** Working off a call of a tenant's own provider: its fields, then what they are for. */
import type { Context } from "../../../core/context.ts";
import type { TimeZone } from "../../../core/time.ts";
import { receiveReported } from "../../billing/index.ts";
import { event } from "../../outbox/index.ts";
import type { Worked } from "../receipts.ts";
import { readBody } from "./body.ts";
import type { Endpoint } from "./endpoints.ts";
import { actionFields, paidStatus } from "./fields.ts";
import { mapFields, type FieldProblem, type Mapped } from "./mapping.ts";

/** What a call asks for; `ignored` for a payment that has not come yet, `failed` where fields are missing. */
export type Meaning = { values: Mapped["values"]; problems: FieldProblem[] } & (
  | { does: "notify"; title: string; message: string }
  | { does: "payment"; payment: ReportedPayment }
  | { does: "ignored"; reason: string }
  | { does: "failed" }
);

interface ReportedPayment {
  invoiceNumber: string;
  amount: number;
  reference: string;
  method: string | undefined;
  paidAt: number | undefined;
}

/** What the endpoint would do with a body. Pure, so that it can be tried. */
export function meaningOf(
  { action, mapping }: Pick<Endpoint, "action" | "mapping">,
  call: { contentType: string | undefined; body: string },
  zone: TimeZone,
): Meaning {
  const read = readBody(call.contentType, call.body);
  if (!read) return { does: "failed", values: {}, problems: [unreadable] };
  const mapped = mapFields(read.document, mapping, actionFields[action], zone);
  const { values, problems } = mapped;
  const status = values["status"];
  const isPaid = status === undefined || String(status).toLowerCase() === paidStatus;
  // News of a payment that has not come need not have all that a payment has.
  if (!isPaid) return { ...mapped, does: "ignored", reason: `status ${status}`, problems: [] };
  if (action === "payment" && Object.hasOwn(mapping, "status") && status === undefined)
    return { ...mapped, does: "failed", problems: [...problems.filter(notStatus), statusMissing] };
  if (problems.length > 0) return { ...mapped, does: "failed" };
  const text = (field: string) => (values[field] === undefined ? undefined : String(values[field]));
  if (action === "notify")
    return { ...mapped, does: "notify", title: text("title") ?? "", message: text("message") ?? "" };
  const paidAt = values["paidAt"];
  const payment = {
    invoiceNumber: text("invoiceNumber") ?? "",
    amount: Number(values["amount"]),
    reference: text("reference") ?? "",
    method: text("method"),
    paidAt: paidAt === undefined ? undefined : Number(paidAt),
  };
  return { ...mapped, does: "payment", payment };
}

const unreadable: FieldProblem = {
  field: "body",
  message: {
    id: "Isi panggilan bukan JSON dan bukan formulir, jadi tidak dapat dibaca.",
    en: "The body is neither JSON nor a form, so it can't be read.",
  },
};
const statusMissing: FieldProblem = {
  field: "status",
  message: {
    id: "Statusnya tidak ada, jadi tidak jelas apakah uangnya sudah masuk.",
    en: "There is no status, so nobody can tell whether the money has come.",
  },
};
const notStatus = ({ field }: FieldProblem): boolean => field !== "status";

const outcomeLength = 1000;

/**
 * Does what a stored call asks for. Money is booked once by its reference, however often this runs. Where fields can't be
 * mapped, its outcome names each, and the admins are told at once: no other try finds more in the same call.
 */
export async function workCustomCall(
  ctx: Context,
  endpoint: Endpoint,
  receipt: { id: string; headers: Record<string, string>; body: string },
): Promise<Worked> {
  if (endpoint.state !== "active") return { state: "ignored", outcome: "its endpoint is disabled" };
  const call = { contentType: receipt.headers["content-type"], body: receipt.body };
  const meaning = meaningOf(endpoint, call, ctx.tenant.timeZone);
  if (meaning.does === "failed") {
    const outcome = meaning.problems
      .map(({ field, message }) => `${field}: ${message.en}`)
      .join(" ")
      .slice(0, outcomeLength);
    const failed = event(ctx, "webhook.failed", { receiptId: receipt.id, provider: endpoint.key, outcome });
    return { state: "dead", outcome, parts: [failed] };
  }
  if (meaning.does === "ignored") return { state: "ignored", outcome: meaning.reason };
  if (meaning.does === "notify") {
    const { title, message } = meaning;
    const noted = event(ctx, "webhook.noted", { receiptId: receipt.id, name: endpoint.name, title, message });
    return { state: "done", outcome: `told the admins: ${title}`, parts: [noted] };
  }
  const { invoiceNumber, amount, reference, method, paidAt } = meaning.payment;
  return receiveReported(ctx, invoiceNumber, {
    amount,
    method: endpoint.key,
    channel: method,
    receivedAt: Math.min(paidAt ?? ctx.now(), ctx.now()),
    recordedBy: ctx.actor.id,
    provider: { name: endpoint.key, reference },
  });
}
