/**
 * Writing A4 pages: text in the standard fonts, lines, boxes, pictures and QR codes, with a number at the foot of each page.
 * The same calls give the same bytes: no clock, no randomness.
 */
import type * as Library from "@cantoo/pdf-lib";
import type { Locale } from "../errors.ts";
import { measuring, standardFonts, type Font } from "./fonts.ts";
import { defaultSize, grey, ink, pale, type Box, type Color, type FontName, type TextStyle } from "./style.ts";
import { toWinAnsi } from "./winansi.ts";
import { cut, wrap, type Measure } from "./wrap.ts";

export interface PdfOptions {
  title: string;
  locale: Locale;
  landscape?: boolean;
  /** Stands left of the page number: a company, a number. */
  footer?: string;
  /** When what it shows was made (epoch ms), for the file's properties; never the moment of writing. */
  createdAtMs?: number;
}

const a4 = [595.28, 841.89] as const;
const margin = 48;
const footHeight = 28;
const leading = 1.36;
/** Height of capitals in Helvetica, of which a line's are centred. */
const capHeight = 0.718;

const pageWords: Record<Locale, (page: number, pages: number) => string> = {
  id: (page, pages) => `Halaman ${page} dari ${pages}`,
  en: (page, pages) => `Page ${page} of ${pages}`,
};

/** Starts a document with one empty page. The library is loaded by the first. */
export async function newPdf(options: PdfOptions): Promise<PdfWriter> {
  const library = await import("@cantoo/pdf-lib");
  const file = await library.PDFDocument.create({ updateMetadata: false });
  file.setTitle(toWinAnsi(options.title), { showInWindowTitleBar: true });
  file.setProducer("Tepi");
  file.setLanguage(options.locale);
  if (options.createdAtMs !== undefined) file.setCreationDate(new Date(options.createdAtMs));
  return new PdfWriter(library, file, options, await standardFonts(library, file));
}

export class PdfWriter {
  readonly locale: Locale;
  /** Of what may be written on. */
  readonly left = margin;
  readonly width: number;
  readonly bottom: number;
  /** Where the next thing goes. */
  y = margin;
  readonly #library: typeof Library;
  readonly #file: Library.PDFDocument;
  readonly #fonts: Record<FontName, Font>;
  readonly #size: [number, number];
  readonly #footer: string;
  readonly #images = new Map<Uint8Array, { key: string; image: Library.PDFImage }>();
  #page!: Library.PDFPage;
  /** Which fonts the page names already. */
  #fontsOfPage = new Set<string>();

  constructor(
    library: typeof Library,
    file: Library.PDFDocument,
    { locale, landscape = false, footer = "" }: PdfOptions,
    fonts: Record<FontName, Font>,
  ) {
    this.#library = library;
    this.#file = file;
    this.#fonts = fonts;
    this.#size = landscape ? [a4[1], a4[0]] : [a4[0], a4[1]];
    this.#footer = footer;
    this.locale = locale;
    this.width = this.#size[0] - 2 * margin;
    this.bottom = this.#size[1] - margin - footHeight;
    this.newPage();
  }

  newPage(): void {
    this.#turnTo(this.#file.addPage(this.#size));
    this.y = margin;
  }

  #turnTo(page: Library.PDFPage): void {
    this.#page = page;
    this.#fontsOfPage = new Set();
  }

  /** A font's name on this page. */
  #nameOf({ key, face }: Font): string {
    if (!this.#fontsOfPage.has(key)) this.#page.node.setFontDictionary(this.#library.PDFName.of(key), face.ref);
    this.#fontsOfPage.add(key);
    return key;
  }

  /** Goes on to a new page where less than this is left of it. @returns whether it did */
  ensure(height: number): boolean {
    if (this.y + height <= this.bottom || this.y === margin) return false;
    this.newPage();
    return true;
  }

  /** Measures in a style. */
  measure({ size = defaultSize, font = "regular" }: TextStyle = {}): Measure {
    return measuring(this.#fonts[font], size);
  }

  lineHeight({ size = defaultSize }: TextStyle = {}): number {
    return size * leading;
  }

  /** The lines that a text takes in a width. */
  lines(text: string, width: number, style: TextStyle = {}): string[] {
    return wrap(toLines(text), width, this.measure(style));
  }

  /** Writes a text into a box, broken into lines. @returns the height that it took */
  text(text: string, box: Box, style: TextStyle = {}): number {
    const lines = this.lines(text, box.width, style);
    for (const [n, line] of lines.entries()) this.#line(line, { ...box, y: box.y + n * this.lineHeight(style) }, style);
    return lines.length * this.lineHeight(style);
  }

  /** Writes one line, cut where it is too long. */
  line(text: string, box: Box, style: TextStyle = {}): void {
    this.#line(cut(toLines(text), box.width, this.measure(style)), box, style);
  }

  /** Writes a text where the last one ended, over as many pages as it takes. */
  paragraph(text: string, style: TextStyle = {}): void {
    const { left: x, width } = this;
    for (const line of this.lines(text, width, style)) {
      this.ensure(this.lineHeight(style));
      this.#line(line, { x, width, y: this.y }, style);
      this.y += this.lineHeight(style);
    }
  }

  #line(line: string, { x, y, width }: Box, style: TextStyle): void {
    const { size = defaultSize, font = "regular", color = ink, align = "left" } = style;
    const text = toWinAnsi(line);
    if (text.trim() === "") return;
    const room = width - this.measure(style)(text);
    const from = x + (align === "right" ? room : align === "center" ? room / 2 : 0);
    const baseline = this.#size[1] - (y + (this.lineHeight(style) + capHeight * size) / 2);
    const named = this.#fonts[font];
    const { beginText, endText, moveText, setFillingRgbColor, setFontAndSize, showText } = this.#library;
    this.#page.pushOperators(
      beginText(),
      setFillingRgbColor(...color),
      setFontAndSize(this.#nameOf(named), size),
      moveText(round(from), round(baseline)),
      showText(named.face.encodeText(text)),
      endText(),
    );
  }

  /** A thin line across, at `y`. */
  rule(y: number, { x, width }: Omit<Box, "y"> = { x: this.left, width: this.width }, color: Color = pale): void {
    this.fill({ x, y, width, height: 0.75 }, color);
  }

  fill(box: Box & { height: number }, color: Color): void {
    this.fillAll([box], color);
  }

  /** Fills many boxes as one shape. */
  fillAll(boxes: readonly (Box & { height: number })[], color: Color): void {
    const { fill, rectangle, setFillingRgbColor } = this.#library;
    const shapes = boxes.map(({ x, y, width, height }) =>
      rectangle(round(x), round(this.#size[1] - y - height), round(width), round(height)),
    );
    this.#page.pushOperators(setFillingRgbColor(...color), ...shapes, fill());
  }

  /** The outline of a box. */
  frame({ x, y, width, height }: Box & { height: number }, color: Color, lineWidth = 1.25): void {
    const { rectangle, setLineWidth, setStrokingRgbColor, stroke } = this.#library;
    this.#page.pushOperators(
      setStrokingRgbColor(...color),
      setLineWidth(lineWidth),
      rectangle(round(x), round(this.#size[1] - y - height), round(width), round(height)),
      stroke(),
    );
  }

  /**
   * A JPEG, as large as fits into the box.
   * @returns its size on the page; undefined where it is no JPEG
   */
  async jpeg(
    bytes: Uint8Array<ArrayBuffer>,
    { x, y, width, height }: Box & { height: number },
  ): Promise<{ width: number; height: number } | undefined> {
    const found = this.#images.get(bytes) ?? (await this.#embed(bytes));
    if (!found) return undefined;
    const { key, image } = found;
    const scale = Math.min(width / image.width, height / image.height);
    const shown = { width: image.width * scale, height: image.height * scale };
    const { concatTransformationMatrix, drawObject, popGraphicsState, pushGraphicsState, PDFName } = this.#library;
    this.#page.node.setXObject(PDFName.of(key), image.ref);
    const bottom = this.#size[1] - y - shown.height;
    this.#page.pushOperators(
      pushGraphicsState(),
      concatTransformationMatrix(round(shown.width), 0, 0, round(shown.height), round(x), round(bottom)),
      drawObject(key),
      popGraphicsState(),
    );
    return shown;
  }

  /** A picture is in the file once, however often it is shown. */
  async #embed(bytes: Uint8Array<ArrayBuffer>) {
    const image = await this.#file.embedJpg(bytes).catch(() => undefined);
    if (!image) return undefined;
    const named = { key: `I${this.#images.size + 1}`, image };
    this.#images.set(bytes, named);
    return named;
  }

  /** The finished file, its pages numbered. Nothing can be written after it. */
  async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    const pages = this.#file.getPages();
    const style: TextStyle = { size: 8, color: grey };
    for (const [n, page] of pages.entries()) {
      this.#turnTo(page);
      const y = this.#size[1] - margin - this.lineHeight(style) / 2;
      this.line(this.#footer, { x: this.left, y, width: this.width - 110 }, style);
      const words = pageWords[this.locale](n + 1, pages.length);
      this.line(words, { x: this.left, y, width: this.width }, { ...style, align: "right" });
    }
    const bytes = await this.#file.save({ useObjectStreams: false, objectsPerTick: Infinity });
    return new Uint8Array(bytes);
  }
}

/** Keeps line breaks, which `toWinAnsi` makes spaces. */
const toLines = (text: string): string =>
  text
    .split(/\r\n|\r|\n/)
    .map(toWinAnsi)
    .join("\n");

/** Hundredths of a point: what nobody sees only makes files larger. */
const round = (points: number): number => Math.round(points * 100) / 100;
