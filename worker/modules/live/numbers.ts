/** The numbers that people know things by. They are given in the batch that writes the event, so that it can't hold them. */
import type { Context } from "../../core/context.ts";
import { invoiceNumbersQuery } from "../billing/index.ts";
import { customerById } from "../customers/index.ts";
import type { EventData, EventType } from "../outbox/index.ts";

/** Events whose invoice is not what they are about. */
const ofInvoice = new Set<EventType>(["payment.received", "credit_note.issued"]);

/** What a listener is told besides an event's data: `serial` and `number` of its invoice, `number` of its customer. */
export async function numbersOf(
  ctx: Context,
  type: EventType,
  data: EventData<EventType>,
): Promise<Record<string, unknown>> {
  if ("invoiceId" in data && data.invoiceId !== null) {
    const [[invoice]] = await ctx.store.read(invoiceNumbersQuery(ctx, data.invoiceId));
    if (!invoice) return {};
    const { serial, number } = invoice;
    return ofInvoice.has(type) ? { invoiceSerial: serial, invoiceNumber: number } : { serial, number };
  }
  if (type !== "customer.created" || !("customerId" in data)) return {};
  const [[customer]] = await ctx.store.read(customerById(ctx, data.customerId));
  return customer ? { number: customer.number } : {};
}
