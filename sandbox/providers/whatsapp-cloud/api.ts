import { Hono } from "hono";

import type { MediaStore } from "../../frame/media.ts";
import type { AppEnv } from "../../frame/provider.ts";
import { invalid, MetaError, usualError } from "./errors.ts";
import type { Sending } from "./sending.ts";
import { displayNumber } from "./wire.ts";

/** Meta's Graph API below its version, as far as Tepi uses it (facts, sections 1 and 2). */
export function whatsAppApi(sending: Sending, media: MediaStore): Hono<AppEnv> {
  const app = new Hono<AppEnv>();

  app.use(async (c, next) => {
    const token = /^Bearer (\S+)$/.exec(c.req.header("authorization") ?? "")?.[1];
    if (!token || token.startsWith("bad-")) throw usualError(401);
    await next();
  });

  app.post("/:version{v\\d{1,2}\\.0}/:phoneNumberId{\\d+}/messages", async (c) => {
    const body: unknown = await c.req.json().catch(() => {
      throw invalid("The body must be JSON.");
    });
    if (isReadMark(body)) return c.json({ success: true });
    const { id, to } = sending.send(c.req.param("phoneNumberId"), body);
    const contact = to.includes(".") ? { input: to, user_id: to } : { input: to, wa_id: to };
    return c.json({ messaging_product: "whatsapp", contacts: [contact], messages: [{ id }] });
  });

  app.get("/:version{v\\d{1,2}\\.0}/:id{\\d+}", (c) => {
    const id = c.req.param("id");
    const file = media.find(id);
    if (!file) {
      const display_phone_number = displayNumber(id);
      return c.json({ id, display_phone_number, verified_name: "Tepi Sandbox", quality_rating: "GREEN" });
    }
    const url = new URL(`/whatsapp-cloud/media/${id}`, c.req.url).href;
    const { mimeType: mime_type, sha256, bytes } = file;
    return c.json({ url, mime_type, sha256, file_size: bytes.length, id, messaging_product: "whatsapp" });
  });

  app.get("/media/:id", (c) => {
    const file = media.find(c.req.param("id"));
    if (!file) throw usualError(404);
    return c.body(file.bytes, 200, { "content-type": file.mimeType });
  });

  app.onError((error) => {
    if (error instanceof MetaError) return error.toResponse();
    throw error;
  });
  return app;
}

function isReadMark(body: unknown): boolean {
  return (
    typeof body === "object" && body !== null && "status" in body && body.status === "read" && "message_id" in body
  );
}
