import { z } from "@hono/zod-openapi";
import { idPattern } from "../../core/ids.ts";
import { fileTypes } from "./sniff.ts";
import { fileStates, ownerEntities, purposes } from "./states.ts";

export const uploadQuery = z.object({
  purpose: z.enum(["identity", "attachment"]).openapi({
    description: "What the file is for. It is kept for a day, and longer once something claims it.",
  }),
  name: z.string().trim().max(120).optional().openapi({ description: "How to call it when it is downloaded." }),
});
export type UploadQuery = z.output<typeof uploadQuery>;

export const fileAnswer = z
  .object({
    id: z.string().regex(idPattern("fil")),
    purpose: z.enum(purposes),
    owner: z.object({ entity: z.enum(ownerEntities), id: z.string() }),
    contentType: z.enum(fileTypes),
    sizeBytes: z.int(),
    sha256: z.string(),
    name: z.string(),
    state: z.enum(fileStates),
    uploadedBy: z.string(),
    url: z.string().openapi({ description: "Whoever has this link may read the file, until it expires." }),
    urlExpiresAt: z.iso.datetime(),
    createdAt: z.iso.datetime(),
  })
  .openapi("File");

export const fileId = z.object({ id: z.string().regex(idPattern("fil")) });
export const linkQuery = z.object({ token: z.string().max(2000).default("") });
