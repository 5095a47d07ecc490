/** The codecs of jSquash, started when the first picture comes. Their WebAssembly is part of the bundle. */
import decodeJpegFactory from "@jsquash/jpeg/codec/dec/mozjpeg_dec.js";
import decodeJpegWasm from "@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm?module";
import encodeJpegFactory from "@jsquash/jpeg/codec/enc/mozjpeg_enc.js";
import encodeJpegWasm from "@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm?module";
import { defaultEncodeOptions } from "@jsquash/jpeg/meta.js";
import { initEmscriptenModule } from "@jsquash/jpeg/utils.js";
import { decode as decodePng, initSync } from "@jsquash/png/codec/pkg/squoosh_png.js";
import pngWasm from "@jsquash/png/codec/pkg/squoosh_png_bg.wasm?module";
import type { Pixels } from "./pixels.ts";
import type { FileType } from "./sniff.ts";

/**
 * Decodes a picture to four bytes a pixel. Each gets an instance of its own, whose memory goes with it: WebAssembly's
 * memory never shrinks.
 */
export async function decode(bytes: Uint8Array<ArrayBuffer>, type: FileType): Promise<Pixels> {
  if (type === "image/png") {
    initSync(pngWasm);
    return decodePng(bytes);
  }
  const decoder = await initEmscriptenModule(decodeJpegFactory, decodeJpegWasm);
  const decoded = decoder.decode(bytes, false);
  if (!decoded) throw new Error("Not a JPEG that can be decoded");
  return decoded;
}

/** Encodes pixels as JPEG. */
export async function encodeJpeg({ data, width, height }: Pixels, quality: number): Promise<Uint8Array<ArrayBuffer>> {
  const encoder = await initEmscriptenModule(encodeJpegFactory, encodeJpegWasm);
  return new Uint8Array(encoder.encode(data, width, height, { ...defaultEncodeOptions, quality }));
}
