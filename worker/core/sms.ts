/** What an SMS costs. Pure. */

export type SmsEncoding = "GSM-7" | "UCS-2";

export interface Segments {
  encoding: SmsEncoding;
  /** Septets of GSM-7 (an extended character has two), 16-bit units of UCS-2. */
  units: number;
  /** Parts that are sent and paid for; 0 for an empty text. */
  segments: number;
  /** What one part holds: 160 or 70 alone, 153 or 67 where there are several. */
  unitsPerSegment: number;
}

/** Default alphabet and extension table (3GPP TS 23.038, 6.2.1); the latter's characters take an escape before them. */
const basic = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
const extension = new Set("\f^{}\\[~]|€");

/** How many parts a text is sent in: GSM-7 160 or 153 each, UCS-2 70 or 67. No character is split between two parts. */
export function segmentsOf(text: string): Segments {
  const characters = [...text];
  const isGsm = characters.every((character) => basic.has(character) || extension.has(character));
  const sizes = characters.map((character) => (isGsm ? (extension.has(character) ? 2 : 1) : character.length));
  const units = sizes.reduce((sum, size) => sum + size, 0);
  const [alone, together] = isGsm ? [160, 153] : [70, 67];
  const encoding = isGsm ? "GSM-7" : "UCS-2";
  if (units <= alone) return { encoding, units, segments: units === 0 ? 0 : 1, unitsPerSegment: alone };
  return { encoding, units, segments: partsOf(sizes, together), unitsPerSegment: together };
}

function partsOf(sizes: number[], capacity: number): number {
  let parts = 1;
  let used = 0;
  for (const size of sizes) {
    if (used + size > capacity) {
      parts += 1;
      used = 0;
    }
    used += size;
  }
  return parts;
}
