import type { Context } from "hono";
import { Hono } from "hono";

import type { Markup } from "../../frame/page.ts";
import { renderPage } from "../../frame/page.ts";
import type { AppEnv } from "../../frame/provider.ts";
import type { Language } from "./checkout-text.ts";
import { checkoutText } from "./checkout-text.ts";
import { expiredContent, missingContent, paidContent, payContent } from "./checkout-view.ts";
import type { Invoice, Invoices } from "./invoices.ts";

/** `/xendit/checkout/{id}`: the page behind `invoice_url`. `?lang=id|en` overrides the invoice's `locale`. */
export function checkoutPages(invoices: Invoices): Hono<AppEnv> {
  const app = new Hono<AppEnv>();

  app.get("/:id", (c) => {
    invoices.expireDue();
    return showInvoice(c, invoices.find(c.req.param("id")));
  });

  app.post("/:id/pay", async (c) => {
    invoices.expireDue();
    const invoice = invoices.find(c.req.param("id"));
    if (!invoice) return showInvoice(c, undefined);
    const { method } = await c.req.parseBody();
    const channel = invoice.channels.find(({ code }) => code === method);
    if (!channel || invoice.status !== "PENDING") return c.redirect(pagePath(invoice, language(c, invoice)), 303);
    invoices.pay(invoice, channel, invoice.request.amount);
    return c.redirect(invoice.request.success_redirect_url ?? pagePath(invoice, language(c, invoice)), 303);
  });
  return app;
}

function pagePath(invoice: Invoice, lang: Language): string {
  return `/xendit/checkout/${invoice.id}?lang=${lang}`;
}

function language(c: Context, invoice?: Invoice): Language {
  const asked = c.req.query("lang") ?? invoice?.request.locale;
  return asked === "en" ? "en" : "id";
}

function showInvoice(c: Context, invoice: Invoice | undefined): Response | Promise<Response> {
  const lang = language(c, invoice);
  const text = checkoutText[lang];
  const title = invoice ? `${text.title} · ${invoice.account.merchantName}` : text.missingTitle;
  const frame = { lang, title, layout: "checkout" as const };
  if (!invoice) return renderPage(c, { ...frame, content: missingContent(lang), status: 404 });
  return renderPage(c, {
    ...frame,
    content: contentOf(invoice, lang),
    policy: { "form-action": formTargets(invoice) },
  });
}

function contentOf(invoice: Invoice, lang: Language): Markup {
  if (invoice.status === "PAID") return paidContent(invoice, lang);
  return invoice.status === "EXPIRED" ? expiredContent(invoice, lang) : payContent(invoice, lang);
}

/** Browsers apply form-action to the redirect after the form as well, so the merchant's page must be listed. */
function formTargets({ request }: Invoice): string {
  const target = request.success_redirect_url;
  return target ? `'self' ${new URL(target).origin}` : "'self'";
}
