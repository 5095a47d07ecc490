/** Breaking text into lines of a width. Pure. */

/** How wide a text is, in points. */
export type Measure = (text: string) => number;

/** The lines of a text: at its own line breaks, else between words, and within a word that is wider than a line. */
export function wrap(text: string, width: number, measure: Measure): string[] {
  return text.split(/\r\n|\r|\n/).flatMap((paragraph) => wrapParagraph(paragraph, width, measure));
}

function wrapParagraph(paragraph: string, width: number, measure: Measure): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of paragraph.split(/\s+/).filter(Boolean)) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (measure(longer) <= width) {
      line = longer;
      continue;
    }
    if (line !== "") lines.push(line);
    const pieces = measure(word) <= width ? [word] : broken(word, width, measure);
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? "";
  }
  return line === "" && lines.length > 0 ? lines : [...lines, line];
}

/** A word in pieces that fit; a piece has one character at least, however narrow the line. */
function broken(word: string, width: number, measure: Measure): string[] {
  const pieces: string[] = [];
  let piece = "";
  for (const character of word) {
    if (piece !== "" && measure(piece + character) > width) {
      pieces.push(piece);
      piece = "";
    }
    piece += character;
  }
  return [...pieces, piece];
}

/** A text cut to one line, with an ellipsis where something is missing. */
export function cut(text: string, width: number, measure: Measure): string {
  const [first = "", ...rest] = wrap(text, width, measure);
  if (rest.length === 0) return first;
  let shown = first;
  while (shown !== "" && measure(`${shown}…`) > width) shown = shown.slice(0, -1);
  return `${shown}…`;
}
