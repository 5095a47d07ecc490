import { endpoint, type App } from "../../../core/http/endpoint.ts";
import { pageOf } from "../../../core/http/page.ts";
import { customerId } from "../../customers/index.ts";
import { invoiceId } from "../invoices/inputs.ts";
import { getBalance } from "./balance.ts";
import { getPublicInvoice, startPayment, tenantIdOfToken } from "./checkouts.ts";
import {
  balanceAnswer,
  paymentAnswer,
  paymentId,
  paymentInput,
  paymentQuery,
  publicInvoiceAnswer,
  publicPaymentAnswer,
  publicPaymentInput,
  publicToken,
  resolutionInput,
} from "./inputs.ts";
import { recordPayment, resolveAlert } from "./booking.ts";
import { getPayment, listPayments } from "./payments.ts";

export function paymentRoutes(app: App): void {
  const all = { path: "/payments", tag: "Payments", limit: "general", status: 200, response: paymentAnswer } as const;
  endpoint(
    app,
    {
      ...all,
      method: "get",
      id: "listPayments",
      summary: "Payments, newest first",
      access: "payments:read",
      query: paymentQuery,
      response: pageOf(paymentAnswer),
    },
    (ctx, { query }) => listPayments(ctx, query),
  );
  endpoint(
    app,
    {
      ...all,
      tag: "Invoices",
      path: "/invoices/{id}/payments",
      method: "post",
      id: "recordPayment",
      summary: "Record a payment by hand",
      access: "payments:write",
      params: invoiceId,
      body: paymentInput,
      status: 201,
      response: paymentAnswer,
    },
    (ctx, { params, body }) => recordPayment(ctx, params.id, body),
  );
  endpoint(
    app,
    {
      ...all,
      path: "/payments/{id}",
      method: "get",
      id: "getPayment",
      summary: "A payment and its receipt",
      access: "payments:read",
      params: paymentId,
    },
    (ctx, { params }) => getPayment(ctx, params.id),
  );
  endpoint(
    app,
    {
      ...all,
      path: "/payments/{id}/resolution",
      method: "post",
      id: "resolvePaymentAlert",
      summary: "Settle what was odd about a payment",
      access: "payments:write",
      params: paymentId,
      body: resolutionInput,
    },
    (ctx, { params, body }) => resolveAlert(ctx, params.id, body.customerId),
  );
}

/** Where a customer stands. */
export function balanceRoutes(app: App): void {
  endpoint(
    app,
    {
      path: "/customers/{id}/balance",
      method: "get",
      id: "getCustomerBalance",
      tag: "Customers",
      summary: "What a customer owes, and its credit",
      access: "payments:read",
      limit: "general",
      params: customerId,
      status: 200,
      response: balanceAnswer,
    },
    (ctx, { params }) => getBalance(ctx, params.id),
  );
}

/** What the holder of a payment link may do. */
export function publicInvoiceRoutes(app: App): void {
  const link = {
    path: "/public/invoices/{token}",
    tag: "Payment page",
    access: "public",
    limit: "general",
    params: publicToken,
    tenantIdOf: tenantIdOfToken,
  } as const;
  endpoint(
    app,
    {
      ...link,
      method: "get",
      id: "getPublicInvoice",
      summary: "The invoice behind a payment link",
      status: 200,
      response: publicInvoiceAnswer,
    },
    (ctx, { params }) => getPublicInvoice(ctx, params.token),
  );
  endpoint(
    app,
    {
      ...link,
      path: "/public/invoices/{token}/payments",
      method: "post",
      id: "startPayment",
      summary: "Open the provider's checkout for what is owed",
      body: publicPaymentInput,
      status: 201,
      response: publicPaymentAnswer,
    },
    (ctx, { params, body }) => startPayment(ctx, params.token, body.method),
  );
}
