import { Hono } from "hono";
import { html, raw } from "hono/html";

import { fileLinks, mailDocument, mailPolicy, shortTime, withLinks } from "../../frame/message-view.ts";
import type { Markup } from "../../frame/page.ts";
import { renderPage } from "../../frame/page.ts";
import type { AppEnv } from "../../frame/provider.ts";
import type { Mail, PostOffice } from "./servers.ts";

const shownMails = 200;

/** `/postmark/mailbox`: what people would find in their inboxes; `?to=` filters by a part of the address. */
export function mailboxPages(office: PostOffice): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const frame = { lang: "id", layout: "mailbox", policy: mailPolicy } as const;

  app.get("/", (c) => {
    const filter = c.req.query("to") ?? "";
    const content = html`<main class="list-only">${mailList(office, filter)}</main>`;
    return renderPage(c, { ...frame, title: "Kotak surat", content });
  });
  app.get("/:id", (c) => {
    const filter = c.req.query("to") ?? "";
    const mail = office.mail(c.req.param("id"));
    const shown = mail ? mailView(mail, filter) : html`<article><p>Surat ini tidak ada lagi.</p></article>`;
    const content = html`<main>${mailList(office, filter, mail)} ${shown}</main>`;
    return renderPage(c, { ...frame, title: mail?.subject || "Kotak surat", content, status: mail ? 200 : 404 });
  });
  return app;
}

function mailList(office: PostOffice, filter: string, current?: Mail): Markup {
  const needle = filter.trim().toLowerCase();
  const found = office.mails().filter(({ to }) => to.toLowerCase().includes(needle));
  const shown = found.slice(-shownMails).reverse();
  return html`<nav class="mails" aria-label="Kotak surat">
    <h1>Kotak surat <small lang="en">Mailbox</small></h1>
    <form method="get" action="/postmark/mailbox" role="search">
      <label for="to">Alamat <small lang="en">Address</small></label>
      <div class="search">
        <input id="to" name="to" type="search" value="${filter}" placeholder="toko@example.id" autocapitalize="off" />
        <button type="submit">Cari</button>
      </div>
    </form>
    ${
      shown.length === 0
        ? emptyNote(needle !== "")
        : html`<ol>
            ${shown.map((mail) => mailLine(mail, filter, current))}
          </ol>`
    }
    ${found.length > shown.length ? html`<p class="note">${shownMails} terbaru dari ${found.length} surat.</p>` : ""}
  </nav>`;
}

function emptyNote(isFiltered: boolean): Markup {
  if (isFiltered)
    return html`<p class="note">Tidak ada surat untuk alamat ini. <a href="/postmark/mailbox">Lihat semua</a></p>`;
  return html`<p class="note">
    Belum ada surat. Surat yang dikirim Tepi muncul di sini, misalnya setelah pendaftaran.
    <span lang="en">Mail that Tepi sends appears here, after a sign-up for example.</span>
  </p>`;
}

function mailLine(mail: Mail, filter: string, current: Mail | undefined): Markup {
  return html`<li>
    <a href="/postmark/mailbox/${mail.id}${searchOf(filter)}" ${mail === current ? raw('aria-current="true"') : ""}>
      <span class="to">${mail.to}</span>
      <time datetime="${mail.at}">${shortTime(mail.at)}</time>
      <span class="subject">${mail.subject || "(tanpa subjek)"}</span>
    </a>
  </li>`;
}

function mailView(mail: Mail, filter: string): Markup {
  return html`<article>
    <p class="back"><a href="/postmark/mailbox${searchOf(filter)}">← Semua surat</a></p>
    <h2>${mail.subject || "(tanpa subjek)"}</h2>
    <dl class="facts">
      <div>
        <dt>Dari</dt>
        <dd>${mail.from}</dd>
      </div>
      <div>
        <dt>Kepada</dt>
        <dd>${mail.to}</dd>
      </div>
      <div>
        <dt>Waktu</dt>
        <dd><time datetime="${mail.at}">${shortTime(mail.at)}</time></dd>
      </div>
      ${
        mail.tag
          ? html`<div>
              <dt>Tag</dt>
              <dd>${mail.tag}</dd>
            </div>`
          : ""
      }
      ${
        mail.attachments.length > 0
          ? html`<div>
              <dt>Lampiran</dt>
              <dd>${fileLinks(mail.attachments)}</dd>
            </div>`
          : ""
      }
    </dl>
    ${mail.html ? mailDocument(mail.html) : ""}
    ${
      mail.text
        ? html`<details ${mail.html ? "" : raw("open")}>
            <summary>Versi teks <small lang="en">Text version</small></summary>
            <pre>${withLinks(mail.text)}</pre>
          </details>`
        : ""
    }
  </article>`;
}

function searchOf(filter: string): string {
  return filter ? `?${new URLSearchParams({ to: filter })}` : "";
}
