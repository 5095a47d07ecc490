/** A file's bytes, to whoever has a link. */
import type { Context } from "../../core/context.ts";
import { Refusal } from "../../core/errors.ts";
import { opens } from "./links.ts";
import { fileById, objectKey, type StoredFile } from "./service.ts";

/**
 * Answers with the content, a part of it (`Range`), or 304 where the reader has it already (`If-None-Match`).
 * @throws Refusal `invalid_token`, the same for a link that is expired, forged, another's, or to what is gone
 */
export async function serveContent(ctx: Context, id: string, token: string, request: Request): Promise<Response> {
  if (!(await opens(ctx, token, id))) throw new Refusal("invalid_token");
  const [[file]] = await ctx.store.read(fileById(ctx, id));
  if (!file) throw new Refusal("invalid_token");
  const headers = headersOf(file);
  if (request.headers.get("if-none-match")?.includes(`"${file.sha256}"`))
    return new Response(null, { status: 304, headers });

  const part = rangeOf(request.headers.get("range"), file.sizeBytes);
  const object = await ctx.env.FILES.get(objectKey(ctx.tenant.id, id), part && { range: part });
  if (!object) throw new Refusal("invalid_token");
  if (!part) return new Response(object.body, { headers: { ...headers, "Content-Length": String(file.sizeBytes) } });
  const { offset, length } = part;
  return new Response(object.body, {
    status: 206,
    headers: {
      ...headers,
      "Content-Length": String(length),
      "Content-Range": `bytes ${offset}-${offset + length - 1}/${file.sizeBytes}`,
    },
  });
}

/** Headers under which no browser takes the content for anything but what it is, nor lets it act. */
const headersOf = ({ contentType, name, sha256 }: StoredFile): Record<string, string> => ({
  "Content-Type": contentType,
  "Content-Disposition": `${contentType === "application/pdf" ? "attachment" : "inline"}; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`)}`,
  "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
  "X-Content-Type-Options": "nosniff",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Cache-Control": "private, max-age=600",
  "Accept-Ranges": "bytes",
  ETag: `"${sha256}"`,
});

/** One range of bytes within the file (RFC 9110, section 14.2); anything else is answered with the whole. */
function rangeOf(header: string | null, sizeBytes: number): { offset: number; length: number } | undefined {
  const [, first = "", last = ""] = /^bytes=(\d*)-(\d*)$/.exec(header ?? "") ?? [];
  if (first === "" && last === "") return undefined;
  const offset = first === "" ? Math.max(0, sizeBytes - Number(last)) : Number(first);
  const end = first === "" || last === "" ? sizeBytes : Math.min(sizeBytes, Number(last) + 1);
  return offset < end ? { offset, length: end - offset } : undefined;
}
