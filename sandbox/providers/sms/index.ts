import type { ProviderDouble, SandboxKit } from "../../frame/provider.ts";
import { numberDigits, textDesk, TextStore } from "../../frame/text-store.ts";
import type { GatewaySms } from "./gateways.ts";
import { smsGateways } from "./gateways.ts";

/** Doubles of SMS gateways that are reached by a template. */
export function createSms(kit: SandboxKit): ProviderDouble {
  const store = new TextStore<GatewaySms>();
  return {
    name: "sms",
    title: "SMS gateways (Zenziva, OCA, generic)",
    links: [{ label: "Messages", path: "/_messages" }],
    api: smsGateways(kit, store),
    desk: textDesk(store, (sms, to) => sms.to === numberDigits(to)),
    errorResponse: (status) =>
      Response.json({ status: "error", message: `The gateway answers ${status}.` }, { status }),
  };
}
