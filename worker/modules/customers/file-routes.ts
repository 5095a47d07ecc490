import { z } from "@hono/zod-openapi";
import { endpoint, type App } from "../../core/http/endpoint.ts";
import { fileAnswer } from "../files/index.ts";
import { addCustomerFile, listCustomerFiles, removeCustomerFile } from "./files.ts";
import { customerFileId, customerFileInput, customerId } from "./inputs.ts";

export function customerFileRoutes(app: App): void {
  const all = { path: "/customers/{id}/files", tag: "Customers", limit: "general", params: customerId } as const;
  endpoint(
    app,
    {
      ...all,
      method: "get",
      id: "listCustomerFiles",
      summary: "A customer's files, newest first",
      access: "customers:read",
      status: 200,
      response: z.object({ data: z.array(fileAnswer) }),
    },
    (ctx, { params }) => listCustomerFiles(ctx, params.id),
  );
  endpoint(
    app,
    {
      ...all,
      method: "post",
      id: "addCustomerFile",
      summary: "Give a file that was sent to a customer; it goes when the customer is deleted",
      access: "customers:write",
      body: customerFileInput,
      status: 201,
      response: fileAnswer,
    },
    (ctx, { params, body }) => addCustomerFile(ctx, params.id, body.fileId),
  );
  endpoint(
    app,
    {
      ...all,
      path: "/customers/{id}/files/{fileId}",
      method: "delete",
      id: "removeCustomerFile",
      summary: "Remove a customer's file",
      access: "customers:write",
      params: customerFileId,
      status: 204,
    },
    (ctx, { params }) => removeCustomerFile(ctx, params.id, params.fileId),
  );
}
