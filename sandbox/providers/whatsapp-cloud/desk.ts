import { type Hono } from "hono";
import { z } from "zod";

import { controlError, controlInput } from "../../frame/control.ts";
import { hexId } from "../../frame/ids.ts";
import { isWebhookOf, saidIn, webhookUrl } from "../../frame/inbound.ts";
import { shownFile, type MediaStore } from "../../frame/media.ts";
import type { AppEnv, SandboxKit } from "../../frame/provider.ts";
import { receiverRoutes } from "../../frame/receivers.ts";
import type { App, Apps } from "./apps.ts";
import { inboundContent, inboundInput, isUserId, type InboundInput } from "./inbound.ts";
import type { Sending } from "./sending.ts";
import { timestamp } from "./wire.ts";

const phoneNumberId = z.string().regex(/^\d+$/);

const appInput = z
  .object({
    phoneNumberId,
    appSecret: z.string().min(1),
    verifyToken: z.string().min(1),
    callbackUrl: z.url({ protocol: /^https?$/ }).optional(),
    /** Slug; means that company's webhook. */
    tenant: z.string().min(1).optional(),
  })
  .refine(({ callbackUrl, tenant }) => callbackUrl ?? tenant, "callbackUrl or tenant is needed.");

const settingsInput = z.object({ windowClosedAs: z.enum(["status", "error"]) });
const recipientInput = z.object({
  to: z.string().min(1).transform(plainAddress),
  /** Of the failed status; null ends it. */
  code: z.int().positive().nullable(),
});
const windowInput = z.object({
  phoneNumberId,
  user: z.string().min(1).transform(plainAddress),
  /** When the user last wrote: ISO 8601; now by default. */
  at: z.iso.datetime({ offset: true }).optional(),
});

/** Controls below `/whatsapp-cloud/_…`. */
export function whatsAppDesk(kit: SandboxKit, apps: Apps, sending: Sending, media: MediaStore): Hono<AppEnv> {
  const app = receiverRoutes({
    log: sending.log,
    violations: sending.violations,
    plain: plainAddress,
    present: ({ file, ...message }) => ({ ...message, ...(file && { file: shownFile("whatsapp-cloud", file) }) }),
  });

  app.get("/_apps", (c) => c.json({ apps: apps.list() }));
  app.post("/_apps", async (c) => {
    const parsed = await controlInput(c, appInput);
    if ("refusal" in parsed) return parsed.refusal;
    const { verifyToken, tenant, ...input } = parsed.input;
    const callbackUrl = input.callbackUrl ?? webhookUrl(kit.tepiUrl, tenant ?? "", "whatsapp-cloud");
    const objection = await apps.handshake(callbackUrl, verifyToken);
    if (objection) return controlError(c, 409, objection);
    const registered = { phoneNumberId: input.phoneNumberId, appSecret: input.appSecret, callbackUrl };
    apps.register(registered);
    return c.json(registered, 201);
  });

  app.post("/_inbound", async (c) => {
    const parsed = await controlInput(c, inboundInput);
    if ("refusal" in parsed) return parsed.refusal;
    const target = appFor(kit, apps, parsed.input);
    if (!target) {
      const advice = "Give phoneNumberId and appSecret here, or register its webhook with POST /whatsapp-cloud/_apps.";
      return controlError(c, 409, `No number of this company is known. ${advice}`);
    }
    const id = `wamid.${hexId(kit.random, 32).toUpperCase()}`;
    const { from } = parsed.input;
    sending.openWindow(target.phoneNumberId, from);
    const at = new Date(kit.now()).toISOString();
    sending.inbound.keep({ from, to: target.phoneNumberId, text: saidIn(parsed.input), at });
    const content = inboundContent(parsed.input, id, timestamp(kit.now()), media);
    return c.json({ id, callback: apps.send(target.phoneNumberId, "messages", content) }, 202);
  });

  app.post("/_settings", async (c) => {
    const parsed = await controlInput(c, settingsInput);
    if ("refusal" in parsed) return parsed.refusal;
    sending.windowClosedAs = parsed.input.windowClosedAs;
    return c.json(parsed.input);
  });
  app.post("/_recipients", async (c) => {
    const parsed = await controlInput(c, recipientInput);
    if ("refusal" in parsed) return parsed.refusal;
    const { to, code } = parsed.input;
    if (code === null) sending.failing.delete(to);
    else sending.failing.set(to, code);
    return c.json(parsed.input, 201);
  });
  app.post("/_windows", async (c) => {
    const parsed = await controlInput(c, windowInput);
    if ("refusal" in parsed) return parsed.refusal;
    const { phoneNumberId, user, at } = parsed.input;
    sending.openWindow(phoneNumberId, user, at === undefined ? undefined : Date.parse(at));
    return c.json(parsed.input, 201);
  });
  return app;
}

/** A number as digits, a user id as it is. */
function plainAddress(address: string): string {
  return isUserId(address) ? address : address.replace(/\D/g, "");
}

const defaultPhoneNumberId = "300000000000001";

function appFor(kit: SandboxKit, apps: Apps, { tenant, phoneNumberId, appSecret }: InboundInput): App | undefined {
  const known = apps
    .list()
    .find(
      (app) =>
        isWebhookOf(app.callbackUrl, tenant, "whatsapp-cloud") &&
        (phoneNumberId === undefined || app.phoneNumberId === phoneNumberId),
    );
  if (!appSecret) return known;
  const callbackUrl = known?.callbackUrl ?? webhookUrl(kit.tepiUrl, tenant, "whatsapp-cloud");
  const app = { phoneNumberId: phoneNumberId ?? known?.phoneNumberId ?? defaultPhoneNumberId, appSecret, callbackUrl };
  apps.register(app);
  return app;
}
