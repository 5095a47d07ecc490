/** Reading what a PDF says, from its content streams: what a reader program would show, without the library that wrote it. */
import { inflateSync } from "node:zlib";

/** The texts of each page, in the order in which they were drawn. */
export function textsOfPdf(bytes: Uint8Array): string[][] {
  const file = Buffer.from(bytes).toString("latin1");
  if (!file.startsWith("%PDF-") || !file.trimEnd().endsWith("%%EOF")) throw new Error("This is no PDF.");
  return contentStreams(file).map((stream) =>
    [...stream.matchAll(/<([0-9A-Fa-f]*)> Tj/g)].map(([, hex = ""]) => winAnsi.decode(Buffer.from(hex, "hex"))),
  );
}

/** All that a PDF says, a text to a line. */
export const linesOfPdf = (bytes: Uint8Array): string => textsOfPdf(bytes).flat().join("\n");

const winAnsi = new TextDecoder("windows-1252");

/** The unfolded streams that hold text, in the order of their pages: pictures and fonts have a `Subtype`. */
const contentStreams = (file: string): string[] =>
  [...file.matchAll(/<<((?:(?!>>)[\s\S])*)>>\s*stream\r?\n([\s\S]*?)\r?\nendstream/g)]
    .filter(([, dictionary = ""]) => !dictionary.includes("/Subtype"))
    .map(([, dictionary = "", body = ""]) =>
      dictionary.includes("/FlateDecode") ? inflateSync(Buffer.from(body, "latin1")).toString("latin1") : body,
    );
