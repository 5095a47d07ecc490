/** The standard fonts, which every reader has: nothing of them is in the file but their names. */
import type * as Library from "@cantoo/pdf-lib";
import type { FontName } from "./style.ts";
import { toWinAnsi } from "./winansi.ts";
import type { Measure } from "./wrap.ts";

export interface Font {
  /** Its name on pages. */
  key: string;
  face: Library.PDFFont;
  /** Width of each character met so far, at size 1. */
  widths: Map<string, number>;
}

export async function standardFonts(
  { StandardFonts }: typeof Library,
  file: Library.PDFDocument,
): Promise<Record<FontName, Font>> {
  const font = async (key: string, name: Library.StandardFonts): Promise<Font> => ({
    key,
    face: await file.embedFont(name),
    widths: new Map(),
  });
  return {
    regular: await font("F1", StandardFonts.Helvetica),
    bold: await font("F2", StandardFonts.HelveticaBold),
    italic: await font("F3", StandardFonts.HelveticaOblique),
  };
}

/** Measures as readers set it: character by character, without kerning, which the library would count in. */
export const measuring =
  ({ face, widths }: Font, size: number): Measure =>
  (text) => {
    let width = 0;
    for (const character of toWinAnsi(text)) {
      let known = widths.get(character);
      if (known === undefined) widths.set(character, (known = face.widthOfTextAtSize(character, 1)));
      width += known;
    }
    return width * size;
  };
