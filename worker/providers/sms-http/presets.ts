/** Gateways that a tenant picks from a list and completes with its secrets; every part can be changed afterwards. */
import type { z } from "zod";
import type { gatewayRecord } from "./record.ts";

export interface GatewayPreset {
  name: string;
  record: z.input<typeof gatewayRecord>;
}

export const gatewayPresets = {
  /** As public clients use it; `status` alone tells success, the HTTP status does not. */
  zenziva: {
    name: "Zenziva",
    record: {
      method: "POST",
      url: "https://console.zenziva.net/reguler/api/sendsms/",
      bodyType: "form",
      body: { userkey: "{{secret.userkey}}", passkey: "{{secret.passkey}}", to: "{{to}}", message: "{{text}}" },
      numberFormat: "62",
      success: { httpMin: 200, httpMax: 599, jsonPath: "status", equals: ["1"] },
      messageIdPath: "messageId",
    },
  },
  /** OCA Indonesia (Telkom), regular SMS v1. Its authorization is not documented openly: most such APIs take a bearer token. */
  oca: {
    name: "OCA Indonesia",
    record: {
      method: "POST",
      url: "https://sms.ocatelkom.co.id/api/v1/sms",
      headers: { Authorization: "Bearer {{secret.token}}" },
      bodyType: "json",
      body: { phone: "{{to}}", message: "{{text}}" },
      numberFormat: "62",
      success: { jsonPath: "status", equals: ["sent"] },
      messageIdPath: "msg_uid",
    },
  },
} as const satisfies Record<string, GatewayPreset>;
export type GatewayPresetName = keyof typeof gatewayPresets;
