/** "Pelanggan Endpoints", without its files. */
import { z } from "@hono/zod-openapi";
import { endpoint, type App } from "../../core/http/endpoint.ts";
import { listFrom, listOf, skipQuery } from "../../core/http/placed.ts";
import { numberInPath } from "../../core/http/profile.ts";
import { getCustomerWithPlan } from "../../modules/billing/index.ts";
import { createCustomer, deleteCustomer, listCustomersBySkip, updateCustomer } from "../../modules/customers/index.ts";
import {
  customer,
  customerDetail,
  customerLine,
  customerPatch,
  fieldNames,
  fieldsQuery,
  inputOf,
  newCustomer,
  patchOf,
  pick,
  showCustomer,
  showDetail,
} from "./customer.ts";
import { artacom } from "./profile.ts";

const text = z.string().trim().max(100).optional();
/** What finds customers, in the list and in its file. */
export const customerFilters = {
  search: text.openapi({ description: "Beginning of a word of name or email, or of the phone number." }),
  alamat: text.openapi({ description: "Beginning of a word of the address." }),
  id_brand: z.string().trim().max(60).optional().openapi({ description: "Code of the brand." }),
};
/** The same as the service names it; what is empty finds all. */
export const filterOf = ({
  search,
  alamat,
  id_brand: brand,
}: { [K in keyof typeof customerFilters]?: string | undefined }) => ({
  search: search || undefined,
  address: alamat || undefined,
  brandCode: brand || undefined,
});

const common = { profile: artacom, tag: "Pelanggan", limit: "general", status: 200 } as const;
const all = { ...common, path: "/api/pelanggan/" } as const;
const one = {
  ...common,
  path: "/api/pelanggan/{pelanggan_id}",
  params: z.object({ pelanggan_id: numberInPath }),
} as const;

export function customerRoutes(app: App): void {
  endpoint(
    app,
    {
      ...all,
      method: "post",
      id: "artacomCreateCustomer",
      summary: "Create Pelanggan",
      access: "customers:write",
      body: newCustomer,
      fieldNames,
      status: 201,
      response: customer,
    },
    async (ctx, { body }) => showCustomer(await createCustomer(ctx, inputOf(body))),
  );
  endpoint(
    app,
    {
      ...all,
      method: "get",
      id: "artacomListCustomers",
      summary: "Get All Pelanggan",
      access: "customers:read",
      query: skipQuery.extend({ ...customerFilters, fields: fieldsQuery.optional() }),
      response: listOf(customerLine),
    },
    async (ctx, { query: { skip, limit, fields, ...filters } }) => {
      const page = await listCustomersBySkip(ctx, { skip, limit, ...filterOf(filters) });
      return listFrom(page, { skip, limit }, (row) => pick(showCustomer(row), fields));
    },
  );
  endpoint(
    app,
    {
      ...one,
      method: "get",
      id: "artacomGetCustomer",
      summary: "Get Pelanggan by ID",
      access: "customers:read",
      response: customerDetail,
    },
    async (ctx, { params }) => showDetail(await getCustomerWithPlan(ctx, { number: params.pelanggan_id })),
  );
  endpoint(
    app,
    {
      ...one,
      method: "patch",
      id: "artacomUpdateCustomer",
      summary: "Update Pelanggan",
      access: "customers:write",
      body: customerPatch,
      fieldNames,
      response: customer,
    },
    async (ctx, { params, body }) =>
      showCustomer(await updateCustomer(ctx, { number: params.pelanggan_id }, patchOf(body))),
  );
  endpoint(
    app,
    {
      ...one,
      method: "delete",
      id: "artacomDeleteCustomer",
      summary: "Delete Pelanggan and all that is theirs; issued invoices stay for the books, without the person",
      access: "customers:delete",
      status: 204,
    },
    (ctx, { params }) => deleteCustomer(ctx, { number: params.pelanggan_id }),
  );
}
