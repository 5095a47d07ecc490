import { tenantOfHost } from "#lib/slug.ts";

/** The host of the app itself, given at build time where it is not localhost; `{slug}.{appHost}` is a tenant's. */
const appHost = String(import.meta.env.VITE_APP_HOST ?? "localhost");

/** The tenant that the address in the browser names. */
export const hostTenant = tenantOfHost(location.hostname, appHost);

/** Does this host surely name no tenant? A custom domain may, which only the server knows. */
export const isAppHost =
  [appHost, "localhost"].includes(location.hostname) || /^(\d+\.){3}\d+$|^\[/.test(location.hostname);

/** What follows a tenant's address in the browser; nothing where this host is a number. */
export const hostSuffix = /^(\d+\.){3}\d+$|^\[/.test(location.hostname) ? "" : `.${location.host}`;

const key = "tepi.tenant";

/** The company that was last signed in to here. */
export const lastTenant = {
  read: (): string => localStorage.getItem(key) ?? "",
  write: (slug: string): void => localStorage.setItem(key, slug),
};
