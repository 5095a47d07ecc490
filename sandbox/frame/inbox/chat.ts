import { html } from "hono/html";

import { fileLinks, shortTime, withLinks } from "../message-view.ts";
import type { Markup } from "../page.ts";
import type { Received } from "./received.ts";

const channelNames: Partial<Record<Received["channel"], string>> = { whatsapp: "WhatsApp", sms: "SMS" };
const answerable: readonly Received["channel"][] = ["whatsapp", "telegram"];
/** As messengers show it: one tick, two, two in colour. */
const ticks: Record<string, { sign: string; label: string }> = {
  sent: { sign: "✓", label: "terkirim" },
  delivered: { sign: "✓✓", label: "sampai" },
  read: { sign: "✓✓", label: "dibaca" },
  failed: { sign: "✕", label: "gagal" },
};

/** One message, seen from the person's side: what the person wrote stands on the right. */
export function bubble(message: Received): Markup {
  const { channel, title, text, files, fields = [], buttons = [], at, state, isAnswer } = message;
  const tick = ticks[state];
  return html`<li class="${isAnswer ? "mine" : "theirs"} ${channel}">
    ${title ? html`<strong>${title}</strong>` : ""} ${fileLinks(files)}
    <p class="text">${withLinks(text, channel === "whatsapp" ? whatsappMarks : undefined)}</p>
    ${fields.map(({ name, value }) => html`<p class="text"><small>${name}</small> ${withLinks(value)}</p>`)}
    ${
      buttons.length > 0
        ? html`<div class="buttons">
            ${buttons.map(({ label, url, data }) =>
              url
                ? html`<a href="${url}">${label}</a>`
                : html`<button type="button" data-answer="${label}" data-callback="${data ?? ""}">${label}</button>`,
            )}
          </div>`
        : ""
    }
    <small class="when">
      ${channelNames[channel] ?? ""} ${isAnswer ? "" : message.from}
      <time datetime="${at}">${shortTime(at)}</time>
      ${tick && !isAnswer ? html`<span class="${state} tick" title="${tick.label}">${tick.sign}</span>` : ""}
    </small>
  </li>`;
}

/** A box to answer as that person; nothing where the conversation is one that can't be answered. */
export function answerForm(person: string, messages: readonly Received[]): Markup | "" {
  const last = messages.findLast(({ channel }) => answerable.includes(channel));
  if (!last) return "";
  const tenant = messages.findLast((message) => message.tenant && message.provider === last.provider)?.tenant ?? "";
  return html`<form class="answer" data-provider="${last.provider}" data-from="${person}" data-key="${person}">
    <label>
      <span>Perusahaan <small lang="en">Tenant</small></span>
      <input name="tenant" value="${tenant}" required maxlength="63" autocapitalize="off" placeholder="slug" />
    </label>
    <label class="wide">
      <span>Balas sebagai ${person} <small lang="en">Answer</small></span>
      <input name="text" required maxlength="4096" autocomplete="off" />
    </label>
    <button type="submit">Kirim</button>
    <output aria-live="polite"></output>
  </form>`;
}

const marked = /(?<!\w)([*_~])(?=\S)([^\n]*?\S)\1(?!\w)/;

/** WhatsApp's own marks: *bold*, _italic_, ~struck~ at the edges of words. */
function whatsappMarks(text: string): (string | Markup)[] {
  const parts = text.split(marked);
  return parts.flatMap<string | Markup>((part, index) => {
    if (index % 3 === 0) return [part];
    const content = parts[index + 1] ?? "";
    if (index % 3 === 2) return [];
    if (part === "*") return [html`<strong>${content}</strong>`];
    return [part === "_" ? html`<em>${content}</em>` : html`<s>${content}</s>`];
  });
}
