import { html } from "hono/html";

import type { Markup } from "../../frame/page.ts";
import type { Channel } from "./channels.ts";
import type { CheckoutText, Language } from "./checkout-text.ts";
import { checkoutText } from "./checkout-text.ts";
import type { Invoice } from "./invoices.ts";

const locales = { id: "id-ID", en: "en-GB" } as const;
const kinds = ["qris", "bank", "ewallet", "outlet"] as const;

function rupiah(amount: number, lang: Language): string {
  const format = {
    style: "currency",
    currency: "IDR",
    currencyDisplay: "narrowSymbol",
    maximumFractionDigits: 0,
  } as const;
  return new Intl.NumberFormat(locales[lang], format).format(amount);
}

function dateTime(time: number, lang: Language): string {
  const format = { dateStyle: "long", timeStyle: "short", timeZone: "Asia/Jakarta" } as const;
  return `${new Intl.DateTimeFormat(locales[lang], format).format(time)} WIB`;
}

/** The page of a pending invoice: what to pay, how, and the button. */
export function payContent(invoice: Invoice, lang: Language): Markup {
  const text = checkoutText[lang];
  const { request } = invoice;
  return html`${banner(lang)}
    <main>
      ${summary(invoice, lang)}
      <form method="post" action="/xendit/checkout/${invoice.id}/pay?lang=${lang}">
        <h2>${text.choose}</h2>
        ${kinds.map((kind) => channelGroup(invoice, kind, text))}
        <div class="pay-bar">
          <button type="submit" class="primary">${text.pay} ${rupiah(request.amount, lang)}</button>
          ${
            request.failure_redirect_url
              ? html`<a class="quiet" href="${request.failure_redirect_url}">${text.cancel}</a>`
              : ""
          }
        </div>
      </form>
    </main>`;
}

export function paidContent(invoice: Invoice, lang: Language): Markup {
  const text = checkoutText[lang];
  const payment = invoice.payments.at(-1);
  return html`${banner(lang)}
    <main>
      ${outcome("success", "✓", text.paidTitle, text.paidNote)}
      <dl class="facts">
        <div>
          <dt>${text.total}</dt>
          <dd>${rupiah(payment?.amount ?? invoice.request.amount, lang)}</dd>
        </div>
        <div>
          <dt>${text.paidWith}</dt>
          <dd>${payment?.channel.label}</dd>
        </div>
        <div>
          <dt>${text.paidAt}</dt>
          <dd>${payment ? dateTime(payment.paidAt, lang) : ""}</dd>
        </div>
        <div>
          <dt>${text.reference}</dt>
          <dd>${invoice.request.external_id}</dd>
        </div>
      </dl>
      ${backLink(invoice.request.success_redirect_url, text)}
    </main>`;
}

export function expiredContent(invoice: Invoice, lang: Language): Markup {
  const text = checkoutText[lang];
  return html`${banner(lang)}
    <main>
      ${outcome("closed", "!", text.expiredTitle, text.expiredNote)}
      <dl class="facts">
        <div>
          <dt>${text.total}</dt>
          <dd>${rupiah(invoice.request.amount, lang)}</dd>
        </div>
        <div>
          <dt>${text.reference}</dt>
          <dd>${invoice.request.external_id}</dd>
        </div>
      </dl>
      ${backLink(invoice.request.failure_redirect_url ?? invoice.request.success_redirect_url, text)}
    </main>`;
}

export function missingContent(lang: Language): Markup {
  const text = checkoutText[lang];
  return html`${banner(lang)}
    <main>${outcome("closed", "?", text.missingTitle, text.missingNote)}</main>`;
}

function banner(lang: Language): Markup {
  const text = checkoutText[lang];
  const other = lang === "id" ? "en" : "id";
  return html`<div class="banner">
    <span>${text.sandbox}</span>
    <a href="?lang=${other}" lang="${other}" hreflang="${other}">${text.otherLanguage}</a>
  </div>`;
}

function summary({ account, request, expiresAt }: Invoice, lang: Language): Markup {
  const text = checkoutText[lang];
  return html`<header class="summary">
    <h1>${account.merchantName}</h1>
    ${request.description ? html`<p class="description">${request.description}</p>` : ""}
    <p class="total"><span>${text.total}</span> <strong>${rupiah(request.amount, lang)}</strong></p>
    ${
      request.items && request.items.length > 0
        ? html`<details>
            <summary>${text.items}</summary>
            <ul>
              ${request.items.map(
                ({ name, quantity, price }) =>
                  html`<li><span>${quantity} × ${name}</span> <span>${rupiah(price * quantity, lang)}</span></li>`,
              )}
            </ul>
          </details>`
        : ""
    }
    <dl class="facts">
      <div>
        <dt>${text.payBefore}</dt>
        <dd>${dateTime(expiresAt, lang)}</dd>
      </div>
      <div>
        <dt>${text.reference}</dt>
        <dd>${request.external_id}</dd>
      </div>
    </dl>
  </header>`;
}

function channelGroup(invoice: Invoice, kind: Channel["kind"], text: CheckoutText): Markup | "" {
  const offered = invoice.channels.filter((channel) => channel.kind === kind);
  if (offered.length === 0) return "";
  return html`<fieldset>
    <legend>${text[kind]}</legend>
    ${offered.map((channel) => channelChoice(channel, invoice.destinations[channel.code] ?? "", text))}
  </fieldset>`;
}

function channelChoice({ code, label, kind }: Channel, destination: string, text: CheckoutText): Markup {
  return html`<label class="choice">
      <input type="radio" name="method" value="${code}" required />
      <span class="mark" aria-hidden="true">${label.slice(0, 1)}</span>
      <span>${label}</span>
    </label>
    <div class="instructions">
      <p>${text[`${kind}Hint`]}</p>
      <p class="destination ${kind}">
        <output>${destination}</output>
        <button type="button" data-copy="${destination}" data-copied="${text.copied}" hidden>${text.copy}</button>
      </p>
    </div>`;
}

function outcome(tone: "success" | "closed", symbol: string, title: string, note: string): Markup {
  return html`<header class="outcome ${tone}">
    <span class="symbol" aria-hidden="true">${symbol}</span>
    <h1>${title}</h1>
    <p>${note}</p>
  </header>`;
}

function backLink(url: string | undefined, text: CheckoutText): Markup | "" {
  return url ? html`<a class="primary" href="${url}">${text.back}</a>` : "";
}
