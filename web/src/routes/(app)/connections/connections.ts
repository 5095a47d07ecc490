import { queryOptions } from "@tanstack/svelte-query";
import { api, unwrap } from "#lib/api/client.ts";
import { allPages } from "#lib/api/list-query.ts";
import { m } from "#lib/paraglide/messages.js";
import type { Connection } from "./connection-form.ts";

/** Every connection of the tenant: a few per provider and brand. */
export const connectionsQuery = () =>
  queryOptions({
    queryKey: ["connections", "all"],
    queryFn: ({ signal }): Promise<Connection[]> =>
      allPages((cursor) =>
        unwrap(
          api.GET("/api/v1/connections", { signal, params: { query: { limit: 100, ...(cursor && { cursor }) } } }),
        ),
      ),
  });

/** The providers that can be connected; they change with a release only. */
export const providersQuery = () =>
  queryOptions({
    queryKey: ["connections", "providers"],
    queryFn: async ({ signal }) => (await unwrap(api.GET("/api/v1/connections/providers", { signal }))).data,
    staleTime: Infinity,
  });

/** What each provider is good for; one that is not named here is shown by its name alone. */
export const providerBodies: Record<string, (() => string) | undefined> = {
  xendit: m.connections_provider_xendit,
  postmark: m.connections_provider_postmark,
  smtp: m.connections_provider_smtp,
  whapi: m.connections_provider_whapi,
  "whatsapp-cloud": m.connections_provider_whatsapp_cloud,
  telegram: m.connections_provider_telegram,
  discord: m.connections_provider_discord,
  fcm: m.connections_provider_fcm,
  twilio: m.connections_provider_twilio,
  "sms-http": m.connections_provider_sms_http,
  digiflazz: m.connections_provider_digiflazz,
};

/** Those that call nobody back, or name the address in each message: theirs need not be entered anywhere. */
export const withoutWebhook: ReadonlySet<string> = new Set(["smtp", "discord", "fcm", "twilio", "sms-http"]);

/** Tries the credentials now and registers the webhook. Throws what the API throws; a wrong key is an answer. */
export const testConnection = (id: string) =>
  unwrap(api.POST("/api/v1/connections/{id}/test", { params: { path: { id } } }));
