/** A PDF as an answer. */

/**
 * Answers with a PDF that belongs to who asked: kept by no cache, and shown by browsers without letting it act.
 * @param name without extension
 */
export function pdfResponse(bytes: Uint8Array<ArrayBuffer>, name: string): Response {
  const file = `${name.replace(/[\p{C}"\\/:*?<>|]+/gu, "-")}.pdf`;
  const encoded = encodeURIComponent(file.toWellFormed()).replace(/['()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`);
  return new Response(bytes, {
    headers: {
      "Content-Type": "application/pdf",
      "Content-Length": String(bytes.length),
      "Content-Disposition": `inline; filename*=UTF-8''${encoded}`,
      "Content-Security-Policy": "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'",
      "Cache-Control": "private, no-store",
    },
  });
}
