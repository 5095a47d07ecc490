import { endpoint, type App } from "../../core/http/endpoint.ts";
import { pageOf } from "../../core/http/page.ts";
import { streamed } from "../../core/http/upload.ts";
import { tableTypes } from "../../core/tables.ts";
import { exportCustomers } from "./export.ts";
import {
  cancelCustomerImport,
  getCustomerImport,
  listCustomerImports,
  listRejections,
  startCustomerImport,
} from "./imports.ts";
import {
  customerExportQuery,
  customerImportAnswer,
  customerImportId,
  customerImportPreview,
  customerImportQuery,
  customerImportRejection,
  customerImportStart,
  tableQuery,
} from "./inputs.ts";
import { previewCustomerImport } from "./preview.ts";
import { importLimits, receiveCustomerImport } from "./receive.ts";
import { importTemplate, rejectedRows } from "./report.ts";

const files = Object.values(tableTypes);

/** Stands before the routes of single customers, whose ids `export` must not be taken for. */
export function customerTransferRoutes(app: App): void {
  endpoint(
    app,
    {
      method: "get",
      path: "/customers/export",
      id: "exportCustomers",
      tag: "Customers",
      summary: "Customers as CSV or XLSX, filtered as the list; the export is logged",
      access: "customers:export",
      limit: "export",
      query: customerExportQuery,
      status: 200,
      produces: files,
    },
    (ctx, { query }) => exportCustomers(ctx, query),
  );
  fileRoutes(app);
  importRoutes(app);
}

const all = {
  path: "/customer-imports",
  tag: "Customer imports",
  access: "customers:import",
  limit: "general",
  status: 200,
} as const;
const one = { ...all, path: "/customer-imports/{id}", params: customerImportId } as const;

function fileRoutes(app: App): void {
  endpoint(
    app,
    {
      ...all,
      path: "/customer-imports/template",
      method: "get",
      id: "getCustomerImportTemplate",
      summary: "A file with the header alone, to be filled in",
      query: tableQuery,
      produces: files,
    },
    async (_ctx, { query }) => importTemplate(query.format),
  );
  endpoint(
    app,
    {
      ...one,
      path: "/customer-imports/{id}/rejected",
      method: "get",
      id: "getRejectedCustomerRows",
      summary: "The rejected rows as they stood, with the reasons beside them, to be mended and sent again",
      query: tableQuery,
      produces: files,
    },
    (ctx, { params, query }) => rejectedRows(ctx, params.id, query.format),
  );
}

function importRoutes(app: App): void {
  const answer = { response: customerImportAnswer } as const;
  endpoint(
    app,
    {
      ...all,
      method: "get",
      id: "listCustomerImports",
      summary: "Imports of customers, newest first",
      query: customerImportQuery,
      response: pageOf(customerImportAnswer),
    },
    (ctx, { query }) => listCustomerImports(ctx, query),
  );
  endpoint(
    app,
    {
      ...all,
      ...answer,
      method: "post",
      id: "receiveCustomerImport",
      summary: "Send a CSV of customers; nothing of it is taken over before it is started",
      limit: "import",
      body: streamed({ types: ["text/csv", "multipart/form-data"], limitBytes: () => importLimits.bytes }),
      status: 201,
    },
    (ctx, { body }) => receiveCustomerImport(ctx, body),
  );
  endpoint(
    app,
    { ...one, ...answer, method: "get", id: "getCustomerImport", summary: "An import of customers and its progress" },
    (ctx, { params }) => getCustomerImport(ctx, params.id),
  );
  endpoint(
    app,
    {
      ...one,
      path: "/customer-imports/{id}/preview",
      method: "post",
      id: "previewCustomerImport",
      summary: "What would become of the first rows",
      body: customerImportStart,
      response: customerImportPreview,
    },
    (ctx, { params, body }) => previewCustomerImport(ctx, params.id, body),
  );
  endpoint(
    app,
    {
      ...one,
      ...answer,
      path: "/customer-imports/{id}/start",
      method: "post",
      id: "startCustomerImport",
      summary: "Take the rows over",
      body: customerImportStart,
      status: 202,
    },
    (ctx, { params, body }) => startCustomerImport(ctx, params.id, body),
  );
  endpoint(
    app,
    {
      ...one,
      ...answer,
      path: "/customer-imports/{id}/cancel",
      method: "post",
      id: "cancelCustomerImport",
      summary: "Give it up; rows that are in stay",
    },
    (ctx, { params }) => cancelCustomerImport(ctx, params.id),
  );
  endpoint(
    app,
    {
      ...one,
      path: "/customer-imports/{id}/rejections",
      method: "get",
      id: "listCustomerImportRejections",
      summary: "Rejected rows and why, in the file's order",
      query: customerImportQuery,
      response: pageOf(customerImportRejection),
    },
    (ctx, { params, query }) => listRejections(ctx, params.id, query),
  );
}
