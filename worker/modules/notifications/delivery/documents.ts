/** Making the document that goes along with a message: at each try, as things are then. */
import type { Context } from "../../../core/context.ts";
import type { Locale } from "../../../core/errors.ts";
import { log } from "../../../core/log.ts";
import type { Attachment } from "../../../providers/courier.ts";
import { invoiceDocument, receiptDocument } from "../../billing/index.ts";
import type { DocumentRef } from "../types.ts";

const makers = { invoice: invoiceDocument, receipt: receiptDocument } as const satisfies Record<
  DocumentRef["type"],
  unknown
>;

/** A document by its name and address, without its content. */
export const attachmentOf = ({ name, url }: DocumentRef): Attachment => ({
  name,
  url,
  contentType: "application/pdf",
  content: null,
});

/** The content of a document; null where it can't be made: the message goes without it then, its links lead there. */
export async function contentOf(ctx: Context, { type, id }: DocumentRef, locale: Locale): Promise<Uint8Array | null> {
  try {
    return (await makers[type](ctx, id, locale)).bytes;
  } catch (error) {
    log.error("document_not_made", error, { tenantId: ctx.tenant.id, type, id });
    return null;
  }
}
