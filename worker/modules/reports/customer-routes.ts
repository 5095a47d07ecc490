import { endpoint, type App } from "../../core/http/endpoint.ts";
import { pageOf } from "../../core/http/page.ts";
import { tableTypes } from "../../core/tables.ts";
import { customerId } from "../customers/index.ts";
import { churnReport } from "./churn.ts";
import { churnFile, customersFile } from "./customer-files.ts";
import {
  behaviourAnswer,
  behaviourQuery,
  churnAnswer,
  churnFileQuery,
  churnQuery,
  customerFileQuery,
  customerReportAnswer,
  customerReportQuery,
  customerRowAnswer,
} from "./customer-inputs.ts";
import { customerBehaviourOf, customerReport, listBehaviour } from "./customers.ts";

const fileTypes = [...Object.values(tableTypes), "application/pdf"];
const report = { method: "get", tag: "Reports", access: "reports:read", limit: "general", status: 200 } as const;

export function customerReportRoutes(app: App): void {
  segmentRoutes(app);
  churnRoutes(app);
}

function segmentRoutes(app: App): void {
  endpoint(
    app,
    {
      ...report,
      path: "/reports/customers",
      id: "getCustomerReport",
      summary: "How many customers there are of each segment, status or brand, and what they owe past its due date",
      query: customerReportQuery,
      response: customerReportAnswer,
    },
    (ctx, { query }) => customerReport(ctx, query),
  );
  endpoint(
    app,
    {
      ...report,
      path: "/reports/customers/list",
      id: "listCustomersBySegment",
      summary: "Customers with how they pay; of a segment those who owe most first",
      query: behaviourQuery,
      response: pageOf(customerRowAnswer),
    },
    (ctx, { query }) => listBehaviour(ctx, query),
  );
  endpoint(
    app,
    {
      ...report,
      path: "/reports/customers/file",
      id: "getCustomersFile",
      summary: "The same customers as CSV, XLSX or PDF",
      limit: "export",
      query: customerFileQuery,
      produces: fileTypes,
    },
    (ctx, { query }) => customersFile(ctx, query),
  );
  endpoint(
    app,
    {
      ...report,
      tag: "Customers",
      path: "/customers/{id}/behaviour",
      id: "getCustomerBehaviour",
      summary: "How a customer pays: its segment, and the figures behind it",
      params: customerId,
      response: behaviourAnswer,
    },
    (ctx, { params }) => customerBehaviourOf(ctx, params.id),
  );
}

function churnRoutes(app: App): void {
  endpoint(
    app,
    {
      ...report,
      path: "/reports/churn",
      id: "getChurnReport",
      summary: "Subscriptions at the start of each month, started, ended and left at its end, and the churn rate",
      query: churnQuery,
      response: churnAnswer,
    },
    (ctx, { query }) => churnReport(ctx, query),
  );
  endpoint(
    app,
    {
      ...report,
      path: "/reports/churn/file",
      id: "getChurnFile",
      summary: "The same as CSV, XLSX or PDF",
      limit: "export",
      query: churnFileQuery,
      produces: fileTypes,
    },
    (ctx, { query }) => churnFile(ctx, query),
  );
}
