/** What invoices and receipts have in common: the brand's head and foot, facts in two columns, a stamp. */
import { grey, ink, type Color, type PdfWriter } from "../../../core/pdf/index.ts";
import type { Brand } from "../../tenancy/index.ts";
import type { Words } from "./words.ts";

/** What a brand puts at the head of its papers. */
export type Letterhead = Pick<Brand, "name" | "address" | "phone" | "email" | "taxNumber" | "footer">;

const logoBox = { width: 110, height: 54 };

/** Draws the brand at the left and the paper's name and number at the right. */
export async function drawHead(
  pdf: PdfWriter,
  { brand, logo, title, number, words }: { brand: Letterhead; logo: Logo; title: string; number: string; words: Words },
): Promise<void> {
  const top = pdf.y;
  const half = pdf.width * 0.62;
  const shown = logo && (await pdf.jpeg(logo, { x: pdf.left, y: top, ...logoBox }));
  const x = shown ? pdf.left + shown.width + 14 : pdf.left;
  const box = { x, width: pdf.left + half - x };
  let y = top + pdf.text(brand.name, { ...box, y: top }, { size: 14, font: "bold" });
  for (const line of headLines(brand, words)) y += pdf.text(line, { ...box, y }, { size: 8.5, color: grey });
  const right = { x: pdf.left + half, width: pdf.width - half };
  pdf.line(title.toUpperCase(), { ...right, y: top }, { size: 18, font: "bold", align: "right" });
  pdf.line(number, { ...right, y: top + 26 }, { size: 10, color: grey, align: "right" });
  pdf.y = Math.max(y, top + (shown?.height ?? 0), top + 42) + 10;
  pdf.rule(pdf.y, undefined, ink);
  pdf.y += 16;
}

/** A JPEG. */
export type Logo = Uint8Array<ArrayBuffer> | undefined;

function headLines({ address, phone, email, taxNumber }: Letterhead, words: Words): string[] {
  const contact = [phone && `${words.phone} ${phone}`, email].filter(Boolean).join(" · ");
  return [address ?? "", contact, taxNumber ? `${words.taxNumber} ${taxNumber}` : ""].filter(Boolean);
}

/** Facts one below the other, their names in a column. @returns the height */
export function drawFacts(
  pdf: PdfWriter,
  facts: readonly (readonly [name: string, value: string | null | undefined])[],
  { x, y, width, names }: { x: number; y: number; width: number; names: number },
): number {
  let below = y;
  for (const [name, value] of facts) {
    if (!value) continue;
    const heights = [
      pdf.text(name, { x, y: below, width: names - 8 }, { size: 9, color: grey }),
      pdf.text(value, { x: x + names, y: below, width: width - names }, { size: 9 }),
    ];
    below += Math.max(...heights) + 2;
  }
  return below - y;
}

const stampColors: Record<string, Color> = {
  paid: [0.06, 0.46, 0.36],
  overdue: [0.75, 0.15, 0.12],
  void: grey,
  draft: grey,
};

/** A framed word, its right edge at `right`. @returns the height */
export function drawStamp(pdf: PdfWriter, word: string, state: string, right: number, y: number): number {
  const style = { size: 12, font: "bold", color: stampColors[state] ?? ink, align: "center" } as const;
  const [width, height] = [pdf.measure(style)(word) + 22, pdf.lineHeight(style) + 7];
  pdf.frame({ x: right - width, y, width, height }, style.color);
  pdf.line(word, { x: right - width, y: y + 3.5, width }, style);
  return height;
}

/** The brand's own last words. */
export function drawFooter(pdf: PdfWriter, { footer }: Letterhead): void {
  if (!footer) return;
  pdf.y += 18;
  pdf.ensure(30);
  pdf.rule(pdf.y);
  pdf.y += 8;
  pdf.paragraph(footer, { size: 8.5, color: grey });
}
