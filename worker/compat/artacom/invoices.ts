/** "Invoice Endpoints". */
import { z } from "@hono/zod-openapi";
import { endpoint, type App } from "../../core/http/endpoint.ts";
import { says } from "../../core/http/input.ts";
import { listFrom, listOf, skipQuery } from "../../core/http/placed.ts";
import { numberInPath } from "../../core/http/profile.ts";
import {
  bringInvoiceTo,
  createInvoice,
  getInvoice,
  listInvoicesBySkip,
  periodText,
} from "../../modules/billing/index.ts";
import { fieldNames, inputOf, invoice, invoiceDetail, newInvoice, showDetail, showInvoice, status } from "./invoice.ts";
import { artacom } from "./profile.ts";

const common = { profile: artacom, tag: "Invoices", limit: "general", status: 200 } as const;
const one = { ...common, params: z.object({ invoice_id: numberInPath }), response: invoiceDetail } as const;

const invoiceFilters = skipQuery.extend({
  pelanggan_id: numberInPath.optional(),
  status_invoice: status.taken.optional(),
  periode: periodText.optional(),
});

/** The source names no field: that of its model is taken, and the short one. */
const statusInput = z
  .object({
    status_invoice: status.taken.optional(),
    status: status.taken.optional().openapi({ description: "The same as `status_invoice`." }),
  })
  .transform(({ status_invoice: state, status: short }, refused) => {
    const said = state ?? short;
    if (said === undefined)
      refused.addIssue({
        code: "custom",
        path: ["status_invoice"],
        ...says("Sebutkan statusnya.", "Say which status."),
      });
    return said ?? z.NEVER;
  })
  .openapi("InvoiceStatus");

export function invoiceRoutes(app: App): void {
  endpoint(
    app,
    {
      ...common,
      method: "post",
      path: "/api/invoices/",
      id: "artacomCreateInvoice",
      summary: "Create Invoice; it is issued at once",
      access: "invoices:write",
      body: newInvoice,
      fieldNames,
      status: 201,
      response: invoiceDetail,
    },
    async (ctx, { body }) => showDetail(await createInvoice(ctx, inputOf(body))),
  );
  endpoint(
    app,
    {
      ...common,
      method: "get",
      path: "/api/invoices/",
      id: "artacomListInvoices",
      summary: "Get Invoices, newest first",
      access: "invoices:read",
      query: invoiceFilters,
      response: listOf(invoice),
    },
    async (ctx, { query }) => {
      const { skip, limit, pelanggan_id: number, status_invoice: state, periode: period } = query;
      const customer = number === undefined ? undefined : { number };
      return listFrom(await listInvoicesBySkip(ctx, { skip, limit, customer, state, period }), query, showInvoice);
    },
  );
  endpoint(
    app,
    {
      ...one,
      method: "get",
      path: "/api/invoices/{invoice_id}",
      id: "artacomGetInvoice",
      summary: "Get Invoice by ID",
      access: "invoices:read",
    },
    async (ctx, { params }) => showDetail(await getInvoice(ctx, { serial: params.invoice_id })),
  );
  endpoint(
    app,
    {
      ...one,
      method: "patch",
      path: "/api/invoices/{invoice_id}/status",
      id: "artacomUpdateInvoiceStatus",
      summary: "Update Invoice Status: `Lunas` books what is owed as paid by hand, `Dibatalkan` voids it",
      access: "invoices:write",
      body: statusInput,
    },
    async (ctx, { params, body: state }) => showDetail(await bringInvoiceTo(ctx, { serial: params.invoice_id }, state)),
  );
}
