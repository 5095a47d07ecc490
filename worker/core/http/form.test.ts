import { describe, expect, it } from "vitest";
import { streamOf } from "../streams.ts";
import { openUpload } from "./upload.ts";

async function* inPieces(content: Uint8Array, size: number) {
  for (let at = 0; at < content.length; at += size) yield content.slice(at, at + size);
}

async function formOf(fields: [string, string | File][]) {
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value as string);
  const request = new Request("http://localhost/", { method: "POST", body: form });
  return { type: request.headers.get("content-type") ?? "", bytes: new Uint8Array(await request.arrayBuffer()) };
}

const requestOf = (type: string, bytes: Uint8Array, size = bytes.length) =>
  new Request("http://localhost/", {
    method: "POST",
    headers: { "content-type": type },
    body: streamOf(inPieces(bytes, Math.max(1, size))),
  });

async function textOf(request: Request, limitBytes = 100_000) {
  const { name, chunks } = await openUpload(request, limitBytes);
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return { name, text: Buffer.concat(all).toString() };
}

const content = "Nama\r\n--bukan batas\r\nToko Kenanga\r\n\r\n";

describe("A file that is streamed in", () => {
  it("comes out of a form as it went in, however its bytes arrive", async () => {
    const { type, bytes } = await formOf([
      ["note", "before"],
      ["file", new File([content], "pelanggan.csv", { type: "text/csv" })],
      ["after", "behind"],
    ]);
    for (const size of [1, 2, 3, 7, 16, 61, 200, bytes.length])
      expect(await textOf(requestOf(type, bytes, size))).toEqual({ name: "pelanggan.csv", text: content });
  });

  it("may be the body itself", async () => {
    expect(await textOf(requestOf("text/csv", Buffer.from(content)))).toEqual({ name: undefined, text: content });
  });

  it("is asked for where the form has none", async () => {
    const { type, bytes } = await formOf([["note", "alone"]]);
    await expect(textOf(requestOf(type, bytes))).rejects.toMatchObject({
      code: "invalid_input",
      options: { fields: [{ field: "file" }] },
    });
  });

  it("is refused where the form breaks off or is none", async () => {
    const { type, bytes } = await formOf([["file", new File([content], "x.csv")]]);
    const malformed = { code: "malformed_request" };
    await expect(textOf(requestOf(type, bytes.slice(0, -20)))).rejects.toMatchObject(malformed);
    await expect(textOf(requestOf(type, Buffer.from("no form at all")))).rejects.toMatchObject(malformed);
    await expect(textOf(requestOf("multipart/form-data", bytes))).rejects.toMatchObject(malformed);
  });

  it("is refused as soon as it passes the limit", async () => {
    const endless = streamOf(
      (async function* () {
        for (;;) yield new Uint8Array(1000);
      })(),
    );
    const request = new Request("http://localhost/", { method: "POST", body: endless });
    await expect(textOf(request, 5000)).rejects.toMatchObject({ code: "too_large" });
  });
});
