import { endpoint, type App } from "../../../core/http/endpoint.ts";
import { pageOf } from "../../../core/http/page.ts";
import { getDelivery, listDeliveries } from "./deliveries.ts";
import {
  deliveryAnswer,
  deliveryId,
  deliveryQuery,
  deliverySummary,
  resendInput,
  resendManyAnswer,
  resendManyInput,
} from "./inputs.ts";
import { resendDelivery, resendMany } from "./resend.ts";

export function deliveryRoutes(app: App): void {
  const all = { path: "/deliveries", tag: "Deliveries", limit: "general", status: 200 } as const;
  endpoint(
    app,
    {
      ...all,
      method: "get",
      id: "listDeliveries",
      summary: "What went out over which channel and what came of it, newest first",
      access: "deliveries:read",
      query: deliveryQuery,
      response: pageOf(deliverySummary),
    },
    (ctx, { query }) => listDeliveries(ctx, query),
  );
  endpoint(
    app,
    {
      ...all,
      method: "get",
      path: "/deliveries/{id}",
      id: "getDelivery",
      summary: "A delivery with every try and the provider's answers",
      access: "deliveries:read",
      params: deliveryId,
      response: deliveryAnswer,
    },
    (ctx, { params }) => getDelivery(ctx, params.id),
  );
  endpoint(
    app,
    {
      ...all,
      method: "post",
      path: "/deliveries/{id}/resend",
      id: "resendDelivery",
      summary: "Send a message once more",
      access: "deliveries:write",
      params: deliveryId,
      body: resendInput,
      status: 201,
      response: deliveryAnswer,
    },
    (ctx, { params, body }) => resendDelivery(ctx, params.id, body),
  );
  endpoint(
    app,
    {
      ...all,
      method: "post",
      path: "/deliveries/resend",
      id: "resendDeliveries",
      summary: "Send again all that failed, or whose answer never came",
      access: "deliveries:write",
      body: resendManyInput,
      status: 202,
      response: resendManyAnswer,
    },
    (ctx, { body }) => resendMany(ctx, body),
  );
}
