import { endpoint, type App } from "../../core/http/endpoint.ts";
import { pageOf, pageQuery } from "../../core/http/page.ts";
import { upload } from "../../core/http/upload.ts";
import { serveExport } from "./content.ts";
import { getExport, listExports, startExport } from "./exports.ts";
import { beginImport, cancelImport, getImport, listImports, receivePart, startImport } from "./imports.ts";
import {
  contentQuery,
  exportAnswer,
  exportId,
  exportInput,
  importAnswer,
  importId,
  importInput,
  importSummary,
  partQuery,
} from "./inputs.ts";

/** The largest part: a file of the largest size a tenant may allow. */
const partLimitBytes = 64 * 1024 * 1024;

export function portabilityRoutes(app: App): void {
  exportRoutes(app);
  importRoutes(app);
}

function exportRoutes(app: App): void {
  const all = { path: "/exports", tag: "Data", limit: "general", always: true, status: 200 } as const;
  const list = { ...all, access: "exports:read", query: pageQuery, response: pageOf(exportAnswer) } as const;
  endpoint(app, { ...list, method: "get", id: "listExports", summary: "Exports, newest first" }, (ctx, { query }) =>
    listExports(ctx, query),
  );
  endpoint(
    app,
    {
      ...all,
      method: "post",
      id: "startExport",
      summary: "Copy everything of the company into an archive",
      access: "exports:write",
      limit: "export",
      body: exportInput,
      status: 202,
      response: exportAnswer,
    },
    (ctx, { body }) => startExport(ctx, body.passphrase),
  );
  endpoint(
    app,
    {
      ...all,
      path: "/exports/{id}",
      method: "get",
      id: "getExport",
      summary: "An export, its progress, and the link to its content",
      access: "exports:read",
      params: exportId,
      response: exportAnswer,
    },
    (ctx, { params }) => getExport(ctx, params.id),
  );
  endpoint(
    app,
    {
      ...all,
      path: "/exports/{id}/content",
      method: "get",
      id: "getExportContent",
      summary: "The archive behind a link",
      access: "public",
      link: "export",
      limit: "transfer",
      params: exportId,
      query: contentQuery,
      produces: ["application/x-tar", "application/octet-stream", "application/json"],
    },
    (ctx, { params, query }, c) => serveExport(ctx, params.id, query, c.req.raw),
  );
}

function importRoutes(app: App): void {
  const all = {
    path: "/imports",
    tag: "Data",
    access: "imports:write",
    limit: "general",
    always: true,
    status: 200,
    response: importAnswer,
  } as const;
  const one = { ...all, path: "/imports/{id}", params: importId } as const;
  endpoint(
    app,
    {
      ...all,
      method: "get",
      id: "listImports",
      summary: "Imports, newest first",
      query: pageQuery,
      response: pageOf(importSummary),
    },
    (ctx, { query }) => listImports(ctx, query),
  );
  endpoint(
    app,
    {
      ...all,
      method: "post",
      id: "beginImport",
      summary: "Begin to read an archive into this empty company",
      limit: "import",
      body: importInput,
      bodyLimitBytes: 16 * 1024 * 1024,
      status: 201,
    },
    (ctx, { body }) => beginImport(ctx, body),
  );
  endpoint(
    app,
    { ...one, method: "get", id: "getImport", summary: "An import, its progress, and the parts it waits for" },
    (ctx, { params }) => getImport(ctx, params.id),
  );
  endpoint(
    app,
    {
      ...one,
      path: "/imports/{id}/parts",
      method: "put",
      id: "sendImportPart",
      summary: "Send a part of the archive",
      limit: "transfer",
      query: partQuery,
      body: upload({ types: ["application/octet-stream"], limitBytes: () => partLimitBytes }),
      status: 204,
      response: undefined,
    },
    (ctx, { params, query, body }) => receivePart(ctx, params.id, query.name, body),
  );
  endpoint(
    app,
    {
      ...one,
      path: "/imports/{id}/start",
      method: "post",
      id: "startImport",
      summary: "Read the archive, once every part is there",
      status: 202,
    },
    (ctx, { params }) => startImport(ctx, params.id),
  );
  endpoint(
    app,
    {
      ...one,
      method: "delete",
      id: "cancelImport",
      summary: "Give up an import that has not begun to read",
      status: 204,
      response: undefined,
    },
    (ctx, { params }) => cancelImport(ctx, params.id),
  );
}
