/** What who runs Tepi does over all tenants, by the setting `OPERATOR_TOKEN`. */
import { z } from "@hono/zod-openapi";
import { refuseField } from "./core/errors.ts";
import { operatorEndpoint, type App } from "./core/http/endpoint.ts";
import { resealChunk } from "./db/reseal.ts";

const position = z.object({
  shard: z.int().min(0).max(999),
  column: z.string().max(120),
  after: z.array(z.string().max(200)).max(6).optional(),
});

const resealInput = z
  .object({
    position: position.optional().openapi({ description: "The `next` of the answer before; none: the beginning." }),
    limit: z.int().min(1).max(500).default(200).openapi({ description: "Rows to look at." }),
  })
  .openapi("Reseal");

const resealAnswer = z
  .object({
    masterKey: z.object({ current: z.string(), previous: z.string().nullable() }).openapi({
      description: "Ids of the keys that are set.",
    }),
    shard: z.int(),
    column: z.string(),
    read: z.int(),
    resealed: z.int(),
    changedMeanwhile: z.int().openapi({ description: "Written by others meanwhile, and left as they are." }),
    unopenable: z.array(z.object({ column: z.string(), row: z.array(z.string()) })).openapi({
      description: "Rows that no key opens, by tenant and key.",
    }),
    next: position.nullable().openapi({ description: "Where to go on; null at the end." }),
  })
  .openapi("Resealed");

export function operatorRoutes(app: App): void {
  operatorEndpoint(
    app,
    {
      method: "post",
      path: "/operator/reseal",
      id: "reseal",
      summary: "Seal the next rows under the current master key",
      body: resealInput,
      status: 200,
      response: resealAnswer,
    },
    async (platform, { body }) => {
      try {
        return await resealChunk(platform, body.position, body.limit);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        throw refuseField("position", "Tempat ini tidak ada.", "There is no such place.");
      }
    },
  );
}
