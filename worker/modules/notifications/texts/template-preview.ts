/** A draft of a template as its receiver would see it, filled with the newest of what it tells about. */
import { desc, eq } from "drizzle-orm";
import type { Context } from "../../../core/context.ts";
import { segmentsOf } from "../../../core/sms.ts";
import { newestInvoicesQuery } from "../../billing/index.ts";
import { compose } from "./compose.ts";
import { variablesOf, type Kind, type Value } from "../kind.ts";
import { invoiceValues } from "../kinds/invoice-values.ts";
import { wholeLink } from "../telling/plan.ts";
import { notifications } from "../schema.ts";
import {
  exampleLink,
  examplesOf,
  faultsOf,
  revealExamples,
  type TemplateKey,
  type TemplateTexts,
} from "./template-check.ts";
import type { PreviewInput, TemplatePath } from "./inputs.ts";
import { templateKey, templateQueryOf } from "./templates.ts";

export interface Filling {
  source: "notification" | "invoice" | "examples";
  values: Record<string, Value>;
  link: string | null;
}

/** Renders texts that are not saved. Their faults are told, not thrown: somebody is still writing. */
export async function previewTemplate(ctx: Context, path: TemplatePath, draft: PreviewInput) {
  const key = templateKey(path);
  const [[own], [told], invoices] = await ctx.store.read(...fillingQueries(ctx, key));
  const filling = fillingOf(ctx, key.kind, told, invoices);
  const texts = draftOver(draft, own);
  const faults = faultsOf(key, texts, ctx.tenant.timeZone);
  return {
    source: filling.source,
    message: faults.length > 0 ? null : showMessage(ctx, key, texts, filling),
    faults: faults.map(({ field, message }) => ({ field, message: message[ctx.locale] })),
  };
}

/** A draft's texts; what it does not name is as it was saved. */
export const draftOver = (draft: PreviewInput, own: TemplateTexts | undefined): TemplateTexts => ({
  subject: draft.subject === undefined ? (own?.subject ?? null) : draft.subject,
  body: draft.body === undefined ? (own?.body ?? null) : draft.body,
  providerTemplate: draft.providerTemplate === undefined ? (own?.providerTemplate ?? null) : draft.providerTemplate,
});

/** Renders a draft, with the examples of one-time links in their places. */
export function fillDraft(ctx: Context, key: TemplateKey, texts: TemplateTexts, filling: Filling) {
  const { values, link } = filling;
  const content = compose({ ...key, own: texts, values, link, timeZone: ctx.tenant.timeZone });
  return revealExamples(content, variablesOf(key.kind));
}

function showMessage(ctx: Context, key: TemplateKey, texts: TemplateTexts, filling: Filling) {
  const { subject = null, text, html = null, link = null, template = null } = fillDraft(ctx, key, texts, filling);
  return {
    subject,
    text,
    html,
    link,
    template,
    characters: [...text].length,
    segments: key.outlet === "sms" ? segmentsOf(text) : null,
  };
}

/** The queries for the tenant's own template of a key, and for what a draft of it is filled with. */
export const fillingQueries = (ctx: Context, key: TemplateKey) =>
  [
    templateQueryOf(ctx, key),
    ctx.store.db
      .select({ variables: notifications.variables, link: notifications.link })
      .from(notifications)
      .where(ctx.store.own(notifications, eq(notifications.kind, key.kind.name)))
      .orderBy(desc(notifications.id))
      .limit(1),
    newestInvoicesQuery(ctx),
  ] as const;

type Billed = Awaited<ReturnType<typeof newestInvoicesQuery>>[number];
const isSent = ({ invoice, customer }: Billed) => invoice.number !== null && customer.deletedAt === null;

/** What was told last, else for what is told about invoices the newest one, else the examples. */
export function fillingOf(
  ctx: Context,
  kind: Kind,
  told: { variables: Record<string, Value>; link: string | null } | undefined,
  invoices: readonly Billed[],
): Filling {
  const billed = invoices.find(isSent);
  const examples = { ...examplesOf(kind), company: ctx.tenant.name };
  if (told) return { source: "notification", values: told.variables, link: wholeLink(ctx, told.link) };
  if (billed && "paymentUrl" in kind.variables) {
    const values = { ...examples, ...invoiceValues(ctx, billed), recipient: billed.customer.name };
    return { source: "invoice", values, link: values.paymentUrl };
  }
  return { source: "examples", values: examples, link: kind.linkVariable ? null : exampleLink };
}
