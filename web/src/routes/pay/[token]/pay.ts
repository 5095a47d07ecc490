import { ApiError, NetworkError, toApiError } from "#lib/api/problem.ts";
import type { components } from "#lib/api/schema.d.ts";
import { i18n } from "#lib/i18n.svelte.ts";

export type PublicInvoice = components["schemas"]["PublicInvoice"];
/** What the customer can choose to pay with, as the API names it. */
export type PayMethod = "qris" | "va" | "ewallet" | "retail";

/** `fetch` alone: this page is read on slow phones, and the dashboard's client is heavier than what it needs. */
async function call<T>(token: string, path: string, body?: object): Promise<T> {
  const response = await fetch(`/api/v1/public/invoices/${encodeURIComponent(token)}${path}`, {
    headers: { "Accept-Language": i18n.locale, ...(body && { "Content-Type": "application/json" }) },
    ...(body && { method: "POST", body: JSON.stringify(body) }),
  }).catch((error: unknown) => {
    throw new NetworkError(error);
  });
  if (!response.ok) throw await toApiError(response);
  return (await response.json()) as T;
}

/** The invoice behind a link. Throws what the API throws, see `isUnknownLink`. */
export const loadInvoice = (token: string): Promise<PublicInvoice> => call(token, "");

/** Where the invoice, or the receipts of what was paid of it, are as PDF. */
export const documentUrl = (token: string, what: "pdf" | "receipt", language: string): string =>
  `/api/v1/public/invoices/${encodeURIComponent(token)}/${what}?language=${language}`;

/** The address of the provider's checkout. The server gives the one that is open already, so asking twice is harmless. */
export async function startCheckout(token: string, method: PayMethod): Promise<string> {
  const { checkoutUrl } = await call<{ checkoutUrl: string }>(token, "/payments", { method });
  if (!/^https?:$/.test(new URL(checkoutUrl).protocol)) throw new Error("The checkout is no web page");
  return checkoutUrl;
}

/** No such link, or one that was cut when it was copied. */
export const isUnknownLink = (error: unknown): boolean =>
  error instanceof ApiError && (error.status === 404 || error.status === 422);

/** The payment provider did not answer; nothing was charged. */
export const isProviderDown = (error: unknown): boolean => error instanceof ApiError && error.status === 502;

/** The invoice was paid or voided meanwhile: it has to be shown anew. */
export const isOutdated = (error: unknown): boolean => error instanceof ApiError && error.status === 409;
