import { invoiceSearch } from "#lib/billing/invoice-search.ts";
import { customerSearch } from "#lib/customers/customer-search.ts";
import type { SearchProvider } from "#lib/palette.svelte.ts";
import { taskSearch } from "./task-search.ts";

/** What the command palette finds, in the order it shows it. */
export const searches: readonly SearchProvider[] = [customerSearch, invoiceSearch, taskSearch];
