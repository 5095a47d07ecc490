/** An invoice on paper. */
import type { Locale } from "../../../core/errors.ts";
import { formatRupiah } from "../../../core/money.ts";
import { drawQr, drawTable, grey, newPdf, type Box, type PdfWriter, type TextStyle } from "../../../core/pdf/index.ts";
import type { Customer } from "../../customers/index.ts";
import { owedOf } from "../invoices/owed.ts";
import type { LoadedInvoice } from "../invoices/view.ts";
import { amountInWords } from "./in-words.ts";
import { drawFacts, drawFooter, drawHead, drawStamp, type Logo } from "./paper.ts";
import { capitalised, longDate, longMonth, percent, stamps, wordsOf, type Words } from "./words.ts";

export interface InvoicePaper extends LoadedInvoice {
  logo: Logo;
  /** Where it is paid; the QR code leads there while something is owed. */
  paymentUrl: string | null;
}

/** Writes an invoice as it stands. The same invoice gives the same bytes. */
export async function invoicePdf(paper: InvoicePaper, locale: Locale): Promise<Uint8Array<ArrayBuffer>> {
  const { invoice, brand, items, logo } = paper;
  const words = wordsOf[locale];
  const number = invoice.number ?? stamps[locale].draft ?? "";
  const title = `${words.invoice} ${number}`;
  const pdf = await newPdf({ title, locale, footer: `${brand.name} · ${title}`, createdAtMs: invoice.createdAt });
  await drawHead(pdf, { brand, logo, title: words.invoice, number, words });
  drawParties(pdf, paper, words);
  drawTable(
    pdf,
    itemColumns(pdf, words),
    items.map(({ line, description, quantity, unitPrice, amount }) => [
      String(line),
      description,
      String(quantity),
      formatRupiah(unitPrice),
      formatRupiah(amount),
    ]),
  );
  await drawSums(pdf, paper, words);
  if (invoice.note) {
    pdf.y += 12;
    pdf.paragraph(`${words.note}: ${invoice.note}`, { size: 9, color: grey });
  }
  drawFooter(pdf, brand);
  return pdf.bytes();
}

function itemColumns({ width }: PdfWriter, words: Words) {
  const [line, quantity, money] = [26, 52, 98];
  return [
    { header: "#", width: line },
    { header: words.description, width: width - line - quantity - 2 * money },
    { header: words.quantity, width: quantity, align: "right" },
    { header: words.unitPrice, width: money, align: "right" },
    { header: words.amount, width: money, align: "right" },
  ] as const;
}

/** The customer at the left; numbers, dates and the stamp at the right. */
function drawParties(pdf: PdfWriter, { invoice, customer }: InvoicePaper, words: Words): void {
  const { y: top, left, width, locale } = pdf;
  const rightX = left + width * 0.58;
  let y = top + pdf.text(words.billedTo, { x: left, y: top, width: width / 2 }, { size: 8.5, color: grey });
  for (const [n, line] of customerLines(customer, words).entries())
    y += pdf.text(line, { x: left, y, width: width / 2 }, n === 0 ? { size: 11, font: "bold" } : { size: 9 });
  const facts = [
    [words.number, invoice.number],
    [words.issuedOn, invoice.issuedOn && longDate(invoice.issuedOn, locale)],
    [words.dueOn, longDate(invoice.dueOn, locale)],
    [words.period, invoice.period && longMonth(invoice.period, locale)],
  ] as const;
  let right = top + drawFacts(pdf, facts, { x: rightX, y: top, width: left + width - rightX, names: 78 });
  const stamp = stamps[locale][invoice.state];
  if (stamp) right += 6 + drawStamp(pdf, stamp, invoice.state, left + width, right + 6);
  pdf.y = Math.max(y, right) + 18;
}

/** Of a deleted customer nothing but the number is left. */
function customerLines(customer: Customer, words: Words): string[] {
  const { name, address, addressLine2, block, unit, phone, email, number, deletedAt } = customer;
  const house = [block, unit].filter(Boolean).join(" / ");
  return [
    deletedAt === null ? name : words.customerDeleted,
    ...(deletedAt === null ? [address, addressLine2, house, phone?.replace(/^62/, "0"), email] : []),
    `${words.customerNumber} ${number}`,
  ].filter((line): line is string => Boolean(line));
}

/** Sums at the right; how to pay, and the total in words, at the left. */
async function drawSums(pdf: PdfWriter, paper: InvoicePaper, words: Words): Promise<void> {
  const sums = sumsOf(paper, words, pdf.locale);
  pdf.y += 10;
  pdf.ensure(Math.max(sums.length * sumHeight, qrSide + 20) + 30);
  const top = pdf.y;
  const x = pdf.left + pdf.width * 0.52;
  const width = pdf.left + pdf.width - x;
  for (const { name, amount, isBold } of sums) {
    const style: TextStyle = isBold ? { size: 11, font: "bold" } : { size: 9.5 };
    pdf.line(name, { x, y: pdf.y, width: width * 0.6 }, style);
    pdf.line(amount, { x, y: pdf.y, width: width - 4 }, { ...style, align: "right" });
    pdf.y += sumHeight;
    if (isBold) pdf.rule(pdf.y - 1, { x, width });
  }
  const height = await drawPayment(pdf, paper, words, { x: pdf.left, y: top, width: pdf.width * 0.48 });
  pdf.y = Math.max(pdf.y, top + height);
}

const sumHeight = 17;

/** The QR code of the payment page while something is owed, and the total in words. @returns the height */
async function drawPayment(pdf: PdfWriter, paper: InvoicePaper, words: Words, { x, y, width }: Box): Promise<number> {
  const url = dueOf(paper) > 0 ? paper.paymentUrl : null;
  if (url !== null) {
    await drawQr(pdf, url, { x, y, width: qrSide });
    pdf.text(words.scan, { x, y: y + qrSide + 4, width: qrSide }, { size: 8.5, color: grey, align: "center" });
  }
  const aside = url === null ? 0 : qrSide + 14;
  const beside = { x: x + aside, width: width - aside - 12 };
  const label = pdf.text(words.inWords, { ...beside, y }, { size: 8.5, color: grey });
  const spoken = capitalised(amountInWords(paper.invoice.total, pdf.locale));
  const height = label + pdf.text(spoken, { ...beside, y: y + label }, { size: 9, font: "italic" });
  return Math.max(height, url === null ? 0 : qrSide + 20);
}

const qrSide = 92;

/** What is still owed; nothing of a draft or of what was voided. */
const dueOf = ({ invoice }: Pick<InvoicePaper, "invoice">): number =>
  invoice.state === "draft" || invoice.state === "void" ? 0 : owedOf(invoice);

function sumsOf({ invoice }: InvoicePaper, words: Words, locale: Locale) {
  const { subtotal, discount, tax, total, paid, credited, taxRateBasisPoints, taxInclusive } = invoice;
  const due = dueOf({ invoice });
  const rate = `${words.tax} ${percent(taxRateBasisPoints, locale)}${taxInclusive ? ` (${words.taxIncluded})` : ""}`;
  const rows = [
    { name: words.subtotal, amount: subtotal, isShown: discount > 0 || tax > 0 },
    { name: words.discount, amount: -discount, isShown: discount > 0 },
    { name: words.taxBase, amount: total - tax, isShown: tax > 0 },
    { name: rate, amount: tax, isShown: tax > 0 },
    { name: words.total, amount: total, isShown: true, isBold: true },
    { name: words.paid, amount: -paid, isShown: paid > 0 },
    { name: words.credited, amount: -credited, isShown: credited > 0 },
    { name: words.due, amount: due, isShown: paid + credited > 0 && due > 0, isBold: true },
  ];
  return rows
    .filter(({ isShown }) => isShown)
    .map(({ name, amount, isBold = false }) => ({ name, amount: signed(amount), isBold }));
}

const signed = (amount: number): string => (amount < 0 ? `− ${formatRupiah(-amount)}` : formatRupiah(amount));
