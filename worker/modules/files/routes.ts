import { endpoint, type App } from "../../core/http/endpoint.ts";
import { upload } from "../../core/http/upload.ts";
import { serveContent } from "./content.ts";
import { fileAnswer, fileId, linkQuery, uploadQuery } from "./inputs.ts";
import { discardFile, getFile, uploadFile } from "./service.ts";
import { fileTypes } from "./sniff.ts";

export function fileRoutes(app: App): void {
  const one = { path: "/files/{id}", tag: "Files", limit: "general", params: fileId } as const;
  endpoint(
    app,
    {
      method: "post",
      path: "/files",
      id: "uploadFile",
      tag: "Files",
      summary: "Send a file: raw, or as the field file of a form. Its type is what its content is",
      access: "files:write",
      limit: "general",
      query: uploadQuery,
      body: upload({
        types: [...fileTypes, "application/octet-stream", "multipart/form-data"],
        limitBytes: ({ tenant }) => Number(tenant.settings["fileLimitBytes"]),
      }),
      status: 201,
      response: fileAnswer,
    },
    (ctx, { query, body }) => uploadFile(ctx, query, body),
  );
  endpoint(
    app,
    {
      ...one,
      method: "get",
      id: "getFile",
      summary: "A file, with a link to its content that is good for ten minutes",
      access: "files:read",
      status: 200,
      response: fileAnswer,
    },
    (ctx, { params }) => getFile(ctx, params.id),
  );
  endpoint(
    app,
    {
      ...one,
      method: "delete",
      id: "discardFile",
      summary: "Take back a file of yours that nothing has claimed",
      access: "files:write",
      status: 204,
    },
    (ctx, { params }) => discardFile(ctx, params.id),
  );
  endpoint(
    app,
    {
      ...one,
      path: "/files/{id}/content",
      method: "get",
      id: "getFileContent",
      summary: "A file's content, to whoever has its link",
      access: "public",
      link: "file",
      query: linkQuery,
      status: 200,
      produces: fileTypes,
    },
    (ctx, { params, query }, c) => serveContent(ctx, params.id, query.token, c.req.raw),
  );
}
