/**
 * Writing A4 pages: text in the standard fonts, lines, boxes, pictures and QR codes, with a number at the foot of each page.
 * Lengths are points (72 an inch) and `y` runs down from the top of the page. The same calls give the same bytes: no clock,
 * no randomness.
 */
import type * as Library from "@cantoo/pdf-lib";
import type { Locale } from "../errors.ts";
import { toWinAnsi } from "./winansi.ts";
import { cut, wrap, type Measure } from "./wrap.ts";

export type Color = readonly [red: number, green: number, blue: number];
export const ink: Color = [0.12, 0.14, 0.16];
export const grey: Color = [0.4, 0.43, 0.46];
export const pale: Color = [0.85, 0.87, 0.88];

export type FontName = "regular" | "bold" | "italic";
export interface TextStyle {
  /** Height of the letters in points; default 10. */
  size?: number;
  font?: FontName;
  color?: Color;
  align?: "left" | "right" | "center";
}
export interface Box {
  x: number;
  y: number;
  width: number;
}

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
const defaultSize = 10;

const pageWords: Record<Locale, (page: number, pages: number) => string> = {
  id: (page, pages) => `Halaman ${page} dari ${pages}`,
  en: (page, pages) => `Page ${page} of ${pages}`,
};

interface Font {
  key: string;
  font: Library.PDFFont;
  /** Width of each character met so far, at size 1. */
  widths: Map<string, number>;
}

/** Starts a document with one empty page. The library is loaded by the first. */
export async function newPdf(options: PdfOptions): Promise<PdfWriter> {
  const library = await import("@cantoo/pdf-lib");
  const file = await library.PDFDocument.create({ updateMetadata: false });
  file.setTitle(options.title);
  file.setProducer("Tepi");
  file.setLanguage(options.locale);
  if (options.createdAtMs !== undefined) file.setCreationDate(new Date(options.createdAtMs));
  const { Helvetica, HelveticaBold, HelveticaOblique } = library.StandardFonts;
  const embed = async (key: string, name: Library.StandardFonts): Promise<Font> => ({
    key,
    font: await file.embedFont(name),
    widths: new Map(),
  });
  return new PdfWriter(library, file, options, {
    regular: await embed("F1", Helvetica),
    bold: await embed("F2", HelveticaBold),
    italic: await embed("F3", HelveticaOblique),
  });
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
  readonly #images = new Map<string, Library.PDFImage>();
  #page!: Library.PDFPage;

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
    this.#page = this.#file.addPage(this.#size);
    for (const { key, font } of Object.values(this.#fonts))
      this.#page.node.setFontDictionary(this.#library.PDFName.of(key), font.ref);
    this.y = margin;
  }

  /** Goes on to a new page where less than this is left of it. @returns whether it did */
  ensure(height: number): boolean {
    if (this.y + height <= this.bottom || this.y === margin) return false;
    this.newPage();
    return true;
  }

  /** Measures in a style. */
  measure({ size = defaultSize, font = "regular" }: TextStyle = {}): Measure {
    const { font: face, widths } = this.#fonts[font];
    return (text) => {
      let width = 0;
      for (const character of toWinAnsi(text)) {
        let known = widths.get(character);
        if (known === undefined) widths.set(character, (known = face.widthOfTextAtSize(character, 1)));
        width += known;
      }
      return width * size;
    };
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
    for (const [n, line] of lines.entries())
      this.#line(line, { ...box, y: box.y + n * this.lineHeight(style) }, style);
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
    const { key, font: face } = this.#fonts[font];
    const { beginText, endText, moveText, setFillingRgbColor, setFontAndSize, showText } = this.#library;
    this.#page.pushOperators(
      beginText(),
      setFillingRgbColor(...color),
      setFontAndSize(key, size),
      moveText(round(from), round(baseline)),
      showText(face.encodeText(text)),
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
    const image = await this.#file.embedJpg(bytes).catch(() => undefined);
    if (!image) return undefined;
    const key = `I${this.#images.size + 1}`;
    this.#images.set(key, image);
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

  /** The finished file, its pages numbered. Nothing can be written after it. */
  async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    const pages = this.#file.getPages();
    const style: TextStyle = { size: 8, color: grey };
    for (const [n, page] of pages.entries()) {
      this.#page = page;
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
const toLines = (text: string): string => text.split(/\r\n|\r|\n/).map(toWinAnsi).join("\n");

/** Hundredths of a point: what nobody sees only makes files larger. */
const round = (points: number): number => Math.round(points * 100) / 100;
