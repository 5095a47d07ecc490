import { endpoint, type App } from "../../core/http/endpoint.ts";
import { pageOf } from "../../core/http/page.ts";
import {
  customerAnswer,
  customerId,
  customerInput,
  customerPatch,
  customerQuery,
  revealAnswer,
  revealInput,
} from "./inputs.ts";
import { listCustomers } from "./list.ts";
import { createCustomer, deleteCustomer, getCustomer, revealCustomer, updateCustomer } from "./service.ts";

export function customerRoutes(app: App): void {
  const all = { path: "/customers", tag: "Customers", limit: "general", status: 200 } as const;
  const one = { ...all, path: "/customers/{id}", params: customerId, response: customerAnswer } as const;
  endpoint(
    app,
    {
      ...all,
      method: "get",
      id: "listCustomers",
      summary: "Customers, found by name, email, phone or address",
      access: "customers:read",
      query: customerQuery,
      response: pageOf(customerAnswer),
    },
    (ctx, { query }) => listCustomers(ctx, query),
  );
  endpoint(
    app,
    {
      ...all,
      method: "post",
      id: "createCustomer",
      summary: "Add a customer",
      access: "customers:write",
      body: customerInput,
      status: 201,
      response: customerAnswer,
    },
    (ctx, { body }) => createCustomer(ctx, body),
  );
  endpoint(
    app,
    { ...one, method: "get", id: "getCustomer", summary: "A customer", access: "customers:read" },
    (ctx, { params }) => getCustomer(ctx, params.id),
  );
  endpoint(
    app,
    {
      ...one,
      method: "patch",
      id: "updateCustomer",
      summary: "Change a customer",
      access: "customers:write",
      body: customerPatch,
    },
    (ctx, { params, body }) => updateCustomer(ctx, params.id, body),
  );
  endpoint(
    app,
    {
      ...all,
      path: "/customers/{id}",
      method: "delete",
      id: "deleteCustomer",
      summary: "Delete a customer; issued invoices stay without the person",
      access: "customers:delete",
      params: customerId,
      status: 204,
    },
    (ctx, { params }) => deleteCustomer(ctx, params.id),
  );
  endpoint(
    app,
    {
      ...all,
      path: "/customers/{id}/reveal",
      method: "post",
      id: "revealCustomer",
      summary: "Show sealed fields whole; every reveal is audited",
      access: "customers:reveal",
      params: customerId,
      body: revealInput,
      response: revealAnswer,
    },
    (ctx, { params }) => revealCustomer(ctx, params.id),
  );
}
