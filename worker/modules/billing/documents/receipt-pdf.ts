/** A receipt (kuitansi) for money that came in; for several payments a page each. */
import type { Locale } from "../../../core/errors.ts";
import { formatRupiah } from "../../../core/money.ts";
import { grey, ink, newPdf, pale, shade, type PdfWriter } from "../../../core/pdf/index.ts";
import { amountInWords } from "./in-words.ts";
import { drawFacts, drawFooter, drawHead, type Letterhead, type Logo } from "./paper.ts";
import { capitalised, longDate, longMonth, methodInWords, wordsOf, type Words } from "./words.ts";

export interface ReceiptPaper {
  payment: {
    number: string;
    amount: number;
    credited: number;
    method: string;
    channel: string | null;
    providerReference: string | null;
    receivedOn: string;
    createdAt: number;
    note: string | null;
  };
  /** Null once the customer has been deleted. */
  customerName: string | null;
  invoice: { number: string | null; period: string | null } | null;
}

/** Writes receipts of one brand. The same payments give the same bytes. */
export async function receiptPdf(
  { receipts, brand, logo }: { receipts: readonly ReceiptPaper[]; brand: Letterhead; logo: Logo },
  locale: Locale,
): Promise<Uint8Array<ArrayBuffer>> {
  const words = wordsOf[locale];
  const [first] = receipts;
  const title = `${words.receipt} ${receipts.map(({ payment }) => payment.number).join(", ")}`;
  const footer = `${brand.name} · ${title}`;
  const pdf = await newPdf({ title, locale, footer, ...(first && { createdAtMs: first.payment.createdAt }) });
  for (const [n, receipt] of receipts.entries()) {
    if (n > 0) pdf.newPage();
    await drawHead(pdf, { brand, logo, title: words.receipt, number: receipt.payment.number, words });
    drawReceipt(pdf, receipt, brand, words);
    drawFooter(pdf, brand);
  }
  return pdf.bytes();
}

function drawReceipt(pdf: PdfWriter, receipt: ReceiptPaper, brand: Letterhead, words: Words): void {
  const { payment, customerName } = receipt;
  const { locale, left, width } = pdf;
  const spoken = capitalised(amountInWords(payment.amount, locale));
  const credited = payment.credited > 0 && receipt.invoice ? formatRupiah(payment.credited) : null;
  const facts = [
    [words.receivedFrom, customerName ?? words.customerDeleted],
    [words.sum, spoken],
    [words.for, purposeOf(receipt, words, locale)],
    [words.toCredit, credited],
    [words.method, methodInWords(payment, locale)],
    [words.reference, payment.providerReference],
    [words.note, payment.note],
  ] as const;
  pdf.y += drawFacts(pdf, facts, { x: left, y: pdf.y, width, names: 130 }) + 16;
  const top = pdf.y;
  const box = { x: left, y: top, width: 190, height: 40 };
  pdf.fill(box, shade);
  pdf.frame(box, pale);
  pdf.line(formatRupiah(payment.amount), { ...box, y: top + 9 }, { size: 16, font: "bold", align: "center" });
  const right = { x: left + width - 190, width: 190 };
  pdf.line(longDate(payment.receivedOn, locale), { ...right, y: top }, { size: 9, align: "center" });
  pdf.line(words.signature, { ...right, y: top + 14 }, { size: 9, color: grey, align: "center" });
  pdf.rule(top + 78, right, ink);
  pdf.line(brand.name, { ...right, y: top + 81 }, { size: 9, font: "bold", align: "center" });
  pdf.y = top + 98;
}

function purposeOf({ invoice }: ReceiptPaper, words: Words, locale: Locale): string {
  if (!invoice) return words.forCredit;
  const period = invoice.period && `${words.period.toLowerCase()} ${longMonth(invoice.period, locale)}`;
  return [`${words.forInvoice} ${invoice.number ?? ""}`.trim(), period].filter(Boolean).join(", ");
}
