import { z } from "@hono/zod-openapi";
import { locales } from "../../../core/errors.ts";

export const documentQuery = z.object({
  language: z.enum(locales).optional().openapi({ description: "Default: the caller's, by `Accept-Language`." }),
});
