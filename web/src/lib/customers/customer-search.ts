import User from "@lucide/svelte/icons/user";
import type { SearchProvider } from "#lib/palette.svelte.ts";
import { m } from "#lib/paraglide/messages.js";
import { paths } from "#lib/paths.ts";
import { showPhone } from "#lib/phone.ts";
import { queryClient } from "#lib/query-client.ts";
import { customerSearchQuery } from "./customers.ts";

/** Customers in the command palette, by name, phone, email or address. */
export const customerSearch: SearchProvider = {
  heading: m.nav_customers,
  permission: "customers:read",
  async search(query) {
    const { data } = await queryClient.fetchQuery(customerSearchQuery(query, 6));
    return data.map(({ id, name, number, phone }) => ({
      id: `customer-${id}`,
      label: name,
      detail: [`#${number}`, phone && showPhone(phone)].filter(Boolean).join(" · "),
      icon: User,
      href: paths.customers.one(id),
    }));
  },
};
