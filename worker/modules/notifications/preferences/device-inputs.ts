import { z } from "@hono/zod-openapi";
import { idPattern } from "../../../core/ids.ts";

export const deviceInput = z
  .object({
    token: z
      .string()
      .min(20)
      .max(4096)
      .regex(/^[\w:.=-]+$/)
      .openapi({ description: "The registration token that FCM gave the device. Kept sealed; never answered." }),
    name: z.string().trim().min(1).max(80).openapi({ example: "Chrome, Android" }),
  })
  .openapi("NewPushDevice");
export type DeviceInput = z.output<typeof deviceInput>;

export const deviceAnswer = z
  .object({
    id: z.string().regex(idPattern("dev")),
    name: z.string(),
    seenAt: z.iso.datetime(),
    createdAt: z.iso.datetime(),
  })
  .openapi("PushDevice");
export const devicesAnswer = z.object({ data: z.array(deviceAnswer) }).openapi("PushDevices");
export const deviceIdParam = z.object({ id: z.string().regex(idPattern("dev")) });

export const telegramAnswer = z
  .object({
    available: z.boolean().openapi({ description: "The company has a Telegram bot." }),
    linked: z.boolean(),
    chatName: z.string().nullable(),
    linkedAt: z.iso.datetime().nullable(),
    codeExpiresAt: z.iso.datetime().nullable().openapi({ description: "A link was made and waits to be opened." }),
  })
  .openapi("TelegramLink");

export const telegramCodeAnswer = z
  .object({ url: z.url().openapi({ example: "https://t.me/contoh_bot?start=…" }), expiresAt: z.iso.datetime() })
  .openapi("TelegramLinkCode");
