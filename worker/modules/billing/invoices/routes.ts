import { endpoint, type App } from "../../../core/http/endpoint.ts";
import { pageOf } from "../../../core/http/page.ts";
import {
  invoiceAnswer,
  invoiceId,
  invoiceInput,
  invoicePatch,
  invoiceQuery,
  invoiceSummary,
  voidInput,
} from "./inputs.ts";
import { createInvoice, issueInvoice, removeDraft, updateInvoice, voidInvoice } from "./invoices.ts";
import { listInvoices } from "./list.ts";
import { getInvoice } from "./view.ts";

export function invoiceRoutes(app: App): void {
  const all = { path: "/invoices", tag: "Invoices", limit: "general", status: 200 } as const;
  const one = { ...all, path: "/invoices/{id}", params: invoiceId, response: invoiceAnswer } as const;
  endpoint(
    app,
    {
      ...all,
      method: "get",
      id: "listInvoices",
      summary: "Invoices, found by number or customer",
      access: "invoices:read",
      query: invoiceQuery,
      response: pageOf(invoiceSummary),
    },
    (ctx, { query }) => listInvoices(ctx, query),
  );
  endpoint(
    app,
    {
      ...all,
      method: "post",
      id: "createInvoice",
      summary: "Make an invoice; issued at once unless it is a draft",
      access: "invoices:write",
      body: invoiceInput,
      status: 201,
      response: invoiceAnswer,
    },
    (ctx, { body }) => createInvoice(ctx, body),
  );
  endpoint(
    app,
    { ...one, method: "get", id: "getInvoice", summary: "An invoice", access: "invoices:read" },
    (ctx, { params }) => getInvoice(ctx, params.id),
  );
  endpoint(
    app,
    {
      ...one,
      method: "patch",
      id: "updateInvoice",
      summary: "Change a draft",
      access: "invoices:write",
      body: invoicePatch,
    },
    (ctx, { params, body }) => updateInvoice(ctx, params.id, body),
  );
  endpoint(
    app,
    {
      ...all,
      path: "/invoices/{id}",
      method: "delete",
      id: "removeDraft",
      summary: "Remove a draft",
      access: "invoices:write",
      params: invoiceId,
      status: 204,
    },
    (ctx, { params }) => removeDraft(ctx, params.id),
  );
  endpoint(
    app,
    {
      ...one,
      path: "/invoices/{id}/issue",
      method: "post",
      id: "issueInvoice",
      summary: "Issue a draft",
      access: "invoices:write",
    },
    (ctx, { params }) => issueInvoice(ctx, params.id),
  );
  endpoint(
    app,
    {
      ...one,
      path: "/invoices/{id}/void",
      method: "post",
      id: "voidInvoice",
      summary: "Void an invoice; what was paid becomes credit",
      access: "invoices:void",
      body: voidInput,
    },
    (ctx, { params, body }) => voidInvoice(ctx, params.id, body.reason),
  );
}
