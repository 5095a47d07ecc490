import { endpoint, type App } from "../../../core/http/endpoint.ts";
import { pageOf, pageQuery } from "../../../core/http/page.ts";
import { customerId } from "../../customers/index.ts";
import { invoiceId } from "../invoices/inputs.ts";
import { issueCreditNote } from "./credit-notes.ts";
import {
  creditNoteAnswer,
  creditNoteId,
  creditNoteInput,
  creditNoteQuery,
  creditNoteRow,
  creditUseAnswer,
  creditUseInput,
  creditUseQuery,
  refundAnswer,
  refundId,
  refundInput,
  refundQuery,
  statementEntry,
} from "./inputs.ts";
import { listCreditNotes } from "./list.ts";
import { getRefund, listRefunds, recordRefund } from "./refunds.ts";
import { getCreditNote } from "./show.ts";
import { getStatement } from "./statement.ts";
import { listCreditUses, useCreditFor } from "./use-credit.ts";

export function creditNoteRoutes(app: App): void {
  const all = {
    path: "/credit-notes",
    tag: "Credit notes",
    limit: "general",
    status: 200,
    response: creditNoteAnswer,
  } as const;
  endpoint(
    app,
    {
      ...all,
      method: "get",
      id: "listCreditNotes",
      summary: "Credit notes, newest first or found by number or customer",
      access: "credit-notes:read",
      query: creditNoteQuery,
      response: pageOf(creditNoteRow),
    },
    (ctx, { query }) => listCreditNotes(ctx, query),
  );
  endpoint(
    app,
    {
      ...all,
      path: "/credit-notes/{id}",
      method: "get",
      id: "getCreditNote",
      summary: "A credit note",
      access: "credit-notes:read",
      params: creditNoteId,
    },
    (ctx, { params }) => getCreditNote(ctx, params.id),
  );
  endpoint(
    app,
    {
      ...all,
      path: "/invoices/{id}/credit-notes",
      method: "post",
      id: "issueCreditNote",
      summary: "Credit an amount or lines of an invoice; what was paid of it becomes the customer's credit",
      access: "credit-notes:write",
      params: invoiceId,
      body: creditNoteInput,
      status: 201,
    },
    (ctx, { params, body }) => issueCreditNote(ctx, params.id, body),
  );
}

export function refundRoutes(app: App): void {
  const all = { path: "/refunds", tag: "Refunds", limit: "general", status: 200, response: refundAnswer } as const;
  endpoint(
    app,
    {
      ...all,
      method: "get",
      id: "listRefunds",
      summary: "Refunds, newest first",
      access: "payments:read",
      query: refundQuery,
      response: pageOf(refundAnswer),
    },
    (ctx, { query }) => listRefunds(ctx, query),
  );
  endpoint(
    app,
    {
      ...all,
      path: "/refunds/{id}",
      method: "get",
      id: "getRefund",
      summary: "A refund",
      access: "payments:read",
      params: refundId,
    },
    (ctx, { params }) => getRefund(ctx, params.id),
  );
  endpoint(
    app,
    {
      ...all,
      path: "/customers/{id}/refunds",
      method: "post",
      id: "recordRefund",
      summary: "Record that a customer's credit was paid out",
      access: "refunds:write",
      params: customerId,
      body: refundInput,
      status: 201,
    },
    (ctx, { params, body }) => recordRefund(ctx, params.id, body),
  );
}

export function creditUseRoutes(app: App): void {
  const all = {
    path: "/credit-uses",
    tag: "Credit",
    limit: "general",
    status: 200,
    response: creditUseAnswer,
  } as const;
  endpoint(
    app,
    {
      ...all,
      method: "get",
      id: "listCreditUses",
      summary: "What customers' credit was used for, newest first",
      access: "payments:read",
      query: creditUseQuery,
      response: pageOf(creditUseAnswer),
    },
    (ctx, { query }) => listCreditUses(ctx, query),
  );
  endpoint(
    app,
    {
      ...all,
      path: "/invoices/{id}/credit-uses",
      method: "post",
      id: "payWithCredit",
      summary: "Pay an invoice with its customer's credit",
      access: "payments:write",
      params: invoiceId,
      body: creditUseInput,
      status: 201,
    },
    (ctx, { params, body }) => useCreditFor(ctx, params.id, body.amount),
  );
}

export function statementRoutes(app: App): void {
  endpoint(
    app,
    {
      path: "/customers/{id}/statement",
      method: "get",
      id: "getStatement",
      tag: "Customers",
      summary: "All that moved a customer's balance, newest first",
      access: "payments:read",
      limit: "general",
      params: customerId,
      query: pageQuery,
      status: 200,
      response: pageOf(statementEntry),
    },
    (ctx, { params, query }) => getStatement(ctx, params.id, query),
  );
}
