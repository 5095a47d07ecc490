/** The HTML version of a mail: the text's paragraphs, a button, the sender's name. Styles are inline, as mail programs want. */
import type { Locale } from "../../../core/errors.ts";

interface Parts {
  locale: Locale;
  title: string;
  body: string;
  link: { label: string; url: string } | null;
  sender: string;
}

const escape = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => `&#${String(character.charCodeAt(0))};`);

const button = ({ label, url }: { label: string; url: string }) =>
  `<p style="margin:24px 0"><a href="${escape(url)}" style="background:#0f766e;border-radius:6px;color:#ffffff;display:inline-block;font-weight:600;padding:12px 20px;text-decoration:none">${escape(label)}</a></p>
<p style="color:#57606a;font-size:13px;margin:0 0 16px;word-break:break-all">${escape(url)}</p>`;

/** Empty lines of the body part its paragraphs. */
export function mailHtml({ locale, title, body, link, sender }: Parts): string {
  const paragraphs = body
    .split(/\n{2,}/)
    .map((paragraph) => `<p style="margin:0 0 16px">${escape(paragraph).replaceAll("\n", "<br>")}</p>`)
    .join("\n");
  return `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(title)}</title></head>
<body style="background:#f6f8fa;margin:0;padding:24px;font-family:system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;font-size:16px;line-height:1.5;color:#1f2328">
<div style="background:#ffffff;border-radius:8px;margin:0 auto;max-width:560px;padding:32px">
<h1 style="font-size:20px;line-height:1.3;margin:0 0 16px">${escape(title)}</h1>
${paragraphs}
${link ? button(link) : ""}
</div>
<p style="color:#57606a;font-size:13px;margin:16px auto 0;max-width:560px;text-align:center">${escape(sender)}</p>
</body></html>`;
}
