import { createHash } from "node:crypto";

import { Hono } from "hono";

import type { Random } from "./ids.ts";
import { digits } from "./ids.ts";
import type { AppEnv } from "./provider.ts";

/** A file that a customer sent, or one that Tepi sent along with a message. */
export interface MediaFile {
  id: string;
  /** As its receiver sees it; without one, the id. */
  name: string;
  bytes: Buffer<ArrayBuffer>;
  mimeType: string;
  /** Base64, as WhatsApp shows it. */
  sha256: string;
}

const keptFiles = 500;

/** One white pixel. */
const tinyPng = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR42mP4//8/AAX+Av4zEpUUAAAAAElFTkSuQmCC";
const tinyPdf = Buffer.from("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n").toString(
  "base64",
);

/** The newest files of a provider, by id. */
export class MediaStore {
  readonly #random: Random;
  readonly #files = new Map<string, MediaFile>();

  constructor(random: Random) {
    this.#random = random;
  }

  keep(bytes: Buffer<ArrayBuffer>, mimeType: string, name?: string): MediaFile {
    const id = `4${digits(this.#random, 14)}`;
    const sha256 = createHash("sha256").update(bytes).digest("base64");
    const file = { id, name: name ?? id, bytes, mimeType, sha256 };
    this.#files.set(id, file);
    const oldest = this.#files.keys().next();
    if (this.#files.size > keptFiles && !oldest.done) this.#files.delete(oldest.value);
    return file;
  }

  keepImage({ base64, mimeType }: { base64?: string; mimeType?: string }): MediaFile {
    return this.keep(Buffer.from(base64 ?? tinyPng, "base64"), mimeType ?? "image/png");
  }

  keepDocument({ base64, mimeType }: { base64?: string; mimeType?: string }): MediaFile {
    return this.keep(Buffer.from(base64 ?? tinyPdf, "base64"), mimeType ?? "application/pdf");
  }

  /** Fetches a file as a provider does that is given its address; undefined where that gives none. */
  async fetch(url: string, name?: string): Promise<MediaFile | undefined> {
    try {
      const answer = await fetch(url, { signal: AbortSignal.timeout(fetchTimeoutMs) });
      if (!answer.ok) return undefined;
      const type = (answer.headers.get("content-type") ?? "").split(";")[0] ?? "";
      return this.keep(Buffer.from(await answer.arrayBuffer()), type || "application/octet-stream", name);
    } catch {
      return undefined;
    }
  }

  find(id: string): MediaFile | undefined {
    return this.#files.get(id);
  }
}

const fetchTimeoutMs = 10_000;

/** A file in a receiver's hands: where to open it. */
export interface ShownFile {
  name: string;
  contentType: string;
  sizeBytes: number;
  url: string;
}

/** A file as the page of messages shows it. @param provider below whose `/_files` it can be opened */
export const shownFile = (provider: string, { id, name, mimeType, bytes }: MediaFile): ShownFile => ({
  name,
  contentType: mimeType,
  sizeBytes: bytes.length,
  url: `/${provider}/_files/${id}`,
});

/** Opens files that were sent, at `/_files/{id}`: what is no PDF or picture is downloaded. */
export function fileRoutes(media: MediaStore): Hono<AppEnv> {
  return new Hono<AppEnv>().get("/_files/:id", (c) => {
    const file = media.find(c.req.param("id"));
    if (!file) return c.text("This file is not kept any more.", 404);
    const place = /^(?:application\/pdf|image\/(?:png|jpeg))$/.test(file.mimeType) ? "inline" : "attachment";
    return c.body(file.bytes, 200, {
      "content-type": file.mimeType,
      "content-disposition": `${place}; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      "x-content-type-options": "nosniff",
    });
  });
}
