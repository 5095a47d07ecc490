import { z } from "@hono/zod-openapi";
import { idPattern } from "../../core/ids.ts";
import { manifest } from "./archive.ts";
import { exportStates, importStates } from "./states.ts";

/** Long enough that guessing it costs more than what it guards; it is asked for once more where the archive is read. */
const passphrase = z.string().min(12).max(200);

export const exportInput = z.object({ passphrase }).openapi("NewExport");

export const exportAnswer = z
  .object({
    id: z.string().regex(idPattern("exp")),
    state: z.enum(exportStates),
    progress: z.object({ tablesDone: z.int(), tables: z.int() }),
    rows: z.int(),
    bytes: z.int(),
    requestedBy: z.string(),
    createdAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable(),
    expiresAt: z.iso.datetime().nullable(),
    contentUrl: z.string().nullable().openapi({
      description: "The archive as a tar; with `&part=<name>` a part of it, which can be resumed by `Range`.",
    }),
  })
  .openapi("Export");

export const exportId = z.object({ id: z.string().regex(idPattern("exp")) });
export const contentQuery = z.object({
  token: z.string().max(2000).default(""),
  part: z.string().max(200).optional().openapi({ description: "`manifest.json`, or a part that it names." }),
});

export const importInput = z.object({ manifest, passphrase: passphrase.min(1) }).openapi("NewImport");

const importShown = z.object({
  id: z.string().regex(idPattern("imp")),
  state: z.enum(importStates),
  from: z.object({ slug: z.string(), name: z.string(), madeAt: z.string() }),
  progress: z.object({ partsDone: z.int(), parts: z.int() }),
  rows: z.int(),
  failure: z.string().nullable(),
  requestedBy: z.string(),
  createdAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
});
export const importSummary = importShown.openapi("ImportSummary");
export const importAnswer = importShown
  .extend({ missing: z.array(z.string()).openapi({ description: "Parts that have not arrived yet." }) })
  .openapi("Import");

export const importId = z.object({ id: z.string().regex(idPattern("imp")) });
export const partQuery = z.object({ name: z.string().max(200).default("") });
