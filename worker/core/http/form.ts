/** The one file of a form, taken out of it while it comes in (RFC 7578, RFC 2046 section 5.1). */
import { refuseField, Refusal } from "../errors.ts";

/** What stands around the file: boundaries, headers, and fields before it. */
const frameBytes = 16 * 1024;
const mostFields = 20;

export const noFile = (): Refusal => refuseField("file", "Berkas belum dipilih.", "There is no file.");

export interface FormFile {
  name: string | undefined;
  chunks: AsyncIterable<Uint8Array>;
}

/**
 * Finds the field `file` of a form.
 * @throws Refusal `malformed_request` for what is no form, `invalid_input` naming `file` where there is none
 */
export async function fileInForm(body: AsyncIterable<Uint8Array>, contentType: string): Promise<FormFile> {
  const found = /boundary=(?:"([^"]{1,200})"|([^;\s"]{1,200}))/i.exec(contentType);
  if (!found) throw new Refusal("malformed_request");
  const form = new FormReader(body, `\r\n--${found[1] ?? found[2]}`);
  for (let fields = 0; fields < mostFields; fields++) {
    await form.skipField();
    if (await form.isOver()) throw noFile();
    const head = await form.head();
    if (!/content-disposition:\s*form-data;[^\r\n]*\bname="?file"?\s*(?:;|\r|$)/i.test(head)) continue;
    return { name: /\bfilename="([^"\r\n]*)"/i.exec(head)?.[1], chunks: form.content() };
  }
  throw noFile();
}

class FormReader {
  readonly #chunks: AsyncIterator<Uint8Array>;
  readonly #boundary: Buffer;
  /** The first boundary may stand at the very beginning, without the line break that is part of every other one. */
  #rest: Buffer = Buffer.from("\r\n");

  constructor(body: AsyncIterable<Uint8Array>, boundary: string) {
    this.#chunks = body[Symbol.asyncIterator]();
    this.#boundary = Buffer.from(boundary);
  }

  async #more(): Promise<void> {
    const { done, value } = await this.#chunks.next();
    if (done) throw new Refusal("malformed_request");
    this.#rest = Buffer.concat([this.#rest, value]);
  }

  /** Takes what stands before `mark`, and the mark. */
  async #through(mark: Buffer): Promise<Buffer> {
    for (;;) {
      const at = this.#rest.indexOf(mark);
      if (at > frameBytes || (at < 0 && this.#rest.length > frameBytes)) throw new Refusal("malformed_request");
      if (at >= 0) {
        const taken = this.#rest.subarray(0, at);
        this.#rest = this.#rest.subarray(at + mark.length);
        return taken;
      }
      await this.#more();
    }
  }

  /** Goes behind the next boundary. */
  async skipField(): Promise<void> {
    await this.#through(this.#boundary);
  }

  /** Whether that boundary was the last. */
  async isOver(): Promise<boolean> {
    while (this.#rest.length < 2) await this.#more();
    return this.#rest.toString("latin1", 0, 2) === "--";
  }

  /** The headers of the field. */
  async head(): Promise<string> {
    return (await this.#through(Buffer.from("\r\n\r\n"))).toString();
  }

  /** The field's content. */
  async *content(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const at = this.#rest.indexOf(this.#boundary);
      const ready = at >= 0 ? at : Math.max(0, this.#rest.length - this.#boundary.length);
      if (ready > 0) yield this.#rest.subarray(0, ready);
      if (at >= 0) return;
      this.#rest = this.#rest.subarray(ready);
      await this.#more();
    }
  }
}
