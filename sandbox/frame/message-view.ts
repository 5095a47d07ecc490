import { html } from "hono/html";

import type { ShownFile } from "./media.ts";
import type { Markup } from "./page.ts";

/** A mail's own document inherits this policy: it may style itself and show pictures, and run nothing. */
export const mailPolicy = { "style-src": "'self' 'unsafe-inline'", "img-src": "http: https: data:" };

/** A mail's HTML, isolated: no scripts, no forms, no access to the page; links open in a tab of their own. */
export function mailDocument(content: string): Markup {
  const document = `<base target="_blank"><meta name="color-scheme" content="light">${content}`;
  return html`<iframe
    title="Isi surat"
    loading="lazy"
    sandbox="allow-popups allow-popups-to-escape-sandbox"
    srcdoc="${document}"
  ></iframe>`;
}

type Inline = string | Markup;

/** The text with its addresses to click on; `format` shows what stands between them. */
export function withLinks(text: string, format: (plain: string) => Inline[] = (plain) => [plain]): Inline[] {
  const parts = text.split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)*_~])/);
  return parts.flatMap((part, index) => (index % 2 === 1 ? [html`<a href="${part}">${part}</a>`] : format(part)));
}

/** What came along with a message, to be opened in a tab of its own. */
export function fileLinks(files: readonly ShownFile[] = []): Markup | "" {
  if (files.length === 0) return "";
  return html`<ul class="files" aria-label="Lampiran">
    ${files.map(
      ({ name, sizeBytes, url }) =>
        html`<li>
          <a href="${url}" target="_blank" rel="noopener">${name}</a> <small>${Math.ceil(sizeBytes / 1024)} KB</small>
        </li>`,
    )}
  </ul>`;
}

/** A moment as people in Jakarta write it. */
export function shortTime(at: string): string {
  const format = { dateStyle: "medium", timeStyle: "medium", timeZone: "Asia/Jakarta" } as const;
  return new Intl.DateTimeFormat("id-ID", format).format(new Date(at));
}
