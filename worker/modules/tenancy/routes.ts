import { endpoint, strangerEndpoint, type App } from "../../core/http/endpoint.ts";
import { pageOf, pageQuery } from "../../core/http/page.ts";
import { upload } from "../../core/http/upload.ts";
import { deviceOf } from "../users/index.ts";
import { createBrand, getBrand, listBrands, removeLogo, setLogo, updateBrand } from "./brands.ts";
import {
  brandAnswer,
  brandId,
  brandInput,
  brandPatch,
  deletionInput,
  maintenanceInput,
  signUpAnswer,
  signUpInput,
  tenantAnswer,
  tenantPatch,
} from "./inputs.ts";
import { askDeletion, callOffDeletion } from "./deletion.ts";
import { getTenant, reactivateTenant, setMaintenance, signUp, suspendTenant, updateTenant } from "./service.ts";

export function tenancyRoutes(app: App): void {
  strangerEndpoint(
    app,
    {
      method: "post",
      path: "/tenants",
      id: "signUp",
      tag: "Tenant",
      summary: "Sign up a company with its owner",
      access: "public",
      limit: "authentication",
      body: signUpInput,
      status: 201,
      response: signUpAnswer,
    },
    (platform, { body }, c) => signUp(platform, body, deviceOf(c)),
  );
  const tenant = {
    path: "/tenant",
    tag: "Tenant",
    limit: "general",
    always: true,
    status: 200,
    response: tenantAnswer,
  } as const;
  endpoint(
    app,
    { ...tenant, method: "get", id: "getTenant", summary: "The company and its settings", access: "tenant:read" },
    (ctx) => getTenant(ctx),
  );
  endpoint(
    app,
    {
      ...tenant,
      method: "patch",
      id: "updateTenant",
      summary: "Change settings",
      access: "tenant:write",
      body: tenantPatch,
    },
    (ctx, { body }) => updateTenant(ctx, body),
  );
  endpoint(
    app,
    {
      ...tenant,
      method: "put",
      path: "/tenant/maintenance",
      id: "setMaintenance",
      summary: "Switch maintenance on or off",
      access: "tenant:write",
      body: maintenanceInput,
    },
    (ctx, { body }) => setMaintenance(ctx, body),
  );
  endpoint(
    app,
    {
      ...tenant,
      method: "post",
      path: "/tenant/suspension",
      id: "suspendTenant",
      summary: "Suspend the company's service",
      access: "tenant:suspend",
    },
    (ctx) => suspendTenant(ctx),
  );
  endpoint(
    app,
    {
      ...tenant,
      method: "delete",
      path: "/tenant/suspension",
      id: "reactivateTenant",
      summary: "Reactivate the company's service",
      access: "tenant:suspend",
    },
    (ctx) => reactivateTenant(ctx),
  );
  endpoint(
    app,
    {
      ...tenant,
      method: "post",
      path: "/tenant/deletion",
      id: "askTenantDeletion",
      summary: "Delete the company and everything of it, thirty days from now",
      access: "tenant:delete",
      limit: "authentication",
      body: deletionInput,
    },
    (ctx, { body }) => askDeletion(ctx, body),
  );
  endpoint(
    app,
    {
      ...tenant,
      method: "delete",
      path: "/tenant/deletion",
      id: "callOffTenantDeletion",
      summary: "Call the deletion off",
      access: "tenant:delete",
    },
    (ctx) => callOffDeletion(ctx),
  );

  const brand = { tag: "Brands", limit: "general", status: 200, response: brandAnswer } as const;
  endpoint(
    app,
    {
      ...brand,
      method: "get",
      path: "/brands",
      id: "listBrands",
      summary: "Brands",
      access: "brands:read",
      query: pageQuery,
      response: pageOf(brandAnswer),
    },
    (ctx, { query }) => listBrands(ctx, query),
  );
  endpoint(
    app,
    {
      ...brand,
      method: "post",
      path: "/brands",
      id: "createBrand",
      summary: "Add a brand",
      access: "brands:write",
      body: brandInput,
      status: 201,
    },
    (ctx, { body }) => createBrand(ctx, body),
  );
  endpoint(
    app,
    {
      ...brand,
      method: "get",
      path: "/brands/{id}",
      id: "getBrand",
      summary: "A brand",
      access: "brands:read",
      params: brandId,
    },
    (ctx, { params }) => getBrand(ctx, params.id),
  );
  endpoint(
    app,
    {
      ...brand,
      method: "patch",
      path: "/brands/{id}",
      id: "updateBrand",
      summary: "Change a brand",
      access: "brands:write",
      params: brandId,
      body: brandPatch,
    },
    (ctx, { params, body }) => updateBrand(ctx, params.id, body),
  );
  const logo = { ...brand, path: "/brands/{id}/logo", access: "brands:write", params: brandId } as const;
  endpoint(
    app,
    {
      ...logo,
      method: "put",
      id: "setBrandLogo",
      summary: "The logo on a brand's invoices and receipts: made small, and anew, without place or camera",
      body: upload({
        types: ["image/jpeg", "image/png", "multipart/form-data"],
        limitBytes: ({ tenant }) => Number(tenant.settings["fileLimitBytes"]),
      }),
    },
    (ctx, { params, body }) => setLogo(ctx, params.id, body),
  );
  endpoint(
    app,
    { ...logo, method: "delete", id: "removeBrandLogo", summary: "Take a brand's logo away" },
    (ctx, { params }) => removeLogo(ctx, params.id),
  );
}
