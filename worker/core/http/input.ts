/** Parsing at the edge: what comes in is what the schema says, or a problem that names each field in the caller's language. */
import type { z } from "@hono/zod-openapi";
import en from "zod/v4/locales/en.js";
import id from "zod/v4/locales/id.js";
import { Refusal, type Locale } from "../errors.ts";

const messages = { id: id().localeError, en: en().localeError };

/** Words for a refinement of ours, in both languages: `.refine(check, says("…", "…"))`. */
export const says = (indonesian: string, english: string) => ({ params: { id: indonesian, en: english } });

/**
 * Parses `value` by `schema`.
 * @throws Refusal `invalid_input` with one entry per field at fault
 */
export async function parseInput<T extends z.ZodType>(schema: T, value: unknown, locale: Locale): Promise<z.output<T>> {
  const result = await schema.safeParseAsync(value, {
    error: (issue) => {
      const own = issue.code === "custom" ? (issue.params as Record<Locale, string> | undefined) : undefined;
      return own?.[locale] ?? messages[locale](issue);
    },
  });
  if (result.success) return result.data;
  const fields = result.error.issues.slice(0, 50).map(({ path, message }) => ({
    field: path.join("."),
    message: { id: message, en: message },
  }));
  throw new Refusal("invalid_input", { fields });
}

/** Reads a JSON body within a limit of bytes. */
export async function readJson(request: Request, limitBytes: number): Promise<unknown> {
  const text = await readText(request, limitBytes);
  const type = request.headers.get("content-type") ?? "";
  if (text === "") return undefined;
  if (!/^application\/([\w.+-]+\+)?json\b/i.test(type)) throw new Refusal("unsupported_media");
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal("malformed_request");
  }
}

export const formType = "application/x-www-form-urlencoded";

/** Whether a request's body is a form, as OAuth's token requests are (RFC 6749, section 4.3.2). */
export const isForm = (request: Request): boolean =>
  (request.headers.get("content-type") ?? "").toLowerCase().split(";")[0]?.trim() === formType;

/** Reads the fields of a form within a limit of bytes; of one that comes twice the last counts. */
export async function readForm(request: Request, limitBytes: number): Promise<Record<string, string>> {
  return Object.fromEntries(new URLSearchParams(await readText(request, limitBytes)));
}

/** Reads a body as text, and stops as soon as it passes the limit. */
export async function readText(request: Request, limitBytes: number): Promise<string> {
  const bytes = await readBytes(request, limitBytes);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    throw new Refusal("malformed_request");
  }
}

/** Reads a body, and stops as soon as it passes the limit, whatever its Content-Length says. */
export async function readBytes(request: Request, limitBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(request.headers.get("content-length") ?? 0) > limitBytes) throw new Refusal("too_large");
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of request.body ?? []) {
      length += chunk.byteLength;
      if (length > limitBytes) throw new Refusal("too_large");
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal("malformed_request");
  }
  const bytes = new Uint8Array(length);
  for (let at = 0, n = 0; n < chunks.length; at += (chunks[n++] as Uint8Array).byteLength)
    bytes.set(chunks[n] as Uint8Array, at);
  return bytes;
}
