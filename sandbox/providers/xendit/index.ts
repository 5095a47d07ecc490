import type { ProviderDouble, SandboxKit } from "../../frame/provider.ts";
import { Accounts } from "./accounts.ts";
import { xenditApi } from "./api.ts";
import { checkoutPages } from "./checkout.ts";
import { xenditDesk } from "./desk.ts";
import { usualError } from "./errors.ts";
import { Invoices } from "./invoices.ts";

/** A double of Xendit: invoices with a checkout page, callbacks, balance. */
export function createXendit(kit: SandboxKit): ProviderDouble {
  const accounts = new Accounts(kit.random);
  const invoices = new Invoices(kit);
  return {
    name: "xendit",
    title: "Xendit (payments)",
    links: [
      { label: "Invoices", path: "/_invoices" },
      { label: "Accounts", path: "/_accounts" },
    ],
    api: xenditApi(kit, accounts, invoices),
    desk: xenditDesk(kit, accounts, invoices).route("/checkout", checkoutPages(invoices)),
    errorResponse,
    tick: () => invoices.expireDue(),
  };
}

function errorResponse(status: number): Response {
  const limits = { "Rate-Limit-Limit": "60", "Rate-Limit-Remaining": "0", "Rate-Limit-Reset": "1.000" };
  return usualError(status).toResponse(status === 429 ? limits : undefined);
}
