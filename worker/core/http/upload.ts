/** Files that come in as a request's body: raw, or as the one file of a form. */
import { z } from "@hono/zod-openapi";
import { sha256 } from "../crypto.ts";
import type { Context } from "../context.ts";
import { Refusal } from "../errors.ts";
import { fileInForm, noFile } from "./form.ts";
import { readBytes } from "./input.ts";

/** The body of a route that takes a file. */
export interface UploadRules {
  kind: "upload";
  /** Content types for the document; what a file is, is decided by its content. */
  types: readonly string[];
  /** The largest file that is taken, often a tenant's setting. */
  limitBytes(ctx: Context): number;
}

/** A file as it came, not looked into yet. */
export interface Upload {
  bytes: Uint8Array<ArrayBuffer>;
  sha256: string;
  /** The name in the form, or undefined. */
  name: string | undefined;
}

/** Declares a body that is a file: `body: upload({ types, limitBytes })`. */
export const upload = (rules: Omit<UploadRules, "kind">): UploadRules => ({ kind: "upload", ...rules });

export const isUpload = (body: unknown): body is UploadRules => (body as UploadRules | undefined)?.kind === "upload";

/** The body of a route that takes a file too large to be held: its handler gets it as it comes in. */
export interface StreamRules extends Omit<UploadRules, "kind"> {
  kind: "stream";
}

/** A file that is coming in. Reading on refuses `too_large` as soon as it passes the limit. */
export interface Incoming {
  chunks: AsyncIterable<Uint8Array>;
  /** The name in the form, or undefined. */
  name: string | undefined;
}

/** Declares a body that is a file, read by its handler: `body: streamed({ types, limitBytes })`. */
export const streamed = (rules: Omit<StreamRules, "kind">): StreamRules => ({ kind: "stream", ...rules });

export const isStream = (body: unknown): body is StreamRules => (body as StreamRules | undefined)?.kind === "stream";

/** Opens a file: the body itself, or the field `file` of `multipart/form-data`. */
export async function openUpload(request: Request, limitBytes: number): Promise<Incoming> {
  const type = request.headers.get("content-type") ?? "";
  const isForm = /^multipart\/form-data\b/i.test(type);
  const limit = limitBytes + (isForm ? formFrameBytes : 0);
  if (Number(request.headers.get("content-length") ?? 0) > limit) throw new Refusal("too_large");
  const chunks = within(limit, request);
  return isForm ? fileInForm(chunks, type) : { chunks, name: undefined };
}

async function* within(limitBytes: number, request: Request): AsyncGenerator<Uint8Array> {
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.byteLength;
    if (length > limitBytes) throw new Refusal("too_large");
    yield chunk;
  }
}

/** What a form's frame may add to the file in it: boundaries, headers and small fields. */
const formFrameBytes = 16 * 1024;

/**
 * Reads a file: the body itself, or the field `file` of `multipart/form-data`.
 * @throws Refusal `too_large` as soon as it passes the limit, `invalid_input` where there is no file
 */
export async function readUpload(request: Request, limitBytes: number): Promise<Upload> {
  const type = request.headers.get("content-type") ?? "";
  const isForm = /^multipart\/form-data\b/i.test(type);
  const body = await readBytes(request, limitBytes + (isForm ? formFrameBytes : 0));
  const { bytes, name } = isForm ? await fileOfForm(body, type) : { bytes: body, name: undefined };
  if (bytes.length > limitBytes) throw new Refusal("too_large");
  if (bytes.length === 0) throw noFile();
  return { bytes, name, sha256: await sha256(bytes) };
}

async function fileOfForm(body: Uint8Array<ArrayBuffer>, type: string): Promise<Pick<Upload, "bytes" | "name">> {
  const form = await new Response(body, { headers: { "content-type": type } }).formData().catch(() => undefined);
  if (!form) throw new Refusal("malformed_request");
  const file: unknown = form.get("file");
  if (!(file instanceof File)) throw noFile();
  return { bytes: new Uint8Array(await file.arrayBuffer()), name: file.name };
}

const binary = z.string().openapi({ format: "binary" });

/** Files in the OpenAPI document, one entry a content type. */
export const uploadContent = (types: readonly string[]) =>
  Object.fromEntries(types.map((type) => [type, { schema: binary }]));
