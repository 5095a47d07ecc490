import { html, raw } from "hono/html";

import { fileLinks, mailDocument, shortTime, withLinks } from "../message-view.ts";
import type { Markup } from "../page.ts";
import { answerForm, bubble } from "./chat.ts";
import type { Conversation, Received, Tab } from "./received.ts";
import { conversations, inTab, tabs } from "./received.ts";

const shownMessages = 100;
const shownConversations = 30;
const shownBubbles = 50;

const addressOf = (tab: Tab, search: string) => `/inbox?${new URLSearchParams({ tab, ...(search && { to: search }) })}`;

export function searchForm(tab: Tab, search: string): Markup {
  return html`<form method="get" action="/inbox" role="search">
    <input type="hidden" name="tab" value="${tab}" />
    <label for="to">Penerima <small lang="en">Receiver</small></label>
    <div class="search">
      <input id="to" name="to" type="search" value="${search}" placeholder="toko@… / 628…" autocapitalize="off" />
      <button type="submit">Cari</button>
    </div>
  </form>`;
}

export function tabLinks(messages: readonly Received[], current: Tab, search: string): Markup {
  const names = Object.keys(tabs) as Tab[];
  return html`<nav class="tabs" aria-label="Saluran">
    ${names.map((tab) => {
      const { id, en } = tabs[tab];
      return html`<a href="${addressOf(tab, search)}" ${tab === current ? raw('aria-current="page"') : ""}>
        <span>${id} ${id === en ? "" : html`<small lang="en">${en}</small>`}</span>
        <span class="count">${inTab(messages, tab).length}</span>
      </a>`;
    })}
  </nav>`;
}

/** The messages of a tab, newest first; in a conversation as people read it. */
export function messagesOf(all: readonly Received[], tab: Tab, search: string): Markup {
  const messages = inTab(all, tab);
  if (messages.length === 0) return emptyNote(tab, search);
  if (tab === "phone" || tab === "telegram") {
    return html`${conversations(messages).slice(0, shownConversations).map(chat)}`;
  }
  if (tab === "discord") return html`${conversations(messages).slice(0, shownConversations).map(discordChannel)}`;
  const newest = messages.slice(-shownMessages).reverse();
  return html`<ol class="letters">
      ${newest.map(tab === "mail" ? letter : push)}
    </ol>
    ${messages.length > newest.length ? html`<p class="note">${shownMessages} terbaru dari ${messages.length}.</p>` : ""}`;
}

function emptyNote(tab: Tab, search: string): Markup {
  if (search) {
    return html`<p class="note">
      Tidak ada pesan untuk penerima ini. <a href="${addressOf(tab, "")}">Lihat semua</a>
      <span lang="en">No message for this receiver.</span>
    </p>`;
  }
  return html`<p class="note">
    Belum ada pesan. Yang dikirim Tepi muncul di sini.
    <span lang="en">Nothing yet. What Tepi sends appears here.</span>
  </p>`;
}

function letter({ provider, to, from, title, text, html: content, files, at, state }: Received): Markup {
  return html`<li>
    <details data-key="${`${provider} ${to} ${at} ${title ?? ""}`}">
      <summary>
        <span class="to">${to}</span>
        <span class="when">${states[state] ?? state} · <time datetime="${at}">${shortTime(at)}</time></span>
        <strong>${title || "(tanpa subjek)"}</strong>
      </summary>
      <p class="note">Dari <small lang="en">From</small> ${from}</p>
      ${fileLinks(files)} ${content ? mailDocument(content) : ""}
      ${
        text
          ? html`<details data-key="${`text ${provider} ${to} ${at} ${title ?? ""}`}" ${content ? "" : raw("open")}>
              <summary>Versi teks <small lang="en">Text version</small></summary>
              <pre>${withLinks(text)}</pre>
            </details>`
          : ""
      }
    </details>
  </li>`;
}

function push({ to, from, title, text, buttons = [], at }: Received): Markup {
  return html`<li class="push">
    <p class="note">
      <span>${from} → ${to}</span>
      <time datetime="${at}">${shortTime(at)}</time>
    </p>
    ${title ? html`<strong>${title}</strong>` : ""}
    <p>${withLinks(text)}</p>
    ${buttons.map(({ label, url }) => (url ? html`<a href="${url}">${label}</a>` : html`<span>${label}</span>`))}
  </li>`;
}

function chat({ person, messages }: Conversation): Markup {
  const shown = messages.slice(-shownBubbles);
  return html`<section class="chat" aria-label="${person}">
    <h2>${person}</h2>
    <ol>
      ${shown.map(bubble)}
    </ol>
    ${answerForm(person, messages)}
  </section>`;
}

function discordChannel({ person, messages }: Conversation): Markup {
  return html`<section class="channel" aria-label="${person}">
    <h2># ${person}</h2>
    <ol>
      ${messages.slice(-shownMessages).reverse().map(discordMessage)}
    </ol>
  </section>`;
}

function discordMessage({ from, title, text, fields = [], buttons = [], at }: Received): Markup {
  const isCard = title !== null || fields.length > 0;
  return html`<li>
    <p>
      <strong>${from}</strong> <small>Bot · <time datetime="${at}">${shortTime(at)}</time></small>
    </p>
    <div class="${isCard ? "embed" : "plain"}">
      ${title ? html`<strong>${title}</strong>` : ""}
      <p class="text">${withLinks(text)}</p>
      ${
        fields.length > 0
          ? html`<dl>
              ${fields.map(
                ({ name, value }) =>
                  html`<div>
                    <dt>${name}</dt>
                    <dd>${withLinks(value)}</dd>
                  </div>`,
              )}
            </dl>`
          : ""
      }
      ${buttons.map(({ label, url }) => (url ? html`<a href="${url}">${label}</a>` : ""))}
    </div>
  </li>`;
}

/** Words for what a double tells of a mail. */
const states: Record<string, string> = {
  sent: "terkirim",
  delivered: "sampai",
  read: "dibaca",
  failed: "gagal",
};
