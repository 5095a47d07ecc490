import { endpoint, type App } from "../../../core/http/endpoint.ts";
import { pageOf, pageQuery } from "../../../core/http/page.ts";
import {
  previewAnswer,
  previewInput,
  restoreInput,
  templateAnswer,
  templateInput,
  templatePath,
  templateQuery,
  templateSummary,
  templateVersion,
} from "./inputs.ts";
import { previewTemplate } from "./template-preview.ts";
import {
  getTemplate,
  listTemplates,
  listTemplateVersions,
  resetTemplate,
  restoreTemplate,
  saveTemplate,
} from "./templates.ts";

const path = "/notification-templates/{kind}/{outlet}/{locale}";

export function templateRoutes(app: App): void {
  const all = { path, tag: "Notification templates", limit: "general", params: templatePath, status: 200 } as const;
  const read = { ...all, access: "notification-templates:read" } as const;
  const write = { ...all, access: "notification-templates:write" } as const;
  endpoint(
    app,
    {
      ...read,
      method: "get",
      path: "/notification-templates",
      id: "listTemplates",
      summary: "Every text that can be changed: each kind over each channel in each language",
      params: undefined,
      query: templateQuery,
      response: pageOf(templateSummary),
    },
    (ctx, { query }) => listTemplates(ctx, query),
  );
  endpoint(
    app,
    {
      ...read,
      method: "get",
      id: "getTemplate",
      summary: "A template, its default, and the variables that can stand in it",
      response: templateAnswer,
    },
    (ctx, { params }) => getTemplate(ctx, params),
  );
  endpoint(
    app,
    {
      ...write,
      method: "put",
      id: "saveTemplate",
      summary: "Save a template as a new version; what could not be sent is refused",
      body: templateInput,
      response: templateAnswer,
    },
    (ctx, { params, body }) => saveTemplate(ctx, params, body),
  );
  endpoint(
    app,
    { ...write, method: "delete", id: "resetTemplate", summary: "Back to the default's texts", status: 204 },
    (ctx, { params }) => resetTemplate(ctx, params),
  );
  endpoint(
    app,
    {
      ...read,
      method: "get",
      path: `${path}/versions`,
      id: "listTemplateVersions",
      summary: "What a template was, newest first",
      query: pageQuery,
      response: pageOf(templateVersion),
    },
    (ctx, { params, query }) => listTemplateVersions(ctx, params, query),
  );
  endpoint(
    app,
    {
      ...write,
      method: "post",
      path: `${path}/restore`,
      id: "restoreTemplate",
      summary: "Save what a version was as the newest",
      body: restoreInput,
      response: templateAnswer,
    },
    (ctx, { params, body }) => restoreTemplate(ctx, params, body.version),
  );
  endpoint(
    app,
    {
      ...read,
      method: "post",
      path: `${path}/preview`,
      id: "previewTemplate",
      summary: "A draft as its receiver would see it, filled with real data where there is any",
      body: previewInput,
      response: previewAnswer,
    },
    (ctx, { params, body }) => previewTemplate(ctx, params, body),
  );
}
