import FileText from "@lucide/svelte/icons/file-text";
import { api, unwrap } from "#lib/api/client.ts";
import { money } from "#lib/i18n.svelte.ts";
import type { SearchProvider } from "#lib/palette.svelte.ts";
import { m } from "#lib/paraglide/messages.js";
import { paths } from "#lib/paths.ts";
import { invoiceStateWords } from "./words.ts";

/** Invoices in the command palette, by number or customer. */
export const invoiceSearch: SearchProvider = {
  heading: m.nav_invoices,
  permission: "invoices:read",
  async search(q, signal) {
    const { data } = await unwrap(api.GET("/api/v1/invoices", { signal, params: { query: { q, limit: 5 } } }));
    return data.map(({ id, number, customer, total, state }) => ({
      id: `invoice-${id}`,
      label: [number ?? m.invoices_draft(), customer?.name].filter(Boolean).join(" · "),
      detail: `${money(total)} · ${invoiceStateWords[state]()}`,
      icon: FileText,
      href: paths.invoices.one(id),
    }));
  },
};
