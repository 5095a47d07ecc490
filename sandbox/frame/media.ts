import { createHash } from "node:crypto";

import type { Random } from "./ids.ts";
import { digits } from "./ids.ts";

/** A file that a customer sent. */
export interface MediaFile {
  id: string;
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

  keep(bytes: Buffer<ArrayBuffer>, mimeType: string): MediaFile {
    const id = `4${digits(this.#random, 14)}`;
    const file = { id, bytes, mimeType, sha256: createHash("sha256").update(bytes).digest("base64") };
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

  find(id: string): MediaFile | undefined {
    return this.#files.get(id);
  }
}
