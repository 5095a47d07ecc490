import { type Hono } from "hono";
import { z } from "zod";

import { controlError, controlInput } from "../../frame/control.ts";
import type { AppEnv } from "../../frame/provider.ts";
import { numberDigits, receiverRoutes } from "../../frame/receivers.ts";
import { presentSms, statuses, type Outbox } from "./messages.ts";

const statusInput = z.object({
  sid: z.string().optional(),
  /** The last message to this number, with the plus. */
  to: z.string().optional(),
  status: z.enum(statuses),
  errorCode: z.int().min(10_000).max(99_999).nullable().default(null),
});

/** Controls below `/twilio/_…`: read what was sent, give a message another status. */
export function twilioDesk(outbox: Outbox): Hono<AppEnv> {
  const app = receiverRoutes({ log: outbox.log, violations: outbox.violations, plain: numberDigits });
  app.post("/_status", async (c) => {
    const parsed = await controlInput(c, statusInput);
    if ("refusal" in parsed) return parsed.refusal;
    const { sid, to, status, errorCode } = parsed.input;
    const sms = sid || to ? outbox.find({ sid, to }) : undefined;
    if (!sms) return controlError(c, 404, "No such message.");
    outbox.turn(sms, undefined, status, errorCode);
    return c.json(presentSms(sms));
  });
  return app;
}
