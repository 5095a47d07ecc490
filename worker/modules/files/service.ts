/** Files: the object first, then the row; the row's end first, then the object's. */
import { desc, eq, ne, sql, type SQL } from "drizzle-orm";
import type { Results, Statement } from "#dialect";
import { holds } from "../../core/access.ts";
import type { Context } from "../../core/context.ts";
import { sha256 } from "../../core/crypto.ts";
import { refuseField, Refusal } from "../../core/errors.ts";
import type { Upload } from "../../core/http/upload.ts";
import { isoInstant } from "../../core/time.ts";
import type { NewRow, Row } from "../../db/store.ts";
import { changed, created } from "../audit/index.ts";
import { commit, delayedEvent, event, type Part } from "../outbox/index.ts";
import type { UploadQuery } from "./inputs.ts";
import { linkTo } from "./links.ts";
import { files } from "./schema.ts";
import { BrokenFile, sniff, type FileType, type Sniffed } from "./sniff.ts";
import { readPermission, type FilePurpose, type FileState, type Owner } from "./states.ts";

export type StoredFile = Row<typeof files>;

/** How long a file may wait for something to claim it, and an object for its row. */
const unclaimedForMs = 24 * 3_600_000;

/** Where an object is: under its tenant, so that none can be named from another. */
export const objectKey = (tenantId: string, fileId: string): string => `${tenantId}/files/${fileId}`;

/** The query for a file that is not on its way out. */
export const fileById = (ctx: Context, id: string) =>
  ctx.store.db
    .select()
    .from(files)
    .where(ctx.store.own(files, eq(files.id, id), ne(files.state, "removed")));

/** The query for what belongs to an owner, newest first, at most a hundred. */
export const filesOf = (ctx: Context, owner: Owner) =>
  ctx.store.db
    .select()
    .from(files)
    .where(
      ctx.store.own(
        files,
        eq(files.ownerEntity, owner.entity),
        eq(files.ownerId, owner.id),
        ne(files.state, "removed"),
      ),
    )
    .orderBy(desc(files.id))
    .limit(100);

/**
 * Looks into a file.
 * @param accepted the types that are taken here
 * @throws Refusal `unsupported_file` for content of another type, `invalid_input` for a broken file
 */
export function requireType(bytes: Uint8Array, accepted: readonly FileType[]): Sniffed {
  try {
    const found = sniff(bytes);
    if (found && accepted.includes(found.type)) return found;
  } catch (error) {
    if (!(error instanceof BrokenFile)) throw error;
    throw refuseField("file", "Berkas ini rusak atau terpotong.", "This file is broken or incomplete.");
  }
  const names = accepted.map((type) => (type.split("/")[1] ?? "").toUpperCase()).join(", ");
  throw new Refusal("unsupported_file", {
    detail: {
      id: `Isi berkas ini bukan ${names}, apa pun nama dan labelnya.`,
      en: `The content of this file is not ${names}, whatever its name and label say.`,
    },
  });
}

export interface NewFile {
  bytes: Uint8Array<ArrayBuffer>;
  type: FileType;
  purpose: FilePurpose;
  owner: Owner;
  state: FileState;
  name: string | undefined;
}

/**
 * Puts an object, and gives its row with the statements that insert it; they belong in the caller's next batch. What has no
 * row after a day is taken away by the event that is written before it.
 * @param query what the caller must know before it writes; read together with that event
 */
export async function putFile<Q extends readonly Statement[]>(ctx: Context, file: NewFile, ...query: Q) {
  const { bytes, type, purpose, owner, state } = file;
  const id = ctx.id("fil");
  const [, ...found] = await ctx.store.atomic([
    delayedEvent(ctx, "file.stored", { fileId: id }, unclaimedForMs),
    ...query,
  ]);
  await ctx.env.FILES.put(objectKey(ctx.tenant.id, id), bytes, { httpMetadata: { contentType: type } });
  const row: NewRow<typeof files> & StoredFile = {
    tenantId: ctx.tenant.id,
    id,
    ownerEntity: owner.entity,
    ownerId: owner.id,
    purpose,
    contentType: type,
    sizeBytes: bytes.length,
    sha256: await sha256(bytes),
    name: fileName(file.name, id, type),
    state,
    uploadedBy: ctx.actor.id,
    version: 1,
    createdAt: ctx.now(),
  };
  const statements = created(ctx, files, row, { action: "file.uploaded" });
  return { row, statements, found: found as Results<Q> };
}

const extensions: Record<FileType, string> = { "image/jpeg": "jpg", "image/png": "png", "application/pdf": "pdf" };

/** The given name without what no file system takes and no eye sees, and with the extension that its content has. */
function fileName(given: string | undefined, id: string, type: FileType): string {
  const stem = (given ?? "").replace(/\.[A-Za-z0-9]{1,5}$/, "").slice(0, 100);
  return `${stem.replace(/[\p{C}"\\/:*?<>|]/gu, "").trim() || id}.${extensions[type]}`;
}

/** Keeps what a user sends, for a day, until something claims it. */
export async function uploadFile(ctx: Context, { purpose, name }: UploadQuery, sent: Upload) {
  const { type, length } = requireType(sent.bytes, ["image/jpeg", "image/png", "application/pdf"]);
  const { row, statements } = await putFile(ctx, {
    bytes: sent.bytes.subarray(0, length),
    type,
    purpose,
    owner: { entity: "user", id: ctx.actor.id },
    state: "unclaimed",
    name: name ?? sent.name,
  });
  await commit(ctx, statements);
  return showFile(ctx, row);
}

/**
 * What gives a file, sent by this very user and wanted by nobody yet, to what it is for. Of two that claim it
 * at once, one is refused (409).
 * @param found what `fileById` gave
 * @throws Refusal naming `fileId`
 */
export function claimFile(
  ctx: Context,
  found: StoredFile | undefined,
  purpose: FilePurpose,
  owner: Owner,
): { row: StoredFile; statements: Statement[] } {
  if (!found || found.uploadedBy !== ctx.actor.id || found.state !== "unclaimed" || found.purpose !== purpose)
    throw refuseField("fileId", "Berkas ini tidak ada atau sudah dipakai.", "There is no such file, or it is in use.");
  const changes = { state: "claimed" as const, ownerEntity: owner.entity, ownerId: owner.id };
  return {
    row: { ...found, ...changes },
    statements: changed(ctx, files, found, changes, { action: "file.claimed" }),
  };
}

/** What removes every file of an owner, for the batch that removes the owner: hidden at once, then taken away. */
export const removeFilesOf = (ctx: Context, owner: Owner): Part[] => removal(ctx, owner);

/** What removes one file of an owner, for the batch in which another takes its place. */
export const removeFile = (ctx: Context, owner: Owner, fileId: string): Part[] =>
  removal(ctx, owner, eq(files.id, fileId));

const removal = (ctx: Context, { entity, id }: Owner, ...conditions: SQL[]): Part[] => [
  ctx.store.update(files, removedFile, eq(files.ownerEntity, entity), eq(files.ownerId, id), ...conditions),
  event(ctx, "files.removed", { entity, id }),
];

/** The version rises, so that whoever read the file before can't claim it any more. */
export const removedFile = { state: "removed" as const, version: sql`${files.version} + 1` };

/** The content of a file that the caller may read; undefined where it is gone. */
export async function readFile(ctx: Context, id: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const object = await ctx.env.FILES.get(objectKey(ctx.tenant.id, id));
  return object ? new Uint8Array(await object.arrayBuffer()) : undefined;
}

/** @throws Refusal `not_found`, or `forbidden` to who may not read it */
export async function getFile(ctx: Context, id: string) {
  const [[file]] = await ctx.store.read(fileById(ctx, id));
  if (!file) throw new Refusal("not_found");
  requireReader(ctx, file);
  return showFile(ctx, file);
}

function requireReader(ctx: Context, { purpose, ownerEntity, ownerId }: StoredFile): void {
  const permission = readPermission(purpose, ownerEntity);
  const isOwner = ownerEntity === "user" && ownerId === ctx.actor.id;
  if (permission && !isOwner && !holds(ctx.actor, permission)) throw new Refusal("forbidden");
}

/** Takes back what was sent and not claimed. What belongs to something goes with it, or by its own routes. */
export async function discardFile(ctx: Context, id: string): Promise<void> {
  const [[file]] = await ctx.store.read(fileById(ctx, id));
  if (!file) throw new Refusal("not_found");
  if (file.uploadedBy !== ctx.actor.id) throw new Refusal("forbidden");
  if (file.state !== "unclaimed") throw new Refusal("in_use");
  const owner = { entity: file.ownerEntity, id: file.ownerId };
  await commit(ctx, [
    ...changed(ctx, files, file, { state: "removed" }, { action: "file.discarded" }),
    event(ctx, "files.removed", owner),
  ]);
}

/** A file as the API shows it, with a link to its content; for callers that may read it. */
export const showFile = async (ctx: Context, row: StoredFile) => ({
  ...row,
  contentType: row.contentType as FileType,
  owner: { entity: row.ownerEntity, id: row.ownerId },
  ...(await linkTo(ctx, row.id)),
  createdAt: isoInstant(row.createdAt),
});
