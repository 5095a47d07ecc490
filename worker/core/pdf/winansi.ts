/** Text as the standard fonts of PDF can show it: the characters of WinAnsi (ISO 32000-1, annex D.2). Pure. */

/** What WinAnsi has besides Latin-1, at 80–9F. */
const besidesLatin1 = new Set("€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ");

/** Where taking a character apart (NFKD) gives nothing that can be shown. */
const replacements: Record<string, string> = {
  "‐": "-",
  "‑": "-",
  "‒": "-",
  "―": "-",
  "−": "-",
  "→": "->",
  "←": "<-",
  "⇒": "=>",
  "≤": "<=",
  "≥": ">=",
  "≠": "!=",
  "′": "'",
  "ʻ": "'",
  "ʼ": "'",
  "″": '"',
  "∕": "/",
  "⁄": "/",
  "ı": "i",
  "ł": "l",
  "Ł": "L",
  "đ": "d",
  "Đ": "D",
  "ħ": "h",
  "ẞ": "ß",
};

/** What is seen by nobody, and pictures: marks, joiners, directions, emoji. */
const silent = /^[\p{M}\p{Cf}\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}]$/u;

/** A text with each character as it is, as its nearest likeness, or as `?`; line breaks and tabs become spaces. Never throws. */
export function toWinAnsi(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  let shown = "";
  for (const character of text.normalize("NFC")) shown += shownAs(character);
  return shown;
}

function shownAs(character: string): string {
  if (isShown(character)) return character;
  if (/^[\s\p{Cc}]$/u.test(character)) return " ";
  const replacement = replacements[character];
  if (replacement !== undefined) return replacement;
  if (silent.test(character)) return "";
  const parts = [...character.normalize("NFKD")].map((part) => (isShown(part) ? part : (replacements[part] ?? "")));
  return parts.join("") || "?";
}

function isShown(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  if (code <= 0x7e) return code >= 0x20;
  return (code > 0xa0 && code <= 0xff && code !== 0xad) || besidesLatin1.has(character);
}
