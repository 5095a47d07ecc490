/** Invoices and receipts as PDF: for the office, and for whoever has an invoice's link. */
import { endpoint, type App } from "../../../core/http/endpoint.ts";
import { pdfResponse } from "../../../core/pdf/index.ts";
import { invoiceId } from "../invoices/inputs.ts";
import { tenantIdOfToken } from "../payments/checkouts.ts";
import { paymentId, publicToken } from "../payments/inputs.ts";
import {
  invoiceDocument,
  publicInvoiceDocument,
  publicReceiptDocument,
  receiptDocument,
  type Document,
} from "./documents.ts";
import { documentQuery } from "./inputs.ts";

const answer = async (document: Promise<Document>): Promise<Response> => {
  const { bytes, name } = await document;
  return pdfResponse(bytes, name);
};

export function documentRoutes(app: App): void {
  const pdf = {
    method: "get",
    limit: "general",
    query: documentQuery,
    status: 200,
    produces: ["application/pdf"],
  } as const;
  endpoint(
    app,
    {
      ...pdf,
      path: "/invoices/{id}/pdf",
      id: "getInvoicePdf",
      tag: "Invoices",
      summary: "An invoice as PDF, under its brand's letterhead",
      access: "invoices:read",
      params: invoiceId,
    },
    (ctx, { params, query }) => answer(invoiceDocument(ctx, params.id, query.language)),
  );
  endpoint(
    app,
    {
      ...pdf,
      path: "/payments/{id}/receipt",
      id: "getReceiptPdf",
      tag: "Payments",
      summary: "The receipt of a payment as PDF",
      access: "payments:read",
      params: paymentId,
    },
    (ctx, { params, query }) => answer(receiptDocument(ctx, params.id, query.language)),
  );
  const link = {
    ...pdf,
    tag: "Payment page",
    access: "public",
    params: publicToken,
    tenantIdOf: tenantIdOfToken,
  } as const;
  endpoint(
    app,
    { ...link, path: "/public/invoices/{token}/pdf", id: "getPublicInvoicePdf", summary: "The invoice as PDF" },
    (ctx, { params, query }) => answer(publicInvoiceDocument(ctx, params.token, query.language)),
  );
  endpoint(
    app,
    {
      ...link,
      path: "/public/invoices/{token}/receipt",
      id: "getPublicReceiptPdf",
      summary: "Receipts of what was paid of the invoice as PDF, a page each",
    },
    (ctx, { params, query }) => answer(publicReceiptDocument(ctx, params.token, query.language)),
  );
}
