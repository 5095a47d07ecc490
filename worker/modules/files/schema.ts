import { count, index, primaryKey, table, text } from "#dialect";
import { createdAt, id, tenantId, version } from "../../db/columns.ts";
import type { FilePurpose, FileState, OwnerEntity } from "./states.ts";

/** Files. Their contents are objects of the bucket FILES, each under its tenant's id and its own (`objectKey`). */
export const files = table(
  "files",
  {
    tenantId: tenantId(),
    id: id(),
    /** Until something claims it, a file belongs to the user who sent it. */
    ownerEntity: text("owner_entity").$type<OwnerEntity>().notNull(),
    ownerId: text("owner_id").notNull(),
    purpose: text("purpose").$type<FilePurpose>().notNull(),
    contentType: text("content_type").notNull(),
    sizeBytes: count("size_bytes").notNull(),
    sha256: text("sha256").notNull(),
    name: text("name").notNull(),
    state: text("state").$type<FileState>().notNull(),
    uploadedBy: text("uploaded_by").notNull(),
    version: version(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: "files_pk", columns: [t.tenantId, t.id] }),
    index("files_owner").on(t.tenantId, t.ownerEntity, t.ownerId, t.id),
  ],
);
