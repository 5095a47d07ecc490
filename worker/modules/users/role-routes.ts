import { endpoint, type App } from "../../core/http/endpoint.ts";
import { pageQuery } from "../../core/http/page.ts";
import { roleAnswer, roleId, roleInput, rolePatch, rolesAnswer } from "./role-inputs.ts";
import { createRole, deleteRole, getRole, listRoles, updateRole } from "./roles.ts";

export function roleRoutes(app: App): void {
  const all = { path: "/roles", tag: "Roles", limit: "general", status: 200, response: roleAnswer } as const;
  const one = { ...all, path: "/roles/{id}", params: roleId } as const;
  endpoint(
    app,
    {
      ...all,
      method: "get",
      id: "listRoles",
      summary: "The built-in roles and the company's own, with their permissions",
      access: "roles:read",
      query: pageQuery,
      response: rolesAnswer,
    },
    (ctx, { query }) => listRoles(ctx, query),
  );
  endpoint(
    app,
    {
      ...all,
      method: "post",
      id: "createRole",
      summary: "Add a role with permissions that you hold yourself",
      access: "roles:write",
      body: roleInput,
      status: 201,
    },
    (ctx, { body }) => createRole(ctx, body),
  );
  endpoint(app, { ...one, method: "get", id: "getRole", summary: "A role", access: "roles:read" }, (ctx, { params }) =>
    getRole(ctx, params.id),
  );
  endpoint(
    app,
    { ...one, method: "patch", id: "updateRole", summary: "Change a role", access: "roles:write", body: rolePatch },
    (ctx, { params, body }) => updateRole(ctx, params.id, body),
  );
  endpoint(
    app,
    {
      path: "/roles/{id}",
      tag: "Roles",
      limit: "general",
      method: "delete",
      id: "deleteRole",
      summary: "Remove a role that nobody has",
      access: "roles:write",
      params: roleId,
      status: 204,
    },
    (ctx, { params }) => deleteRole(ctx, params.id),
  );
}
