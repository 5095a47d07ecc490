import type { ProviderDouble, SandboxKit } from "../../frame/provider.ts";
import { digiflazzApi, type Accounts } from "./api.ts";
import { digiflazzDesk } from "./desk.ts";
import { failure } from "./wire.ts";

/** A double of Digiflazz: the balance, and webhooks about transactions made elsewhere. */
export function createDigiflazz(kit: SandboxKit): ProviderDouble {
  const accounts: Accounts = new Map();
  return {
    name: "digiflazz",
    title: "Digiflazz (phone credit and bills)",
    links: [],
    api: digiflazzApi(accounts),
    desk: digiflazzDesk(kit, accounts),
    errorResponse: (status) => failure("99", "Router issue", status),
  };
}
