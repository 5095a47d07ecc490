import { Violations } from "../../frame/limits.ts";
import { MessageLog } from "../../frame/message-log.ts";
import type { ProviderDouble, SandboxKit } from "../../frame/provider.ts";
import { numberDigits, receiverLinks, receiverRoutes } from "../../frame/receivers.ts";
import type { GatewaySms } from "./gateways.ts";
import { smsGateways } from "./gateways.ts";

/** Doubles of SMS gateways that are reached by a template. They limit nobody, so their violations stay at none. */
export function createSms(kit: SandboxKit): ProviderDouble {
  const log = new MessageLog<GatewaySms>({ identity: ({ to, text }) => `${to}\n${text}` });
  return {
    name: "sms",
    title: "SMS gateways (Zenziva, OCA, generic)",
    links: [...receiverLinks],
    api: smsGateways(kit, log),
    desk: receiverRoutes({ log, violations: new Violations(), plain: numberDigits }),
    errorResponse: (status) =>
      Response.json({ status: "error", message: `The gateway answers ${status}.` }, { status }),
    inbox: () =>
      log.list().map(({ to, gateway, text, at }) => ({
        channel: "sms",
        to,
        from: gateway,
        title: null,
        text,
        at,
        state: "sent",
      })),
  };
}
